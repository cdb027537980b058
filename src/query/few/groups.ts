import { isFollowed } from '../../model/link.ts';
import type { StoredBacklink } from '../backlink-row.ts';
import type { StoredAnchor, StoredDomain } from '../stored-groups.ts';
import { isLiveRow } from './matches.ts';
import { byBytes, type CountedBacklink } from './rows.ts';

/** Anchors of these rows, most used first: `anchorColumns` as a function. */
export function anchorsOf(rows: readonly CountedBacklink[]): StoredAnchor[] {
  return grouped(
    rows,
    (row) => row.anchor,
    (anchor, members) => ({
      anchor,
      backlinks: members.length,
      referring_domains: new Set(members.map((row) => row.source_domain)).size,
      followed: members.filter((row) => isFollowed(row.flags)).length,
      first_at: least(members.map((row) => row.first_at)),
      last_at: most(members.map(lastAt)),
    }),
  ).sort((a, b) => b.backlinks - a.backlinks || byBytes(a.anchor, b.anchor));
}

/** What is told of a linking domain beside what is counted of its links. */
export const domainColumns = [
  'lost_after',
  'spam',
  'trust',
  'spam_mass',
  'source_topics',
  'source_site_language',
  'target_topics',
  'target_language',
] as const;

/** Referring domains of these rows, strongest first: `referringDomainColumns` as a function. */
export function domainsOf(rows: readonly (CountedBacklink & Pick<StoredBacklink, (typeof domainColumns)[number]>)[]): StoredDomain[] {
  return grouped(
    rows,
    (row) => row.source_domain,
    (domain, members) => {
      const live = members.filter(isLiveRow);
      return {
        domain,
        authority: members[0]?.authority ?? 0,
        class: members[0]?.class ?? 0,
        spam: members[0]?.spam ?? 0,
        trust: members[0]?.trust ?? 0,
        spam_mass: members[0]?.spam_mass ?? 0,
        source_topics: members[0]?.source_topics ?? 0,
        source_site_language: members[0]?.source_site_language ?? 0,
        target_topics: members[0]?.target_topics ?? 0,
        target_language: members[0]?.target_language ?? 0,
        live: live.length,
        lost: members.length - live.length,
        followed: live.filter((row) => isFollowed(row.flags)).length,
        pages: new Set(live.map((row) => row.source_key)).size,
        first_at: least(members.map((row) => row.first_at)),
        last_at: most(members.map(lastAt)),
        lost_at: live.length > 0 ? null : most(members.map(lostAt)),
      };
    },
  ).sort((a, b) => b.authority - a.authority || byBytes(a.domain, b.domain));
}

export function lastAt(row: Pick<StoredBacklink, 'first_at' | 'seen_for'>): number {
  return row.first_at + row.seen_for;
}

/** When the row was lost; its last sight when it is live. */
export function lostAt(row: Pick<StoredBacklink, 'first_at' | 'seen_for' | 'lost_after'>): number {
  return row.first_at + row.seen_for + row.lost_after;
}

export function grouped<Member, Group>(
  rows: readonly Member[],
  key: (row: Member) => string,
  group: (key: string, members: readonly Member[]) => Group,
): Group[] {
  const members = new Map<string, Member[]>();
  for (const row of rows) {
    const own = members.get(key(row));
    if (own === undefined) members.set(key(row), [row]);
    else own.push(row);
  }
  return [...members].map(([name, own]) => group(name, own));
}

export function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}

export function most(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
}
