/** What an enrichment asks of the rows that were ingested: captures and link sets, and the live release for links that are known. */
import { bucketOf, hostOf } from '../model/host.ts';
import type { IndexedPage } from '../sources/common-crawl/url-index.ts';
import type { Accounts } from '../store/accounts.ts';
import type { Engine } from '../store/engine.ts';
import { sql, strings, type Sql } from '../store/literal.ts';
import { releaseLayout } from '../store/release-template.ts';
import { liveRelease, tableOf } from '../store/releases.ts';

/** What links are wanted to: keys from `from` up to and without `to` (null: only `from`), of one registrable domain. */
export interface LinkTarget {
  readonly text: string;
  readonly domain: string;
  readonly bucket: number;
  readonly from: string;
  readonly to: string | null;
}

interface Rows {
  readonly engine: Engine;
  readonly accounts: Accounts;
}

/** Which of these domains the live release knows to link to the target, now or once. */
export async function domainsLinking(
  { engine, accounts }: Rows,
  target: LinkTarget,
  domains: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<string>> {
  const live = liveRelease(accounts);
  if (live === null || live.facts.layout !== releaseLayout || domains.length === 0) return new Set();
  const rows = await inParts(domains, async (some) =>
    engine.ask<{ domain: string }>(
      sql`SELECT DISTINCT source_domain AS domain FROM ${tableOf('backlinks', live.id)}
          WHERE bucket = ${target.bucket} AND ${keysOf(target)} AND source_domain IN (SELECT arrayJoin(${strings(some)}))`,
      build(signal),
    ),
  );
  return new Set(rows.map(({ domain }) => domain));
}

/** Those of the pages of which the index holds the very capture. */
export async function capturedBefore(
  { engine }: Rows,
  pages: readonly IndexedPage[],
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<IndexedPage>> {
  const rows = await inParts(pages, async (some) =>
    engine.ask<{ key: string; at: number }>(
      sql`SELECT source_key AS key, toUnixTimestamp(fetched_at) AS at FROM captures WHERE (bucket, source_key, fetched_at) IN ${sights(some)}`,
      build(signal),
    ),
  );
  const known = new Set(rows.map(({ key, at }) => `${at} ${key}`));
  return new Set(pages.filter(({ key, fetchedAt }) => known.has(`${fetchedAt} ${key}`)));
}

/** Links to the target on each of the pages, as captured then; pages without are left out. */
export async function linksOfPages(
  { engine }: Rows,
  target: LinkTarget,
  pages: readonly IndexedPage[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<IndexedPage, number>> {
  const rows = await inParts(pages, async (some) =>
    engine.ask<{ key: string; at: number; links: number }>(
      sql`SELECT c.source_key AS key, toUnixTimestamp(c.fetched_at) AS at, uniqExact(l.target_key) AS links
          FROM (SELECT bucket, source_key, linkset, fetched_at FROM captures WHERE (bucket, source_key, fetched_at) IN ${sights(some)}) AS c
          INNER JOIN (
            SELECT DISTINCT source_key, linkset, target_key FROM linksets
            WHERE (bucket, source_key) IN ${places(some)} AND target_bucket = ${target.bucket} AND ${keysOf(target)}
          ) AS l ON l.source_key = c.source_key AND l.linkset = c.linkset
          GROUP BY key, at`,
      build(signal),
    ),
  );
  const links = new Map(rows.map(({ key, at, links: count }) => [`${at} ${key}`, count]));
  return new Map(
    pages.flatMap((page) => {
      const count = links.get(`${page.fetchedAt} ${page.key}`);
      return count === undefined ? [] : [[page, count] as const];
    }),
  );
}

const titlesRead = 500;
const topicWordsMax = 12;

/** Words of the target's subject: those of its domain's name, and the most frequent of its own pages' titles, when they were captured. */
export async function topicOf({ engine }: Rows, target: LinkTarget, signal: AbortSignal | undefined): Promise<ReadonlySet<string>> {
  const rows = await engine.ask<{ title: string }>(
    sql`SELECT DISTINCT title FROM captures WHERE bucket = ${target.bucket} AND domain = ${target.domain} AND title != '' ORDER BY title LIMIT ${titlesRead}`,
    build(signal),
  );
  const counts = new Map<string, number>();
  for (const { title } of rows) for (const word of new Set(wordsOf(title))) counts.set(word, (counts.get(word) ?? 0) + 1);
  const frequent = [...counts].filter(([, count]) => count > 1).toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const [name = ''] = target.domain.split('.');
  return new Set([...wordsOf(name), ...frequent.slice(0, topicWordsMax).map(([word]) => word)]);
}

/** Words of four letters or more: shorter ones are mostly none of a subject. */
function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? [];
}

function keysOf({ domain, from, to }: LinkTarget): Sql {
  const keys = to === null ? sql`target_key = ${from}` : sql`target_key >= ${from} AND target_key < ${to}`;
  return sql`target_domain = ${domain} AND ${keys}`;
}

/** Keys of one statement: each part of it is a constant of the statement's text. */
const askedAtOnce = 1_000;

async function inParts<Item, Found>(items: readonly Item[], ask: (some: readonly Item[]) => Promise<Found[]>): Promise<Found[]> {
  const found: Found[] = [];
  for (let from = 0; from < items.length; from += askedAtOnce) found.push(...(await ask(items.slice(from, from + askedAtOnce))));
  return found;
}

/** (bucket, key, time) of each page, as a set. */
function sights(pages: readonly IndexedPage[]): Sql {
  const times = sql`arrayMap(t -> toDateTime(t, 'UTC'), ${pages.map(({ fetchedAt }) => fetchedAt)})`;
  return sql`(SELECT arrayJoin(arrayZip(${buckets(pages)}, ${strings(pages.map(({ key }) => key))}, ${times})))`;
}

function places(pages: readonly IndexedPage[]): Sql {
  return sql`(SELECT arrayJoin(arrayZip(${buckets(pages)}, ${strings(pages.map(({ key }) => key))})))`;
}

function buckets(pages: readonly IndexedPage[]): Sql {
  return sql`arrayMap(b -> toUInt8(b), ${pages.map(({ url }) => bucketOf(hostOf(new URL(url).hostname).domain))})`;
}

function build(signal: AbortSignal | undefined): { workload: 'build'; signal?: AbortSignal } {
  return { workload: 'build', ...(signal && { signal }) };
}
