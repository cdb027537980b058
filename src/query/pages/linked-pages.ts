/** A target's linked pages: read as the release keeps them, or counted anew over the links that a filter chooses. */
import { backlinksWhere, isFollowed, isLive } from '../../compute/views.ts';
import { proofs } from '../../model/capture.ts';
import { flag } from '../../model/link.ts';
import { originCode } from '../../model/origin.ts';
import { urlOfKey } from '../../model/url.ts';
import { sql, type Sql } from '../../store/literal.ts';
import { tableOf } from '../../store/releases.ts';
import { backlinkRows } from '../fields/backlink-fields.ts';
import type { Field, RowKind } from '../fields/field.ts';
import { urlOfKeyColumn } from '../fields/url-of-key.ts';
import { compiledFilters, type Filters } from '../filters/filters.ts';
import { signalOf } from '../kept-ready.ts';
import type { Asking } from '../operation.ts';
import { behind, orderBy, orderColumns, orderValues, type OrderTerm } from '../order.ts';
import { keyCondition, targetCondition, type Target } from '../target.ts';

/** What a page's newest capture that proves anything says. */
export const pageStatuses = ['ok', 'broken', 'redirected'] as const;
export type PageStatus = (typeof pageStatuses)[number];

export const proofOfStatus: Readonly<Record<PageStatus, number>> = {
  ok: proofs.indexOf('page'),
  broken: proofs.indexOf('gone'),
  redirected: proofs.indexOf('redirected'),
};

function figure(name: string, about: string, column: Sql): Field {
  return { name, type: 'number', about, column: () => column, example: ['>', 1] };
}

function isForm(bit: number): Sql {
  return sql`bitAnd(g.form, ${bit}) != 0`;
}

/** Of a linked page, as `g`. */
export const pageRows: RowKind = {
  name: 'page',
  called: 'a linked page',
  fields: [
    figure('referring_domains', 'Domains with a live link to it', sql`g.referring_domains`),
    figure('backlinks', 'Live links to it', sql`g.backlinks`),
    figure('followed_backlinks', 'Those that are followed', sql`g.followed`),
    figure('page_authority', 'Its authority, 0 to 100', sql`g.authority`),
    {
      name: 'first_seen',
      type: 'date',
      about: 'Since when it has a live link',
      column: () => sql`g.first_at`,
      example: ['>=', '2026-01-01'],
    },
    {
      name: 'last_seen',
      type: 'date',
      about: 'When a live link to it was seen last',
      column: () => sql`g.last_at`,
      example: ['<', '2026-10-01'],
    },
    {
      name: 'url',
      type: 'text',
      about: 'Its address, as links write it',
      column: () => sql`if(g.url = '', ${urlOfKeyColumn(sql`g.page_key`, isForm(flag.targetHttps), isForm(flag.targetWww))}, g.url)`,
      example: ['like', '%/blog/%'],
    },
    { name: 'url_key', type: 'text', about: 'Its URL key', column: () => sql`g.page_key`, example: ['=', 'com,example)/'] },
  ],
};

export interface PagesAsked {
  readonly target: Target;
  readonly status: PageStatus | null;
  readonly filters: Filters | undefined;
  readonly having: Filters | undefined;
  readonly order: readonly OrderTerm[];
  readonly limit: number;
  readonly after: readonly (string | number)[] | null;
}

interface StoredPage {
  readonly page_key: string;
  readonly authority: number;
  readonly backlinks: number;
  readonly followed: number;
  readonly referring_domains: number;
  readonly first_at: number;
  readonly last_at: number;
  readonly form: number;
  readonly url: string;
}

interface PageRow extends StoredPage {
  readonly place: readonly (string | number)[];
}

/** A linked page's address, as links write it. */
export function linkedUrl(key: string, form: number, url: string): string {
  return url === '' ? urlOfKey(key, { https: (form & flag.targetHttps) !== 0, www: (form & flag.targetWww) !== 0 }) : url;
}

const rowKeys = [sql`page_key`];

/** One page of the answer, and one more when there is a next one. */
export async function pagesAsked(
  asking: Asking,
  asked: PagesAsked,
): Promise<{ readonly rows: readonly PageRow[]; readonly total: number }> {
  const { target, status, filters, having, order, limit, after } = asked;
  const { release } = asking;
  const groups = filters === undefined ? keptPages(release.id, target) : countedPages(asking, target, filters);
  const wanted = having === undefined ? sql`1 = 1` : compiledFilters(pageRows, release, having).condition;
  const from = sql`(${groups}) AS g WHERE ${wanted} AND ${status === null ? sql`1 = 1` : sql`g.page_key IN (${pagesFound(asking, target, status)})`}`;
  const [rows, [count]] = await Promise.all([
    asking.engine.ask<StoredPage & Record<string, unknown>>(
      sql`SELECT g.*, ${orderColumns(order, release)} FROM ${from} AND ${after === null ? sql`1 = 1` : behind(order, rowKeys, after)}
          ORDER BY ${orderBy(order, rowKeys)} LIMIT ${limit + 1}`,
      signalOf(asking),
    ),
    asking.engine.ask<{ total: number }>(sql`SELECT count() AS total FROM ${from}`, signalOf(asking)),
  ]);
  return { rows: rows.map((row) => ({ ...row, place: [...orderValues(order, row), row.page_key] })), total: count?.total ?? 0 };
}

function keptPages(release: number, target: Target): Sql {
  return sql`SELECT page_key, authority, live AS backlinks, followed, referring_domains, toUnixTimestamp(first_seen) AS first_at,
      toUnixTimestamp(last_seen) AS last_at, form, url
    FROM ${tableOf('pages', release)} WHERE ${keyCondition(target, sql`bucket`, sql`page_key`, sql`domain`)}`;
}

function countedPages({ release }: Asking, target: Target, filters: Filters): Sql {
  const chosen = sql`${targetCondition(target)} AND ${isLive} AND ${compiledFilters(backlinkRows, release, filters).condition}`;
  return sql`SELECT l.page_key AS page_key, p.authority AS authority, l.backlinks AS backlinks, l.followed AS followed, l.referring_domains AS referring_domains,
      l.first_at AS first_at, l.last_at AS last_at, l.form AS form, l.url AS url
    FROM (
      SELECT b.target_key AS page_key, count() AS backlinks, countIf(${isFollowed}) AS followed, uniqExact(b.source_domain) AS referring_domains,
        toUnixTimestamp(min(b.first_seen)) AS first_at, toUnixTimestamp(max(b.first_seen + b.seen_for)) AS last_at,
        groupBitOr(bitAnd(b.flags, ${flag.targetHttps | flag.targetWww})) AS form, max(b.target_url) AS url
      FROM ${backlinksWhere(release.id, chosen)} GROUP BY page_key
    ) AS l
    LEFT JOIN (SELECT page_key, authority FROM (${keptPages(release.id, target)})) AS p ON p.page_key = l.page_key`;
}

/** Keys of the target's own pages whose newest capture says so. */
function pagesFound({ release }: Asking, target: Target, status: PageStatus): Sql {
  return sql`SELECT source_key FROM captures
    WHERE ${keyCondition(target, sql`bucket`, sql`source_key`, sql`domain`)} AND batch_id <= ${release.lastBatch} AND proof != 0 AND origin = ${originCode('archive')}
    GROUP BY source_key HAVING argMax(proof, (fetched_at, grade, proof)) = ${proofOfStatus[status]}`;
}
