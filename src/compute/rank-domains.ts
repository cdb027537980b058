import type { Progress } from '../base/progress.ts';
import type { Engine } from '../store/engine.ts';
import { sql } from '../store/literal.ts';
import { tableOf } from '../store/releases.ts';
import { buildAdjacency } from './adjacency.ts';
import type { AuthorityScale } from './authority.ts';
import { nodeEdgesStatement } from './graph.ts';
import { rankedBy, type RankRun } from './rank-run.ts';
import { edgesOf, networksOf, writeDiscounts, writeRanks } from './rank-tables.ts';

export interface DomainRanks {
  readonly scale: AuthorityScale;
  readonly iterations: number;
  /** False above `limits.circleEdgesMax` edges: then all edges count in full. */
  readonly circlesSought: boolean;
  /** Of the same graph with the links that are not followed: what ranks would be if rel were ignored. */
  readonly anyRel: { readonly scale: AuthorityScale; readonly iterations: number };
}

interface RankOptions {
  readonly stagingFolder: string;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
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
  const run = async (column: 'weight' | 'any_rel_weight', edges: number): Promise<RankRun> => {
    const graph = await buildAdjacency(edgesOf(engine, release, column), nodes, edges);
    return rankedBy(graph, networks, options);
  };
  const byRel = await run('weight', ranked);
  await writeDiscounts(engine, release, byRel, options.stagingFolder);
  const anyRel = rankable === ranked ? byRel : await run('any_rel_weight', rankable);
  await writeRanks(engine, release, byRel, anyRel, options.stagingFolder);
  return {
    scale: byRel.scale,
    iterations: byRel.iterations,
    circlesSought: byRel.circlesSought,
    anyRel: { scale: anyRel.scale, iterations: anyRel.iterations },
  };
}
