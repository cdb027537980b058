/** Which of the rows that match are listed: all, or the best few of each value of a field, by the order that is asked for. */
import { z } from 'zod';
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { backlinkRows } from './fields/backlink-fields.ts';
import { fieldNamed, isSortable, type Field } from './fields/field.ts';

/** null: all rows. */
export type ListMode = { readonly field: Field; readonly count: number } | null;

const best = z.object({ field: z.string().max(limits.filterCharsMax), count: z.int().min(1).max(limits.rowsPerAnswerMax) });

export const modeInput = z
  .union([z.string().max(limits.filterCharsMax), best])
  .default('as_is')
  .describe(
    'as_is: every link; one_per_domain, one_per_anchor: the first of each in the order; FIELD:COUNT or {field, count}: the first COUNT of each value',
  );

const named: Readonly<Record<string, string>> = { one_per_domain: 'source_domain:1', one_per_anchor: 'anchor:1' };

/** Throws `invalid_input`. */
export function modeOf(given: z.output<typeof modeInput>): ListMode {
  if (given === 'as_is') return null;
  const { field, count } = typeof given === 'string' ? bestOf(named[given] ?? given) : given;
  const found = fieldNamed(backlinkRows, field, (reason) => refuse(`"mode": ${reason}`));
  return isSortable(found) ? { field: found, count } : refuse(`"mode": "${field}" holds several values in one row.`);
}

function bestOf(text: string): { readonly field: string; readonly count: number } {
  const [, field, digits] = /^(\w+):(\d{1,9})$/.exec(text) ?? [];
  const parsed = best.safeParse({ field, count: Number(digits) });
  return (
    parsed.data ??
    refuse(`"mode" is as_is, one_per_domain, one_per_anchor, or FIELD:COUNT with a count from 1 to ${limits.rowsPerAnswerMax}.`)
  );
}

function refuse(reason: string): never {
  return fail('invalid_input', { reason });
}
