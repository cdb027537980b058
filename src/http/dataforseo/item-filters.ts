/**
 * Filters and orders over items that are made already: for lists whose conditions our own questions cannot be asked, because they are about the
 * links to several targets at once. Form and meaning are those of our filter language: a negated operator holds exactly where its plain one does
 * not, and what is unknown equals nothing and is like nothing. `regex` is left out: it would run in this process, for as long as its author likes.
 */
import { limits } from '../../base/limits.ts';
import { conditionOf, type Comparison, type Condition } from '../../query/filters/condition.ts';
import { isLike } from './like.ts';
import { invalidField, Refused } from './status.ts';

export type ItemValue = string | number | boolean | null;
export type ItemFieldType = 'num' | 'str' | 'bool' | 'time';

export interface ItemField<Item> {
  readonly type: ItemFieldType;
  /** Its values in an item: those of several links where it has several, and then a condition holds when it does for one of them. */
  readonly valuesOf: (item: Item) => readonly ItemValue[];
}

export type ItemFields<Item> = ReadonlyMap<string, ItemField<Item>>;

/** `[cond, "and", [cond, "or", cond]]` as a function. Throws Refused, naming `of`, the field of the task, and `invalid_filter`. */
export function itemFilter<Item>(given: readonly unknown[], fields: ItemFields<Item>, of: string): (item: Item) => boolean {
  return passes(conditionOf(given), fields, of);
}

function passes<Item>(condition: Condition, fields: ItemFields<Item>, of: string): (item: Item) => boolean {
  if ('field' in condition) return compares(condition, fields, of);
  const inner = ('all' in condition ? condition.all : condition.any).map((one) => passes(one, fields, of));
  return 'all' in condition ? (item) => inner.every((test) => test(item)) : (item) => inner.some((test) => test(item));
}

const negated: Readonly<Record<string, string>> = { '<>': '=', not_in: 'in', not_like: 'like', not_ilike: 'ilike', not_match: 'match' };

function compares<Item>({ field, operator, value }: Comparison, fields: ItemFields<Item>, of: string): (item: Item) => boolean {
  const known = fields.get(field);
  const plain = negated[operator] ?? operator;
  const test = known === undefined ? null : testOf(plain, known.type, value);
  if (known === undefined || test === null) throw new Refused(invalidField(`${of}: ${field}`));
  return (item) => known.valuesOf(item).some(test) !== operator in negated;
}

type Test = (found: ItemValue) => boolean;

/** What a value must be; null for an operator or a value that does not go with the type. */
function testOf(operator: string, type: ItemFieldType, value: unknown): Test | null {
  if (operator === '=' && value === null) return (found) => found === null;
  if (operator === 'in') {
    if (!Array.isArray(value) || value.length === 0 || value.length > limits.filterValuesMax) return null;
    const tests = value.map((one: unknown) => testOf('=', type, one));
    return tests.includes(null) ? null : (found) => tests.some((test) => test?.(found));
  }
  if (type === 'str' && operator in ofTexts) return textTest(operator as keyof typeof ofTexts, value);
  const wanted = valueAs(type, value);
  if (wanted === null) return null;
  // A day that is asked for without a time is all of its seconds: a moment is compared as far as the day.
  const days = type === 'time' && typeof wanted === 'string' && wanted.length === dayChars;
  const asked = (found: ItemValue): ItemValue => (days && typeof found === 'string' ? found.slice(0, dayChars) : found);
  if (operator === '=') return (found) => asked(found) === wanted;
  const inOrder = type === 'num' || type === 'time' ? ofOrder[operator] : undefined;
  return inOrder === undefined ? null : (found) => found !== null && inOrder(asked(found), wanted);
}

const dayChars = 'YYYY-MM-DD'.length;

const ofOrder: Readonly<Record<string, (found: ItemValue, wanted: ItemValue) => boolean>> = {
  '<': (found, wanted) => (found ?? 0) < (wanted ?? 0),
  '>': (found, wanted) => (found ?? 0) > (wanted ?? 0),
  '<=': (found, wanted) => (found ?? 0) <= (wanted ?? 0),
  '>=': (found, wanted) => (found ?? 0) >= (wanted ?? 0),
};

const ofTexts = {
  like: isLike,
  ilike: (text: string, pattern: string) => isLike(text.toLowerCase(), pattern.toLowerCase()),
  match: (text: string, words: string) => {
    const held = new Set(wordsOf(text));
    return wordsOf(words).every((word) => held.has(word));
  },
} as const;

function textTest(operator: keyof typeof ofTexts, value: unknown): Test | null {
  if (typeof value !== 'string' || value.length > limits.filterPatternCharsMax) return null;
  if (operator === 'match' && wordsOf(value).length === 0) return null;
  return (found) => typeof found === 'string' && ofTexts[operator](found, value);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** Numbers and truth values may come as text. null: it is none of the type. */
function valueAs(type: ItemFieldType, value: unknown): string | number | boolean | null {
  if (type === 'num') {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? number : null;
  }
  if (type === 'bool') return value === true || value === 'true' ? true : value === false || value === 'false' ? false : null;
  if (type === 'str') return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
  const moment = typeof value === 'string' ? /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2})(?:Z| \+00:00)?)?$/.exec(value) : null;
  return moment === null ? null : moment[2] === undefined ? (moment[1] ?? null) : `${moment[1]} ${moment[2]} +00:00`;
}

/**
 * `["1.rank,desc", "2.backlinks,asc"]` as a comparison; rows that are equal by it keep their places. Of several values the one that comes first
 * counts; what is unknown stands below everything. Throws Refused.
 */
export function itemOrder<Item>(rules: readonly string[], fields: ItemFields<Item>): (a: Item, b: Item) => number {
  const terms = rules.map((rule) => {
    const [name = '', direction = 'asc', ...more] = rule.split(',').map((part) => part.trim());
    const known = fields.get(name);
    if (known === undefined || more.length > 0 || !['asc', 'desc'].includes(direction)) throw new Refused(invalidField('order_by'));
    const sign = direction === 'desc' ? -1 : 1;
    const first = (item: Item): ItemValue => known.valuesOf(item).toSorted((a, b) => sign * byValue(a, b))[0] ?? null;
    return { first, sign };
  });
  return (a, b) => {
    for (const { first, sign } of terms) {
      const compared = byValue(first(a), first(b));
      if (compared !== 0) return sign * compared;
    }
    return 0;
  };
}

function byValue(a: ItemValue, b: ItemValue): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  return a < b ? -1 : 1;
}
