/**
 * The filter language a second time: over a row as the API shows it, value by value, without the product's fields, parser or engine. Dates
 * are compared as the ISO text they are shown as.
 */

/** A row as the API shows it, with what can be filtered by and is not shown. */
export type ShownRow = Readonly<Record<string, unknown>>;

/** Nested lists as JSON takes them. */
export function passes(filters: unknown, row: ShownRow): boolean {
  const list = filters as readonly unknown[];
  if (typeof list[0] === 'string') return compare(row[list[0]], String(list[1]), list[2]);
  // `and` first: a list is alternatives of conditions that hold together.
  const alternatives: unknown[][] = [[]];
  for (const part of list) {
    if (part === 'or') alternatives.push([]);
    else if (part !== 'and') alternatives.at(-1)?.push(part);
  }
  return alternatives.some((all) => all.every((inner) => passes(inner, row)));
}

function compare(value: unknown, operator: string, wanted: unknown): boolean {
  if (operator === '<>') return !compare(value, '=', wanted);
  if (operator.startsWith('not_')) return !compare(value, operator.slice('not_'.length), wanted);
  if (operator === 'in') return (wanted as readonly unknown[]).some((one) => compare(value, '=', one));
  if (wanted === null) return value === null || (Array.isArray(value) && value.length === 0);
  if (value === null) return false;
  if (Array.isArray(value)) return value.includes(wanted);
  if (typeof value === 'string' && typeof wanted === 'string') {
    if (operator === 'like') return isLike(Array.from(value), Array.from(wanted), (a, b) => a === b);
    if (operator === 'ilike') return isLike(Array.from(value), Array.from(wanted), sameLetter);
    if (operator === 'match') return words(wanted).every((word) => words(value).some((own) => sameWord(own, word)));
    if (operator === 'regex') return new RegExp(wanted.replace('(?i)', ''), wanted.startsWith('(?i)') ? 'isu' : 'su').test(value);
  }
  return ordered(value, operator, wanted);
}

/** A day is all of its seconds. */
function ordered(value: unknown, operator: string, wanted: unknown): boolean {
  const day = typeof wanted === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(wanted) && /^\d{4}-\d{2}-\d{2}T/.test(String(value));
  const from = (day ? `${wanted}T00:00:00Z` : wanted) as string | number;
  const to = (day ? `${wanted}T23:59:59Z` : wanted) as string | number;
  const own = value as string | number;
  if (operator === '<') return own < from;
  if (operator === '<=') return own <= to;
  if (operator === '>') return own > to;
  if (operator === '>=') return own >= from;
  return day ? own >= from && own <= to : own === wanted;
}

function isLike(text: readonly string[], pattern: readonly string[], same: (a: string, b: string) => boolean): boolean {
  const [head, next] = pattern;
  if (head === undefined) return text.length === 0;
  if (head === '%') return text.some((_, i) => isLike(text.slice(i), pattern.slice(1), same)) || isLike([], pattern.slice(1), same);
  const [first] = text;
  if (first === undefined) return false;
  if (head === '_') return isLike(text.slice(1), pattern.slice(1), same);
  const isEscape = head === '\\' && next !== undefined && '%_\\'.includes(next);
  return same(first, isEscape ? next : head) && isLike(text.slice(1), pattern.slice(isEscape ? 2 : 1), same);
}

function words(text: string): string[] {
  return text.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '');
}

function sameWord(a: string, b: string): boolean {
  const [own, other] = [Array.from(a), Array.from(b)];
  return own.length === other.length && own.every((letter, i) => sameLetter(letter, other[i] ?? ''));
}

/** By the folding of single characters, as the language's own regular expressions have it. */
function sameLetter(a: string, b: string): boolean {
  return a === b || new RegExp(`^${b.replace(/[\\^$.|?*+()[\]{}/-]/, String.raw`\$&`)}$`, 'iu').test(a);
}
