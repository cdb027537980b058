import { describe, expect, it } from 'vitest';
import { itemFilter, itemOrder, type ItemField, type ItemFields, type ItemFieldType, type ItemValue } from './item-filters.ts';

type Item = Readonly<Record<string, ItemValue | readonly ItemValue[]>>;

function field(type: ItemFieldType, name: string): ItemField<Item> {
  return { type, valuesOf: (item) => [item[name] ?? null].flat() };
}

const fields: ItemFields<Item> = new Map([
  ['rank', field('num', 'rank')],
  ['name', field('str', 'name')],
  ['followed', field('bool', 'followed')],
  ['seen', field('time', 'seen')],
  ['anchor', field('str', 'anchors')],
]);

const items: readonly Item[] = [
  { rank: 5, name: '2026-10-31', followed: true, seen: '2026-10-31 23:59:59 +00:00', anchors: ['North', 'click here'] },
  { rank: 50, name: 'b.example', followed: false, seen: '2026-11-01 00:00:00 +00:00', anchors: ['south'] },
  { rank: null, name: '2026-10-31T', followed: null, seen: null, anchors: [] },
];

function places(filters: readonly unknown[]): number[] {
  const passes = itemFilter(filters, fields, 'filters');
  return items.flatMap((item, place) => (passes(item) ? [place] : []));
}

describe('a filter over items', () => {
  it.each([
    ['a number, also as text', ['rank', '>=', '5'], [0, 1]],
    ['one of several numbers', ['rank', 'in', [5, '7']], [0]],
    ['a truth value, also as text', ['followed', '=', 'true'], [0]],
    ['what is unknown', ['rank', '=', null], [2]],
    ['what is known', ['rank', '<>', null], [0, 1]],
    ['a negated operator where the plain one does not hold', ['rank', '<>', 5], [1, 2]],
    ['a day is all of its seconds', ['seen', '>', '2026-10-31'], [1]],
    ['until the end of a day', ['seen', '<=', '2026-10-31'], [0]],
    ['on a day', ['seen', '=', '2026-10-31'], [0]],
    ['from a moment on', ['seen', '>=', '2026-11-01T00:00:00Z'], [1]],
    ['a text that looks like a day', ['name', '=', '2026-10-31'], [0]],
    ['a pattern', ['name', 'like', '%.example'], [1]],
    ['a pattern, case ignored', ['anchor', 'ilike', 'NOR_H'], [0]],
    ['words', ['anchor', 'match', 'HERE click'], [0]],
    ['none of several values', ['anchor', 'not_like', '%h%'], [2]],
    ['"and" before "or"', [['rank', '=', 50], 'or', ['followed', '=', true], 'and', ['rank', '>', 5]], [1]],
    ['groups', [[['rank', '=', 50], 'or', ['followed', '=', true]], 'and', ['rank', '<', 50]], [0]],
  ])('%s', (_, filters, expected) => {
    expect(places(filters)).toEqual(expected);
  });

  it.each([
    ['a field that is not there', ['size', '>', 1], "Invalid Field: 'filters: size'."],
    ['an operator that runs a pattern here', ['name', 'regex', '(a+)+$'], "Invalid Field: 'filters: name'."],
    ['an operator of another type', ['followed', '>', true], "Invalid Field: 'filters: followed'."],
    ['a value of another type', ['rank', '>', 'many'], "Invalid Field: 'filters: rank'."],
    ['no values', ['rank', 'in', []], "Invalid Field: 'filters: rank'."],
  ])('refuses %s', (_, filters, message) => {
    expect(() => places(filters)).toThrow(message);
  });
});

describe('an order over items', () => {
  it('puts what is unknown below everything, and leaves equals where they are', () => {
    const ordered = (...rules: string[]): number[] => items.toSorted(itemOrder(rules, fields)).map((item) => items.indexOf(item));
    expect(ordered('rank,asc')).toEqual([2, 0, 1]);
    expect(ordered('rank,desc')).toEqual([1, 0, 2]);
    expect(ordered('followed,desc', 'name,asc')).toEqual([0, 1, 2]);
    expect(ordered('anchor,asc')).toEqual([2, 0, 1]);
    expect(() => itemOrder(['rank,up'], fields)).toThrow("Invalid Field: 'order_by'.");
    expect(() => itemOrder(['size,asc'], fields)).toThrow("Invalid Field: 'order_by'.");
  });
});
