import type { Progress } from '../base/progress.ts';
import type { Engine } from '../store/engine.ts';
import { sql } from '../store/literal.ts';
import { tableOf, type Release } from '../store/releases.ts';
import { buildAdjacency } from './adjacency.ts';
import type { AuthorityScale } from './authority.ts';
import { nodeEdgesStatement } from './graph.ts';
import type { PanelFit } from './panel-fit.ts';
import { rankedBy, type EarlierRanks, type RankRun } from './rank-run.ts';
import { earlierRanks, edgesOf, networksOf, writeDiscounts, writeRanks } from './rank-tables.ts';

export interface DomainRanks {
  readonly scale: AuthorityScale;
  readonly iterations: number;
  /** False above `limits.circleEdgesMax` edges: then all edges count in full. */
  readonly circlesSought: boolean;
  readonly fit: PanelFit | null;
  /** Of the same graph with the links that are not followed: what ranks would be if rel were ignored. */
  readonly anyRel: { readonly scale: AuthorityScale; readonly iterations: number };
}

interface RankOptions {
  readonly stagingFolder: string;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
  /** The release on which this one is built; its scale is carried on (authority.ts). */
  readonly base?: Release | null;
}

/**
 * Ranks the nodes of a release's domain graph twice, by its ranked edges and by all that would be if rel were ignored, and writes
 * `ranks_<n>` and `discounts_<n>`. A graph without links that are not followed is ranked once.
 *
 * In: `nodes_<n>` (numbered from 0 without gaps), `domain_edges_<n>`. Out: one row a node, one row an edge that does not count in full. Memory: the
 * graph (csr.ts, adjacency.ts: 24 bytes an edge in all) and some 50 bytes a node.
 */
export async function rankDomains(engine: Engine, release: number, options: RankOptions): Promise<DomainRanks> {
  await engine.run(nodeEdgesStatement(release));
  const [counted] = await engine.ask<{ nodes: number; ranked: number; rankable: number }>(
    sql`SELECT (SELECT count() FROM ${tableOf('nodes', release)}) AS nodes,
          countIf(weight > 0) AS ranked, countIf(any_rel_weight > 0) AS rankable FROM ${tableOf('node_edges', release)}`,
    { workload: 'build' },
  );
  const { nodes, ranked, rankable } = counted ?? { nodes: 0, ranked: 0, rankable: 0 };
  const networks = await networksOf(engine, release, nodes);
  const { base = null } = options;
  const run = async (column: 'weight' | 'any_rel_weight', edges: number, earlier: EarlierRanks | null): Promise<RankRun> => {
    const graph = await buildAdjacency(edgesOf(engine, release, column), nodes, edges);
    return rankedBy(graph, networks, { ...options, earlier });
  };
  const byRel = await run('weight', ranked, base === null ? null : await earlierRanks(engine, release, base, 'rank'));
  await writeDiscounts(engine, release, byRel, options.stagingFolder);
  const anyRel =
    rankable === ranked
      ? byRel
      : await run('any_rel_weight', rankable, base === null ? null : await earlierRanks(engine, release, base, 'any_rel_rank'));
  await writeRanks(engine, release, byRel, anyRel, options.stagingFolder);
  return {
    scale: byRel.scale,
    iterations: byRel.iterations,
    circlesSought: byRel.circlesSought,
    fit: byRel.fit,
    anyRel: { scale: anyRel.scale, iterations: anyRel.iterations },
  };
}
