import { limits } from '../base/limits.ts';
import type { Damage } from '../model/record.ts';
import type { ByteSource } from './warc/bytes.ts';
import { compressionBytes, compressionOf, refuseOthers } from './warc/compression.ts';
import { decompressedBytes } from './warc/decompressed.ts';
import { openLocation } from './warc/location.ts';

/** A line without its end. `offset` and `length` (the end included) count bytes of the text, decompressed where the file is compressed. */
export interface TextLine {
  readonly text: string;
  readonly offset: number;
  readonly length: number;
}

interface LinesOptions {
  /** First byte to read, of the text. */
  readonly from?: number;
  /** Told of a line over `tableLineBytesMax`, which is passed, and of damage to the compression. */
  readonly onDamage?: (damage: Damage) => void;
}

const pieceBytes = 256 * 1024;

/** The lines of a plain or gzip text file in UTF-8, one after the other. Memory: a piece of the file, and one line. */
export function* linesOf(location: string, { from = 0, onDamage = () => {} }: LinesOptions = {}): Generator<TextLine> {
  const source = openLocation(location);
  try {
    yield* linesIn(textOf(source, onDamage), from, onDamage);
  } finally {
    source.close();
  }
}

/** `length` bytes of the text from `offset` on, at most a line's. */
export function textAt(location: string, offset: number, length: number): string {
  const source = openLocation(location);
  try {
    const bytes = Buffer.alloc(Math.min(length, limits.tableLineBytesMax));
    let end = 0;
    const text = textOf(source, () => {});
    for (let count = 1; end < bytes.length && count > 0; end += count) count = text.read(bytes, end, bytes.length, offset + end);
    return bytes.toString('utf8', 0, end).trimEnd();
  } finally {
    source.close();
  }
}

function textOf(source: ByteSource, onDamage: (damage: Damage) => void): ByteSource {
  const first = Buffer.alloc(compressionBytes);
  source.read(first, 0, first.length, 0);
  const compression = compressionOf(first);
  refuseOthers(source.name, compression);
  return compression === 'gzip' ? decompressedBytes(source, onDamage) : source;
}

function* linesIn(text: ByteSource, from: number, onDamage: (damage: Damage) => void): Generator<TextLine> {
  const buffer = Buffer.allocUnsafe(limits.tableLineBytesMax + pieceBytes);
  /** Bytes `buffer[start..end)` are read and not given yet; `offset` is where `start` is in the text. */
  let start = 0;
  let end = 0;
  let offset = from;
  let passing = false;
  for (;;) {
    const newline = buffer.subarray(0, end).indexOf(0x0a, start);
    if (newline !== -1) {
      const length = newline + 1 - start;
      if (!passing) yield { text: lineText(buffer, start, newline), offset, length };
      passing = false;
      start += length;
      offset += length;
      continue;
    }
    if (end - start > limits.tableLineBytesMax) {
      if (!passing) onDamage({ offset, reason: `a line is longer than ${limits.tableLineBytesMax} bytes` });
      passing = true;
      offset += end - start;
      start = end = 0;
    } else if (start > 0) {
      buffer.copyWithin(0, start, end);
      end -= start;
      start = 0;
    }
    const count = text.read(buffer, end, Math.min(buffer.length, end + pieceBytes), offset + end - start);
    if (count === 0) break;
    end += count;
  }
  if (end > start && !passing) yield { text: lineText(buffer, start, end), offset, length: end - start };
}

function lineText(buffer: Buffer, start: number, end: number): string {
  return buffer.toString('utf8', start, end > start && buffer[end - 1] === 0x0d ? end - 1 : end);
}
