import { limits } from '../base/limits.ts';
import { authorityOf, isLive } from '../compute/views.ts';
import { bucketOf } from '../model/host.ts';
import type { Engine } from '../store/engine.ts';
import { sql, strings, type Sql } from '../store/literal.ts';
import { tableOf, type Release } from '../store/releases.ts';

interface DueOptions {
  readonly pages: number;
  /** Pages whose newest capture is older than so many days, instead of by their authority. */
  readonly olderThanDays?: number;
  /** Only pages that hold a link for which this holds (of `backlinks` as `b`). */
  readonly where?: Sql;
  readonly now?: Date;
  readonly signal?: AbortSignal;
}

/**
 * The pages that hold live links and are due for another look, most overdue first, as URLs.
 *
 * A page is due when it was last captured longer ago than its interval, which falls from `recrawlDaysMax` at authority 0 to
 * `recrawlDaysMin` at authority 100 of its domain, by the same factor each step: what its links are worth decides how old the
 * knowledge of them may be. Overdue is age by interval. In: backlinks of the release (any order). Memory: 100 bytes a page, spilled.
 */
export async function pagesDue(
  engine: Engine,
  release: Release,
  { pages, olderThanDays, where, now, signal }: DueOptions,
): Promise<string[]> {
  const at = now ?? new Date();
  const { recrawlDaysMax: longest, recrawlDaysMin: shortest } = limits;
  const isDue = olderThanDays === undefined ? sql`overdue >= 1` : sql`age_days >= ${olderThanDays}`;
  const due = await engine.ask<{ source_key: string; source_domain: string }>(
    sql`SELECT source_key, source_domain FROM (
          SELECT b.source_key AS source_key, any(b.source_domain) AS source_domain,
            greatest(0, ${Math.floor(at.getTime() / 1000)} - toUnixTimestamp(max(b.verified_at))) / 86400 AS age_days,
            age_days / (${longest} * pow(${shortest} / ${longest}, ${authorityOf(release.id, sql`source_domain`)} / 100)) AS overdue
          FROM ${tableOf('backlinks', release.id)} AS b
          WHERE ${isLive} AND NOT endsWith(b.source_key, ')*') AND ${where ?? sql`1 = 1`}
          GROUP BY source_key)
        WHERE ${isDue} ORDER BY overdue DESC, source_key LIMIT ${pages}`,
    { workload: 'build', ...(signal && { signal }) },
  );
  const urls = await urlsOf(engine, release, due, signal);
  return due.flatMap(({ source_key }) => urls.get(source_key) ?? []);
}

/** As the newest capture spelled them. */
async function urlsOf(
  engine: Engine,
  release: Release,
  pages: readonly { readonly source_key: string; readonly source_domain: string }[],
  signal?: AbortSignal,
): Promise<Map<string, string>> {
  if (pages.length === 0) return new Map();
  const buckets = sql`CAST(${pages.map(({ source_domain }) => bucketOf(source_domain))} AS Array(UInt8))`;
  const rows = await engine.ask<{ source_key: string; newest: string }>(
    sql`SELECT source_key, argMax(url, fetched_at) AS newest FROM captures
        WHERE (bucket, source_key) IN (SELECT arrayJoin(arrayZip(${buckets}, ${strings(pages.map(({ source_key }) => source_key))})))
          AND batch_id <= ${release.lastBatch} AND url != '' GROUP BY source_key`,
    { workload: 'build', ...(signal && { signal }) },
  );
  return new Map(rows.map(({ source_key, newest }) => [source_key, newest]));
}
