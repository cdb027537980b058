/**
 * A field is one thing that can be said of a row: its name in the API, its type, and the expression that gives its value. Filters,
 * orders, `GET /v1/filters` and the documentation are made from the fields of a kind of row (row-kinds.ts).
 */
import { didYouMean } from '../../base/nearest.ts';
import type { Sql } from '../../store/literal.ts';
import type { Release } from '../../store/releases.ts';

export type FieldType = 'text' | 'number' | 'boolean' | 'date' | 'enum' | 'list';

export const operators = [
  '=',
  '<>',
  '<',
  '>',
  '<=',
  '>=',
  'in',
  'not_in',
  'like',
  'not_like',
  'ilike',
  'not_ilike',
  'regex',
  'not_regex',
  'match',
  'not_match',
] as const;
export type Operator = (typeof operators)[number];

const equal = ['=', '<>'] as const;
const among = ['in', 'not_in'] as const;
const between = ['<', '>', '<=', '>='] as const;
const patterns = ['like', 'not_like', 'ilike', 'not_ilike', 'regex', 'not_regex', 'match', 'not_match'] as const;

/** What can be asked of a field of each type. */
export const operatorsOf: Readonly<Record<FieldType, readonly Operator[]>> = {
  text: [...equal, ...among, ...patterns],
  number: [...equal, ...between, ...among],
  boolean: equal,
  date: [...equal, ...between, ...among],
  enum: [...equal, ...among],
  list: [...equal, ...among],
};

/** What a column may depend on: the release, and what the owner has said of the links asked about (verdict-filter.ts). */
export interface AskedRelease extends Release {
  readonly said?: SaidColumns | undefined;
}

/** Columns with what was said: a place in `verdictCodes`, and the tag ('' for none). */
export interface SaidColumns {
  /** Of a link, as `b`. */
  readonly ofLink: () => SaidColumn;
  /** Of a domain that links, by the column with its name. */
  readonly ofDomain: (domain: Sql) => SaidColumn;
}

export interface SaidColumn {
  readonly verdict: Sql;
  readonly tag: Sql;
}

export interface Field {
  readonly name: string;
  /** Older or shorter names, understood and not shown. */
  readonly also?: readonly string[];
  readonly type: FieldType;
  /** One line, for lists. */
  readonly about: string;
  /**
   * Over `b`, a stored backlink, or `g`, a group. A text is a String; a boolean is 0 or 1; a date is seconds since 1970; an enum is a
   * place in `words`; a list is bits, the first of them for the first of `words`.
   */
  readonly column: (release: AskedRelease) => Sql;
  /** What an enum or a list can hold, in the order of its codes; null where a code stands for unknown. */
  readonly words?: readonly (string | null)[];
  /** May be unknown: a text is '' then, a number or a date NULL. Enums say it by `words`, lists by being empty. */
  readonly nullable?: true;
  /** A value as a user writes it, as the index knows it. Throws `invalid_filter`. */
  readonly read?: (value: string) => string;
  /** Operator and value of a condition that makes sense. */
  readonly example: readonly [Operator, string | number | boolean | readonly string[]];
}

/** The fields of one kind of row. */
export interface RowKind {
  readonly name: string;
  /** In sentences: `a backlink`. */
  readonly called: string;
  readonly fields: readonly Field[];
}

/** The field with this name; `refuse` is told what is wrong with the name and which was probably meant. */
export function fieldNamed(kind: RowKind, name: string, refuse: (reason: string) => never): Field {
  const found = kind.fields.find((field) => field.name === name || field.also?.includes(name) === true);
  if (found !== undefined) return found;
  const names = kind.fields.map((field) => field.name);
  return refuse(`"${name.slice(0, 100)}" is no field of ${kind.called}. ${didYouMean(name, names)}`);
}

/** Lists have no order among themselves. */
export function isSortable({ type }: Field): boolean {
  return type !== 'list';
}

export function mayBeUnknown({ type, nullable, words }: Field): boolean {
  return type === 'list' || nullable === true || words?.includes(null) === true;
}
