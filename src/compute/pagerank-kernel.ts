import { sourceBits, targetBits, type Csr, type EdgeWeights } from './csr.ts';
import { ownRank, sumWeightedTile, updateWeightedBlock } from './pagerank-weighted.ts';
import { sharedBytes } from './shared-bytes.ts';

/**
 * The iteration itself, the same code for one thread and for many. Blocks of targets are claimed one by one; a block is
 * summed by one thread in one order, and what blocks report is added up in block order by whoever reaches the barrier last.
 * So who did which block, and how many took part, leaves no trace in a single bit.
 */
export function iterate(job: RankJob, onIteration: (iteration: number, delta: number) => void): void {
  const { graph, memory, damping } = job;
  const { control, numbers } = memory;
  const tilesOf = memory.contributions.map((vector) => sourceTiles(vector, graph.tiles));
  const sums = new Float64Array(1 << targetBits);
  for (let iteration = 1; ; iteration++) {
    const from = tilesOf[(iteration - 1) & 1] as readonly Float64Array[];
    const to = memory.contributions[iteration & 1] as Float64Array;
    const base = numbers[slot.base] as number;
    for (let block = claim(control); block < graph.linkingBlocks; block = claim(control)) {
      sumBlock(graph, block, from, sums);
      if (graph.weighted === null) updateBlock(graph, block, sums, base, damping, memory, to);
      else updateWeighted(job, graph.weighted, block, sums, base, to);
    }
    meet(control, job.parties, () => closeIteration(job, iteration));
    onIteration(iteration, numbers[slot.delta] as number);
    if (Atomics.load(control, flag.stop) === 0) continue;
    for (let block = claim(control); block < graph.pairs.length; block = claim(control)) {
      if (block >= graph.linkingBlocks) sumBlock(graph, block, from, sums);
      writeBlock(graph, block, sums, base, job.teleport, memory);
    }
    return;
  }
}

export interface RankJob {
  readonly graph: Csr;
  /** By label, sum 1; null: even. Only a graph with weights takes another. */
  readonly teleport: Float64Array | null;
  readonly damping: number;
  readonly tolerance: number;
  readonly iterationsMax: number;
  /** How many threads call `iterate` with this job. */
  readonly parties: number;
  readonly memory: RankMemory;
}

/** Shared by all threads: 8n + 24l bytes for n nodes of which l link. Each thread has 1 MiB of sums besides. */
export interface RankMemory {
  readonly control: Int32Array;
  readonly numbers: Float64Array;
  /** Rank of the linking nodes, by label. */
  readonly x: Float64Array;
  /** damping * x / out-degree by label (with weights, damping * x): what was read in one iteration is written in the next. */
  readonly contributions: readonly [Float64Array, Float64Array];
  /** By block: the rank that edges carry on from its targets, and how much their rank moved. */
  readonly masses: Float64Array;
  readonly moves: Float64Array;
  /** The result, by original node. */
  readonly rank: Float64Array;
}

const flag = { arrived: 0, generation: 1, nextBlock: 2, stop: 3 } as const;
/** `base` is the rank of a node nobody links to, `mass` the sum of x, `delta` the L1 distance of the last two iterates. */
export const slot = { base: 0, mass: 1, delta: 2, iterations: 3 } as const;

/** The memory of a run that starts at x = 1/n everywhere. */
export function startMemory(graph: Csr, damping: number): RankMemory {
  const { nodes, linking, outDegree, linkingBlocks } = graph;
  const doubles = (count: number): Float64Array => new Float64Array(sharedBytes(8 * count));
  const memory: RankMemory = {
    control: new Int32Array(sharedBytes(4 * Object.keys(flag).length)),
    numbers: doubles(Object.keys(slot).length),
    x: doubles(linking).fill(1 / nodes),
    contributions: [doubles(linking), doubles(linking)],
    masses: doubles(linkingBlocks),
    moves: doubles(linkingBlocks),
    rank: doubles(nodes),
  };
  const [first] = memory.contributions;
  const { weighted } = graph;
  for (let row = 0; row < linking; row++) first[row] = damping / nodes / (weighted === null ? (outDegree[row] as number) : 1);
  const mass = (weighted === null ? linking : weighted.carried.reduce((sum, carried) => sum + carried, 0)) / nodes;
  memory.numbers[slot.mass] = mass;
  memory.numbers[slot.base] = baseOf(graph, damping, mass);
  return memory;
}

/** (1 - a)/n + a D/n, where the dangling mass D is what no edge carries on. */
function baseOf({ nodes }: Csr, damping: number, carriedMass: number): number {
  return (1 - damping + damping * (1 - carriedMass)) / nodes;
}

function claim(control: Int32Array): number {
  return Atomics.add(control, flag.nextBlock, 1);
}

/** A barrier: nobody leaves before everybody came, and the last to come runs `alone` before they do. */
function meet(control: Int32Array, parties: number, alone: () => void): void {
  const generation = Atomics.load(control, flag.generation);
  if (Atomics.add(control, flag.arrived, 1) + 1 < parties) {
    while (Atomics.load(control, flag.generation) === generation) Atomics.wait(control, flag.generation, generation);
    return;
  }
  alone();
  Atomics.store(control, flag.arrived, 0);
  Atomics.add(control, flag.generation, 1);
  Atomics.notify(control, flag.generation);
}

