import { describe, expect, it } from 'vitest';
import { limits } from '../../base/limits.ts';
import { conditionOf } from './condition.ts';

const a = { field: 'anchor', operator: '=', value: 'a' };
const b = { field: 'anchor', operator: '=', value: 'b' };
const c = { field: 'anchor', operator: '=', value: 'c' };
const [la, lb, lc] = [a, b, c].map(({ field, operator, value }) => [field, operator, value]);

function message(part: string): Error {
  return expect.objectContaining({ code: 'invalid_filter', message: expect.stringContaining(part) as string }) as Error;
}

describe('conditions', () => {
  it.each([
    ['stand alone', la, a],
    ['stand alone in a list', [la], a],
    ['hold together', [la, 'and', lb, 'AND', lc], { all: [a, b, c] }],
    ['are alternatives', [la, 'or', lb], { any: [a, b] }],
    ['bind by "and" before "or"', [la, 'or', lb, 'and', lc], { any: [a, { all: [b, c] }] }],
    ['nest', [la, 'and', [lb, 'or', lc]], { all: [a, { any: [b, c] }] }],
    ['are JSON as text', JSON.stringify([la, 'or', lb]), { any: [a, b] }],
    ['are text', 'anchor = a or anchor = b and anchor = c', { any: [a, { all: [b, c] }] }],
    ['have operators in any letter case', ['anchor', 'LIKE', 'a%'], { field: 'anchor', operator: 'like', value: 'a%' }],
    ['have lists and null as values', [['kind', 'in', ['form']], 'and', ['source_ip', '=', null]], expect.anything()],
  ])('%s', (_, given, condition) => {
    expect(conditionOf(given)).toEqual(condition);
  });

  it.each([
    [[], 'is no condition'],
    [{ anchor: 'a' }, 'An object is no condition'],
    [['anchor', '='], 'A condition is [field, operator, value]'],
    [['anchor', '=', 'a', 'b'], 'is no condition'],
    [[la, lb], 'Between two conditions stands "and" or "or"'],
    [[la, 'xor', lb], 'not "xor"'],
    [[la, 'and'], 'Behind the last "and"'],
    [['anchor', '=', { a: 1 }], 'a value is a text'],
    [['anchor', 'in', [['a']]], 'a value is a text'],
    ['[["anchor"', 'not valid JSON'],
    ['', 'a field is missing'],
  ])('but not %j', (given, reason) => {
    expect(() => conditionOf(given)).toThrow(message(reason));
  });
});

describe('a filter is bounded', () => {
  it('in conditions', () => {
    const many = (count: number): unknown[] => Array.from({ length: count }, (_, i) => (i === 0 ? [la] : ['or', la])).flat();
    expect(conditionOf(many(limits.filterConditionsMax))).toHaveProperty('any');
    expect(() => conditionOf(many(limits.filterConditionsMax + 1))).toThrow(message(`at most ${limits.filterConditionsMax} conditions`));
  });

  it('in depth, as lists and as text', () => {
    const deep = (depth: number): unknown => (depth === 0 ? la : [deep(depth - 1)]);
    expect(conditionOf(deep(limits.filterDepthMax - 1))).toEqual(a);
    expect(() => conditionOf(deep(5_000))).toThrow(message('nested at most'));
    expect(() => conditionOf(`${'('.repeat(5_000)}anchor = a`)).toThrow(message('nested at most'));
    expect(() => conditionOf(['anchor', '=', deep(5_000)])).toThrow(message('a value is a text'));
  });

  it('in bytes, as lists and as text', () => {
    const long = 'ü'.repeat(limits.filterBytesMax / 2);
    expect(() => conditionOf(['anchor', '=', long])).toThrow(message('bytes'));
    expect(() => conditionOf(`anchor = "${long}"`)).toThrow(message('bytes'));
  });
});
