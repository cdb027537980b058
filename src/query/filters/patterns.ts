/**
 * Patterns of texts, all decided by RE2 (https://github.com/google/re2/wiki/Syntax), whose time grows with the text and not with the pattern's
 * wit. To the engine a dot is any character, a line's end included. Case is ignored as Unicode folds single characters.
 *
 *   like, ilike  the whole text; `%` any characters, `_` one, a backslash before them takes them as they are
 *   regex        anywhere in the text
 *   match        every word of the value is a word of the text, letter case ignored
 */
import { fail } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import { join, sql, type Sql } from '../../store/literal.ts';
import type { Field } from '../fields/field.ts';
import { textOf } from './typed-value.ts';

export type PatternOperator = 'like' | 'ilike' | 'regex' | 'match';

/** Throws `invalid_filter`. Whether a regular expression is valid only the engine knows. */
export function patternOf(field: Field, column: Sql, operator: PatternOperator, value: unknown): Sql {
  const pattern = textOf({ ...field, read: (text) => text }, value);
  if (pattern.length > limits.filterPatternCharsMax)
    return fail('invalid_filter', {
      reason: `"${field.name}": a pattern has at most ${limits.filterPatternCharsMax} characters; this one has ${pattern.length}.`,
    });
  if (operator === 'like') return sql`match(${column}, ${wholeText(pattern)})`;
  if (operator === 'ilike') return ignoringCase(column, pattern);
  if (operator === 'regex') return sql`match(${column}, ${pattern})`;
  const words = pattern.match(/[\p{L}\p{M}\p{N}]+/gu);
  if (words === null) return fail('invalid_filter', { reason: `"${field.name}": "match" takes words; "${pattern}" holds none.` });
  return sql`(${join(
    words.map((word) => sql`match(${column}, ${`(?i)(?:^|${between})${word}(?:${between}|$)`})`),
    ' AND ',
  )})`;
}

const between = String.raw`[^\p{L}\p{M}\p{N}]`;

/** What is asked most, some ASCII characters anywhere, is sought as such where the text is ASCII too: in a third of the time. */
function ignoringCase(column: Sql, like: string): Sql {
  const matches = sql`match(${column}, ${`(?i)${wholeText(like)}`})`;
  const part = /^%([^%_\\]+)%$/.exec(like)?.[1];
  if (part === undefined || !/^[\x20-\x7e]+$/.test(part)) return matches;
  return sql`if(isASCII(${column}), positionCaseInsensitive(${column}, ${part}) > 0, ${matches})`;
}

/** A LIKE pattern as a regular expression. `%` at an end is left out instead of written: searching is faster than matching. */
function wholeText(like: string): string {
  const parts = like.match(/\\[%_\\]|[^]/gu) ?? [];
  const body = parts.map(partOf);
  const begin = body[0] === any ? '' : '^';
  const end = body.length > 0 && body.at(-1) === any ? '' : '$';
  return begin + body.slice(begin === '' ? 1 : 0, end === '' ? -1 : undefined).join('') + end;
}

const any = '.*';

function partOf(part: string): string {
  if (part === '%') return any;
  if (part === '_') return '.';
  const character = part.length === 2 && part.startsWith('\\') ? part.slice(1) : part;
  return character.replace(/[\\^$.|?*+()[\]{}]/, String.raw`\$&`);
}
