import { describe, expect, it } from 'vitest';
import { loglinearFit } from './loglinear.ts';
import { population, type Histories, type Population } from './population.ts';

function estimated(histories: Histories): Population {
  const found = population(histories);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

/** What independent sources would know exactly, in expectation: shares of `total`. */
function independent(total: number, shares: readonly number[]): Map<number, number> {
  const sets = Array.from({ length: 2 ** shares.length - 1 }, (_, i) => i + 1);
  return new Map(
    sets.map((set) => [
      set,
      Math.round(total * shares.reduce((product, share, j) => product * (((set >> j) & 1) === 1 ? share : 1 - share), 1)),
    ]),
  );
}

describe('a population', () => {
  it('of two sources is n1 n2 / m', () => {
    // 200 and 150 known, 60 of them to both: 200 x 150 / 60.
    const { total, low, high, model } = estimated(
      new Map([
        [1, 140],
        [2, 90],
        [3, 60],
      ]),
    );
    expect(Math.abs(total - 500)).toBeLessThan(5);
    expect(model).toBe('independent');
    expect(low).toBeLessThan(total);
    expect(high).toBeGreaterThan(total);
    expect(low).toBeGreaterThan(290);
  });

  it('is known when both sources know the same', () => {
    const { total, low, high } = estimated(new Map([[3, 100]]));
    expect(total).toBeCloseTo(100, 0);
    expect(low).toBe(100);
    expect(high).toBeLessThan(102);
  });

  it('of independent sources is what they were drawn from', () => {
    for (const shares of [
      [0.5, 0.4, 0.3],
      [0.3, 0.6, 0.2, 0.5],
    ]) {
      const { total, low, high } = estimated(independent(10_000, shares));
      expect(Math.abs(total - 10_000)).toBeLessThan(30);
      expect(low).toBeLessThan(10_000);
      expect(high).toBeGreaterThan(10_000);
    }
  });

  it('of three sources that favour the same things is above what independence would say', () => {
    // Half of 2,000 things are found with chance 0.7 by each source, the others with 0.1.
    const easy = independent(1_000, [0.7, 0.7, 0.7]);
    const hard = independent(1_000, [0.1, 0.1, 0.1]);
    const both = new Map([...easy].map(([set, count]) => [set, count + (hard.get(set) ?? 0)]));
    const known = [...both.values()].reduce((sum, count) => sum + count, 0);
    const pairOnly = estimated(
      new Map([
        [1, (both.get(1) ?? 0) + (both.get(5) ?? 0)],
        [2, (both.get(2) ?? 0) + (both.get(6) ?? 0)],
        [3, (both.get(3) ?? 0) + (both.get(7) ?? 0)],
      ]),
    );
    expect(pairOnly.total).toBeLessThan(1_400);
    const { total, low } = estimated(both);
    expect(total).toBeGreaterThan(pairOnly.total * 1.1);
    expect(low).toBeGreaterThan(known);
  });

  it('does not depend on which bits the sources have', () => {
    const low = estimated(independent(1_000, [0.5, 0.4, 0.3]));
    const high = estimated(
      new Map([...independent(1_000, [0.5, 0.4, 0.3])].map(([set, count]) => [((set & 1) << 9) | ((set & 2) << 3) | (set & 4), count])),
    );
    expect(high.total).toBeCloseTo(low.total, 3);
  });

  it.each<[string, Histories, string]>([
    ['nothing', new Map(), 'one_source'],
    ['one source', new Map([[4, 900]]), 'one_source'],
    [
      'too little in common',
      new Map([
        [1, 100],
        [2, 100],
        [3, 9],
      ]),
      'small_overlap',
    ],
  ])('is not told from %s', (_, histories, reason) => {
    expect(population(histories)).toBe(reason);
  });
});

it('a log-linear fit has the sums that it was fitted to', () => {
  const seen = [
    [1, 50],
    [2, 40],
    [4, 30],
    [3, 20],
    [5, 15],
    [6, 10],
    [7, 12],
  ] as const;
  const { parameters, likelihood } = loglinearFit(seen, 60, 3, null);
  const [a = 0, b = 0, c = 0, g = 0] = parameters;
  const weights = [0, a, b, a + b + g, c, a + c + g, b + c + g, a + b + c + 3 * g].map(Math.exp);
  const scale = 237 / weights.reduce((sum, weight) => sum + weight, 0);
  const fitted = weights.map((weight) => weight * scale);
  const inSource = (j: number): number => fitted.reduce((sum, count, set) => sum + (((set >> j) & 1) === 1 ? count : 0), 0);
  expect([inSource(0), inSource(1), inSource(2)].map((value) => Math.round(value * 1e4) / 1e4)).toEqual([97, 82, 67]);
  expect((fitted[3] ?? 0) + (fitted[5] ?? 0) + (fitted[6] ?? 0) + 3 * (fitted[7] ?? 0)).toBeCloseTo(45 + 36, 4);
  expect(likelihood).toBeLessThan(0);
});
