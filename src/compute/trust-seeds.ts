import type { Adjacency } from './adjacency.ts';
import type { Circles } from './link-circles.ts';

/** Where trust begins. */
export interface TrustSeeds {
  readonly from: SeedsFrom;
  readonly nodes: ReadonlySet<number>;
}

/** The operator's list, the strongest domains of a web graph of others by harmonic centrality, or what the release itself says. */
export const seedsFrom = ['operator', 'web_graph', 'automatic'] as const;
export type SeedsFrom = (typeof seedsFrom)[number];

/**
 * Seeds for a release that was told of none (Jiang et al. 2008: many, chosen automatically, do better than a careful few). Of the domains that link to others
 * and are in no farm's circle and no crowd:
 *
 *   all whose name a government, a university or the military must be given (.gov, .ac.uk)
 *   and the strongest hundredth of the linking ones by rank, at least 20, of those that at least three links counted in full come to
 *
 * at most `seedsMax` in all, the strongest. Nobody looked at them: who comes to be strong by fraud is among them, which is why the question `authority` says
 * where seeds are from.
 *
 * @param restricted by node: 1 where the name is one of a restricted registry
 */
export function automaticSeeds(
  { graph, circles, rank }: { readonly graph: Adjacency; readonly circles: Circles; readonly rank: Float64Array },
  restricted: Uint8Array,
): TrustSeeds | null {
  const { nodes, outStart } = graph;
  const linking: number[] = [];
  for (let node = 0; node < nodes; node++) {
    if ((outStart[node + 1] as number) === (outStart[node] as number)) continue;
    if (circles.farmCircle[node] === 0 && circles.inCrowd[node] === 0) linking.push(node);
  }
  linking.sort((a, b) => (rank[b] as number) - (rank[a] as number) || a - b);
  const strong = linking.filter((node) => countedInFull(graph, circles, node) >= linksMin);
  const chosen = new Set(strong.slice(0, Math.max(strongestMin, Math.floor(linking.length / 100))));
  const seeds = linking.filter((node) => restricted[node] === 1 || chosen.has(node)).slice(0, seedsMax);
  return seeds.length === 0 ? null : { from: 'automatic', nodes: new Set(seeds) };
}

export const seedsMax = 20_000;
const strongestMin = 20;
const linksMin = 3;

function countedInFull({ inStart }: Adjacency, { factors }: Circles, node: number): number {
  let counted = 0;
  for (let edge = inStart[node] as number; edge < (inStart[node + 1] as number) && counted < linksMin; edge++)
    if (factors[edge] === 1) counted++;
  return counted;
}
