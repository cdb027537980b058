import { limits } from '../base/limits.ts';
import { silent, type Progress } from '../base/progress.ts';
import { startWorker } from '../base/worker.ts';
import type { Csr } from './csr.ts';
import { sharedBytes } from './shared-bytes.ts';
import { iterate, slot, startMemory, type RankJob } from './pagerank-kernel.ts';
import type { RankMessage, RankWorkerData } from './pagerank-worker.ts';

/**
 * PageRank of a directed graph, by the power method.
 *
 *   x = (1 - a)/n · 1 + a · (Pᵀx + D/n · 1)
 *
 * n nodes; a the damping; P[u,v] = 1/outdegree(u) for each edge u → v, so that duplicates and loops count as given; D the
 * mass on dangling nodes (those without an edge going out). The solution is unique for a < 1, its sum is 1.
 *
 * Variant: *weakly preferential*: the mass of dangling nodes is spread evenly over all nodes, which is what the Laboratory
 * for Web Algorithmics and Common Crawl publish. (*Strongly preferential* would spread it by the teleport vector; with an
 * even teleport, as here, the two are one. The *pseudorank* drops D and is proportional to this.)
 *
 * Lumping (Lee, Golub, Zenios 2003; Ipsen, Selee 2007): a dangling node gives nothing but its share of D, and D is
 * 1 - (the mass of the nodes that link). So only those are iterated, a quarter of the domains of the web, and the dangling
 * ones are computed once at the end, from the same vector as the last iterate: together they are the full power iterate.
 *
 * Stop rule: when delta ≤ `tolerance` or after `iterationsMax` iterations, whichever comes first; `tolerance: 0` asks for the
 * second alone, `iterationsMax: Infinity` for the first. delta is the L1 distance of the last two lumped iterates,
 * Σ|x_k(u) - x_{k-1}(u)| over the linking nodes + |D_k - D_{k-1}|.
 * The result is within a/(1 - a) · delta of the solution in L1 norm (5.67 delta for a = 0.85). Why: one iteration F is affine
 * and its linear part is a times a stochastic matrix, so ‖F(y) - F(z)‖ ≤ a‖y - z‖, on lumped vectors as on full ones. The full
 * iterate depends on the lumped one before it only, hence ‖x_k - x*‖ ≤ a‖x_{k-1} - x*‖ ≤ a (‖x_{k-1} - x_k‖ + ‖x_k - x*‖), in
 * lumped norms on the right, and the lumped ‖x_{k-1} - x*‖ ≤ delta/(1 - a) by the triangle inequality. Rounding comes on top:
 * all numbers are doubles, about 1e-16 · in-degree relative.
 * (Contributions in single precision are read a third faster, but their rounding keeps delta above 1e-9 on cnr-2000 for ever.)
 *
 * Power method and not Gauss-Seidel, which needs fewer iterations, because its parallel form depends on who came first: here
 * the bits are the same for every number of workers (pagerank-kernel.ts says why).
 *
 * Weights: a graph may say which share of its source's rank an edge carries; what shares leave of 1 is spread like dangling rank (pagerank-weighted.ts).
 *
 * Cost: one word read an edge and iteration (bench compute/pagerank). Memory beside the graph: 8n + 24·linking bytes.
 */
export async function pageRank(graph: Csr, options: Partial<RankOptions> = {}): Promise<Ranked> {
  const { damping, tolerance, iterationsMax, workers, seeds, progress, signal } = { ...rankDefaults, ...options };
  check(damping >= 0 && damping < 1, 'damping', damping);
  check(tolerance >= 0, 'tolerance', tolerance);
  check(iterationsMax >= 1, 'iterationsMax', iterationsMax);
  check(Number.isInteger(workers) && workers >= 1 && workers <= limits.rankWorkersMax, 'workers', workers);
  signal?.throwIfAborted();
  if (graph.nodes === 0) return { rank: new Float64Array(0), iterations: 0, delta: 0, unlinked: 0, damping };

  if (seeds !== null && graph.weighted === null) throw new RangeError('Seeds need a graph with weights.');
  const alone = graph.edges < edgesAlone;
  const memory = startMemory(graph, damping);
  const job: RankJob = {
    graph,
    teleport: teleportTo(graph, seeds),
    damping,
    tolerance,
    iterationsMax,
    parties: alone ? 1 : workers,
    memory,
  };
  const started = performance.now();
  const tell = (iteration: number, delta: number): void => {
    const total = Number.isFinite(iterationsMax) ? iterationsMax : null;
    const elapsedMs = performance.now() - started;
    progress.update({ task: 'rank', step: 'iterating', done: iteration, total, unit: 'iterations', counts: { delta }, elapsedMs });
  };
  if (alone) {
    iterate(job, (iteration, delta) => {
      tell(iteration, delta);
      signal?.throwIfAborted();
    });
  } else await iterateInWorkers(job, tell, signal);

  const number = (name: keyof typeof slot): number => memory.numbers[slot[name]] as number;
  return { rank: memory.rank, iterations: number('iterations'), delta: number('delta'), unlinked: number('base'), damping };
}

