/** What is counted of a question: before it is asked, the most that there can be; afterwards, what there was. */
import { limits } from '../base/limits.ts';
import { parseInput } from '../query/ask.ts';
import type { Counted } from './price.ts';
import type { Question } from './question.ts';

/** The most that can be counted of a call. Throws what the operation's own check of its input throws. */
export function countedAtMost({ operation, piece }: Pick<Question, 'operation' | 'piece'>, given: unknown): Counted {
  const input = parseInput(operation, given, piece?.rowsMax);
  const rows = operation.units.rows === undefined ? 0 : typeof input.limit === 'number' ? input.limit : limits.rowsPerAnswerMax;
  const targets = operation.units.targets === undefined ? 0 : targetsIn(input);
  return { rows, targets, ...(piece !== undefined && { goesOn: piece.goesOn }) };
}

/** The targets that an input names: those of its lists, and one that stands alone. */
function targetsIn(input: Readonly<Record<string, unknown>>): number {
  const lists = ['targets', 'domains', 'competitors', 'competitor_domains', 'keywords'].map((name) => input[name]);
  return Math.max(
    1,
    lists.reduce<number>((sum, list) => sum + (Array.isArray(list) ? list.length : 0), 0),
  );
}

/** How many rows an answer has, whatever it calls them. */
export function rowsIn(data: unknown): number {
  const { rows } = data as { readonly rows?: unknown };
  if (Array.isArray(rows)) return rows.length;
  return Math.max(0, ...Object.values(data as object).map((value) => (Array.isArray(value) ? value.length : 0)));
}

/** Whether an answer says something of its target, rather than that nobody has looked. */
export function hasLooked(data: unknown): boolean {
  const { coverage } = data as { readonly coverage?: { readonly status?: unknown } };
  return coverage?.status !== 'not_looked';
}
