import { silent } from '../base/progress.ts';
import { download, type DownloadOptions } from './download.ts';
import { archivesIn, type ArchiveFile } from './sources.ts';

/** The archives behind an address: one, or those of a WACZ. The fetched file stays in the folder, so that evidence can be shown from it. */
export async function fetchArchive(address: string, options: DownloadOptions): Promise<ArchiveFile[]> {
  const path = await download(address, options);
  return archivesIn(path, address, options.progress ?? silent);
}
