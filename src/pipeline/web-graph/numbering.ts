import { closeSync, openSync, readSync, writeSync } from 'node:fs';

/** What a vertex without a node has; also the number of no vertex and no node. */
export const none = 0xffff_ffff;

/** From the release's vertex numbers (the order of names) to node numbers (the order of strength). */
export interface Numbering {
  readonly vertices: number;
  /** `none` for a vertex that is not kept. */
  nodeOf(vertex: number): number;
  /** False when the vertex or the node was taken before, or is out of range: then the files do not belong together. */
  set(vertex: number, node: number): boolean;
}

/** A number for every vertex: 4 bytes and a bit each. */
export class WholeNumbering implements Numbering {
  readonly nodes: Uint32Array;
  readonly #taken: Uint32Array;

  constructor(vertices: number) {
    this.nodes = new Uint32Array(vertices).fill(none);
    this.#taken = new Uint32Array(Math.ceil(vertices / 32));
  }

  get vertices(): number {
    return this.nodes.length;
  }

  nodeOf(vertex: number): number {
    return this.nodes[vertex] as number;
  }

  set(vertex: number, node: number): boolean {
    if (vertex >= this.vertices || node >= this.vertices || this.nodes[vertex] !== none || !takeBit(this.#taken, node)) return false;
    this.nodes[vertex] = node;
    return true;
  }

  /** Kept beside a checkpoint, so that an interrupted import need not join the names again. */
  save(path: string): void {
    const fd = openSync(path, 'w');
    try {
      const bytes = new Uint8Array(this.nodes.buffer);
      for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at, Math.min(bytes.length - at, pieceBytes));
    } finally {
      closeSync(fd);
    }
  }

  static load(path: string, vertices: number): WholeNumbering {
    const numbering = new WholeNumbering(vertices);
    const bytes = new Uint8Array(numbering.nodes.buffer);
    const fd = openSync(path, 'r');
    try {
      for (let at = 0; at < bytes.length;) {
        const read = readSync(fd, bytes, at, Math.min(bytes.length - at, pieceBytes), at);
        if (read === 0) throw new Error(`${path} ends after ${at} of ${bytes.length} bytes`);
        at += read;
      }
    } finally {
      closeSync(fd);
    }
    return numbering;
  }
}

const pieceBytes = 64 * 1024 * 1024;

/**
 * Numbers for some vertices: two bits and a half a vertex of the release, and 4 bytes a kept one. Vertices are kept first (`keep`), all
 * of them, and numbered then.
 */
export class KeptNumbering implements Numbering {
  readonly vertices: number;
  readonly #kept: Uint32Array;
  readonly #taken: Uint32Array;
  /** Kept vertices before each word of `#kept`. */
  #before = new Uint32Array(0);
  #nodes = new Uint32Array(0);

  constructor(vertices: number) {
    this.vertices = vertices;
    this.#kept = new Uint32Array(Math.ceil(vertices / 32));
    this.#taken = new Uint32Array(Math.ceil(vertices / 32));
  }

  keep(vertex: number): void {
    takeBit(this.#kept, vertex);
  }

  has(vertex: number): boolean {
    return (((this.#kept[vertex >>> 5] as number) >>> (vertex & 31)) & 1) === 1;
  }

  /** All vertices are kept now. */
  seal(): void {
    this.#before = new Uint32Array(this.#kept.length);
    let count = 0;
    for (const [word, bits] of this.#kept.entries()) {
      this.#before[word] = count;
      count += bitsOf(bits);
    }
    this.#nodes = new Uint32Array(count).fill(none);
  }

  nodeOf(vertex: number): number {
    return this.has(vertex) ? (this.#nodes[this.#place(vertex)] as number) : none;
  }

  set(vertex: number, node: number): boolean {
    if (vertex >= this.vertices || node >= this.vertices || !this.has(vertex)) return false;
    const place = this.#place(vertex);
    if (this.#nodes[place] !== none || !takeBit(this.#taken, node)) return false;
    this.#nodes[place] = node;
    return true;
  }

  #place(vertex: number): number {
    const bits = (this.#kept[vertex >>> 5] as number) & ((1 << (vertex & 31)) - 1);
    return (this.#before[vertex >>> 5] as number) + bitsOf(bits);
  }
}

/** False when it was taken before. */
function takeBit(bits: Uint32Array, at: number): boolean {
  const word = at >>> 5;
  const bit = 1 << (at & 31);
  if (((bits[word] as number) & bit) !== 0) return false;
  bits[word] = (bits[word] as number) | bit;
  return true;
}

/** How many bits are set (Hacker's Delight, section 5-1). */
function bitsOf(word: number): number {
  let bits = word - ((word >>> 1) & 0x5555_5555);
  bits = (bits & 0x3333_3333) + ((bits >>> 2) & 0x3333_3333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
