/**
 * Who links to several targets at once: one row for each pair of a target and a domain that links to it. Each target has a bit, so that
 * whom a domain links to is one number, and sets of targets are compared as such.
 *
 * Whole domains are read from `domain_edges`, one row a linking domain whatever its number of links; hosts, folders and pages are
 * grouped from their links. Both say the same of the same links (test/conformance/overlap.test.ts). A domain's links to itself are no
 * links from others, and do not count here.
 */
import { backlinksWhere, isFollowed, isLive, sitewideOf } from '../../compute/views.ts';
import { placements } from '../../model/link.ts';
import { sitewide } from '../../compute/edge-weight.ts';
import { edgeHash } from '../../compute/graph.ts';
import { join, sql, strings, type Sql } from '../../store/literal.ts';
import { tableOf } from '../../store/releases.ts';
import { targetCondition, type Target } from '../target.ts';

/**
 * What the best followed link of a pair is worth to someone who wants one like it (METRICS section 9, `accept`), in halves: 2 in content,
 * 1 elsewhere on a page, 0 when all are site-wide or not followed.
 */
export const worthMax = 2;

/**
 * `bit, source_domain, live, followed, worth, first_at, last_at, lost_at` of all pairs, lost ones included (`live` is 0, and only then `lost_at` is not). The first target has
 * bit 1, the next 2, 4 and so on. `within` narrows the linking domains.
 */
export function edgesTo(release: number, targets: readonly Target[], within: (domain: Sql) => Sql = () => sql`1 = 1`): Sql {
  const placed = targets.map((target, place) => ({ target, bit: bitOf(place) }));
  const domains = placed.filter(({ target }) => target.scope === 'domain');
  const others = placed.filter(({ target }) => target.scope !== 'domain');
  return join(
    [...(domains.length === 0 ? [] : [toDomains(release, domains, within)]), ...others.map((one) => toPages(release, one, within))],
    '\nUNION ALL\n',
  );
}

export function bitOf(place: number): number {
  return 2 ** place;
}

interface Placed {
  readonly target: Target;
  readonly bit: number;
}

function toDomains(release: number, placed: readonly Placed[], within: (domain: Sql) => Sql): Sql {
  const edges = tableOf('domain_edges', release);
  const names = strings(placed.map(({ target }) => target.domain));
  const where = sql`bucket IN ${[...new Set(placed.map(({ target }) => target.bucket))]} AND target_domain IN (SELECT arrayJoin(${names}))
    AND source_domain != target_domain AND ${within(sql`source_domain`)}`;
  return sql`
  SELECT arrayElement(${uint64s(placed.map(({ bit }) => bit))}, indexOf(${names}, e.target_domain)) AS bit, e.source_domain AS source_domain,
    toUInt64(e.live) AS live, toUInt64(e.followed) AS followed,
    toUInt8(multiIf(e.content > w.content, ${worthMax}, e.followed > w.followed, 1, 0)) AS worth,
    toUnixTimestamp(e.first_seen) AS first_at, toUnixTimestamp(e.last_seen) AS last_at,
    if(e.live = 0, toUnixTimestamp(assumeNotNull(e.lost_at)), 0) AS lost_at
  FROM (SELECT *, ${edgeHash} AS edge FROM ${edges} WHERE ${where}) AS e
  LEFT JOIN (
    SELECT edge, sum(s.followed) AS followed, sum(s.content) AS content FROM ${tableOf('sitewide', release)} AS s
    WHERE edge IN (SELECT ${edgeHash} FROM ${edges} AS d WHERE ${where} AND d.live_pages >= ${sitewide.pagesMin}) GROUP BY edge
  ) AS w ON w.edge = e.edge`;
}

function toPages(release: number, { target, bit }: Placed, within: (domain: Sql) => Sql): Sql {
  const links = sql`${targetCondition(target)} AND b.source_domain != b.target_domain AND ${within(sql`b.source_domain`)}`;
  const worth = sql`multiIf(NOT (${isLive} AND ${isFollowed}), 0, ${sitewideOf(release)}, 0, b.placement = ${placements.indexOf('content')}, ${worthMax}, 1)`;
  return sql`
  SELECT toUInt64(${bit}) AS bit, b.source_domain AS source_domain, countIf(${isLive}) AS live, countIf(${isLive} AND ${isFollowed}) AS followed,
    toUInt8(max(${worth})) AS worth, toUnixTimestamp(min(b.first_seen)) AS first_at, toUnixTimestamp(max(b.first_seen + b.seen_for)) AS last_at,
    if(countIf(${isLive}) = 0, toUnixTimestamp(max(b.first_seen + b.seen_for + b.lost_after)), 0) AS lost_at
  FROM ${backlinksWhere(release, links)} GROUP BY b.source_domain`;
}

function uint64s(values: readonly number[]): Sql {
  return sql`CAST(${values} AS Array(UInt64))`;
}
