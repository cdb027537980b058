import { authorityOf, backlinksWhere, classOf, isFollowed, isLive } from '../../compute/views.ts';
import { flag } from '../../model/link.ts';
import { urlOfKey } from '../../model/url.ts';
import { join, sql, type Sql } from '../../store/literal.ts';
import { signalOf } from '../kept-ready.ts';
import type { Asking } from '../operation.ts';
import { targetCondition, type Target } from '../target.ts';
import { bitOf, edgesTo } from './edges.ts';

export interface SharedAsked {
  readonly targets: readonly Target[];
  /** Who links to one of these is left out. */
  readonly excluded: readonly Target[];
  /** How many of the targets a source must link to. */
  readonly least: number;
  /** Whether only followed links count as links to a target. */
  readonly followed: boolean;
  readonly limit: number;
  /** [targets, authority, name] of the last row shown before; null for the first page. */
  readonly after: readonly (string | number)[] | null;
}

/** A domain or a page that links to several targets. */
export interface SharedSource {
  /** What ties are broken by: the domain, or the page's key. */
  readonly name: string;
  readonly domain: string;
  readonly url: string | null;
  readonly authority: number;
  readonly class: number;
  readonly targets: number;
  /** The targets it links to, as bits. */
  readonly linked: number;
  readonly live: number;
  readonly followed: number;
  readonly first_at: number;
  readonly last_at: number;
}

interface Found {
  readonly rows: readonly SharedSource[];
  readonly total: number;
}

/** One page of linking domains, and one row more when there is a next one. */
export async function sharedDomains(asking: Asking, asked: SharedAsked): Promise<Found> {
  const edges = edgesTo(asking.release.id, [...asked.targets, ...asked.excluded]);
  return shared(
    asking,
    asked,
    sql`SELECT source_domain AS name, source_domain, 0 AS flags, bit, live, followed, first_at, last_at FROM (${edges})`,
  );
}

/** The same of linking pages. */
export async function sharedPages(asking: Asking, asked: SharedAsked): Promise<Found> {
  const links = [...asked.targets, ...asked.excluded].map(
    (
      target,
      place,
    ) => sql`SELECT b.source_key AS name, b.source_domain AS source_domain, bitAnd(b.flags, ${flag.sourceHttps | flag.sourceWww}) AS flags, toUInt64(${bitOf(place)}) AS bit,
      toUInt64(${isLive}) AS live, toUInt64(${isLive} AND ${isFollowed}) AS followed,
      toUnixTimestamp(b.first_seen) AS first_at, toUnixTimestamp(b.first_seen + b.seen_for) AS last_at
      FROM ${backlinksWhere(asking.release.id, sql`${targetCondition(target)} AND b.source_domain != b.target_domain`)}`,
  );
  return shared(asking, asked, join(links, '\nUNION ALL\n'));
}

async function shared(asking: Asking, asked: SharedAsked, links: Sql): Promise<Found> {
  const { id } = asking.release;
  const wanted = bitOf(asked.targets.length) - 1;
  // Links to a target may have to be followed; who is left out is left out for any.
  const counts = asked.followed ? sql`if(bitAnd(bit, ${wanted}) != 0, followed, live)` : sql`live`;
  const inTargets = sql`bitAnd(bit, ${wanted}) != 0 AND live > 0`;
  const [targets = 0, authority = 0, name = ''] = asked.after ?? [];
  const behind = sql`WHERE (targets, authority) < (${targets}, ${authority}) OR ((targets, authority) = (${targets}, ${authority}) AND name > ${name})`;
  const rows = await asking.engine.ask<StoredSource & Record<string, unknown>>(
    sql`SELECT * FROM (
          SELECT name, domain, flags, all_linked AS linked, bitCount(linked) AS targets, live_links AS live, followed_links AS followed, first_link AS first_at, last_link AS last_at,
            ${authorityOf(id, sql`domain`)} AS authority, ${classOf(id, sql`domain`)} AS class, count() OVER () AS total
          FROM (
            SELECT name, any(source_domain) AS domain, max(flags) AS flags,
              groupBitOr(if(${counts} > 0, bit, 0)) AS counted, bitAnd(counted, ${wanted}) AS all_linked,
              sumIf(live, ${inTargets}) AS live_links, sumIf(followed, ${inTargets}) AS followed_links,
              minIf(first_at, ${inTargets}) AS first_link, maxIf(last_at, ${inTargets}) AS last_link
            FROM (${links}) GROUP BY name
            HAVING bitCount(all_linked) >= ${asked.least} AND counted = all_linked
          )
        ) ${asked.after === null ? sql`` : behind}
        ORDER BY targets DESC, authority DESC, name LIMIT ${asked.limit + 1}`,
    signalOf(asking),
  );
  return { rows: rows.map(sourceOf), total: rows[0]?.total ?? 0 };
}

type StoredSource = Omit<SharedSource, 'url'> & { readonly flags: number; readonly total: number };

function sourceOf({ flags, total: _total, ...row }: StoredSource): SharedSource {
  const form = { https: (flags & flag.sourceHttps) !== 0, www: (flags & flag.sourceWww) !== 0 };
  return { ...row, url: row.name === row.domain ? null : urlOfKey(row.name, form) };
}
