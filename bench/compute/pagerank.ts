/**
 * Speed of the rank step on a synthetic power-law graph: `npm run bench -- compute/pagerank`, or this file with
 * EDGES (default 100,000,000) and WORKERS (default 2) as arguments. Prints `name value unit`.
 *
 * 16 edges a node; both ends drawn with density ∝ place^(-2/3), independently; nodes numbered at random. Rates count the edges
 * read in one iteration. Beside them, from the same minute, a plain pull over the same edges (for each target, its sources) and a
 * plain sum over the same words, so that figures of a shared or slow machine can be read: `_per_scan` is the rate of the
 * ranking over that of the sum, one thread each.
 */
import { buildCsr, sourceBits, targetBits, type Csr, type EdgeChunk } from '../../src/compute/csr.ts';
import { orderByOutDegree, type NodeOrder } from '../../src/compute/node-order.ts';
import { pageRank } from '../../src/compute/pagerank.ts';

const edges = Number(process.argv[2] ?? 100_000_000);
const workers = Number(process.argv[3] ?? 2);
const nodes = Math.ceil(edges / 16);
const iterations = 12;
const chunkEdges = 1 << 20;
const seed = 20_261_122;

function say(name: string, value: number, unit: string): void {
  console.log(name, Number(value.toPrecision(4)), unit);
}

const generated = await seconds(async () => {
  for (const chunk of powerLawEdges()) if (chunk.sources.length === 0) throw new Error('an empty chunk');
});
say('generate', generated, 's');

const sorted = await measure('sorted', orderByOutDegree);
say('edges', sorted.edges, 'edges');
say('nodes', sorted.nodes, 'nodes');
say('dangling', sorted.nodes - sorted.linking, 'nodes');
say('graph_bytes_per_edge', sorted.pairs.reduce((sum, words) => sum + words.byteLength, sorted.tileStarts.byteLength) / edges, 'bytes');
plainPull(sorted);
await measure('random', randomOrder);
say('resident_max', process.resourceUsage().maxRSS / 1024, 'MB');

async function measure(name: string, order: (outDegrees: Uint32Array) => NodeOrder): Promise<Csr> {
  let graph: Csr | undefined;
  const built = await seconds(async () => {
    graph = await buildCsr(powerLawEdges, nodes, { order });
  });
  if (graph === undefined) throw new Error('no graph');
  say(`build_${name}`, built - 3 * generated, 's');
  const inIterations = graph.pairs.slice(0, graph.linkingBlocks).reduce((sum, words) => sum + words.length, 0);
  const scans = scanRates(graph);
  for (const count of workers === 1 ? [1] : [1, workers]) {
    const rates = await iterationRates(graph, count, inIterations);
    say(`${name}_${count}_workers_best`, rates.best, 'edges/s');
    say(`${name}_${count}_workers_median`, rates.median, 'edges/s');
    say(`${name}_${count}_workers_median_per_scan`, rates.median / count / scans.median, 'ratio');
  }
  say(`scan_${name}_best`, scans.best, 'words/s');
  say(`scan_${name}_median`, scans.median, 'words/s');
  return graph;
}

async function iterationRates(graph: Csr, count: number, edgesRead: number): Promise<Rates> {
  const rates: number[] = [];
  let last = Number.NaN;
  await pageRank(graph, {
    tolerance: 0,
    iterationsMax: iterations,
    workers: count,
    progress: {
      update: ({ elapsedMs }) => {
        if (!Number.isNaN(last)) rates.push(edgesRead / ((elapsedMs - last) / 1000));
        last = elapsedMs;
      },
      note: () => {},
    },
  });
  return ratesOf(rates);
}

function scanRates({ pairs }: Csr): Rates {
  const words = pairs.reduce((sum, block) => sum + block.length, 0);
  const rates: number[] = [];
  for (let run = 0; run < 7; run++) {
    const started = performance.now();
    let sum = 0;
    for (const block of pairs) sum = (sum + sumOf(block)) | 0;
    rates.push(words / ((performance.now() - started) / 1000));
    if (sum === 0.5) throw new Error('unreachable: keeps the sum in use');
  }
  return ratesOf(rates);
}

function sumOf(words: Uint32Array): number {
  let a = 0;
  let b = 0;
  for (let i = 0; i + 1 < words.length; i += 2) {
    a = (a + (words[i] as number)) | 0;
    b = (b + (words[i + 1] as number)) | 0;
  }
  return (a + b) | 0;
}

/** The textbook layout on the same labels, one thread: row starts, sources of each target, float64 contributions. */
function plainPull(graph: Csr): void {
  const starts = new Uint32Array(graph.nodes + 1);
  forEachEdge(graph, (_, target) => (starts[target + 1] as number)++);
  for (let row = 0; row < graph.nodes; row++) starts[row + 1] = (starts[row + 1] as number) + (starts[row] as number);
  const cursor = starts.slice();
  const sources = new Uint32Array(graph.edges);
  forEachEdge(graph, (source, target) => {
    sources[(cursor[target] as number)++] = source;
  });
  const given = new Float64Array(graph.linking).fill(1 / graph.nodes);
  const sums = new Float64Array(graph.nodes);
  const rates: number[] = [];
  for (let run = 0; run < 5; run++) {
    const started = performance.now();
    pull(starts, sources, given, sums);
    rates.push(graph.edges / ((performance.now() - started) / 1000));
  }
  const { best, median } = ratesOf(rates);
  say('plain_pull_sorted_1_thread_best', best, 'edges/s');
  say('plain_pull_sorted_1_thread_median', median, 'edges/s');
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

function* powerLawEdges(): Generator<EdgeChunk> {
  const random = xorshift(seed);
  const sourceNode = shuffled(nodes, random);
  const targetNode = shuffled(nodes, random);
  for (let done = 0; done < edges; done += chunkEdges) {
    const length = Math.min(chunkEdges, edges - done);
    const sources = new Uint32Array(length);
    const targets = new Uint32Array(length);
    for (let i = 0; i < length; i++) {
      sources[i] = sourceNode[Math.floor(nodes * cube(random()))] as number;
      targets[i] = targetNode[Math.floor(nodes * cube(random()))] as number;
    }
    yield { sources, targets };
  }
}

/** Not `** 3`, which costs more than all the rest of the generator. */
function cube(value: number): number {
  return value * value * value;
}

/** Linking nodes first, as the graph needs them, but in an order that says nothing about their degree. */
function randomOrder(outDegrees: Uint32Array): NodeOrder {
  const { original, label, linking } = orderByOutDegree(outDegrees);
  const place = shuffled(linking, xorshift(seed));
  const before = original.slice(0, linking);
  for (let row = 0; row < linking; row++) {
    const node = before[row] as number;
    const to = place[row] as number;
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

interface Rates {
  readonly best: number;
  readonly median: number;
}

function ratesOf(rates: readonly number[]): Rates {
  const ascending = [...rates].sort((a, b) => a - b);
  return { best: ascending.at(-1) ?? Number.NaN, median: ascending[Math.floor(ascending.length / 2)] ?? Number.NaN };
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
