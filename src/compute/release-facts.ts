import { capturingOrigins, originCode } from '../model/origin.ts';
import type { Engine } from '../store/engine.ts';
import { sql } from '../store/literal.ts';
import { releaseLayout } from '../store/release-template.ts';
import { tableOf, type ReleaseFacts } from '../store/releases.ts';
import type { ReleaseWebGraph, WebGraph } from '../store/web-graphs.ts';
import type { DomainRanks } from './rank-domains.ts';

/** Captures from which it follows that a link is not there: an export's rows say only what is. */
const looked = sql`origin IN ${capturingOrigins.map(originCode)}`;

/** What the release holds and how far it looked, fixed at its build: the ground of every answer's `coverage`. */
export async function releaseFacts(
  engine: Engine,
  release: number,
  lastBatch: number,
  ranks: DomainRanks,
  graph: WebGraph | null,
  built: Pick<ReleaseFacts, 'built_from' | 'partitions' | 'trust_seeds_digest'>,
): Promise<{ asOf: Date; facts: ReleaseFacts }> {
  const [captured] = await engine.ask<{
    crawls: string[];
    pages: number;
    domains: number;
    captures: number;
    oldest: string;
    newest: string;
  }>(
    sql`SELECT arraySort(groupUniqArrayIf(crawl, ${looked})) AS crawls, uniqExactIf(bucket, source_key, origin = ${originCode('archive')}) AS pages,
          uniqExactIf(domain, ${looked}) AS domains, countIf(${looked}) AS captures, min(fetched_at) AS oldest, max(fetched_at) AS newest
        FROM captures WHERE batch_id <= ${lastBatch}`,
    { workload: 'build' },
  );
  const [linked] = await engine.ask<{ domains: number; live: number; lost: number; linking: number }>(
    sql`SELECT count() AS domains, sum(backlinks_live) AS live, sum(backlinks_lost) AS lost, countIf(linked_domains > links_itself) AS linking FROM ${tableOf('domains', release)}`,
    { workload: 'build' },
  );
  const [internal] = await engine.ask<{ links: number }>(
    sql`SELECT sum(e.live + e.lost) AS links FROM ${tableOf('domain_edges', release)} AS e WHERE e.source_domain = e.target_domain`,
    { workload: 'build' },
  );
  if (captured === undefined || linked === undefined || internal === undefined)
    throw new Error('an aggregate without groups must have one row');
  const empty = lastBatch === 0;
  return {
    // A release of a web graph alone is as old as the graph's import.
    asOf: new Date(empty ? (graph?.imported_at ?? captured.newest) : captured.newest),
    facts: {
      layout: releaseLayout,
      crawls: captured.crawls,
      pages_captured: captured.pages,
      domains_captured: captured.domains,
      captures: captured.captures,
      domains: linked.domains,
      linking_domains: linked.linking,
      backlinks_live: linked.live,
      backlinks_lost: linked.lost,
      oldest_capture: empty ? null : captured.oldest,
      newest_capture: empty ? null : captured.newest,
      internal_links: internal.links,
      authority: {
        version: ranks.scale.version,
        r0: ranks.scale.r0,
        r1: ranks.scale.r1,
        nodes: ranks.scale.nodes,
        iterations: ranks.iterations,
        circles_sought: ranks.circlesSought,
        anchor: ranks.scale.anchor,
        fit: ranks.fit,
      },
      trust: ranks.trust,
      supported_share: ranks.supportedShare,
      authority_any_rel: { r0: ranks.anyRel.scale.r0, r1: ranks.anyRel.scale.r1, iterations: ranks.anyRel.iterations },
      ...(graph !== null && { webgraph: factsOfGraph(graph) }),
      ...built,
    },
  };
}

function factsOfGraph({ id, name, level, nodes, edges, edges_kept, targets, ranked }: WebGraph): ReleaseWebGraph {
  return { id, name, level, nodes, edges, edges_kept, targets, ranked };
}
