/**
 * Conditions become a condition of the engine. Every value passes store/literal.ts; columns come from the fields.
 *
 * A negated operator (`<>`, `not_in`, `not_like`, ...) holds exactly where its plain one does not. Nothing but "= null" holds of what is
 * unknown, so the negated ones do.
 */
import { fail } from '../../base/errors.ts';
import { didYouMean } from '../../base/nearest.ts';
import { join, sql, type Sql } from '../../store/literal.ts';
import {
  fieldNamed,
  mayBeUnknown,
  operators,
  operatorsOf,
  type AskedRelease,
  type Field,
  type Operator,
  type RowKind,
} from '../fields/field.ts';
import type { Comparison, Condition } from './condition.ts';
import { patternOf, type PatternOperator } from './patterns.ts';
import { booleanOf, momentOf, numberOf, placeOf, textOf, valuesOf, type Moment } from './typed-value.ts';

export interface Compiled {
  readonly condition: Sql;
  /** Regular expressions in it, as the user wrote them: the engine must find them valid (checked-patterns.ts). */
  readonly patterns: readonly string[];
}

/** Throws `invalid_filter`, naming the field, operator or value that is wrong and the nearest right one. */
export function compiled(kind: RowKind, release: AskedRelease, condition: Condition): Compiled {
  const patterns: string[] = [];
  const compile = (inner: Condition): Sql => {
    if ('all' in inner) return sql`(${join(inner.all.map(compile), ' AND ')})`;
    if ('any' in inner) return sql`(${join(inner.any.map(compile), ' OR ')})`;
    const { field, operator, value } = typed(kind, inner);
    if (operator.endsWith('regex')) patterns.push(String(value));
    return comparisonOf(field, field.column(release), operator, value);
  };
  return { condition: compile(condition), patterns };
}

function typed(kind: RowKind, comparison: Comparison): { readonly field: Field; readonly operator: Operator; readonly value: unknown } {
  const field = fieldNamed(kind, comparison.field, (reason) => fail('invalid_filter', { reason }));
  const operator = operators.find((known) => known === comparison.operator);
  if (operator === undefined) {
    const meant = otherWords[comparison.operator];
    const suggestion = meant === undefined ? didYouMean(comparison.operator, operators) : `Did you mean "${meant}"?`;
    return fail('invalid_filter', { reason: `"${comparison.operator.slice(0, 100)}" is no operator. ${suggestion}` });
  }
  if (!operatorsOf[field.type].includes(operator)) {
    const known = operatorsOf[field.type].join(', ');
    return fail('invalid_filter', { reason: `"${operator}" cannot be asked of "${field.name}" (${field.type}). It takes: ${known}.` });
  }
  return { field, operator, value: comparison.value };
}

/** What other languages call them. */
const otherWords: Readonly<Record<string, Operator>> = {
  '==': '=',
  '===': '=',
  eq: '=',
  equals: '=',
  is: '=',
  '!=': '<>',
  '!==': '<>',
  ne: '<>',
  neq: '<>',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
  contains: 'ilike',
  not_contains: 'not_ilike',
  '~': 'regex',
  '=~': 'regex',
  '!~': 'not_regex',
  rlike: 'regex',
  regexp: 'regex',
  'not in': 'not_in',
  'not like': 'not_like',
};

const plainOf: Readonly<Partial<Record<Operator, Operator>>> = {
  '<>': '=',
  not_in: 'in',
  not_like: 'like',
  not_ilike: 'ilike',
  not_regex: 'regex',
  not_match: 'match',
};

function comparisonOf(field: Field, column: Sql, operator: Operator, value: unknown): Sql {
  const plain = plainOf[operator];
  const condition = plainComparison(field, column, plain ?? operator, value);
  return plain === undefined ? condition : sql`(NOT ${condition})`;
}

/** True or false, never NULL. */
function plainComparison(field: Field, column: Sql, operator: Operator, value: unknown): Sql {
  if (value === null) return unknown(field, column, operator);
  if (operator === 'in') {
    const values = valuesOf(field, value);
    if (field.type === 'date')
      return sql`(${join(
        values.map((one) => plainComparison(field, column, '=', one)),
        ' OR ',
      )})`;
    return oneOf(field, column, values);
  }
  switch (field.type) {
    case 'text':
      return known(
        field,
        column,
        operator === '=' ? sql`${column} = ${textOf(field, value)}` : patternOf(field, column, operator as PatternOperator, value),
      );
    case 'number':
      return known(field, column, sql`${column} ${sign(operator)} ${numberOf(field, value)}`);
    case 'date':
      return known(field, column, inTime(column, operator, momentOf(field, value)));
    case 'boolean':
      return booleanOf(field, value) ? sql`(${column} = 1)` : sql`(${column} = 0)`;
    case 'enum':
    case 'list':
      return oneOf(field, column, [value]);
  }
}

function oneOf(field: Field, column: Sql, values: readonly unknown[]): Sql {
  switch (field.type) {
    case 'enum':
      return sql`(${column} IN ${values.map((value) => placeOf(field, value))})`;
    case 'list':
      return sql`(bitAnd(${column}, ${values.reduce<number>((bits, value) => bits | (1 << placeOf(field, value)), 0)}) != 0)`;
    case 'number':
      return known(field, column, sql`toFloat64(${column}) IN ${values.map((value) => numberOf(field, value))}`);
    default:
      return known(field, column, sql`${column} IN ${values.map((value) => textOf(field, value))}`);
  }
}

/** "= null": that nothing is known. */
function unknown(field: Field, column: Sql, operator: Operator): Sql {
  if (operator !== '=')
    return fail('invalid_filter', { reason: `null stands behind "=" and "<>" only, not behind "${operator}" of "${field.name}".` });
  if (!mayBeUnknown(field)) return fail('invalid_filter', { reason: `"${field.name}" is always known: null is no value of it.` });
  if (field.type === 'text') return sql`(${column} = '')`;
  if (field.type === 'list') return sql`(${column} = 0)`;
  if (field.type === 'enum') return sql`(${column} IN ${(field.words ?? []).flatMap((word, place) => (word === null ? [place] : []))})`;
  return sql`isNull(${column})`;
}

/** What is unknown is not so. */
function known(field: Field, column: Sql, condition: Sql): Sql {
  if (field.nullable !== true) return sql`(${condition})`;
  return field.type === 'text' ? sql`(${column} != '' AND ${condition})` : sql`ifNull(${condition}, false)`;
}

function inTime(column: Sql, operator: Operator, { from, to }: Moment): Sql {
  if (operator === '<') return sql`${column} < ${from}`;
  if (operator === '<=') return sql`${column} <= ${to}`;
  if (operator === '>') return sql`${column} > ${to}`;
  if (operator === '>=') return sql`${column} >= ${from}`;
  return from === to ? sql`${column} = ${from}` : sql`${column} >= ${from} AND ${column} <= ${to}`;
}

function sign(operator: Operator): Sql {
  if (operator === '<') return sql`<`;
  if (operator === '<=') return sql`<=`;
  if (operator === '>') return sql`>`;
  return operator === '>=' ? sql`>=` : sql`=`;
}
