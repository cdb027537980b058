/** From what a user named to the files that are to be read. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fail } from '../base/errors.ts';
import { silent, type Progress } from '../base/progress.ts';
import { archiveKind, archiveKindOrReason, type ArchiveKind } from './archive-kind.ts';
import { exportsAt } from './exports/exports-at.ts';
import { filesIn } from './folder.ts';
import { isAddress, sourceName, type SourceKind, type SourceName } from './source-name.ts';
import { waczArchives } from './wacz.ts';
import { fileBytes, type ByteSource } from './warc/bytes.ts';
import { entryLocation } from './warc/location.ts';
import { entryBytes } from './warc/zip.ts';

/** A file on this machine that can be ingested: an archive, or a table. */
export interface ArchiveFile {
  /** What names it in evidence and messages: its location, or the address it was fetched from (`#ENTRY` behind it inside a WACZ). */
  readonly uri: string;
  /** Its location, as `readArchive` and `readRecordAt` open it: an absolute path, or `PATH#ENTRY`. */
  readonly path: string;
  readonly kind: FileKind;
  /** As it lies on disk. */
  readonly bytes: number;
}

/** An archive's own form, or which table was named. */
export type FileKind = ArchiveKind | Exclude<SourceKind, 'archive'>;

/** A source that must be fetched first (`fetchSource`). */
export interface RemoteSource {
  readonly uri: string;
  readonly path: null;
  readonly kind: SourceKind;
}

export type Source = ArchiveFile | RemoteSource;

export interface ResolveOptions {
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/**
 * The archives behind files, folders and http(s) addresses, in the order they were named, each once. A named file that is no
 * archive fails (`not_an_archive`, `wrong_compression`); in a folder such files are skipped, each with a note. What does not exist or
 * cannot be read fails everywhere (`source_missing`, `source_unreadable`): it is not known what it holds. Addresses are not looked at.
 */
export async function resolveSources(names: readonly string[], options: ResolveOptions = {}): Promise<Source[]> {
  const progress = options.progress ?? silent;
  const found = new Map<string, Source>();
  for (const name of names) {
    for await (const source of sourcesNamed(sourceName(name), progress)) {
      options.signal?.throwIfAborted();
      found.set(source.uri, source);
    }
  }
  return [...found.values()];
}

async function* sourcesNamed({ kind, place }: SourceName, progress: Progress): AsyncGenerator<Source> {
  if (isAddress(place)) yield { uri: place, path: null, kind };
  else if (kind === 'archive') yield* localSources(resolve(place), progress);
  else if (kind === 'export') yield* exportsAt(resolve(place), resolve(place));
  else yield await tableFile(resolve(place), kind);
}

/** A table by its path; whether it is one is seen when it is read. */
async function tableFile(path: string, kind: Exclude<SourceKind, 'archive'>): Promise<ArchiveFile> {
  const status = await stat(path).catch((thrown: unknown) => fail('source_missing', { path }, thrown));
  if (!status.isFile()) fail('source_unreadable', { path, reason: 'it is no regular file' });
  return { uri: path, path, kind, bytes: status.size };
}

async function* localSources(path: string, progress: Progress): AsyncGenerator<ArchiveFile> {
  const status = await stat(path).catch((thrown: unknown) => fail('source_missing', { path }, thrown));
  if (!status.isDirectory()) {
    if (!status.isFile()) fail('not_an_archive', { path, reason: 'it is no regular file' });
    yield* archivesIn(path, path, progress);
    return;
  }
  for await (const file of filesIn(path, progress)) yield* archivesIn(file, file, progress, 'skip');
}

/**
 * The archives in one file: itself, or those inside a WACZ. `uri` is what the file is called. With `skip`, a file that is no archive
 * is noted and gives none; without, it fails.
 */
export function archivesIn(path: string, uri: string, progress: Progress, otherwise: 'skip' | 'fail' = 'fail'): ArchiveFile[] {
  const file = fileBytes(path);
  try {
    const kind = otherwise === 'fail' ? archiveKind(file) : archiveKindOrReason(() => file);
    if (typeof kind !== 'string') return skipped(path, kind.reason, progress);
    if (kind !== 'wacz') return [{ uri, path, kind, bytes: file.size }];
    const inside = archivesInside(file, path, uri, progress);
    if (inside.length > 0) return inside;
    const reason = 'it is a zip file without archives under archive/';
    return otherwise === 'skip' ? skipped(path, reason, progress) : fail('not_an_archive', { path, reason });
  } finally {
    file.close();
  }
}

function archivesInside(file: ByteSource, path: string, uri: string, progress: Progress): ArchiveFile[] {
  return waczArchives(file).flatMap((entry) => {
    const kind = archiveKindOrReason(() => entryBytes(file, entry));
    if (typeof kind !== 'string') return skipped(entryLocation(path, entry.name), kind.reason, progress);
    if (kind === 'wacz') return skipped(entryLocation(path, entry.name), 'it is a zip file inside a WACZ', progress);
    return [{ uri: entryLocation(uri, entry.name), path: entryLocation(path, entry.name), kind, bytes: entry.compressedBytes }];
  });
}

function skipped(path: string, reason: string, progress: Progress): [] {
  progress.note({ level: 'info', text: `skipped ${path}: ${reason}`, fields: { path, reason } });
  return [];
}
