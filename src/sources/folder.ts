import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Progress } from '../base/progress.ts';

/**
 * The regular files below a folder, each folder's entries in code point order, so that the order is the same on every machine.
 * A link to a file counts as the file; links to folders are not followed, because they can lead back up.
 */
export async function* filesIn(folder: string, progress: Progress): AsyncGenerator<string> {
  const count = { files: 0 };
  yield* walk(folder, 0, count, progress);
}

async function* walk(folder: string, depth: number, count: { files: number }, progress: Progress): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((thrown: unknown) => unreadable(folder, thrown));
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (depth + 1 < limits.folderDepthMax) yield* walk(path, depth + 1, count, progress);
      else
        progress.note({
          level: 'warning',
          text: `skipped ${path}: it lies deeper than ${limits.folderDepthMax} folders`,
          fields: { path },
        });
    } else if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(path)))) {
      count.files++;
      if (count.files > limits.folderFilesMax) {
        fail('invalid_input', {
          reason: `${folder} and what was named with it hold more than ${limits.folderFilesMax} files. Name parts of it.`,
        });
      }
      yield path;
    } else progress.note({ level: 'info', text: `skipped ${path}: it is no regular file`, fields: { path } });
  }
}

function unreadable(path: string, thrown: unknown): never {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
  return fail('source_unreadable', { path, reason: code === 'EACCES' ? 'permission denied' : code }, thrown);
}

async function isFile(path: string): Promise<boolean> {
  const status = await stat(path).catch(() => null);
  return status?.isFile() === true;
}
