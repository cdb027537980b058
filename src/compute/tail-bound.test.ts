import { expect, it } from 'vitest';
import { tailAbove, tailAboveMean, tailBelow } from './tail-bound.ts';

/** The chance of exactly k of n, term by term. */
function exactly(k: number, n: number, p: number): number {
  let chance = p ** k * (1 - p) ** (n - k);
  for (let i = 1; i <= k; i++) chance *= (n - k + i) / i;
  return chance;
}

it('is never below the tail itself, and 1 on the other side of the mean', () => {
  for (const [n, p] of [
    [12, 0.3],
    [40, 0.05],
    [25, 0.8],
  ] as const) {
    for (let k = 0; k <= n; k++) {
      const at = Array.from({ length: n + 1 }, (_, i) => exactly(i, n, p));
      const below = at.slice(0, k + 1).reduce((a, b) => a + b, 0);
      const above = at.slice(k).reduce((a, b) => a + b, 0);
      expect(tailBelow(k, n, p)).toBeGreaterThanOrEqual(below - 1e-12);
      expect(tailAbove(k, n, p)).toBeGreaterThanOrEqual(above - 1e-12);
      expect(tailAboveMean(k, n * p)).toBeGreaterThanOrEqual(above - 1e-12);
    }
  }
  expect([tailBelow(6, 12, 0.3), tailAbove(3, 12, 0.3), tailAboveMean(3, 3.6)]).toEqual([1, 1, 1]);
  // None of n: (1 - p)^n, where the bound is the chance itself.
  expect(tailBelow(0, 20, 0.25)).toBeCloseTo(0.75 ** 20, 12);
});
