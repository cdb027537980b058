/**
 * Speed of the rank step on a synthetic power-law graph: `npm run bench -- compute/pagerank`, or this file with
 * EDGES (default 100,000,000) and WORKERS (default 2) as arguments. Prints `name value unit`.
 *
 * 16 edges a node; both ends drawn with density ∝ place^(-2/3), independently; nodes numbered at random, edges in random order (the
 * worst order to build from). An iteration's rate counts the edges it reads. For machines that are shared or slow, three
 * yardsticks from the same minute: `scan`, a plain sum over the graph's words by one thread, and `per_scan`, a thread's median
 * rate over it; `per_cpu`, edges by second of processor time used, of all threads; and `plain_pull`, the textbook layout
 * (for each target, its sources) on the same labels by one thread.
 */
import { buildCsr, sourceBits, targetBits, type Csr, type EdgeChunk } from '../../src/compute/csr.ts';
import { orderByOutDegree, type NodeOrder } from '../../src/compute/node-order.ts';
import { pageRank } from '../../src/compute/pagerank.ts';

const edges = Number(process.argv[2] ?? 100_000_000);
const workers = Number(process.argv[3] ?? 2);
const nodes = Math.ceil(edges / 16);
const iterations = 12;
const scans = 5;
const chunkEdges = 1 << 20;
const seed = 20_261_122;
/** Keeps the scan's sums in use. */
let scanned = 0;

const [generated, list] = await timed(powerLawEdges);
say('generate', generated, 's');

const sorted = await measure('sorted', orderByOutDegree);
say('edges', sorted.edges, 'edges');
say('nodes', sorted.nodes, 'nodes');
say('dangling_nodes', sorted.nodes - sorted.linking, 'nodes');
say('graph', graphBytes(sorted) / edges, 'bytes/edge');
measurePlainPull(sorted);
await measureWeighted();
await measure('random', randomOrder);
say('resident_max', process.resourceUsage().maxRSS / 1024, 'MB');
say('resident_of_edge_list', (8 * edges) / 1e6, 'MB');

async function measure(name: string, order: (outDegrees: Uint32Array) => NodeOrder): Promise<Csr> {
  const [built, graph] = await timed(() => buildCsr(() => list, nodes, { order }));
  say(`${name}_build`, built, 's');
  const scan = sayRates(
    `${name}_scan`,
    repeated(scans, () => graph.pairs.reduce((sum, words) => sum + sumOf(words), 0)),
    'words/s',
  );
  for (const count of new Set([1, workers])) {
    const median = await measureIterations(`${name}_${count}_workers`, graph, count);
    say(`${name}_${count}_workers_per_scan`, median / count / scan, 'ratio');
  }
  return graph;
}

/** Returns the median rate. The first iteration, in which the code is compiled, is left out. */
async function measureIterations(name: string, graph: Csr, count: number): Promise<number> {
  const read = graph.pairs.slice(0, graph.linkingBlocks).reduce((sum, words) => sum + words.length, 0);
  const told: { readonly elapsedMs: number; readonly cpuMs: number }[] = [];
  const update = ({ elapsedMs }: { readonly elapsedMs: number }): void => {
    const { user, system } = process.cpuUsage();
    told.push({ elapsedMs, cpuMs: (user + system) / 1000 });
  };
  await pageRank(graph, { tolerance: 0, iterationsMax: iterations, workers: count, progress: { update, note: () => {} } });
  const steps = told.slice(1).map((now, i) => now.elapsedMs - (told[i]?.elapsedMs ?? 0));
  const cpuMs = (told.at(-1)?.cpuMs ?? 0) - (told[0]?.cpuMs ?? 0);
  say(`${name}_per_cpu`, (read * steps.length) / (cpuMs / 1000), 'edges/s');
  return sayRates(
    name,
    steps.map((ms) => read / (ms / 1000)),
    'edges/s',
  );
}

/** The same edges with shares: the loops of pagerank-weighted.ts beside those of the kernel, in the same minute. */
async function measureWeighted(): Promise<void> {
  const chunks = list.map((chunk) => ({ ...chunk, shares: new Float32Array(chunk.sources.length).fill(1 / edges) }));
  const [built, graph] = await timed(() => buildCsr(() => chunks, nodes));
  say('weighted_build', built, 's');
  for (const count of new Set([1, workers])) await measureIterations(`weighted_${count}_workers`, graph, count);
}

function measurePlainPull(graph: Csr): void {
  const starts = new Uint32Array(graph.nodes + 1);
  forEachEdge(graph, (_, target) => (starts[target + 1] as number)++);
  for (let row = 0; row < graph.nodes; row++) (starts[row + 1] as number) += starts[row] as number;
  const cursor = starts.slice();
  const sources = new Uint32Array(graph.edges);
  forEachEdge(graph, (source, target) => {
    sources[(cursor[target] as number)++] = source;
  });
  const given = new Float64Array(graph.linking).fill(1 / graph.nodes);
  const sums = new Float64Array(graph.nodes);
  sayRates(
    'sorted_plain_pull',
    repeated(scans, () => {
      pull(starts, sources, given, sums);
      return graph.edges;
    }),
    'edges/s',
  );
}

