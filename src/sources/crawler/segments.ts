import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/**
 * The WARC files of one crawl, written one after the other. The one that is being written is called `.part`; it gets its name when it
 * is on the disk, and never changes again, because evidence is read from it.
 */
export class Segments {
  readonly #folder: string;
  readonly #name: string;
  #number: number;
  #file: number | null = null;
  #written = 0;

  /** Goes on behind byte `written` of segment `number`; what stands there is the caller's to look at first (`tail`). */
  constructor(folder: string, name: string, number: number) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.#name = name;
    this.#number = number;
  }

  get number(): number {
    return this.#number;
  }

  get written(): number {
    return this.#written;
  }

  nameOf(number: number): string {
    return `${this.#name}-${String(number).padStart(5, '0')}.warc.gz`;
  }

  get partPath(): string {
    return `${this.path}.part`;
  }

  /** Where the current segment will lie when it is finished. */
  get path(): string {
    return join(this.#folder, this.nameOf(this.#number));
  }

  /** Bytes of the unfinished segment on the disk; null when there is none. */
  partBytes(): number | null {
    return existsSync(this.partPath) ? statSync(this.partPath).size : null;
  }

  /** Opens the current segment at byte `length`, dropping what stands behind it. */
  open(length: number): void {
    this.#file = openSync(this.partPath, length === 0 ? 'w' : 'r+');
    ftruncateSync(this.#file, length);
    this.#written = length;
  }

  /** Synchronous, so that no other record comes between a page and the note that it is there. */
  append(bytes: Buffer): void {
    if (this.#file === null) throw new Error('no segment is open');
    for (let at = 0; at < bytes.length;) at += writeSync(this.#file, bytes, at, bytes.length - at, this.#written + at);
    this.#written += bytes.length;
  }

  /** The current segment gets its name, and the next one its turn. */
  finish(): string {
    const { path, partPath } = this;
    this.close();
    renameSync(partPath, path);
    this.skip();
    return path;
  }

  /** Nothing was recorded in the current segment. */
  discard(): void {
    this.close();
    rmSync(this.partPath, { force: true });
  }

  /** Goes on with the next number. */
  skip(): void {
    this.#number += 1;
    this.#written = 0;
  }

  close(): void {
    if (this.#file === null) return;
    fsyncSync(this.#file);
    closeSync(this.#file);
    this.#file = null;
  }

  /** Finished segments in their order. */
  finished(): string[] {
    return readdirSync(this.#folder)
      .filter((name) => name.endsWith('.warc.gz'))
      .sort()
      .map((name) => join(this.#folder, name));
  }
}
