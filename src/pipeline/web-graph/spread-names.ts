import { fail } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import { topCount } from '../../compute/authority.ts';
import { decimalAt, fieldEnds, wholeAt } from '../../sources/web-graph/fields.ts';
import { readLines, type OnBytes } from '../../sources/web-graph/text.ts';
import { PartitionFiles } from './partition-files.ts';

/**
 * Names and ranks of a release go to partitions by name, because its vertices file has the numbers that edges use and its ranks
 * file has the names in another order. A partition is then joined in memory (join-names.ts).
 *
 * A record: kind, fields, length of the name, its bytes. All hosts of one registrable domain share their first two labels, and so
 * their partition.
 */
export const record = {
  vertex: 0,
  rank: 1,
  /** Bytes before the name: kind; vertex, hosts; length. */
  vertexHead: 1 + 4 + 4 + 2,
  /** Kind; position, PageRank, harmonic position, harmonic centrality; length. */
  rankHead: 1 + 4 + 8 + 4 + 8 + 2,
} as const;

const bufferBytes = 64 * 1024;
/** Compressed bytes of a vertex in Common Crawl's files, at least. */
const bytesPerName = 8;

/** How many partitions the names of vertices files of so many compressed bytes go to, about `perPartition` each. */
export function namePartitionsFor(compressedBytes: number, perPartition: number): number {
  return Math.min(limits.graphPartitionsMax, Math.max(1, Math.ceil(compressedBytes / bytesPerName / perPartition)));
}

/** What the ranks file says of the whole graph. */
export interface RankFacts {
  readonly nodes: number;
  /** The lowest PageRank: that of a node which nobody links to. */
  readonly lowest: number;
  /** The `topCount` highest, falling. */
  readonly highest: readonly number[];
}

export class NamePartitions {
  readonly #files: PartitionFiles;
  readonly #ends = new Uint32Array(64);

  constructor(folder: string, count: number) {
    this.#files = new PartitionFiles(folder, 'names', count, bufferBytes);
  }

  get paths(): readonly string[] {
    return this.#files.paths;
  }

  close(): void {
    this.#files.close();
  }

  /** Spreads the vertices for which `wanted` holds. Returns how many there are in the files. */
  async vertices(
    paths: readonly string[],
    wanted: (vertex: number, bytes: Buffer, start: number, end: number) => boolean,
    onBytes?: OnBytes,
  ): Promise<number> {
    return eachVertex(
      paths,
      (vertex, bytes, start, end, hosts) => {
        if (!wanted(vertex, bytes, start, end)) return;
        const [buffer, at] = this.#place(bytes, start, end, record.vertexHead);
        buffer[at] = record.vertex;
        buffer.writeUInt32LE(vertex, at + 1);
        buffer.writeUInt32LE(hosts, at + 5);
      },
      onBytes,
    );
  }

