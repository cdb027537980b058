import { setImmediate as nextTurn } from 'node:timers/promises';
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { silent, type Progress } from '../base/progress.ts';
import { orderByOutDegree, type NodeOrder } from './node-order.ts';
import { sharedBytes } from './shared-bytes.ts';
import { carriedBySource, sortTogether } from './weighted-tiles.ts';

/**
 * The link graph as the rank step reads it: a blocked, transposed CSR in shared memory.
 *
 * A plain pull CSR (for each target, its sources) spends its time waiting: each source is a random read of a vector far
 * larger than the cache. Here rows of targets are grouped into blocks, and each block's edges into tiles by source, so that
 * what a tile reads and what it adds to both stay in the cache (compressed sparse blocks, Buluç et al., SPAA 2009). Inside a
 * tile an edge is one 32-bit word: 15 bits of source, 17 bits of target, both counted from the tile's corner. There are no
 * row pointers at all. `bench/compute/pagerank.ts` runs it beside a plain pull CSR.
 *
 * Labels: nodes that link come first, by descending out-degree (the often-read sources share tiles), the dangling ones
 * after, so that an iteration touches a prefix of the blocks only (see pagerank.ts on lumping).
 *
 * Edges are taken as given: loops and duplicates stay. A tile is sorted by source, then target, so that equal sets of edges make
 * equal graphs to the bit, whatever order they came in. (Sorted by target it is 2.5 times slower to read: neighbours then add to
 * the same sum, and each waits for the one before.)
 *
 * Size: a block has at most 2^17 targets and about a 32nd of the edges, in a buffer of its own; tile starts count from their
 * block's first edge. So nothing here is bounded by 2^32 edges in all, only by 2^32 in one block.
 *
 * Memory for n nodes, of which l link, and m edges, in b ≤ n/2^17 + 66 blocks:
 *   the graph: 4m + 4n + 4l + 4b·(l/2^15 + 2) bytes; while it is built: 12n + 4b·(l/2^15 + 1) more, and three chunks of edges.
 *
 * Weights, when edges carry them, stand beside each block's `pairs` in the same order: 4m bytes more, and 8 bytes an edge of one tile
 * while it is sorted. Without weights nothing of this is there (pagerank-weighted.ts).
 */
export interface Csr {
  readonly nodes: number;
  readonly edges: number;
  /** How many nodes have an edge going out; they carry the labels 0 to linking - 1. */
  readonly linking: number;
  /** The node behind each label. */
  readonly original: Uint32Array;
  /** Edges going out, by label, of the linking nodes; loops and duplicates counted. */
  readonly outDegree: Uint32Array;
  /** First label of each block of targets, and the end of the last one. No block holds both linking and dangling targets. */
  readonly blockRows: Uint32Array;
  /** How many blocks hold linking targets; they come first. */
  readonly linkingBlocks: number;
  /** For block b and source tile s, the tile's first edge in `pairs[b]` is at [b * (tiles + 1) + s]. */
  readonly tileStarts: Uint32Array;
  readonly tiles: number;
  /** By block: source within the tile << targetBits | target within the block. */
  readonly pairs: readonly Uint32Array[];
  /** Where edges carry weights, else null. */
  readonly weighted: EdgeWeights | null;
}

export interface EdgeWeights {
  /** By block, as `pairs`: the share of its source's rank that the edge carries. */
  readonly shares: readonly Float32Array[];
  /** By label, of the linking nodes: what the edges going out carry together, at most 1; the rest is spread like dangling rank. */
  readonly carried: Float64Array;
}

/** Edges in two columns of equal length; ids from 0 to nodes - 1. */
export interface EdgeChunk {
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** The share of its source's rank that each edge carries; all chunks of a list have it, or none. */
  readonly shares?: Float32Array;
}

/** Opens the edges for one reading. It is called three times and must give the same edges, in any order, each time. */
export type EdgeList = () => Iterable<EdgeChunk> | AsyncIterable<EdgeChunk>;

