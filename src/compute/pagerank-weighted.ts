/**
 * What the iteration does otherwise where edges carry weights or the teleport is not even: loops of their own beside those of
 * pagerank-kernel.ts, which stay as they are (bench compute/pagerank runs both).
 *
 * x = ((1 - a) + a·D)·t + a·Pᵀx with P[u,v] the edge's share of u's rank, t the teleport (sum 1), and D the rank that no edge carries: of dangling
 * nodes all of it, of the others what their shares leave of 1. With t uneven this is the *strongly preferential* form, as TrustRank wants it.
 */
import { targetBits, type Csr } from './csr.ts';

const targetMask = (1 << targetBits) - 1;

/** Adds what the edges from `start` to `end` bring; `from` is damping · x by source of the tile. Four a turn, as without weights. */
export function sumWeightedTile(
  pairs: Uint32Array,
  shares: Float32Array,
  start: number,
  end: number,
  from: Float64Array,
  sums: Float64Array,
): void {
  let edge = start;
  for (; edge + 3 < end; edge += 4) {
    const a = pairs[edge] as number;
    const b = pairs[edge + 1] as number;
    const c = pairs[edge + 2] as number;
    const d = pairs[edge + 3] as number;
    const fromA = (from[a >>> targetBits] as number) * (shares[edge] as number);
    const fromB = (from[b >>> targetBits] as number) * (shares[edge + 1] as number);
    const fromC = (from[c >>> targetBits] as number) * (shares[edge + 2] as number);
    const fromD = (from[d >>> targetBits] as number) * (shares[edge + 3] as number);
    (sums[a & targetMask] as number) += fromA;
    (sums[b & targetMask] as number) += fromB;
    (sums[c & targetMask] as number) += fromC;
    (sums[d & targetMask] as number) += fromD;
  }
  for (; edge < end; edge++) {
    const word = pairs[edge] as number;
    (sums[word & targetMask] as number) += (from[word >>> targetBits] as number) * (shares[edge] as number);
  }
}

export interface WeightedUpdate {
  readonly graph: Csr;
  /** What each source gives at most: 1 / out-degree a share without weights, 1 with. */
  readonly carried: Float64Array;
  /** By label, sum 1; null: even. */
  readonly teleport: Float64Array | null;
  readonly damping: number;
  readonly x: Float64Array;
  /** damping · x, for the next iteration. */
  readonly to: Float64Array;
}

/** Writes the new rank of a block's targets. Returns the rank that their edges carry on, and how much ranks moved. */
export function updateWeightedBlock(
  update: WeightedUpdate,
  block: number,
  sums: Float64Array,
  base: number,
): { mass: number; move: number } {
  const { graph, carried, teleport, damping, x, to } = update;
  const first = graph.blockRows[block] as number;
  const end = graph.blockRows[block + 1] as number;
  let mass = 0;
  let move = 0;
  for (let row = first; row < end; row++) {
    const value = ownRank(base, graph.nodes, teleport, row) + (sums[row - first] as number);
    mass += value * (carried[row] as number);
    move += Math.abs(value - (x[row] as number));
    x[row] = value;
    to[row] = damping * value;
  }
  return { mass, move };
}

/** What teleport and lost rank bring to a node; `base` is what they bring to each where they are spread evenly. */
export function ownRank(base: number, nodes: number, teleport: Float64Array | null, row: number): number {
  return teleport === null ? base : base * nodes * (teleport[row] as number);
}
