import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Files `PREFIX-000.bin` to be written side by side, each behind a buffer of its own. Memory: `count` times `bufferBytes`. */
export class PartitionFiles {
  readonly paths: readonly string[];
  readonly #fds: readonly number[];
  readonly #buffers: readonly Buffer[];
  readonly #ends: Uint32Array;

  /** `sizes`: goes on behind so many bytes of each, and forgets what stands there. */
  constructor(folder: string, prefix: string, count: number, bufferBytes: number, sizes?: readonly number[]) {
    this.paths = partitionPaths(folder, prefix, count);
    this.#fds = this.paths.map((path, i) => openBehind(path, sizes?.[i]));
    this.#buffers = this.paths.map(() => Buffer.allocUnsafeSlow(bufferBytes));
    this.#ends = new Uint32Array(count);
  }

  /** Makes room for `bytes` (at most the buffer) in a partition's buffer and takes it; returns where it begins in `bufferOf`. */
  take(partition: number, bytes: number): number {
    let at = this.#ends[partition] as number;
    if (at + bytes > this.bufferOf(partition).length) {
      this.#flush(partition);
      at = 0;
    }
    this.#ends[partition] = at + bytes;
    return at;
  }

  bufferOf(partition: number): Buffer {
    return this.#buffers[partition] as Buffer;
  }

  /** Writes what is held back and closes. What an import leaves behind is trusted only after its checkpoint, so nothing is synced here. */
  close(): void {
    for (const [partition, fd] of this.#fds.entries()) {
      this.#flush(partition);
      closeSync(fd);
    }
  }

  /** All that was written is on the disk; returns how many bytes of each there are. */
  save(): number[] {
    return this.#fds.map((fd, partition) => {
      this.#flush(partition);
      fdatasyncSync(fd);
      return fstatSync(fd).size;
    });
  }

  #flush(partition: number): void {
    const end = this.#ends[partition] as number;
    const buffer = this.bufferOf(partition);
    for (let start = 0; start < end;) start += writeSync(this.#fds[partition] as number, buffer, start, end - start);
    this.#ends[partition] = 0;
  }
}

/** A file to be written from its beginning, or behind its first `size` bytes. */
export function openBehind(path: string, size: number | undefined): number {
  if (size === undefined) return openSync(path, 'w');
  // Appends, so that what is written comes behind what is kept.
  const fd = openSync(path, 'a');
  ftruncateSync(fd, size);
  return fd;
}

export function partitionPaths(folder: string, prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => join(folder, `${prefix}-${String(i).padStart(3, '0')}.bin`));
}

export function removeFiles(paths: readonly string[]): void {
  for (const path of paths) rmSync(path, { force: true });
}