export interface BuildOptions {
  readonly progress?: Progress;
  readonly signal?: AbortSignal | undefined;
  /** How nodes are labelled; another order than the default one exists to measure what the default is worth. */
  readonly order?: (outDegree: Uint32Array) => NodeOrder;
}

/** 2^17 sums of 8 bytes are 1 MiB and 2^15 contributions 256 KiB: together about a core's second-level cache (2026-11). */
export const targetBits = 17;
export const sourceBits = 15;

const targetsMax = 1 << targetBits;
const sourcesMax = 1 << sourceBits;
/** Enough blocks that ten workers end together; each reads all contributions, so more cost: 64 are a fifth slower than 16 (2026-11). */
const blocksWanted = 32;
const blockEdgesMin = 1 << 16;
const granuleBits = 10;
const changed = 'The edges changed between two readings of the same list.';

/** Reads the edges three times (degrees, tile sizes, placement) and returns the graph over `nodes` nodes. */
export async function buildCsr(edgeList: EdgeList, nodes: number, options: BuildOptions = {}): Promise<Csr> {
  const { progress = silent, signal, order = orderByOutDegree } = options;
  if (nodes > limits.graphNodesMax) fail('graph_too_large', { reason: `${nodes} nodes are more than ${limits.graphNodesMax}` });
  const started = performance.now();
  const told = async (step: string, done: number, total: number | null, unit: string): Promise<void> => {
    progress.update({ task: 'rank', step, done, total, unit, counts: {}, elapsedMs: performance.now() - started });
    signal?.throwIfAborted();
    await nextTurn();
  };
  const read = async (step: string, total: number | null, take: (chunk: EdgeChunk) => void): Promise<number> => {
    let done = 0;
    for await (const chunk of edgeList()) {
      take(chunk);
      done += chunk.sources.length;
      await told(step, done, total, 'edges');
    }
    if (total !== null && done !== total) throw new Error(changed);
    return done;
  };

  const outDegrees = new Uint32Array(nodes);
  const inDegrees = new Uint32Array(nodes);
  let weighted = false;
  const edges = await read('counting degrees', null, (chunk) => {
    weighted = chunk.shares !== undefined;
    countDegrees(chunk, outDegrees, inDegrees);
  });

  const { original, label, linking } = order(outDegrees);
  const outDegree = new Uint32Array(sharedBytes(4 * linking));
  for (let row = 0; row < linking; row++) outDegree[row] = outDegrees[original[row] as number] as number;
  const { blockRows, linkingBlocks } = cutBlocks(inDegrees, original, linking, edges);
  const blocks = blockRows.length - 1;
  const blockOf = blockFinder(blockRows);

  const tiles = Math.ceil(linking / sourcesMax);
  const tileStarts = new Uint32Array(sharedBytes(4 * blocks * (tiles + 1)));
  await read('sizing tiles', edges, (chunk) => {
    const { sources, targets } = labelled(chunk, label);
    for (let i = 0; i < sources.length; i++) {
      const block = blockOf(targets[i] as number);
      (tileStarts[block * (tiles + 1) + ((sources[i] as number) >>> sourceBits) + 1] as number)++;
    }
  });
  const pairs = Array.from({ length: blocks }, (_, block) => {
    const corner = block * (tiles + 1);
    for (let cell = corner; cell < corner + tiles; cell++) (tileStarts[cell + 1] as number) += tileStarts[cell] as number;
    return new Uint32Array(sharedBytes(4 * (tileStarts[corner + tiles] as number)));
  });

  const shares = weighted ? pairs.map(({ length }) => new Float32Array(sharedBytes(4 * length))) : [];
  const cursor = Uint32Array.from(tileStarts);
  await read('placing edges', edges, (chunk) => {
    const { sources, targets } = labelled(chunk, label);
    for (let i = 0; i < sources.length; i++) {
      const source = sources[i] as number;
      const target = targets[i] as number;
      const block = blockOf(target);
      const cell = block * (tiles + 1) + (source >>> sourceBits);
      const words = pairs[block] as Uint32Array;
      const place = (cursor[cell] as number)++;
      words[place] = ((source & (sourcesMax - 1)) << targetBits) | (target - (blockRows[block] as number));
      if (weighted) (shares[block] as Float32Array)[place] = chunk.shares?.[i] as number;
    }
  });
  for (const [block, words] of pairs.entries()) {
    for (let cell = block * (tiles + 1); cell < (block + 1) * (tiles + 1) - 1; cell++) {
      if (cursor[cell] !== tileStarts[cell + 1]) throw new Error(changed);
      const tile = words.subarray(tileStarts[cell], tileStarts[cell + 1]);
      if (weighted) sortTogether(tile, (shares[block] as Float32Array).subarray(tileStarts[cell], tileStarts[cell + 1]));
      else tile.sort();
    }
    await told('sorting tiles', block + 1, blocks, 'blocks');
  }
  const graph = { nodes, edges, linking, original, outDegree, blockRows, linkingBlocks, tileStarts, tiles, pairs, weighted: null };
  return weighted ? { ...graph, weighted: { shares, carried: carriedBySource(graph, shares) } } : graph;
}

