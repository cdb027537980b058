import { limits } from '../base/limits.ts';
import type { Progress } from '../base/progress.ts';
import type { Adjacency } from './adjacency.ts';
import { authorityScale, type AuthorityScale } from './authority.ts';
import { panelFit, type PanelFit } from './panel-fit.ts';
import { buildCsr, type EdgeChunk } from './csr.ts';
import { edgeShares, unseen } from './edge-shares.ts';
import { findCircles, noCircles, type Circles } from './link-circles.ts';
import { pageRank } from './pagerank.ts';

/** Authority v2 of a graph whose edges carry weights. */
export async function rankedBy(
  graph: Adjacency,
  networks: Uint32Array,
  options: { readonly progress?: Progress; readonly signal?: AbortSignal; readonly earlier?: EarlierRanks | null } = {},
): Promise<RankRun> {
  const circlesSought = graph.edges <= limits.circleEdgesMax;
  const circles = circlesSought ? await findCircles(graph, networks, options.signal) : noCircles(graph);
  const { shares, given: weights } = edgeShares(graph, circles.factors);
  const ranked = await pageRank(await buildCsr(() => sharesInChunks(graph, shares), graph.nodes, options), options);
  const given = ranked.rank.map((rank, node) => (ranked.damping * rank) / ((weights[node] as number) + unseen));
  const { earlier = null } = options;
  const fit = earlier === null ? null : fitTo(earlier, ranked.rank);
  const scale = authorityScale(ranked, earlier === null || fit === null ? null : { r1: earlier.r1, fit });
  return { graph, circles, circlesSought, rank: ranked.rank, given, scale, fit, iterations: ranked.iterations };
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
  /** How ranks moved since the release before; null without one, or when both have few domains in common. */
  readonly fit: PanelFit | null;
  readonly iterations: number;
}

/** What a release before says of the domains that this one knows too. */
export interface EarlierRanks {
  readonly r1: number;
  /** Nodes of this graph, and ln r that they had. */
  readonly panel: readonly { readonly id: number; readonly logR: number }[];
}

function fitTo({ panel }: EarlierRanks, rank: Float64Array): PanelFit | null {
  return panelFit(
    panel.map(({ logR }) => logR),
    panel.map(({ id }) => Math.log(rank.length * (rank[id] as number))),
  );
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
