import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { limits } from '../../base/limits.ts';
import { RowBinaryFile } from '../../store/row-binary.ts';
import { PartitionFiles } from './partition-files.ts';

/** Bytes of one link in a partition: the target's node, then the source's. */
export const linkBytes = 8;
const bufferBytes = 8_192 * linkBytes;

/**
 * How many partitions so many links go to: one for each `perPartition`, and no more than `graphPartitionsMax`. A power of two, so that a
 * node's partition and its place there are two bit operations.
 */
export function partitionsFor(links: number, perPartition: number): number {
  let count = 1;
  while (count * 2 <= limits.graphPartitionsMax && count * perPartition < links) count *= 2;
  return count;
}

/**
 * Links by target: node t goes to partition t modulo `count`, because strong nodes come first in number and a range of them would
 * hold most links. Memory: 64 KB a partition. Disk: 8 bytes a link.
 */
export class LinkPartitions {
  readonly #files: PartitionFiles;
  readonly #views: readonly Uint32Array[];
  readonly #mask: number;
  links = 0;

  /** `saved`: what `save` gave of an import that was interrupted, to go on behind it. */
  constructor(folder: string, count: number, saved?: readonly number[]) {
    this.#files = new PartitionFiles(folder, 'links', count, bufferBytes, saved);
    this.#views = this.#files.paths.map((_, i) => {
      const { buffer, byteOffset } = this.#files.bufferOf(i);
      return new Uint32Array(buffer, byteOffset, bufferBytes / 4);
    });
    this.#mask = count - 1;
  }

  add(target: number, source: number): void {
    const partition = target & this.#mask;
    const at = this.#files.take(partition, linkBytes) >>> 2;
    const view = this.#views[partition] as Uint32Array;
    view[at] = target;
    view[at + 1] = source;
    this.links++;
  }

  /** All links so far are on the disk. */
  save(): number[] {
    return this.#files.save();
  }

  close(): void {
    this.#files.close();
  }
}

/**
 * Sorts one partition and stages its rows. In: links in any order. Out: rows (target, part, sources), targets and sources rising, each
 * source once, at most `graphRowSourcesMax` sources a row. A counting sort by target in two passes over the file, then each target's
 * sources by themselves. Memory: 4 bytes a link, 4 bytes a possible target of the partition, and the buffers.
 * Returns how many links are left when repeated ones are taken away.
 */
export function sortLinks(path: string, partition: number, partitions: number, nodes: number, into: string): number {
  const shift = Math.log2(partitions);
  const ends = new Uint32Array(Math.ceil(nodes / partitions) + 1);
  let links = 0;
  eachLink(path, (target) => {
    ends[(target >>> shift) + 1] = (ends[(target >>> shift) + 1] as number) + 1;
    links++;
  });
  // `ends[i]` is first where target i begins; each link placed moves it, until it is where the target ends.
  for (let i = 1; i < ends.length; i++) ends[i] = (ends[i] as number) + (ends[i - 1] as number);
  const sources = new Uint32Array(links);
  eachLink(path, (target, source) => {
    const place = ends[target >>> shift] as number;
    sources[place] = source;
    ends[target >>> shift] = place + 1;
  });

  const file = new RowBinaryFile(into);
  let kept = 0;
  try {
    let start = 0;
    for (let i = 0; i + 1 < ends.length; i++) {
      const end = ends[i] as number;
      if (end === start) continue;
      const own = distinct(sources.subarray(start, end).sort());
      kept += own.length;
      for (let part = 0; part * limits.graphRowSourcesMax < own.length; part++) {
        file.u32(((i << shift) | partition) >>> 0);
        file.u16(part);
        file.u32s(own.subarray(part * limits.graphRowSourcesMax, (part + 1) * limits.graphRowSourcesMax));
        file.endRow();
      }
      start = end;
    }
  } finally {
    file.close();
  }
  return kept;
}

/** The sorted values without repeats, in place. */
function distinct(sorted: Uint32Array): Uint32Array {
  let count = 0;
  for (const value of sorted) if (count === 0 || value !== sorted[count - 1]) sorted[count++] = value;
  return sorted.subarray(0, count);
}

/** Every link of a partition, in the order it was written. */
export function eachLink(path: string, onLink: (target: number, source: number) => void): void {
  const fd = openSync(path, 'r');
  try {
    const { size } = fstatSync(fd);
    if (size % linkBytes !== 0) throw new Error(`${path} ends in the middle of a link`);
    const piece = new Uint32Array(1024 * 1024);
    for (let at = 0; at < size;) {
      const wanted = Math.min(piece.byteLength, size - at);
      const read = readSync(fd, piece, 0, wanted, at);
      if (read !== wanted) throw new Error(`${path} is shorter than it was`);
      for (let i = 0; i < wanted / 4; i += 2) onLink(piece[i] as number, piece[i + 1] as number);
      at += read;
    }
  } finally {
    closeSync(fd);
  }
}
