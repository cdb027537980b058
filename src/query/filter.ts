import { z } from 'zod';
import { limits } from '../base/limits.ts';
import { authorityOf, classOf, isFollowed, isLive } from '../compute/views.ts';
import { flag, linkKinds, placements, relTokens } from '../model/link.ts';
import { sourceClasses } from '../model/source-class.ts';
import { join, sql, type Sql } from '../store/literal.ts';
import { domainNamed } from './domain-named.ts';
import { backlinkRows } from './fields/backlink-fields.ts';
import type { AskedRelease } from './fields/field.ts';
import { compiledFilters, filtersInput } from './filters/filters.ts';
import { newSince, secondsFrom, secondsTo } from './moments.ts';
import { dayText } from './shapes.ts';
import type { JudgedFilter } from './verdict-filter.ts';

const text = z.string().min(1).max(limits.filterCharsMax);
const several = <T extends z.ZodType>(item: T) => z.union([item, z.array(item).min(1).max(limits.filterValuesMax)]);
const day = dayText;
const score = z.int().min(0).max(100);

/** The filters that every list of backlinks takes; all that are given must hold. `filters` is the language, the others are short forms. */
export const filterShape = {
  state: z.enum(['live', 'lost', 'all']).default('live').describe('Links live, lost, or all'),
  followed: z.boolean().optional().describe('Only followed links, or only those that are not'),
  kind: several(z.enum(linkKinds)).optional().describe('Kinds of link'),
  rel: several(z.enum(relTokens)).optional().describe('Links with any of these rel values'),
  placement: several(z.enum(placements)).optional().describe('Where on the page the link stands'),
  anchor: text.optional().describe('The whole anchor text, letter case ignored'),
  anchor_contains: text.optional().describe('Part of the anchor text, letter case ignored'),
  source_domain: several(text).optional().describe('Links from these registrable domains'),
  source_class: several(z.enum(sourceClasses.filter((name) => name !== 'unknown')))
    .optional()
    .describe('Links from sites of these classes'),
  authority_min: score.optional().describe('Lowest authority of the linking domain'),
  authority_max: score.optional().describe('Highest authority of the linking domain'),
  is_new: z
    .boolean()
    .optional()
    .describe('Only links that appeared in the last 30 days on a page which had been captured before without them'),
  first_seen_from: day.optional().describe('First seen on this day or later'),
  first_seen_to: day.optional().describe('First seen before this day ends'),
  last_seen_from: day.optional().describe('Last seen on this day or later'),
  last_seen_to: day.optional().describe('Last seen before this day ends'),
  filters: filtersInput('links'),
} as const;

const filterSchema = z.object(filterShape);
/** `judged`: made of verdicts by the questions that take them (verdict-filter.ts). */
export type Filter = z.output<typeof filterSchema> & { readonly judged?: JudgedFilter | undefined };

/** The filter part of a question's input, without what is not a filter. */
export function filterOf(input: Filter): Filter {
  return Object.fromEntries(Object.keys(filterShape).map((key) => [key, input[key as keyof Filter]])) as Filter;
}

/** True when nothing is asked beyond live links: such questions may be answered from what is kept ready. */
export function isDefaultFilter(filter: Filter): boolean {
  return (
    filter.state === 'live' &&
    filter.judged === undefined &&
    Object.entries(filterOf(filter)).every(([key, value]) => key === 'state' || value === undefined)
  );
}

/** The condition on backlinks (as `b`), states included. */
export function filterCondition(release: AskedRelease, filter: Filter): Sql {
  const conditions: Sql[] = [stateCondition(filter.state)];
  const add = <T>(value: T | undefined, condition: (value: T) => Sql): void => {
    if (value !== undefined) conditions.push(condition(value));
  };
  add(filter.followed, (followed) => (followed ? isFollowed : sql`NOT (${isFollowed})`));
  add(filter.kind, (kinds) => sql`b.kind IN ${codes(kinds, linkKinds)}`);
  add(filter.rel, (tokens) => sql`bitAnd(b.flags, ${listOf(tokens).reduce((bits, token) => bits | flag[token], 0)}) != 0`);
  add(filter.placement, (names) => sql`b.placement IN ${codes(names, placements)}`);
  // In capitals, because `Σ` has two small forms and `ß` has none of one letter. As JavaScript's, for every character.
  add(filter.anchor, (anchor) => sql`upperUTF8(b.anchor) = ${anchor.toUpperCase()}`);
  add(filter.anchor_contains, (part) => sql`position(upperUTF8(b.anchor), ${part.toUpperCase()}) > 0`);
  add(filter.source_domain, (domains) => sql`b.source_domain IN ${listOf(domains).map((domain) => domainNamed('source_domain', domain))}`);
  add(filter.source_class, (classes) => sql`${classOf(release.id, sql`b.source_domain`)} IN ${codes(classes, sourceClasses)}`);
  add(filter.authority_min, (min) => sql`${authorityOf(release.id, sql`b.source_domain`)} >= ${min}`);
  add(filter.authority_max, (max) => sql`${authorityOf(release.id, sql`b.source_domain`)} <= ${max}`);
  const isNew = sql`(bitAnd(b.flags, ${flag.pageSeenBefore}) != 0 AND b.first_seen > ${newSince(release.asOf)})`;
  add(filter.is_new, (wanted) => (wanted ? isNew : sql`NOT ${isNew}`));
  add(filter.first_seen_from, (from) => sql`b.first_seen >= ${new Date(secondsFrom(from) * 1000)}`);
  add(filter.first_seen_to, (to) => sql`b.first_seen <= ${new Date(secondsTo(to) * 1000)}`);
  add(filter.last_seen_from, (from) => sql`b.first_seen + b.seen_for >= ${new Date(secondsFrom(from) * 1000)}`);
  add(filter.last_seen_to, (to) => sql`b.first_seen + b.seen_for <= ${new Date(secondsTo(to) * 1000)}`);
  add(filter.judged, ({ condition }) => condition);
  add(filter.filters, (filters) => compiledFilters(backlinkRows, release, filters).condition);
  return join(conditions, ' AND ');
}

function stateCondition(state: Filter['state']): Sql {
  if (state === 'all') return sql`1 = 1`;
  return state === 'live' ? sql`${isLive}` : sql`NOT (${isLive})`;
}

export function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

function codes<T extends string>(names: T | readonly T[], known: readonly string[]): number[] {
  return listOf(names).map((name) => known.indexOf(name));
}
