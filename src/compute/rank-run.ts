import { limits } from '../base/limits.ts';
import type { Progress } from '../base/progress.ts';
import type { Adjacency } from './adjacency.ts';
import { authorityScale, type AuthorityScale } from './authority.ts';
import { panelFit, type PanelFit } from './panel-fit.ts';
import { buildCsr, type EdgeChunk } from './csr.ts';
import { edgeShares, unseen } from './edge-shares.ts';
import { heldScores } from './held-score.ts';
import { findCircles, noCircles, type Circles, type KnownOfNodes } from './link-circles.ts';
import { pageRank } from './pagerank.ts';
import { tellRankStep } from './rank-progress.ts';
import type { TrustSeeds } from './trust-seeds.ts';

export interface RankRunOptions {
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
  readonly earlier?: EarlierRanks | null;
  /** Whom trust begins with, told when ranks are known; without it there is no trust. */
  readonly seeds?: (run: Pick<RankRun, 'graph' | 'circles' | 'rank'>) => TrustSeeds | null;
}

/** Authority v2 of a graph whose edges carry weights. */
export async function rankedBy(graph: Adjacency, known: KnownOfNodes, options: RankRunOptions = {}): Promise<RankRun> {
  const circlesSought = graph.edges <= limits.circleEdgesMax;
  tellRankStep(options.progress, 'circles');
  const circles = circlesSought ? await findCircles(graph, known, options.signal) : noCircles(graph);
  tellRankStep(options.progress, 'sharing out');
  const { shares, given: weights } = edgeShares(graph, circles.factors);
  const { seeds: choose, earlier = null, ...running } = options;
  const csr = await buildCsr(() => sharesInChunks(graph, shares), graph.nodes, running);
  const ranked = await pageRank(csr, running);
  const { rank } = ranked;
  const given = rank.map((own, node) => (ranked.damping * own) / ((weights[node] as number) + unseen));
  const fit = earlier === null ? null : fitTo(earlier, rank);
  const scale = authorityScale(ranked, earlier === null || fit === null ? null : { r1: earlier.r1, fit });
  tellRankStep(options.progress, 'trust');
  const seeds = choose?.({ graph, circles, rank }) ?? null;
  const trusted = seeds === null ? null : await pageRank(csr, { ...(running.signal && { signal: running.signal }), seeds: seeds.nodes });
  return {
    graph,
    circles,
    circlesSought,
    rank,
    given,
    scale,
    scores: heldScores(scale, rank, scale.anchor === 'carried' ? (earlier?.shown ?? null) : null),
    fit,
    iterations: ranked.iterations,
    trust: seeds === null || trusted === null ? null : { rank: trusted.rank, iterations: trusted.iterations, seeds },
  };
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
  /** Authority before it is rounded, as it is shown (held-score.ts). */
  readonly scores: Float64Array;
  /** How ranks moved since the release before; null without one, or when both have few domains in common. */
  readonly fit: PanelFit | null;
  readonly iterations: number;
  /** TrustRank from the seeds (sum 1), by node; null without seeds. */
  readonly trust: { readonly rank: Float64Array; readonly iterations: number; readonly seeds: TrustSeeds } | null;
}

/** What a release before says of the domains that this one knows too. */
export interface EarlierRanks {
  readonly r1: number;
  /** Nodes of this graph, and ln r that they had. */
  readonly panel: readonly { readonly id: number; readonly logR: number }[];
  /** By node of this graph, the score it was shown with, before rounding; NaN where it was not known. */
  readonly shown: Float32Array | null;
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
