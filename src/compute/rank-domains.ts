import type { Progress } from '../base/progress.ts';
import type { Engine } from '../store/engine.ts';
import { sql } from '../store/literal.ts';
import { tableOf, type Release } from '../store/releases.ts';
import { buildAdjacency } from './adjacency.ts';
import type { AuthorityScale } from './authority.ts';
import { nodeEdgesStatement } from './graph.ts';
import type { PanelFit } from './panel-fit.ts';
import { rankedBy, type EarlierRanks, type RankRun, type RankRunOptions } from './rank-run.ts';
import { tellRankStep } from './rank-progress.ts';
import { earlierRanks, edgesOf, knownOfNodes, writeDiscounts, writeRanks } from './rank-tables.ts';
import { countSupporters } from './supporters.ts';
import { givenSeeds, type SeedsGiven } from './trust-given.ts';
import { automaticSeeds, type SeedsFrom } from './trust-seeds.ts';

export interface DomainRanks {
  readonly scale: AuthorityScale;
  readonly iterations: number;
  /** False above `limits.circleEdgesMax` edges: then all edges count in full. */
  readonly circlesSought: boolean;
  readonly fit: PanelFit | null;
  /** Of the same graph with the links that are not followed: what ranks would be if rel were ignored. */
  readonly anyRel: { readonly scale: AuthorityScale; readonly iterations: number };
  /** Null where there was nobody to begin with. */
  readonly trust: { readonly seeds_from: SeedsFrom; readonly seeds: number; readonly iterations: number } | null;
  /** Of the links that were looked at for crowds, the share from sources that others link to (lone-sources.ts). */
  readonly supportedShare: number;
}

interface RankOptions {
  readonly stagingFolder: string;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
  /** The release on which this one is built; its scale and scores are carried on (authority.ts, held-score.ts). */
  readonly base?: Release | null;
  /** Seeds of trust that were given; without them they are chosen (trust-seeds.ts). */
  readonly seeds?: SeedsGiven;
}

/**
 * Ranks the nodes of a release's domain graph twice, by its ranked edges and by all that would be if rel were ignored, and writes
 * `ranks_<n>` and `discounts_<n>`. A graph without links that are not followed is ranked once.
 *
 * In: `nodes_<n>` (numbered from 0 without gaps), `domain_edges_<n>`. Out: one row a node, one row an edge that does not count in full. Memory: the
 * graph (csr.ts, adjacency.ts: 24 bytes an edge in all) and some 50 bytes a node.
 */
export async function rankDomains(engine: Engine, release: number, options: RankOptions): Promise<DomainRanks> {
  const { progress } = options;
  tellRankStep(progress, 'numbering edges');
  await engine.run(nodeEdgesStatement(release));
  const [counted] = await engine.ask<{ nodes: number; ranked: number; rankable: number }>(
    sql`SELECT (SELECT count() FROM ${tableOf('nodes', release)}) AS nodes,
          countIf(weight > 0) AS ranked, countIf(any_rel_weight > 0) AS rankable FROM ${tableOf('node_edges', release)}`,
    { workload: 'build' },
  );
  const { nodes, ranked, rankable } = counted ?? { nodes: 0, ranked: 0, rankable: 0 };
  const known = await knownOfNodes(engine, release, nodes);
  const { base = null, seeds = {}, ...running } = options;
  const given = await givenSeeds(engine, release, seeds);
  const earlier = async (column: 'rank' | 'any_rel_rank'): Promise<EarlierRanks | null> =>
    base === null ? null : earlierRanks(engine, release, base, column, nodes);
  const run = async (column: 'weight' | 'any_rel_weight', edges: number, own: RankRunOptions): Promise<RankRun> => {
    tellRankStep(progress, 'reading edges');
    const graph = await buildAdjacency(edgesOf(engine, release, column), nodes, edges);
    return rankedBy(graph, known, { ...running, ...own });
  };
  const byRel = await run('weight', ranked, {
    earlier: await earlier('rank'),
    seeds: (found) => given ?? automaticSeeds(found, known.restricted),
  });
  tellRankStep(progress, 'discounts');
  await writeDiscounts(engine, release, byRel, options.stagingFolder);
  tellRankStep(progress, 'supporters');
  const supporters = await countSupporters(byRel.graph, options.signal);
  const anyRel = rankable === ranked ? byRel : await run('any_rel_weight', rankable, { earlier: await earlier('any_rel_rank') });
  tellRankStep(progress, 'writing');
  await writeRanks(engine, release, { byRel, anyRel, supporters }, options.stagingFolder);
  return {
    scale: byRel.scale,
    iterations: byRel.iterations,
    circlesSought: byRel.circlesSought,
    fit: byRel.fit,
    anyRel: { scale: anyRel.scale, iterations: anyRel.iterations },
    trust: byRel.trust && { seeds_from: byRel.trust.seeds.from, seeds: byRel.trust.seeds.nodes.size, iterations: byRel.trust.iterations },
    supportedShare: byRel.circles.supportedShare,
  };
}
