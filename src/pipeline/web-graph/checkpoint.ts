import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A step whose result is whole; null when it must be done. */
export function readCheckpoint<T>(folder: string, step: string): T | null {
  const path = join(folder, `${step}.json`);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : null;
}

/** The file gets its name when it is whole. */
export function writeCheckpoint(folder: string, step: string, result: unknown): void {
  const path = join(folder, `${step}.json`);
  writeFileSync(`${path}.part`, JSON.stringify(result), { flush: true });
  renameSync(`${path}.part`, path);
}
