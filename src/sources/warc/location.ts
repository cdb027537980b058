import { existsSync } from 'node:fs';
import { fail } from '../../base/errors.ts';
import { fileBytes, type ByteSource } from './bytes.ts';
import { entryBytes, zipEntries } from './zip.ts';

/**
 * Opens an archive by its location: a path, or `PATH#ENTRY` for an archive inside a WACZ. Offsets count in the bytes that this
 * gives: the file's own, or the entry's (decompressed where the zip has deflated it).
 */
export function openLocation(location: string): ByteSource {
  const hash = location.lastIndexOf('#');
  if (hash === -1 || existsSync(location)) return fileBytes(location);
  const path = location.slice(0, hash);
  const name = location.slice(hash + 1);
  const file = fileBytes(path);
  try {
    const entry = zipEntries(file).find((entry) => entry.name === name);
    return entry === undefined ? fail('source_missing', { path: location }) : entryBytes(file, entry);
  } catch (thrown) {
    file.close();
    throw thrown;
  }
}

/** The location of a zip's entry. */
export function entryLocation(path: string, entry: string): string {
  return `${path}#${entry}`;
}