function pull(starts: Uint32Array, sources: Uint32Array, given: Float64Array, sums: Float64Array): void {
  for (let row = 0; row < sums.length; row++) {
    let edge = starts[row] as number;
    const end = starts[row + 1] as number;
    let a = 0;
    let b = 0;
    for (; edge + 1 < end; edge += 2) {
      a += given[sources[edge] as number] as number;
      b += given[sources[edge + 1] as number] as number;
    }
    if (edge < end) a += given[sources[edge] as number] as number;
    sums[row] = a + b;
  }
}

function forEachEdge({ blockRows, tiles, tileStarts, pairs }: Csr, visit: (source: number, target: number) => void): void {
  for (const [block, words] of pairs.entries()) {
    for (let tile = 0; tile < tiles; tile++) {
      const cell = block * (tiles + 1) + tile;
      for (let edge = tileStarts[cell] as number; edge < (tileStarts[cell + 1] as number); edge++) {
        const word = words[edge] as number;
        visit((tile << sourceBits) + (word >>> targetBits), (blockRows[block] as number) + (word & ((1 << targetBits) - 1)));
      }
    }
  }
}

/** Adds up the words, two at a time, and returns how many they are. */
function sumOf(words: Uint32Array): number {
  let a = 0;
  let b = 0;
  for (let i = 0; i + 1 < words.length; i += 2) {
    a = (a + (words[i] as number)) | 0;
    b = (b + (words[i + 1] as number)) | 0;
  }
  scanned ^= a + b;
  return words.length;
}

function graphBytes({ pairs, tileStarts, original, outDegree }: Csr): number {
  return pairs.reduce((sum, words) => sum + words.byteLength, tileStarts.byteLength + original.byteLength + outDegree.byteLength);
}

function powerLawEdges(): EdgeChunk[] {
  const random = xorshift(seed);
  const sourceNode = shuffled(nodes, random);
  const targetNode = shuffled(nodes, random);
  const drawn = (node: Uint32Array, length: number): Uint32Array => {
    const column = new Uint32Array(length);
    for (let i = 0; i < length; i++) column[i] = node[Math.floor(nodes * cube(random()))] as number;
    return column;
  };
  return Array.from({ length: Math.ceil(edges / chunkEdges) }, (_, chunk) => {
    const length = Math.min(chunkEdges, edges - chunk * chunkEdges);
    return { sources: drawn(sourceNode, length), targets: drawn(targetNode, length) };
  });
}

/** Linking nodes first, as the graph needs them, but in an order that says nothing of their degree. */
function randomOrder(outDegrees: Uint32Array): NodeOrder {
  const { original, label, linking } = orderByOutDegree(outDegrees);
  const before = original.slice(0, linking);
  for (const [row, to] of shuffled(linking, xorshift(seed)).entries()) {
    const node = before[row] as number;
    original[to] = node;
    label[node] = to;
  }
  return { original, label, linking };
}

function shuffled(length: number, random: () => number): Uint32Array {
  const order = Uint32Array.from({ length }, (_, place) => place);
  for (let i = length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const held = order[i] as number;
    order[i] = order[j] as number;
    order[j] = held;
  }
  return order;
}

/** Uniform in [0, 1), 32 bits, the same on every machine (Marsaglia's xorshift). */
function xorshift(start: number): () => number {
  let state = start;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Not `** 3`, which costs more than the rest of the generator. */
function cube(value: number): number {
  return value * value * value;
}

/** Rates of `runs` calls of a work that returns how much it did. */
function repeated(runs: number, work: () => number): number[] {
  return Array.from({ length: runs }, () => {
    const started = performance.now();
    const done = work();
    return done / ((performance.now() - started) / 1000);
  });
}

/** Prints best and median; returns the median. */
function sayRates(name: string, rates: readonly number[], unit: string): number {
  const ascending = [...rates].sort((a, b) => a - b);
  const median = ascending[Math.floor(ascending.length / 2)] ?? Number.NaN;
  say(`${name}_best`, ascending.at(-1) ?? Number.NaN, unit);
  say(`${name}_median`, median, unit);
  return median;
}

async function timed<T>(work: () => T | Promise<T>): Promise<[seconds: number, result: T]> {
  const started = performance.now();
  const result = await work();
  return [(performance.now() - started) / 1000, result];
}

function say(name: string, value: number, unit: string): void {
  console.log(name, Number(value.toPrecision(4)), unit);
}
