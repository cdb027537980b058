import { flag, isFollowed, linkKinds, linkStates, placements, relOf } from '../../model/link.ts';
import type { Release } from '../../store/releases.ts';
import { domainNamed } from '../domain-named.ts';
import { listOf, type Filter } from '../filter.ts';
import { newSince, secondsFrom, secondsTo } from '../moments.ts';
import { classNamed } from '../shapes.ts';
import type { CountedBacklink } from './rows.ts';

const live = linkStates.indexOf('live');

export function isLiveRow(row: Pick<CountedBacklink, 'state'>): boolean {
  return row.state === live;
}

/** Whether a row passes a filter, its state included: `filterCondition` as a function, for filters without the language. */
export function matcherOf({ asOf }: Release, filter: Filter): (row: CountedBacklink) => boolean {
  if (filter.filters !== undefined) throw new Error('the filter language is answered by the engine');
  const tests: ((row: CountedBacklink) => boolean)[] = [];
  const add = <T>(value: T | undefined, test: (value: T) => (row: CountedBacklink) => boolean): void => {
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
  add(filter.anchor?.toUpperCase(), (anchor) => (row) => row.anchor.toUpperCase() === anchor);
  add(filter.anchor_contains?.toUpperCase(), (part) => (row) => row.anchor.toUpperCase().includes(part));
  add(filter.source_domain, (domains) =>
    within(new Set(listOf(domains).map((domain) => domainNamed('source_domain', domain))), (row) => row.source_domain),
  );
  add(filter.source_class, (classes) => within(oneOf<string>(classes), (row) => classNamed(row.class) ?? undefined));
  add(filter.authority_min, (min) => (row) => row.authority >= min);
  add(filter.authority_max, (max) => (row) => row.authority <= max);
  add(filter.is_new, (wanted) => {
    const since = newSince(asOf).getTime() / 1000;
    return (row) => ((row.flags & flag.pageSeenBefore) !== 0 && row.first_at > since) === wanted;
  });
  const moment = (text: string | undefined, secondsOf: (text: string) => number): number | undefined =>
    text === undefined ? undefined : secondsOf(text);
  add(moment(filter.first_seen_from, secondsFrom), (from) => (row) => row.first_at >= from);
  add(moment(filter.first_seen_to, secondsTo), (to) => (row) => row.first_at <= to);
  add(moment(filter.last_seen_from, secondsFrom), (from) => (row) => row.first_at + row.seen_for >= from);
  add(moment(filter.last_seen_to, secondsTo), (to) => (row) => row.first_at + row.seen_for <= to);
  add(filter.judged, ({ passes }) => passes);
  return (row) => tests.every((test) => test(row));
}

function within(wanted: ReadonlySet<string>, value: (row: CountedBacklink) => string | undefined): (row: CountedBacklink) => boolean {
  return (row) => {
    const found = value(row);
    return found !== undefined && wanted.has(found);
  };
}