function countDegrees({ sources, targets }: EdgeChunk, outDegrees: Uint32Array, inDegrees: Uint32Array): void {
  if (sources.length !== targets.length) throw new RangeError(`A chunk has ${sources.length} sources and ${targets.length} targets.`);
  const nodes = outDegrees.length;
  for (let i = 0; i < sources.length; i++) {
    const source = sources[i] as number;
    const target = targets[i] as number;
    if (source >= nodes || target >= nodes) throw new RangeError(`The edge ${source} -> ${target} leaves the ${nodes} nodes.`);
    (outDegrees[source] as number)++;
    (inDegrees[target] as number)++;
  }
}

/** The chunk in labels. In loops of their own, because random reads that depend on nothing else overlap. */
function labelled({ sources, targets }: EdgeChunk, label: Uint32Array): EdgeChunk {
  const from = new Uint32Array(sources.length);
  const to = new Uint32Array(targets.length);
  for (let i = 0; i < from.length; i++) from[i] = label[sources[i] as number] as number;
  for (let i = 0; i < to.length; i++) to[i] = label[targets[i] as number] as number;
  return { sources: from, targets: to };
}

/** Finds the block of a target, from the block of the first target of its granule: a table small enough for the cache. */
function blockFinder(blockRows: Uint32Array): (target: number) => number {
  const first = new Uint16Array(Math.ceil((blockRows.at(-1) ?? 0) / (1 << granuleBits)));
  const from = (block: number, target: number): number => {
    let found = block;
    while (target >= (blockRows[found + 1] as number)) found++;
    return found;
  };
  for (let granule = 0; granule < first.length; granule++) first[granule] = from(first[granule - 1] ?? 0, granule << granuleBits);
  return (target) => from(first[target >>> granuleBits] as number, target);
}

/** Cuts the targets into blocks: none over `targetsMax` targets, none over a 32nd of the edges by more than its last target's. */
function cutBlocks(
  inDegrees: Uint32Array,
  original: Uint32Array,
  linking: number,
  edges: number,
): Pick<Csr, 'blockRows' | 'linkingBlocks'> {
  const blockEdges = Math.max(blockEdgesMin, Math.ceil(edges / blocksWanted));
  const starts = [0];
  let linkingBlocks = 0;
  let first = 0;
  let held = 0;
  for (let row = 0; row < original.length; row++) {
    held += inDegrees[original[row] as number] as number;
    const next = row + 1;
    if (next - first < targetsMax && held < blockEdges && next !== linking && next !== original.length) continue;
    if (held > limits.graphBlockEdgesMax) fail('graph_too_large', { reason: `one node has more than ${limits.graphBlockEdgesMax} edges` });
    starts.push(next);
    if (next <= linking) linkingBlocks++;
    first = next;
    held = 0;
  }
  return { blockRows: Uint32Array.from(starts), linkingBlocks };
}
