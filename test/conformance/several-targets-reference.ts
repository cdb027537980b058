/** Figures of several targets a second time, from the rows of a release held in memory. */
import { flag, isFollowed, linkKinds, placements, rankKinds } from '../../src/model/link.ts';
import type { HeldRow, Holdings } from './answers-reference.ts';
import type { Named } from './overlap-reference.ts';

const day = 86_400;

export function bulkCounts({ rows, release }: Holdings, { matches }: Named): Record<string, number> {
  const own = rows.filter(matches);
  const live = own.filter(isLive);
  const lost = own.filter((row) => !isLive(row));
  const since = release.asOf.getTime() / 1000 - 30 * day;
  const domains = [...groupBy(own, (row) => row.source_domain).values()];
  return {
    backlinks: live.length,
    lost_backlinks: lost.length,
    referring_domains: distinctSources(live).size,
    followed_referring_domains: distinctSources(live.filter((row) => isFollowed(row.flags))).size,
    new_backlinks_30d: own.filter((row) => row.first_at > since).length,
    lost_backlinks_30d: lost.filter((row) => lostAt(row) > since).length,
    new_referring_domains_30d: domains.filter((links) => Math.min(...links.map((row) => row.first_at)) > since).length,
    lost_referring_domains_30d: domains.filter((links) => !links.some(isLive) && Math.max(...links.map(lostAt)) > since).length,
  };
}

/** Followed referring domains by band of authority, and what came and went in 90 days. */
export function standing({ rows, release, authorities }: Holdings, { matches }: Named): { bands: number[]; gained: number; lost: number } {
  const since = release.asOf.getTime() / 1000 - 90 * day;
  const pairs = [
    ...groupBy(
      rows.filter((row) => matches(row) && row.source_domain !== row.target_domain),
      (row) => row.source_domain,
    ),
  ];
  const followed = pairs.filter(([, links]) => links.some((row) => isLive(row) && isFollowed(row.flags)));
  const began = (links: readonly HeldRow[]): number => Math.min(...links.map((row) => row.first_at));
  const bands = Array.from({ length: 10 }, () => 0);
  for (const [domain] of followed) {
    const band = Math.min(9, Math.floor((authorities.get(domain) ?? 0) / 10));
    bands[band] = (bands[band] ?? 0) + 1;
  }
  return {
    bands,
    gained: followed.filter(([, links]) => began(links) > since).length,
    lost: pairs.filter(([, links]) => !links.some(isLive) && Math.max(...links.map(lostAt)) > since && began(links) <= since).length,
  };
}

/** Live domains that link to a target, itself aside. */
export function sourcesOf({ rows }: Holdings, { matches }: Named): Set<string> {
  return distinctSources(rows.filter((row) => isLive(row) && matches(row) && row.source_domain !== row.target_domain));
}

/** What arrives at a domain over each edge that could carry rank whatever its rel, by the run that ignores it (authority v2 weights). */
export function inflow(
  { rows, captures }: Holdings,
  domain: string,
  gifts: ReadonlyMap<string, number>,
): { source: string; given: number; followed: boolean }[] {
  const ranking = rows.filter(
    (row) =>
      isLive(row) &&
      row.target_domain === domain &&
      row.source_domain !== domain &&
      (row.flags & flag.pageNoindex) === 0 &&
      rankKinds.includes(linkKinds[row.kind] ?? 'form'),
  );
  return [...groupBy(ranking, (row) => row.source_domain)].map(([source, links]) => {
    const pages = new Set(captures.filter(({ capture }) => capture.source.domain === source).map(({ capture }) => capture.source.key)).size;
    const repeated = Math.max(...[...groupBy(links, (row) => row.anchor).values()].map((own) => own.length));
    const sitewide = repeated >= 20 && repeated >= 0.3 * pages;
    const spread = sitewide ? 0.3 : Math.min(2, 1 + Math.log2(links.length) / 4);
    const placed = Math.max(...links.map((row) => places[placements[row.placement] ?? 'unknown'] ?? 0.5));
    return {
      source,
      given: (gifts.get(source) ?? 0) * Math.fround(Math.round(1024 * placed * spread) / 1024),
      followed: links.some((row) => isFollowed(row.flags)),
    };
  });
}

const places: Readonly<Partial<Record<string, number>>> = { content: 1, comment: 0.25 };

function isLive(row: HeldRow): boolean {
  return row.state === 0;
}

function lostAt(row: HeldRow): number {
  return row.first_at + row.seen_for + row.lost_after;
}

function distinctSources(rows: readonly HeldRow[]): Set<string> {
  return new Set(rows.map((row) => row.source_domain));
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}
