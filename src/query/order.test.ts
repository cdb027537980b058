import { describe, expect, it } from 'vitest';
import { backlinkRows } from './fields/backlink-fields.ts';
import { behind, orderOf } from './order.ts';
import { sql } from '../store/literal.ts';

function terms(order: string | string[] | undefined, direction: 'asc' | 'desc' = 'desc'): string[] {
  return orderOf(backlinkRows, 'domain_authority', { order, direction }).map((term) => `${term.field.name} ${term.direction}`);
}

describe('an order is taken', () => {
  it.each([
    [undefined, ['domain_authority desc']],
    ['first_seen', ['first_seen desc']],
    ['authority', ['domain_authority desc']],
    ['source,asc', ['source_key asc']],
    [
      ['domain_authority,desc', 'first_seen,asc', 'anchor'],
      ['domain_authority desc', 'first_seen asc', 'anchor desc'],
    ],
    // As the command line parts it at its commas.
    [
      ['domain_authority', 'desc', 'anchor', 'asc'],
      ['domain_authority desc', 'anchor asc'],
    ],
    ['domain_authority desc, anchor asc', ['domain_authority desc', 'anchor asc']],
  ])('%j', (order, expected) => {
    expect(terms(order)).toEqual(expected);
  });

  it('with the direction for fields that have none of their own', () => {
    expect(terms(undefined, 'asc')).toEqual(['domain_authority asc']);
    expect(terms(['anchor', 'first_seen,desc'], 'asc')).toEqual(['anchor asc', 'first_seen desc']);
  });

  it.each([
    ['strength', '"order": "strength" is no field of a backlink'],
    ['first_sen', 'Did you mean "first_seen"?'],
    ['rel', 'holds several values'],
    ['desc', '"desc" stands behind no field'],
    ['anchor,desc,asc', '"asc" stands behind no field'],
    [['anchor', 'kind', 'state', 'first_seen'], 'up to 3 fields; 4 are given'],
    [['authority', 'domain_authority'], 'names a field twice'],
    ['', 'names no field'],
  ])('but not %j', (order, reason) => {
    expect(() => terms(order)).toThrow(
      expect.objectContaining({ code: 'invalid_input', message: expect.stringContaining(reason) as string }) as Error,
    );
  });
});

it.each([[['1', 'a', 'b', 'c']], [['a', 'b', 'c']], [['a', 'b', 5, 'd']], [[]]])(
  'a cursor with values of other kinds is refused: %j',
  (after) => {
    const order = orderOf(backlinkRows, '', { order: ['domain_authority', 'anchor'], direction: 'asc' });
    expect(() => behind(order, [sql`target_key`, sql`source_key`], after)).toThrow(
      expect.objectContaining({ code: 'invalid_cursor' }) as Error,
    );
  },
);
