import { statSync } from 'node:fs';
import { silent } from '../base/progress.ts';
import { download, type DownloadOptions } from './download.ts';
import { exportsAt } from './exports/exports-at.ts';
import { archivesIn, type ArchiveFile, type RemoteSource } from './sources.ts';

/** What stands behind an address: tables, one archive, or those of a WACZ. The fetched file stays in the folder, so that evidence can be shown from it. */
export async function fetchSource({ uri, kind }: RemoteSource, options: DownloadOptions): Promise<ArchiveFile[]> {
  const path = await download(uri, options);
  if (kind === 'export') return [...exportsAt(path, uri)];
  if (kind !== 'archive') return [{ uri, path, kind, bytes: statSync(path).size }];
  return archivesIn(path, uri, options.progress ?? silent);
}
