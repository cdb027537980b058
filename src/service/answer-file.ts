/** The rows of an answer that a job made: one JSON object a line. Written piece by piece, read in pages from a byte on. */
import { constants } from 'node:fs';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { limits } from '../base/limits.ts';

const suffix = '.ndjson';

function pathOf(folder: string, job: string): string {
  return join(folder, `${job}${suffix}`);
}

/** Puts rows behind the first `bytes` of a job's file, in place of what stood there. On the disk when it resolves; gives the new length. */
export async function appendRows(folder: string, job: string, bytes: number, rows: readonly unknown[]): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = await open(pathOf(folder, job), constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    await file.truncate(bytes);
    let end = bytes;
    for (let from = 0; from < rows.length; from += limits.rowsPerAnswerMax) {
      const text = Buffer.from(linesOf(rows.slice(from, from + limits.rowsPerAnswerMax)));
      await file.write(text, 0, text.length, end);
      end += text.length;
    }
    await file.sync();
    return end;
  } finally {
    await file.close();
  }
}

function linesOf(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

export interface RowsRead {
  readonly rows: readonly unknown[];
  /** The byte behind the last of them. */
  readonly end: number;
}

const chunkBytes = 256 * 1024;

/** Up to `count` rows from the byte `from` on, where a row begins, of the first `bytes`. */
export async function readRows(folder: string, job: string, from: number, bytes: number, count: number): Promise<RowsRead> {
  if (from >= bytes) return { rows: [], end: from };
  const file = await open(pathOf(folder, job), constants.O_RDONLY);
  try {
    const rows: unknown[] = [];
    let end = from;
    let rest = Buffer.alloc(0);
    for (let at = from; at < bytes && rows.length < count;) {
      const chunk = Buffer.alloc(Math.min(chunkBytes, bytes - at));
      const { bytesRead } = await file.read(chunk, 0, chunk.length, at);
      if (bytesRead === 0) throw new Error(`the answer of ${job} ends at byte ${at} of ${bytes}`);
      at += bytesRead;
      rest = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
      let begin = 0;
      for (let line = rest.indexOf(10); line !== -1 && rows.length < count; line = rest.indexOf(10, begin)) {
        rows.push(JSON.parse(rest.toString('utf8', begin, line)));
        begin = line + 1;
      }
      end += begin;
      rest = rest.subarray(begin);
    }
    return { rows, end };
  } finally {
    await file.close();
  }
}

/** Removes the files of all jobs but these. */
export async function removeOtherFiles(folder: string, kept: ReadonlySet<string>): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names)
    if (name.endsWith(suffix) && !kept.has(name.slice(0, -suffix.length))) await rm(join(folder, name), { force: true });
}
