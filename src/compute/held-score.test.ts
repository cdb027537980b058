import { describe, expect, it } from 'vitest';
import { authorityScale } from './authority.ts';
import { heldScore, heldScores } from './held-score.ts';

describe('a held score', () => {
  it.each([
    [40, 40.6, 40.6],
    [40, 41, 41],
    [40, 42.5, 41],
    [40, 38.2, 39],
    [0, 0.9, 0],
    [12, Number.NaN, 12],
  ])('of %d by its links, that was %d before, is %d', (fresh, before, expected) => {
    expect(heldScore(fresh, before)).toBeCloseTo(expected, 12);
  });

  it('never leaves what the links make by more than a point, whatever came before', () => {
    let before = 50;
    for (const fresh of [50.9, 51.8, 52.7, 51.2, 49, 49.9, 48.5]) {
      const score = heldScore(fresh, before);
      expect(Math.abs(score - fresh)).toBeLessThanOrEqual(1);
      before = score;
    }
    // Up by 0.9 three times is no accident: 52.7 - 1. Down to 49 + 1, and kept.
    expect(before).toBeCloseTo(49.5, 12);
  });

  it('is the fresh one without a release before', () => {
    const rank = Float64Array.of(0.002, 0.098, 0.9);
    const scale = authorityScale({ rank, iterations: 1, delta: 0, unlinked: 0.002, damping: 0.85 });
    const [none, , most] = heldScores(scale, rank, null);
    expect([none, most]).toEqual([0, expect.closeTo((100 * Math.log(0.9 / 0.002)) / Math.log(400 / 0.006), 9)]);
  });
});
