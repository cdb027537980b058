/**
 * The order of an answer's rows: up to three fields, each falling or rising, then the keys of a row, so that it is total. What is unknown
 * stands below everything. A cursor holds the values of the last row shown.
 */
import { z } from 'zod';
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { join, name, sql, type Sql } from '../store/literal.ts';
import { fieldNamed, isSortable, type AskedRelease, type Field, type RowKind } from './fields/field.ts';

const directions = ['asc', 'desc'] as const;
type Direction = (typeof directions)[number];

export interface OrderTerm {
  readonly field: Field;
  readonly direction: Direction;
}

/** The inputs of an order, the same for every question, so that a model that carries all of them along is told once. */
export function orderInput() {
  return {
    order: z
      .union([
        z.string().max(limits.filterPatternCharsMax),
        z.array(z.string().max(limits.filterPatternCharsMax)).max(2 * limits.orderTermsMax),
      ])
      .optional()
      .describe(`Up to ${limits.orderTermsMax} fields, each with its direction: first_seen,desc`),
    direction: z.enum(directions).default('desc').describe('Of fields without one'),
  };
}

/** `["first_seen,desc", "anchor"]`, `first_seen,desc,anchor`: fields, each with a direction or followed by one. Throws `invalid_input`. */
export function orderOf(
  kind: RowKind,
  standard: string,
  asked: { readonly order?: string | readonly string[] | undefined; readonly direction: Direction },
): readonly OrderTerm[] {
  const words = [asked.order ?? standard]
    .flat()
    .flatMap((term) => term.split(/[,\s]+/))
    .filter((word) => word !== '');
  const terms: OrderTerm[] = [];
  for (const [place, word] of words.entries()) {
    if (isDirection(word)) {
      if (place === 0 || isDirection(words[place - 1] ?? '')) refuse(`"order": "${word}" stands behind no field.`);
      continue;
    }
    const next = words[place + 1] ?? '';
    terms.push({ field: sortable(kind, word), direction: isDirection(next) ? next : asked.direction });
  }
  if (terms.length > limits.orderTermsMax) refuse(`"order" takes up to ${limits.orderTermsMax} fields; ${terms.length} are given.`);
  if (new Set(terms.map(({ field }) => field)).size < terms.length) refuse('"order" names a field twice.');
  return terms.length === 0 ? refuse('"order" names no field.') : terms;
}

function sortable(kind: RowKind, word: string): Field {
  const field = fieldNamed(kind, word, (reason) => refuse(`"order": ${reason}`));
  return isSortable(field) ? field : refuse(`"order": rows cannot be ordered by "${field.name}", which holds several values.`);
}

function isDirection(word: string): word is Direction {
  return word === 'asc' || word === 'desc';
}

function refuse(reason: string): never {
  return fail('invalid_input', { reason });
}

/** The name under which a term's value stands in a row that the engine gives. */
function valueName(place: number): Sql {
  return name(`order_${place + 1}`);
}

/** `, <column> AS order_1, ...`: the values that rows are ordered by, for the cursor behind them. */
export function orderColumns(terms: readonly OrderTerm[], release: AskedRelease): Sql {
  return join(
    terms.map(({ field }, place) => sql`${sortValue(field, release)} AS ${valueName(place)}`),
    ', ',
  );
}

/** Below everything known: numbers and dates are not negative. */
function sortValue(field: Field, release: AskedRelease): Sql {
  return field.nullable === true && field.type !== 'text' ? sql`ifNull(toFloat64(${field.column(release)}), -1)` : field.column(release);
}

/** `ORDER BY` this, over rows that have the order's values and these keys, which rise. */
export function orderBy(terms: readonly OrderTerm[], keys: readonly Sql[]): Sql {
  const columns = terms.map(({ direction }, place) => (direction === 'desc' ? sql`${valueName(place)} DESC` : valueName(place)));
  return join([...columns, ...keys], ', ');
}

/** The rows behind one with these values: `after` holds those of the order, then those of the keys. Throws `invalid_cursor`. */
export function behind(terms: readonly OrderTerm[], keys: readonly Sql[], after: readonly (string | number)[]): Sql {
  const isOfField = terms.every(({ field }, place) => typeof after[place] === (field.type === 'text' ? 'string' : 'number'));
  if (!isOfField || keys.some((_, place) => typeof after[terms.length + place] !== 'string')) fail('invalid_cursor');
  const columns = [
    ...terms.map(({ direction }, place) => ({ column: valueName(place), falls: direction === 'desc' })),
    ...keys.map((column) => ({ column, falls: false })),
  ];
  const cases = columns.map(({ column, falls }, place) => {
    const same = columns.slice(0, place).map((before, i) => sql`${before.column} = ${after[i] ?? 0}`);
    const further = falls ? sql`${column} < ${after[place] ?? 0}` : sql`${column} > ${after[place] ?? 0}`;
    return sql`(${join([...same, further], ' AND ')})`;
  });
  return sql`(${join(cases, ' OR ')})`;
}

/** The order's values of a row that the engine gave. */
export function orderValues(terms: readonly OrderTerm[], row: Readonly<Record<string, unknown>>): (string | number)[] {
  return terms.map((_, place) => {
    const value = row[`order_${place + 1}`];
    return typeof value === 'string' || typeof value === 'number' ? value : Number(value);
  });
}
