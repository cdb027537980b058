/**
 * The contract's filters and orders in our own language: the grammar is the same, so only the names of fields and the forms of values are
 * turned into ours. A field that we cannot know is refused by its name, as one that does not exist.
 */
import { authoritiesRanked } from './rank-scale.ts';
import { invalidField, Refused } from './status.ts';
import type { RankScale } from './task-fields.ts';

/** How a field of the contract is asked of us: another name, and where values differ, how they are written here. */
interface OurField {
  readonly field: string;
  readonly value?: (value: unknown) => unknown;
  /** A score of 0 to 100 here, on the scale that is asked for there. */
  readonly isRank?: true;
}

export type OurFields = Readonly<Record<string, OurField>>;

/** `[cond, "and", [cond, "or", cond]]` with our names. Throws Refused, naming `of`, the field of the task. */
export function ourFilters(given: readonly unknown[], fields: OurFields, of: string, scale: RankScale): unknown[] {
  if (isCondition(given)) return ourCondition(given, fields, of, scale);
  return given.map((part) => {
    if (typeof part === 'string') return part;
    if (!Array.isArray(part)) throw new Refused(invalidField(of));
    return ourFilters(part, fields, of, scale);
  });
}

function isCondition(given: readonly unknown[]): given is readonly [string, string, unknown] {
  return given.length === 3 && typeof given[0] === 'string' && typeof given[1] === 'string';
}

function ourCondition(
  [name, operator, value]: readonly [string, string, unknown],
  fields: OurFields,
  of: string,
  scale: RankScale,
): unknown[] {
  const known = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (known === undefined) throw new Refused(invalidField(`${of}: ${name}`));
  if (known.isRank === true) {
    const authorities = authoritiesRanked(operator, value, scale);
    if (authorities === null) throw new Refused(invalidField(`${of}: ${name}`));
    return authorities.length === 0 ? [known.field, '<', 0] : [known.field, 'in', authorities];
  }
  const ours = known.value ?? plain;
  return [known.field, operator, Array.isArray(value) ? value.map(ours) : ours(value)];
}

/** Numbers and truth values may come as text. */
function plain(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (/^-?\d+(?:\.\d+)?$/.test(value)) return Number(value);
  return value === 'true' ? true : value === 'false' ? false : value;
}

/** Text stays text, whatever it looks like. */
export function asText(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}

/** `2026-11-27 01:02:03 +00:00` as our moments are written. */
export function asMoment(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const found = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?: \+00:00)?$/.exec(value);
  return found === null ? value : `${found[1]}T${found[2]}Z`;
}

/** `["rank,desc", "first_seen,asc"]` with our names. Throws Refused. */
export function ourOrder(given: readonly string[], fields: OurFields): string[] {
  return given.map((rule) => {
    const [name = '', direction = 'asc', ...more] = rule.split(',').map((part) => part.trim());
    const known = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (known === undefined || more.length > 0 || !['asc', 'desc'].includes(direction)) throw new Refused(invalidField('order_by'));
    return `${known.field},${direction}`;
  });
}
