import { flag, isFollowed, linkKinds, placements, relTokens } from '../../model/link.ts';
import { platformCodeOf } from '../../model/platform.ts';
import type { StoredBacklink } from '../backlink-row.ts';
import type { StoredSummary } from '../stored-groups.ts';
import { grouped, lastAt, least, lostAt, most } from './groups.ts';
import { isLiveRow } from './matches.ts';
import { networkOf } from './network.ts';
import type { CountedBacklink } from './rows.ts';

/** What a summary reads beside what is counted of any link. */
export const summaryColumns = ['target_key', 'lost_after', 'source_ip', 'spam'] as const;

export type SummedBacklink = CountedBacklink & Pick<StoredBacklink, (typeof summaryColumns)[number]>;

/** The summary of these rows: `summarySelect` as a function. */
export function summaryOf(rows: readonly SummedBacklink[], asOf: Date): StoredSummary {
  const live = rows.filter(isLiveRow);
  const lost = rows.filter((row) => !isLiveRow(row));
  const followed = live.filter((row) => isFollowed(row.flags));
  const notFollowed = live.filter((row) => !isFollowed(row.flags));
  const since = (days: number): number => asOf.getTime() / 1000 - days * 86_400;
  const domains = grouped(
    rows,
    (row) => row.source_domain,
    (_, members) => {
      const own = members.filter(isLiveRow);
      return {
        live: own.length,
        followed: own.some((row) => isFollowed(row.flags)),
        nofollow: own.some((row) => !isFollowed(row.flags)),
        firstAt: least(members.map((row) => row.first_at)),
        lostAt: most(members.map(lostAt)),
        spam: members[0]?.spam ?? 0,
      };
    },
  );
  const lostDomains = domains.filter((domain) => domain.live === 0);
  const ips = distinct(live, ipOf);
  const followedIps = distinct(followed, ipOf);
  const nofollowIps = distinct(notFollowed, ipOf);
  return {
    live: live.length,
    lost: lost.length,
    followed: followed.length,
    pages: distinct(live, (row) => row.source_key).size,
    hosts: distinct(live, hostKeyOf).size,
    followed_pages: distinct(followed, (row) => row.source_key).size,
    followed_hosts: distinct(followed, hostKeyOf).size,
    nofollow_pages: distinct(notFollowed, (row) => row.source_key).size,
    nofollow_hosts: distinct(notFollowed, hostKeyOf).size,
    known_pages: distinct(rows, (row) => row.source_key).size,
    recaptured_pages: distinct(
      rows.filter((row) => row.seen_for + row.verified_after > 0),
      (row) => row.source_key,
    ).size,
    domains: domains.filter((domain) => domain.live > 0).length,
    domains_ever: domains.length,
    followed_domains: domains.filter((domain) => domain.followed).length,
    nofollow_domains: domains.filter((domain) => domain.nofollow).length,
    spam_sum: domains.filter((domain) => domain.live > 0).reduce((sum, domain) => sum + domain.spam, 0),
    ips: ips.size,
    subnets: networksOf(ips),
    followed_ips: followedIps.size,
    followed_subnets: networksOf(followedIps),
    nofollow_ips: nofollowIps.size,
    nofollow_subnets: networksOf(nofollowIps),
    first_at: rows.length === 0 ? 0 : least(rows.map((row) => row.first_at)),
    last_at: rows.length === 0 ? 0 : most(rows.map(lastAt)),
    new_30: rows.filter((row) => row.first_at > since(30)).length,
    new_90: rows.filter((row) => row.first_at > since(90)).length,
    lost_30: lost.filter((row) => lostAt(row) > since(30)).length,
    lost_90: lost.filter((row) => lostAt(row) > since(90)).length,
    new_domains_30: domains.filter((domain) => domain.firstAt > since(30)).length,
    new_domains_90: domains.filter((domain) => domain.firstAt > since(90)).length,
    lost_domains_30: lostDomains.filter((domain) => domain.lostAt > since(30)).length,
    lost_domains_90: lostDomains.filter((domain) => domain.lostAt > since(90)).length,
    ...Object.fromEntries(linkKinds.map((kind, i) => [`kind_${kind}`, live.filter((row) => row.kind === i).length])),
    kind_image: live.filter((row) => row.kind === 0 && (row.flags & flag.hasImage) !== 0 && row.anchor === '').length,
    ...Object.fromEntries(relTokens.map((token) => [`rel_${token}`, live.filter((row) => (row.flags & flag[token]) !== 0).length])),
    ...Object.fromEntries(placements.map((placement, i) => [`placement_${placement}`, live.filter((row) => row.placement === i).length])),
    by_tld: tally(live, (row) => /\.([^.]*)$/.exec(row.source_domain)?.[1] ?? ''),
    by_class: tally(live, (row) => row.class),
    by_platform: tally(live, (row) => platformCodeOf(row.source_domain)),
  };
}

function ipOf({ source_ip }: SummedBacklink): string {
  return source_ip;
}

function networksOf(ips: ReadonlySet<string>): number {
  return new Set([...ips].map(networkOf)).size;
}

function distinct(rows: readonly SummedBacklink[], value: (row: SummedBacklink) => string): Set<string> {
  const found = new Set(rows.map(value));
  found.delete('');
  return found;
}

function tally<Key extends string | number>(
  rows: readonly SummedBacklink[],
  key: (row: SummedBacklink) => Key,
): readonly [readonly Key[], readonly number[]] {
  const counts = new Map<Key, number>();
  for (const row of rows) counts.set(key(row), (counts.get(key(row)) ?? 0) + 1);
  const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return [sorted.map(([name]) => name), sorted.map(([, count]) => count)];
}

function hostKeyOf({ source_key }: SummedBacklink): string {
  return source_key.slice(0, source_key.indexOf(')') + 1);
}
