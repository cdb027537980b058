import { limits } from '../../base/limits.ts';
import { sourceBucketOf } from '../../compute/graph.ts';
import { authorityOf, classOf } from '../../compute/views.ts';
import { sql, type Sql } from '../../store/literal.ts';
import { tableOf } from '../../store/releases.ts';
import { signalOf } from '../kept-ready.ts';
import type { Asking } from '../operation.ts';
import type { Target } from '../target.ts';
import { edgesTo } from './edges.ts';

/** The domains that link to a target, and those of them whose other links are looked at. */
export interface Sources {
  readonly total: number;
  /** Those with the fewest linked domains, as many as `neighbourEdgesMax` allows: all, but for targets of the whole web. */
  readonly considered: number;
}

/** Another domain that some of these sources link to. */
export interface Neighbour {
  readonly domain: string;
  readonly authority: number;
  readonly class: number;
  /** Considered sources that link to it. */
  readonly shared: number;
  /** All domains that do, itself aside. */
  readonly referring: number;
}

export async function sourcesOf(asking: Asking, target: Target): Promise<Sources> {
  const [row] = await asking.engine.ask<Sources & Record<string, unknown>>(
    sql`SELECT count() AS total, countIf(reach <= ${limits.neighbourEdgesMax}) AS considered FROM (${reachOf(asking, target)})`,
    signalOf(asking),
  );
  return { total: row?.total ?? 0, considered: row?.considered ?? 0 };
}

/**
 * Domains with at least `least` considered sources in common with the target; the `neighboursRankedMax` least likely ones by the mass of
 * the hypergeometric distribution at their overlap, which is close to its tail where that is small. Who has no more in common than
 * expected comes last.
 */
export async function neighboursOf(
  asking: Asking,
  target: Target,
  sources: Sources,
  least: number,
): Promise<{ found: Neighbour[]; total: number }> {
  const { id, facts } = asking.release;
  const population = facts.linking_domains;
  const logChoose = (n: Sql, k: Sql): Sql => sql`(lgamma(${n} + 1) - lgamma(${k} + 1) - lgamma(${n} - ${k} + 1))`;
  const mass = sql`(${logChoose(sql`referring`, sql`shared`)} + ${logChoose(sql`(${population} - referring)`, sql`(${sources.considered} - shared)`)})`;
  const considered = sql`SELECT ${sourceBucketOf(sql`source_domain`)}, source_domain FROM (${reachOf(asking, target)}) WHERE reach <= ${limits.neighbourEdgesMax}`;
  const rows = await asking.engine.ask<Neighbour & { total: number } & Record<string, unknown>>(
    sql`SELECT domain, shared, referring, ${authorityOf(id, sql`domain`)} AS authority, ${classOf(id, sql`domain`)} AS class, count() OVER () AS total
        FROM (
          SELECT o.domain AS domain, o.shared AS shared, toInt64(d.referring_domains) - d.links_itself AS referring
          FROM (
            SELECT target_domain AS domain, toInt64(count()) AS shared FROM ${tableOf('domain_targets', id)} AS e
            WHERE (source_bucket, source_domain) IN (${considered}) AND e.live > 0 AND target_domain NOT IN (source_domain, ${target.domain})
            GROUP BY target_domain HAVING shared >= ${least}
          ) AS o INNER JOIN ${tableOf('domains', id)} AS d ON d.domain = o.domain
        )
        ORDER BY if(shared * ${population} > referring * ${sources.considered}, ${mass}, inf), domain LIMIT ${limits.neighboursRankedMax}`,
    signalOf(asking),
  );
  return { found: rows, total: rows[0]?.total ?? 0 };
}

/** The target's live sources with how many edges it takes to look at each and all that link to fewer domains. */
function reachOf({ release: { id } }: Asking, target: Target): Sql {
  const sources = sql`SELECT source_domain FROM (${edgesTo(id, [target])}) WHERE live > 0`;
  return sql`SELECT domain AS source_domain, sum(linked_domains) OVER (ORDER BY linked_domains, domain ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS reach
    FROM ${tableOf('domains', id)} WHERE domain IN (${sources})`;
}
