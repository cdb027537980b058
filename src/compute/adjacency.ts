import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EdgeChunk } from './csr.ts';

/**
 * A graph by both ends: who links to a node, and where a node links to, each list in ascending order. For what looks at neighbourhoods; ranks
 * are iterated on the denser layout of csr.ts.
 *
 * Memory for n nodes and m edges: 12m + 8n bytes kept (16m + 8n with weights), twice 4m more while it is built.
 */
export interface Adjacency {
  readonly nodes: number;
  readonly edges: number;
  /** The sources of node v are at [inStart[v], inStart[v + 1]) of `sources`, the weights of those edges at the same places. */
  readonly inStart: Uint32Array;
  readonly sources: Uint32Array;
  readonly weights: Float32Array;
  readonly outStart: Uint32Array;
  readonly targets: Uint32Array;
}

/** Edges with their weights; ids from 0 to nodes - 1, no edge twice. */
export interface WeighedChunk extends EdgeChunk {
  readonly weights: Float32Array;
}

/** Reads the edges once; `edges` is how many there are. The order in which they come does not matter. */
export async function buildAdjacency(
  chunks: AsyncIterable<WeighedChunk> | Iterable<WeighedChunk>,
  nodes: number,
  edges: number,
): Promise<Adjacency> {
  const from = new Uint32Array(edges);
  const to = new Uint32Array(edges);
  const weight = new Float32Array(edges);
  let read = 0;
  for await (const { sources, targets, weights } of chunks) {
    if (read + sources.length > edges) throw new Error('There are more edges than were counted.');
    from.set(sources, read);
    to.set(targets, read);
    weight.set(weights, read);
    read += sources.length;
    await nextTurn();
  }
  if (read !== edges) throw new Error('There are fewer edges than were counted.');
  const byTarget = placesBy(to, nodes);
  const outStart = startsOf(from, nodes);
  const targets = new Uint32Array(edges);
  const outCursor = outStart.slice();
  for (const edge of byTarget) targets[(outCursor[from[edge] as number] as number)++] = to[edge] as number;
  await nextTurn();
  const inStart = startsOf(to, nodes);
  const sources = new Uint32Array(edges);
  const weights = new Float32Array(edges);
  const inCursor = inStart.slice();
  for (const edge of placesBy(from, nodes)) {
    const place = (inCursor[to[edge] as number] as number)++;
    sources[place] = from[edge] as number;
    weights[place] = weight[edge] as number;
  }
  return { nodes, edges, inStart, sources, weights, outStart, targets };
}

/** How many nodes link to this one and are linked by it. */
export function mutualOf({ inStart, sources, outStart, targets }: Adjacency, node: number): number {
  let [i, j, mutual] = [inStart[node] as number, outStart[node] as number, 0];
  const [endIn, endOut] = [inStart[node + 1] as number, outStart[node + 1] as number];
  while (i < endIn && j < endOut) {
    const [source, target] = [sources[i] as number, targets[j] as number];
    if (source === target && source !== node) mutual++;
    if (source <= target) i++;
    if (target <= source) j++;
  }
  return mutual;
}

/** The edges' places, sorted by these ends: a counting sort. */
function placesBy(ends: Uint32Array, nodes: number): Uint32Array {
  const cursor = startsOf(ends, nodes);
  const places = new Uint32Array(ends.length);
  for (let edge = 0; edge < ends.length; edge++) places[(cursor[ends[edge] as number] as number)++] = edge;
  return places;
}

function startsOf(ends: Uint32Array, nodes: number): Uint32Array {
  const starts = new Uint32Array(nodes + 1);
  for (const end of ends) (starts[end + 1] as number)++;
  for (let node = 0; node < nodes; node++) (starts[node + 1] as number) += starts[node] as number;
  return starts;
}

/** Place of the i-th of `looks` evenly spaced ones among `links`, from 0: what is looked at where all would be too many. */
export function evenPlace(i: number, links: number, looks: number): number {
  return looks === links ? i : Math.floor((i * links) / looks);
}
