import { hostOf, icannDomainOf } from '../model/host.ts';
import type { Engine } from '../store/engine.ts';
import { sql, strings, type Sql } from '../store/literal.ts';
import { tableOf } from '../store/releases.ts';
import type { WebGraph } from '../store/web-graphs.ts';
import { seedsMax, type TrustSeeds } from './trust-seeds.ts';

/** Seeds from outside the release. */
export interface SeedsGiven {
  /** Registrable domains that the operator named. */
  readonly domains?: readonly string[];
  /** A web graph of others, whose strongest domains by harmonic centrality are seeds, when it came with ranks. */
  readonly graph?: WebGraph | null;
}

/** The operator's seeds where the release knows one of them, else the web graph's where it knows at least `graphSeedsMin`, else null. */
export async function givenSeeds(engine: Engine, release: number, { domains = [], graph = null }: SeedsGiven): Promise<TrustSeeds | null> {
  if (domains.length > 0) {
    const nodes = await nodesNamed(engine, release, sql`(SELECT arrayJoin(${strings(domains)}))`);
    if (nodes.size > 0) return { from: 'operator', nodes };
  }
  if (graph === null || !graph.ranked) return null;
  const rows = await engine.ask<{ key: string }>(
    sql`SELECT DISTINCT domain_key AS key FROM webgraph_nodes WHERE graph = ${graph.id} AND harmonic_rank BETWEEN 1 AND ${seedsMax}`,
    { workload: 'build' },
  );
  const names = rows.map(({ key }) => key.slice(0, -1).split(',').toReversed().join('.'));
  // All tenants of a shared host are one vertex of a graph of domains: its rank is none of theirs.
  const own = names.filter((name) => hostOf(name).domain === name && (graph.level === 'host' || icannDomainOf(name) === name));
  const nodes = await nodesNamed(engine, release, sql`(SELECT arrayJoin(${strings(own)}))`);
  return nodes.size >= graphSeedsMin ? { from: 'web_graph', nodes } : null;
}

/** Fewer say more of themselves than of the web. */
const graphSeedsMin = 20;

async function nodesNamed(engine: Engine, release: number, names: Sql): Promise<Set<number>> {
  const rows = await engine.ask<{ id: number }>(sql`SELECT id FROM ${tableOf('nodes', release)} WHERE domain IN ${names} ORDER BY id`, {
    workload: 'build',
  });
  return new Set(rows.map(({ id }) => id));
}
