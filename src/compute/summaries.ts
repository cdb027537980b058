/**
 * Answers kept ready: for each domain, host and page with more than `limits.keptReadyAbove` backlinks, its summary, its history by day, and the first
 * `placesKept` anchors, referring domains and links in the default order. Smaller targets are scanned when asked.
 *
 * In: backlinks of large domains, the scores' dictionaries, loaded. Out: rows of `summaries_<n>`, `top_*_<n>` as JSON, as the views word them.
 */
import { limits } from '../base/limits.ts';
import { bucketOf, keyRangeOf } from '../model/host.ts';
import type { Engine } from '../store/engine.ts';
import { sql, join, strings, type Sql } from '../store/literal.ts';
import { tableOf } from '../store/releases.ts';
import { flowsSelect, spellsSelect } from './turns.ts';
import { anchorColumns, backlinkColumns, isLive, referringDomainColumns, summarySelect } from './views.ts';

const { keptReadyAbove } = limits;
export const placesKept = 1_000;

export type Scope = 'domain' | 'host' | 'page';

/** What a backlink's target is called at each scope. */
const targetAt: Readonly<Record<Scope, Sql>> = {
  domain: sql`b.target_domain`,
  host: sql`substring(b.target_key, 1, position(b.target_key, ')'))`,
  page: sql`b.target_key`,
};
const scopes = Object.keys(targetAt) as Scope[];

/** Domains whose answers are kept ready in one round of statements: few enough that their ranges fit a condition. */
const domainsPerRound = 100;

/**
 * Keeps answers ready for the release's large targets. Hosts and pages with that many links lie in domains with at least as
 * many, so only the ranges of those domains are read.
 */
export async function keepAnswersReady(engine: Engine, release: number, asOf: Date, run: (statement: Sql) => Promise<void>): Promise<void> {
  const large = await engine.ask<{ domain: string }>(
    sql`SELECT domain FROM ${tableOf('domains', release)} WHERE backlinks_live + backlinks_lost > ${keptReadyAbove} ORDER BY domain`,
    { workload: 'build' },
  );
  const domains = large.map(({ domain }) => ({ domain, bucket: bucketOf(domain) })).sort((a, b) => a.bucket - b.bucket);
  for (let next = 0; next < domains.length; next += domainsPerRound) {
    const names = domains.slice(next, next + domainsPerRound).map(({ domain }) => domain);
    for (const statement of roundStatements(release, withinDomains(names), asOf)) await run(statement);
  }
}

/** Links of these domains. The ranges of keys choose what is read, and a set decides of each row: compared row by row, a hundred ranges cost five times as much. */
function withinDomains(domains: readonly string[]): Sql {
  const ranges = domains.map((domain) => {
    const { bucket, from, to } = keyRangeOf(domain);
    return sql`(b.bucket = ${bucket} AND b.target_key >= ${from} AND b.target_key < ${to})`;
  });
  return sql`indexHint(${join(ranges, ' OR ')}) AND b.target_domain IN (SELECT arrayJoin(${strings(domains)}))`;
}

/** Statements to run in order for the links that `within` holds. */
function roundStatements(release: number, within: Sql, asOf: Date): Sql[] {
  const backlinks = sql`${tableOf('backlinks', release)} AS b`;
  return scopes.flatMap((scope) => {
    const target = targetAt[scope];
    const group = [
      { as: 'bucket', column: sql`b.bucket` },
      { as: 'target', column: target },
    ];
    const large = sql`${within} AND (b.bucket, ${target}) IN (SELECT bucket, target FROM ${tableOf('large_targets', release)} WHERE scope = ${scope})`;
    const grouped = (columns: Sql, condition: Sql, by: Sql): Sql => sql`
      SELECT *, count() OVER (PARTITION BY bucket, target) AS total FROM (
        SELECT b.bucket AS bucket, ${target} AS target, ${columns} FROM ${backlinks} WHERE ${large} AND ${condition} GROUP BY bucket, target, ${by})`;
    return [
      sql`INSERT INTO ${tableOf('large_targets', release)}
        SELECT b.bucket, ${scope}, ${target} AS target, count() AS found FROM ${backlinks} WHERE ${within} GROUP BY b.bucket, target HAVING found > ${keptReadyAbove}`,
      sql`INSERT INTO ${tableOf('summaries', release)}
        SELECT bucket, ${scope}, target, formatRowNoNewline('JSONEachRow', * EXCEPT (bucket, target)) FROM (${summarySelect(release, asOf, sql`${backlinks} WHERE ${large}`, group)})`,
      sql`INSERT INTO ${tableOf('flows', release)}
        SELECT bucket, ${scope}, target, day, level, turn, found FROM (${flowsSelect(sql`${backlinks} WHERE ${large}`, group)})`,
      sql`INSERT INTO ${tableOf('spells', release)}
        SELECT bucket, ${scope}, target, days, lost, censored FROM (${spellsSelect(sql`${backlinks} WHERE ${large}`, group)})`,
      kept(release, 'top_anchors', scope, grouped(anchorColumns, isLive, sql`anchor`), sql`backlinks DESC, anchor`),
      kept(
        release,
        'top_domains',
        scope,
        sql`SELECT * FROM (${grouped(referringDomainColumns(release), sql`1 = 1`, sql`domain HAVING live > 0`)})`,
        sql`authority DESC, domain`,
      ),
      kept(
        release,
        'top_backlinks',
        scope,
        sql`SELECT b.bucket AS bucket, ${target} AS target, ${backlinkColumns(release)} FROM ${backlinks} WHERE ${large} AND ${isLive}`,
        sql`authority DESC, target_key, source_key`,
      ),
    ];
  });
}

/** The first rows of each target, numbered from 1, as JSON. */
function kept(release: number, table: string, scope: Scope, rows: Sql, order: Sql): Sql {
  return sql`INSERT INTO ${tableOf(table, release)}
    SELECT bucket, ${scope}, target, place, formatRowNoNewline('JSONEachRow', * EXCEPT (bucket, target, place)) FROM (
      SELECT *, row_number() OVER (PARTITION BY bucket, target ORDER BY ${order}) AS place FROM (
        SELECT * FROM (${rows}) ORDER BY bucket, target, ${order} LIMIT ${placesKept} BY bucket, target
      )
    )`;
}
