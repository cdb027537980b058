import { flag, isFollowed, linkKinds, linkStates, placements, relOf } from '../../model/link.ts';
import type { Release } from '../../store/releases.ts';
import type { StoredBacklink } from '../backlink-row.ts';
import { domainNamed, listOf, newSince, secondsFrom, secondsTo, type Filter } from '../filter.ts';
import { classNamed } from '../shapes.ts';

const live = linkStates.indexOf('live');

export function isLiveRow(row: StoredBacklink): boolean {
  return row.state === live;
}

/** Whether a row passes a filter, its state included: `filterCondition` as a function. */
export function matcherOf({ asOf }: Release, filter: Filter): (row: StoredBacklink) => boolean {
  const tests: ((row: StoredBacklink) => boolean)[] = [];
  const add = <T>(value: T | undefined, test: (value: T) => (row: StoredBacklink) => boolean): void => {
    if (value !== undefined) tests.push(test(value));
  };
  const oneOf = <T>(values: T | readonly T[]): ReadonlySet<T> => new Set(listOf(values));
  if (filter.state !== 'all') tests.push((row) => isLiveRow(row) === (filter.state === 'live'));
  add(filter.followed, (followed) => (row) => isFollowed(row.flags) === followed);
  add(filter.kind, (kinds) => within(oneOf<string>(kinds), (row) => linkKinds[row.kind]));
  add(filter.rel, (tokens) => {
    const wanted = oneOf<string>(tokens);
    return (row) => relOf(row.flags).some((token) => wanted.has(token));
  });
  add(filter.placement, (names) => within(oneOf<string>(names), (row) => placements[row.placement]));
  add(filter.anchor, (anchor) => (row) => row.anchor.toLowerCase() === anchor.toLowerCase());
  add(filter.anchor_contains, (part) => (row) => row.anchor.toLowerCase().includes(part.toLowerCase()));
  add(filter.source_domain, (domains) => within(new Set(listOf(domains).map(domainNamed)), (row) => row.source_domain));
  add(filter.source_class, (classes) => within(oneOf<string>(classes), (row) => classNamed(row.class) ?? undefined));
  add(filter.authority_min, (min) => (row) => row.authority >= min);
  add(filter.authority_max, (max) => (row) => row.authority <= max);
  add(filter.is_new, (wanted) => {
    const since = newSince(asOf).getTime() / 1000;
    return (row) => ((row.flags & flag.pageSeenBefore) !== 0 && row.first_at > since) === wanted;
  });
  add(filter.first_seen_from, (from) => (row) => row.first_at >= secondsFrom(from));
  add(filter.first_seen_to, (to) => (row) => row.first_at <= secondsTo(to));
  add(filter.last_seen_from, (from) => (row) => row.first_at + row.seen_for >= secondsFrom(from));
  add(filter.last_seen_to, (to) => (row) => row.first_at + row.seen_for <= secondsTo(to));
  return (row) => tests.every((test) => test(row));
}

function within(wanted: ReadonlySet<string>, value: (row: StoredBacklink) => string | undefined): (row: StoredBacklink) => boolean {
  return (row) => {
    const found = value(row);
    return found !== undefined && wanted.has(found);
  };
}