/** Adds up what the blocks report, decides whether to stop, and opens the next claims. */
function closeIteration({ graph, damping, tolerance, iterationsMax, memory }: RankJob, iteration: number): void {
  const { control, numbers, masses, moves } = memory;
  let mass = 0;
  let move = 0;
  for (let block = 0; block < graph.linkingBlocks; block++) {
    mass += masses[block] as number;
    move += moves[block] as number;
  }
  const delta = move + Math.abs(mass - (numbers[slot.mass] as number));
  const stop = delta <= tolerance || iteration >= iterationsMax;
  numbers[slot.mass] = mass;
  numbers[slot.delta] = delta;
  numbers[slot.iterations] = iteration;
  if (!stop) numbers[slot.base] = baseOf(graph, damping, mass);
  Atomics.store(control, flag.stop, stop ? 1 : 0);
  Atomics.store(control, flag.nextBlock, 0);
}

/** Sums of what arrives at each target of the block, tile by tile. */
function sumBlock(graph: Csr, block: number, from: readonly Float64Array[], sums: Float64Array): void {
  const { tiles, tileStarts, blockRows } = graph;
  const pairs = graph.pairs[block] as Uint32Array;
  const shares = graph.weighted === null ? null : (graph.weighted.shares[block] as Float32Array);
  sums.fill(0, 0, (blockRows[block + 1] as number) - (blockRows[block] as number));
  for (let tile = 0; tile < tiles; tile++) {
    const cell = block * (tiles + 1) + tile;
    const [start, end] = [tileStarts[cell] as number, tileStarts[cell + 1] as number];
    if (shares === null) sumTile(pairs, start, end, from[tile] as Float64Array, sums);
    else sumWeightedTile(pairs, shares, start, end, from[tile] as Float64Array, sums);
  }
}

/**
 * The inner loop. Four edges a turn, and their contributions before their sums: reads that wait for nothing overlap, while a sum
 * may be the one just written. On 100 M edges it is up to a quarter faster than two a turn; eight a turn are slower (2026-11).
 */
function sumTile(pairs: Uint32Array, start: number, end: number, from: Float64Array, sums: Float64Array): void {
  let edge = start;
  for (; edge + 3 < end; edge += 4) {
    const a = pairs[edge] as number;
    const b = pairs[edge + 1] as number;
    const c = pairs[edge + 2] as number;
    const d = pairs[edge + 3] as number;
    const fromA = from[a >>> targetBits] as number;
    const fromB = from[b >>> targetBits] as number;
    const fromC = from[c >>> targetBits] as number;
    const fromD = from[d >>> targetBits] as number;
    (sums[a & targetMask] as number) += fromA;
    (sums[b & targetMask] as number) += fromB;
    (sums[c & targetMask] as number) += fromC;
    (sums[d & targetMask] as number) += fromD;
  }
  for (; edge < end; edge++) {
    const word = pairs[edge] as number;
    (sums[word & targetMask] as number) += from[word >>> targetBits] as number;
  }
}

const targetMask = (1 << targetBits) - 1;

function updateBlock(
  { blockRows, outDegree }: Csr,
  block: number,
  sums: Float64Array,
  base: number,
  damping: number,
  { x, masses, moves }: RankMemory,
  to: Float64Array,
): void {
  const first = blockRows[block] as number;
  const end = blockRows[block + 1] as number;
  let mass = 0;
  let move = 0;
  for (let row = first; row < end; row++) {
    const value = base + (sums[row - first] as number);
    mass += value;
    move += Math.abs(value - (x[row] as number));
    x[row] = value;
    to[row] = (damping * value) / (outDegree[row] as number);
  }
  masses[block] = mass;
  moves[block] = move;
}

function updateWeighted(
  { graph, memory, damping, teleport }: RankJob,
  { carried }: EdgeWeights,
  block: number,
  sums: Float64Array,
  base: number,
  to: Float64Array,
): void {
  const { mass, move } = updateWeightedBlock({ graph, carried, teleport, damping, x: memory.x, to }, block, sums, base);
  memory.masses[block] = mass;
  memory.moves[block] = move;
}

/** Linking targets have their rank already; the dangling ones get theirs from `sums`. */
function writeBlock(
  { blockRows, linking, original, nodes }: Csr,
  block: number,
  sums: Float64Array,
  base: number,
  teleport: Float64Array | null,
  { x, rank }: RankMemory,
): void {
  const first = blockRows[block] as number;
  const end = blockRows[block + 1] as number;
  for (let row = first; row < end; row++) {
    rank[original[row] as number] =
      row < linking ? (x[row] as number) : ownRank(base, nodes, teleport, row) + (sums[row - first] as number);
  }
}

function sourceTiles(vector: Float64Array, tiles: number): Float64Array[] {
  const size = 1 << sourceBits;
  return Array.from({ length: tiles }, (_, tile) => vector.subarray(tile * size, (tile + 1) * size));
}
