import { limits } from '../base/limits.ts';
import type { Progress } from '../base/progress.ts';
import type { Adjacency } from './adjacency.ts';
import { authorityScale, type AuthorityScale } from './authority.ts';
import { buildCsr, type EdgeChunk } from './csr.ts';
import { edgeShares, unseen } from './edge-shares.ts';
import { findCircles, noCircles, type Circles } from './link-circles.ts';
import { pageRank } from './pagerank.ts';

/** Authority v2 of a graph whose edges carry weights. */
export async function rankedBy(
  graph: Adjacency,
  networks: Uint32Array,
  options: { readonly progress?: Progress; readonly signal?: AbortSignal } = {},
): Promise<RankRun> {
  const circlesSought = graph.edges <= limits.circleEdgesMax;
  const circles = circlesSought ? await findCircles(graph, networks, options.signal) : noCircles(graph);
  const { shares, given: weights } = edgeShares(graph, circles.factors);
  const ranked = await pageRank(await buildCsr(() => sharesInChunks(graph, shares), graph.nodes, options), options);
  const given = ranked.rank.map((rank, node) => (ranked.damping * rank) / ((weights[node] as number) + unseen));
  return { graph, circles, circlesSought, rank: ranked.rank, given, scale: authorityScale(ranked), iterations: ranked.iterations };
}

/** One run's figures by node. */
export interface RankRun {
  readonly graph: Adjacency;
  readonly circles: Circles;
  readonly circlesSought: boolean;
  readonly rank: Float64Array;
  /** What the node gives along an edge that counts in full, for each unit of the edge's weight. */
  readonly given: Float64Array;
  readonly scale: AuthorityScale;
  readonly iterations: number;
}

const chunkEdges = 1 << 20;

function* sharesInChunks({ nodes, inStart, sources }: Adjacency, shares: Float32Array): Iterable<EdgeChunk> {
  for (let first = 0, node = 0; node < nodes;) {
    const start = inStart[first] as number;
    while (node < nodes && (inStart[node + 1] as number) - start <= chunkEdges) node++;
    const next = Math.max(node, first + 1);
    const end = inStart[next] as number;
    const targets = new Uint32Array(end - start);
    for (let v = first; v < next; v++) targets.fill(v, (inStart[v] as number) - start, (inStart[v + 1] as number) - start);
    if (end > start) yield { sources: sources.subarray(start, end), targets, shares: shares.subarray(start, end) };
    first = next;
    node = next;
  }
}
