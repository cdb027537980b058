import { sourceBits, targetBits, type Csr } from './csr.ts';
import { sharedBytes } from './shared-bytes.ts';

/** Sorts the words of a tile and, with them, the shares of their edges: both as one 64-bit number, the word in its upper half. */
export function sortTogether(words: Uint32Array, shares: Float32Array): void {
  const both = new BigUint64Array(words.length);
  const halves = new Uint32Array(both.buffer);
  const bits = new Uint32Array(shares.buffer, shares.byteOffset, shares.length);
  for (let i = 0; i < words.length; i++) {
    halves[2 * i] = bits[i] as number;
    halves[2 * i + 1] = words[i] as number;
  }
  both.sort();
  for (let i = 0; i < words.length; i++) {
    bits[i] = halves[2 * i] as number;
    words[i] = halves[2 * i + 1] as number;
  }
}

/**
 * What the edges of each linking node carry together, by label, summed in the order of the blocks, so that equal edges make equal sums.
 * Throws when a node's edges carry more than all its rank (by more than rounding to single precision can do).
 */
export function carriedBySource(
  { linking, tiles, tileStarts, pairs }: Omit<Csr, 'weighted'>,
  shares: readonly Float32Array[],
): Float64Array {
  const carried = new Float64Array(sharedBytes(8 * linking));
  for (const [block, words] of pairs.entries()) {
    const own = shares[block] as Float32Array;
    for (let tile = 0; tile < tiles; tile++) {
      const cell = block * (tiles + 1) + tile;
      for (let edge = tileStarts[cell] as number; edge < (tileStarts[cell + 1] as number); edge++) {
        (carried[(tile << sourceBits) + ((words[edge] as number) >>> targetBits)] as number) += own[edge] as number;
      }
    }
  }
  const most = carried.reduce((a, b) => Math.max(a, b), 0);
  if (!(most <= 1 + 1e-4)) throw new RangeError(`The edges of a node carry ${most} of its rank.`);
  return carried;
}
