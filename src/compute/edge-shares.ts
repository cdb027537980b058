import type { Adjacency } from './adjacency.ts';

/**
 * Which share of its source's rank an edge carries (authority v2):
 *
 *   P[s,v] = w[s,v] / (Σ w[s,·] + unseen) · factor[s,v]
 *
 * `unseen` is the weight of the links of a domain that we did not see: a domain of which we know one link does not hand over all it has.
 * `factor` is what counts of the links of circles and network groups (link-circles.ts). What is not carried is spread over all nodes, like the rank of
 * dangling ones: a cut link strengthens nobody.
 *
 * @param factors by edge, in the order of `Adjacency.sources`, as the result
 */
export function edgeShares({ nodes, sources, weights }: Adjacency, factors: Float32Array): EdgeShares {
  const given = new Float64Array(nodes);
  for (const [edge, source] of sources.entries()) (given[source] as number) += weights[edge] as number;
  const shares = new Float32Array(sources.length);
  for (const [edge, source] of sources.entries()) {
    shares[edge] = ((weights[edge] as number) / ((given[source] as number) + unseen)) * (factors[edge] as number);
  }
  return { shares, given };
}

/** In units of one followed link in the content of one page. */
export const unseen = 10;

export interface EdgeShares {
  readonly shares: Float32Array;
  /** By source: the weight of all its edges. */
  readonly given: Float64Array;
}
