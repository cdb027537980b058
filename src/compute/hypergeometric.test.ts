import fc from 'fast-check';
import { expect, it } from 'vitest';
import { expectedOverlap, overlapLog10P } from './hypergeometric.ts';

function choose(n: number, k: number): bigint {
  if (k < 0 || k > n) return 0n;
  let product = 1n;
  for (let i = 0; i < k; i++) product = (product * BigInt(n - i)) / BigInt(i + 1);
  return product;
}

/** log10 of a fraction of whole numbers of any size. */
function log10(numerator: bigint, denominator: bigint): number {
  const log = (value: bigint): number => {
    const digits = value.toString();
    return Math.log10(Number(digits.slice(0, 17))) + Math.max(0, digits.length - 17);
  };
  return log(numerator) - log(denominator);
}

function tail(shared: number, drawn: number, marked: number, population: number): number {
  let sum = 0n;
  for (let k = shared; k <= Math.min(drawn, marked); k++) sum += choose(marked, k) * choose(population - marked, drawn - k);
  return sum === 0n ? Number.NEGATIVE_INFINITY : log10(sum, choose(population, drawn));
}

it('is the sum of exact terms', () => {
  const case_ = fc
    .integer({ min: 1, max: 700 })
    .chain((population) =>
      fc
        .tuple(fc.constant(population), fc.integer({ min: 0, max: population }), fc.integer({ min: 0, max: population }))
        .chain(([n, drawn, marked]) =>
          fc.tuple(fc.constant(n), fc.constant(drawn), fc.constant(marked), fc.integer({ min: 0, max: Math.min(drawn, marked) })),
        ),
    );
  fc.assert(
    fc.property(case_, ([population, drawn, marked, shared]) => {
      const expected = tail(shared, drawn, marked, population);
      expect(overlapLog10P(shared, drawn, marked, population)).toBeCloseTo(expected, 8);
    }),
    { seed: 20_261_127, numRuns: 400 },
  );
});

it('does not end where doubles do', () => {
  expect(overlapLog10P(400, 400, 400, 20_000)).toBeCloseTo(tail(400, 400, 400, 20_000), 6);
  expect(overlapLog10P(400, 400, 400, 20_000)).toBeLessThan(-800);
});

it('all or nothing are no surprise', () => {
  expect(overlapLog10P(0, 10, 10, 100)).toBe(0);
  expect(overlapLog10P(10, 10, 100, 100)).toBe(0);
  expect(overlapLog10P(11, 10, 20, 100)).toBe(Number.NEGATIVE_INFINITY);
});

it('expects a share of the drawn', () => {
  expect(expectedOverlap(50, 200, 1_000)).toBe(10);
  expect(expectedOverlap(5, 5, 0)).toBe(0);
});
