import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { openLocation } from './warc/location.ts';

const pieceBytes = 1024 * 1024;
/** Pieces hashed before others get their turn: about 10 ms. */
const piecesAtOnce = 16;

/**
 * SHA-256 (hex) of an archive's bytes as they lie at its location; it recognises a file that was ingested before, under any name.
 * Not the slow one of a pair: 1.7 GB/s with SHA extensions, where MD5 makes 0.7 (2026-11-22).
 */
export async function digestOf(location: string, signal?: AbortSignal): Promise<string> {
  const source = openLocation(location);
  try {
    const hash = createHash('sha256');
    const piece = Buffer.allocUnsafe(pieceBytes);
    let position = 0;
    for (let pieces = 1; ; pieces++) {
      const count = source.read(piece, 0, piece.length, position);
      if (count === 0) return hash.digest('hex');
      hash.update(piece.subarray(0, count));
      position += count;
      if (pieces % piecesAtOnce === 0) await setImmediate();
      signal?.throwIfAborted();
    }
  } finally {
    source.close();
  }
}