  /** Spreads the ranks of names for which `wanted` holds; the facts are of all. */
  async ranks(
    paths: readonly string[],
    wanted: (bytes: Buffer, start: number, end: number) => boolean,
    onBytes?: OnBytes,
  ): Promise<RankFacts> {
    const highest: number[] = [];
    let [nodes, lowest] = [0, Number.POSITIVE_INFINITY];
    await readLines(
      paths,
      (bytes, start, end, line) => {
        if (end === start || bytes[start] === hash) return;
        const fields = fieldEnds(bytes, start, end, this.#ends);
        const [h1 = 0, h2 = 0, p1 = 0, p2 = 0, nameEnd = 0] = this.#ends;
        const harmonicRank = wholeAt(bytes, start, h1);
        const harmonic = decimalAt(bytes, h1 + 1, h2);
        const position = wholeAt(bytes, h2 + 1, p1);
        const pagerank = decimalAt(bytes, p1 + 1, p2);
        if (fields < 5 || position < 1 || harmonicRank < 0 || Number.isNaN(harmonic) || !(pagerank > 0)) notRanks(paths, line);
        nodes++;
        lowest = Math.min(lowest, pagerank);
        keepHighest(highest, pagerank);
        if (!wanted(bytes, p2 + 1, nameEnd)) return;
        const [buffer, at] = this.#place(bytes, p2 + 1, nameEnd, record.rankHead);
        buffer[at] = record.rank;
        buffer.writeUInt32LE(position, at + 1);
        buffer.writeDoubleLE(pagerank, at + 5);
        buffer.writeUInt32LE(harmonicRank, at + 13);
        buffer.writeDoubleLE(harmonic, at + 17);
      },
      onBytes,
    );
    return { nodes, lowest, highest };
  }

  /** Room for a record in the partition of a name, with the name in it. */
  #place(bytes: Buffer, start: number, end: number, head: number): [Buffer, number] {
    const partition = domainHash(bytes, start, end) % this.#files.paths.length;
    const at = this.#files.take(partition, head + end - start);
    const buffer = this.#files.bufferOf(partition);
    buffer.writeUInt16LE(end - start, at + head - 2);
    bytes.copy(buffer, at + head, start, end);
    return [buffer, at];
  }
}

const [hash, dot] = [35, 46];

/**
 * Each line of the vertices files, `VERTEX \t REVERSED NAME [\t HOSTS]`; `hosts` is 0 where the files do not say. Vertices are
 * numbered from 0 in the order of the lines. Returns how many there are.
 */
export async function eachVertex(
  paths: readonly string[],
  onVertex: (vertex: number, bytes: Buffer, start: number, end: number, hosts: number) => void,
  onBytes?: OnBytes,
): Promise<number> {
  const ends = new Uint32Array(64);
  const count = await readLines(
    paths,
    (bytes, start, end, line) => {
      const fields = fieldEnds(bytes, start, end, ends);
      const [idEnd = 0, nameEnd = 0] = ends;
      const hosts = fields < 3 ? 0 : wholeAt(bytes, nameEnd + 1, ends[2] as number);
      if (fields < 2 || wholeAt(bytes, start, idEnd) !== line || hosts === -1)
        fail('web_graph_damaged', { path: paths.join(', '), reason: `line ${line + 1} is not vertex ${line} and its name` });
      onVertex(line, bytes, idEnd + 1, nameEnd, hosts);
    },
    onBytes,
  );
  if (count > limits.graphVerticesMax)
    fail('web_graph_damaged', { path: paths.join(', '), reason: `it has more than ${limits.graphVerticesMax} vertices` });
  return count;
}

/** FNV-1a over the first two labels of a reversed name. */
function domainHash(bytes: Buffer, start: number, end: number): number {
  let value = 0x811c9dc5;
  let dots = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === dot && ++dots === 2) break;
    // Hosts are one domain whatever their letter case.
    value = Math.imul(value ^ (byte >= 65 && byte <= 90 ? byte + 32 : byte), 0x01000193);
  }
  return ((value >>> 16) ^ value) >>> 0;
}

/** FNV-1a over a whole name, as it is written. */
export function nameHash(bytes: Buffer, start: number, end: number): number {
  let value = 0x811c9dc5;
  for (let at = start; at < end; at++) value = Math.imul(value ^ (bytes[at] as number), 0x01000193);
  return ((value >>> 15) ^ value) >>> 0;
}

function keepHighest(highest: number[], value: number): void {
  if (highest.length === topCount && value <= (highest[topCount - 1] as number)) return;
  let place = highest.length;
  while (place > 0 && (highest[place - 1] as number) < value) place--;
  highest.splice(place, 0, value);
  highest.length = Math.min(highest.length, topCount);
}

function notRanks(paths: readonly string[], line: number): never {
  fail('web_graph_damaged', {
    path: paths.join(', '),
    reason: `line ${line + 1} is not harmonic position and value, PageRank position and value, and a name`,
  });
}
