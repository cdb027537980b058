/**
 * Filters as they are given become conditions: which field, operator and value, joined by and / or. Only the form is read here; fields
 * and types are checked where a condition is compiled (compile.ts).
 *
 *   ["anchor", "ilike", "%plumber%"]
 *   [["anchor", "ilike", "%plumber%"], "and", [["followed", "=", true], "or", ["domain_authority", ">", 30]]]
 *
 * In one list `and` binds tighter than `or`, as in SQL.
 */
import { fail } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import { filterOfText } from './filter-text.ts';

export interface Comparison {
  readonly field: string;
  readonly operator: string;
  readonly value: unknown;
}

export type Condition = Comparison | { readonly all: readonly Condition[] } | { readonly any: readonly Condition[] };

/** Throws `invalid_filter`: for a form that is none, and for more bytes, conditions or levels than the limits allow. */
export function conditionOf(given: unknown): Condition {
  if (typeof given === 'string') boundBytes(given);
  const parsed = typeof given === 'string' ? read(given) : given;
  const condition = nested(parsed, 1);
  // What is nested without end was refused before it is written down.
  boundBytes(JSON.stringify(parsed));
  const conditions = count(condition);
  if (conditions > limits.filterConditionsMax)
    refuse(`A filter has at most ${limits.filterConditionsMax} conditions; this one has ${conditions}.`);
  return condition;
}

function boundBytes(text: string): void {
  const bytes = Buffer.byteLength(text);
  if (bytes > limits.filterBytesMax) refuse(`A filter has at most ${limits.filterBytesMax} bytes; this one has ${bytes}.`);
}

/** Text that begins as JSON does is JSON. */
function read(text: string): unknown {
  if (!text.trimStart().startsWith('[')) return filterOfText(text);
  try {
    return JSON.parse(text);
  } catch (thrown) {
    return fail('invalid_filter', { reason: 'The filter begins with "[" and is not valid JSON.' }, thrown);
  }
}

function nested(given: unknown, depth: number): Condition {
  if (depth > limits.filterDepthMax) refuse(`A filter is nested at most ${limits.filterDepthMax} deep.`);
  if (!Array.isArray(given) || given.length === 0) return refuse(`${shown(given)} is no condition. ${form}`);
  const list: readonly unknown[] = given;
  return typeof list[0] === 'string' ? comparison(list) : group(list, depth);
}

function comparison(list: readonly unknown[]): Comparison {
  const [field, operator, value] = list;
  if (list.length !== 3 || typeof field !== 'string' || typeof operator !== 'string')
    return refuse(`${shown(list)} is no condition. ${form}`);
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (values.some((one) => one === undefined || (typeof one === 'object' && one !== null)))
    return refuse(`"${field.slice(0, 100)}": a value is a text, a number, true, false, null, or a list of those.`);
  return { field, operator: operator.toLowerCase(), value };
}

/** Conditions with "and" or "or" between them. */
function group(list: readonly unknown[], depth: number): Condition {
  const alternatives: Condition[][] = [[]];
  for (const [place, part] of list.entries()) {
    if (place % 2 === 0) alternatives.at(-1)?.push(nested(part, depth + 1));
    else if (isWord(part, 'or')) alternatives.push([]);
    else if (!isWord(part, 'and')) refuse(`Between two conditions stands "and" or "or", not ${shown(part)}.`);
  }
  if (list.length % 2 === 0) refuse(`Behind the last "${String(list.at(-1))}" of a filter stands no condition.`);
  const any = alternatives.map((all) => only(all) ?? { all });
  return only(any) ?? { any };
}

function isWord(part: unknown, word: 'and' | 'or'): boolean {
  return typeof part === 'string' && part.toLowerCase() === word;
}

function only<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}

function count(condition: Condition): number {
  if ('field' in condition) return 1;
  return ('all' in condition ? condition.all : condition.any).reduce((sum, inner) => sum + count(inner), 0);
}

const form = 'A condition is [field, operator, value]; several are joined as [condition, "and", condition].';

/** A list is not written out: it may be nested without end. */
function shown(part: unknown): string {
  if (Array.isArray(part))
    return part.length === 0 ? 'An empty list' : `A list that begins with ${typeof part[0] === 'object' ? 'a list' : shown(part[0])}`;
  return typeof part === 'object' && part !== null ? 'An object' : (JSON.stringify(part) ?? 'nothing').slice(0, 100);
}

function refuse(reason: string): never {
  return fail('invalid_filter', { reason });
}
