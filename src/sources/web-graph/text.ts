/**
 * The text of a web graph's files: gzip (of any number of members) or plain, in pieces, one file behind the other. A whole graph
 * is 80 GB of text, so nothing here makes a string of a line.
 */
import { createReadStream, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { fail } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';

const pieceBytes = 1024 * 1024;

/** Told of bytes as they are read from disk, compressed as they lie there. */
export type OnBytes = (bytes: number) => void;

/** A place in the text of several files: so many inflated bytes of the file of this number. */
export interface TextPlace {
  readonly file: number;
  readonly bytes: number;
}

interface Piece {
  readonly bytes: Buffer;
  /** Where it begins. */
  readonly place: TextPlace;
}

/**
 * The inflated bytes of these files in turn, from a place on. Of the file that it lies in what stands before is inflated and dropped, because
 * gzip cannot be entered in the middle. Fails with `source_unreadable`, or `web_graph_damaged` where gzip finds damage or an early end.
 */
export async function* readPieces(
  paths: readonly string[],
  onBytes: OnBytes = () => {},
  from: TextPlace = { file: 0, bytes: 0 },
): AsyncGenerator<Piece> {
  for (const [file, path] of paths.entries()) {
    if (file < from.file) {
      onBytes(statSync(path).size);
      continue;
    }
    const gzip = await isGzip(path);
    const read = createReadStream(path, { highWaterMark: pieceBytes });
    read.on('data', (piece) => onBytes(piece.length));
    // An error of the file is passed on, because `pipe` leaves the inflating side waiting.
    const text: Readable = gzip ? read.pipe(createGunzip({ chunkSize: pieceBytes })) : read;
    if (gzip) read.on('error', (thrown) => text.destroy(thrown));
    const begin = file === from.file ? from.bytes : 0;
    let at = 0;
    try {
      for await (const piece of text as AsyncIterable<Buffer>) {
        const skipped = Math.min(piece.length, Math.max(0, begin - at));
        if (skipped < piece.length) yield { bytes: piece.subarray(skipped), place: { file, bytes: at + skipped } };
        at += piece.length;
      }
    } catch (thrown) {
      damaged(path, thrown);
    } finally {
      read.destroy();
      text.destroy();
    }
  }
}

/**
 * Gives each line (without its end) as a range of a buffer that holds until `onLine` returns. Returns how many lines there were.
 * A last line need not end. Fails like `readPieces`, and for a line longer than `graphLineBytesMax`.
 */
export async function readLines(
  paths: readonly string[],
  onLine: (bytes: Buffer, start: number, end: number, line: number) => void,
  onBytes?: OnBytes,
): Promise<number> {
  let rest: Buffer = Buffer.alloc(0);
  let lines = 0;
  for await (const { bytes: piece } of readPieces(paths, onBytes)) {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    let start = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
      onLine(bytes, start, end > start && bytes[end - 1] === 13 ? end - 1 : end, lines++);
      start = end + 1;
    }
    rest = bytes.subarray(start);
    if (rest.length > limits.graphLineBytesMax)
      fail('web_graph_damaged', { path: paths.join(', '), reason: `line ${lines + 1} is longer than ${limits.graphLineBytesMax} bytes` });
  }
  if (rest.length > 0) onLine(rest, 0, rest.length, lines++);
  return lines;
}

/** By content, and never by name. */
async function isGzip(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch((thrown: unknown) => unreadable(path, thrown));
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

function damaged(path: string, thrown: unknown): never {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (code === 'Z_BUF_ERROR') fail('web_graph_damaged', { path, reason: 'it ends in the middle of its compressed bytes' }, thrown);
  if (code.startsWith('Z_')) fail('web_graph_damaged', { path, reason: `its compressed bytes are damaged (${code})` }, thrown);
  throw thrown;
}

function unreadable(path: string, thrown: unknown): never {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
  if (code === 'ENOENT') fail('source_missing', { path }, thrown);
  fail('source_unreadable', { path, reason: code === 'EACCES' ? 'permission denied' : code }, thrown);
}
