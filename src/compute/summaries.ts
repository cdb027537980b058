/**
 * Answers kept ready: for each domain, host and page with more than `keptReadyAbove` backlinks, its summary and the first
 * `placesKept` anchors, referring domains and links in the default order. Smaller targets are scanned when asked.
 *
 * In: backlinks of some buckets, scores. Out: rows of `summaries_<n>`, `top_*_<n>` as JSON, as the views word them.
 */
import { limits } from '../base/limits.ts';
import { sql, join, type Sql } from '../store/literal.ts';
import { tableOf } from '../store/releases.ts';
import type { Buckets } from './graph.ts';
import { anchorColumns, backlinkColumns, isLive, referringDomainColumns, summarySelect } from './views.ts';

/** What a question reads whole needs no answer kept ready. */
export const keptReadyAbove = limits.fewRowsMax;
export const placesKept = 1_000;

export type Scope = 'domain' | 'host' | 'page';

/** What a backlink's target is called at each scope. */
const targetAt: Readonly<Record<Scope, Sql>> = {
  domain: sql`b.target_domain`,
  host: sql`substring(b.target_key, 1, position(b.target_key, ')'))`,
  page: sql`b.target_key`,
};
const scopes = Object.keys(targetAt) as Scope[];

/** Statements to run in order for one group of buckets; the dictionaries' sources must be loaded before. */
export function summariesStatements(release: number, buckets: Buckets, asOf: Date): Sql[] {
  const backlinks = sql`${tableOf('backlinks', release)} AS b`;
  const inBuckets = sql`b.bucket BETWEEN ${buckets.from} AND ${buckets.to}`;
  const largest = join(
    scopes.map(
      (scope) =>
        sql`SELECT b.bucket, ${scope}, ${targetAt[scope]} AS target, count() AS found FROM ${backlinks} WHERE ${inBuckets} GROUP BY b.bucket, target HAVING found > ${keptReadyAbove}`,
    ),
    '\nUNION ALL\n',
  );
  return [
    sql`INSERT INTO ${tableOf('large_targets', release)} ${largest}`,
    ...scopes.flatMap((scope) => {
      const target = targetAt[scope];
      const large = sql`${inBuckets} AND (b.bucket, ${target}) IN (SELECT bucket, target FROM ${tableOf('large_targets', release)} WHERE scope = ${scope} AND bucket BETWEEN ${buckets.from} AND ${buckets.to})`;
      const group = [
        { as: 'bucket', column: sql`b.bucket` },
        { as: 'target', column: target },
      ];
      return [
        sql`INSERT INTO ${tableOf('summaries', release)}
          SELECT bucket, ${scope}, target, formatRowNoNewline('JSONEachRow', * EXCEPT (bucket, target)) FROM (${summarySelect(release, asOf, sql`${backlinks} WHERE ${large}`, group)})`,
        kept(
          release,
          'top_anchors',
          scope,
          sql`SELECT b.bucket AS bucket, ${target} AS target, ${anchorColumns} FROM ${backlinks} WHERE ${large} AND ${isLive} GROUP BY bucket, target, anchor`,
          sql`backlinks DESC, anchor`,
        ),
        kept(
          release,
          'top_domains',
          scope,
          sql`SELECT b.bucket AS bucket, ${target} AS target, ${referringDomainColumns(release)} FROM ${backlinks} WHERE ${large} GROUP BY bucket, target, domain HAVING live > 0`,
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
    }),
  ];
}

function kept(release: number, table: string, scope: Scope, rows: Sql, order: Sql): Sql {
  return sql`INSERT INTO ${tableOf(table, release)}
    SELECT bucket, ${scope}, target, place, formatRowNoNewline('JSONEachRow', * EXCEPT (bucket, target, place)) FROM (
      SELECT *, row_number() OVER (PARTITION BY bucket, target ORDER BY ${order}) AS place, count() OVER (PARTITION BY bucket, target) AS total FROM (${rows})
    ) WHERE place <= ${placesKept}`;
}