/** An even teleport to the seeds, by label. */
function teleportTo({ nodes, original }: Csr, seeds: ReadonlySet<number> | null): Float64Array | null {
  if (seeds === null) return null;
  check(seeds.size > 0, 'seeds', seeds.size);
  const teleport = new Float64Array(sharedBytes(8 * nodes));
  for (let row = 0; row < nodes; row++) if (seeds.has(original[row] as number)) teleport[row] = 1 / seeds.size;
  return teleport;
}

/**
 * What each node gives along each of its edges, a·x(u)/outdegree(u), by original node; 0 for a dangling one.
 * A node's rank is `unlinked` plus what its edges bring (to within delta), which is how a score is explained.
 */
export function contributions({ nodes, linking, original, outDegree }: Csr, { rank, damping }: Ranked): Float64Array {
  const given = new Float64Array(nodes);
  for (let row = 0; row < linking; row++) {
    const node = original[row] as number;
    given[node] = (damping * (rank[node] as number)) / (outDegree[row] as number);
  }
  return given;
}

export interface RankOptions {
  readonly damping: number;
  /** Stop when delta is at most this. */
  readonly tolerance: number;
  readonly iterationsMax: number;
  /** Threads; the result does not depend on it. Small graphs are ranked where they are called. */
  readonly workers: number;
  /** Nodes to which the teleport and all rank that no edge carries lead (TrustRank: Gyöngyi et al. 2004); null: to all nodes evenly. */
  readonly seeds: ReadonlySet<number> | null;
  readonly progress: Progress;
  readonly signal: AbortSignal | undefined;
}

/** delta 1.76e-7 bounds the L1 error by 1e-6. */
const rankDefaults: RankOptions = {
  damping: 0.85,
  tolerance: 1.76e-7,
  iterationsMax: 60,
  workers: 2,
  seeds: null,
  progress: silent,
  signal: undefined,
};

export interface Ranked {
  /** By original node; the sum is 1. */
  readonly rank: Float64Array;
  readonly iterations: number;
  /** L1 distance of the last two iterates; the error is at most damping/(1 - damping) of it. */
  readonly delta: number;
  /** The rank of a node nobody links to, (1 - a + a·D)/n: to the bit the least value in `rank` (without seeds). */
  readonly unlinked: number;
  readonly damping: number;
}

/** Below this many edges an iteration takes less time than starting a worker. */
const edgesAlone = 100_000;

function check(holds: boolean, name: string, value: number): void {
  if (!holds) throw new RangeError(`${name} is ${value}, which PageRank cannot use.`);
}

/** Runs the job in `job.parties` workers. Whatever ends it, all of them have ended when it returns or throws. */
async function iterateInWorkers(
  job: RankJob,
  tell: (iteration: number, delta: number) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const file = new URL('./pagerank-worker.ts', import.meta.url);
  const workers = Array.from({ length: job.parties }, (_, index) =>
    startWorker(file, { workerData: { job, tells: index === 0 } satisfies RankWorkerData }),
  );
  let stopWaiting = (): void => {};
  try {
    const aborted = new Promise<never>((_, reject) => {
      const abort = (): void => reject(signal?.reason as Error);
      signal?.addEventListener('abort', abort, { once: true });
      stopWaiting = () => signal?.removeEventListener('abort', abort);
    });
    const ended = workers.map(
      (worker) =>
        new Promise<void>((resolve, reject) => {
          worker.on('message', ({ iteration, delta }: RankMessage) => tell(iteration, delta));
          worker.once('error', reject);
          worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`A rank worker ended with code ${code}.`))));
        }),
    );
    await Promise.race([Promise.all(ended), aborted]);
  } finally {
    stopWaiting();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
