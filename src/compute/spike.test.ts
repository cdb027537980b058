import { describe, expect, it } from 'vitest';
import { logTail, spikeTest } from './spike.ts';

const steady = [10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10];

describe('spikeTest', () => {
  it('says nothing of a history too short to know what is usual', () => {
    expect(spikeTest([1, 2, 3, 4, 5], 100)).toBeNull();
    expect(spikeTest([1, 2, 3, 4, 5, 6], 100)).not.toBeNull();
  });

  it('works m, k and V out as the recipe says', () => {
    // m = 10; no variance, so k is drawn from 200 to (12 + 6) / (12 / 200 + 6 / 8) = 22.22; V = (10 + 100 / k)(13 / 12) = 15.7083.
    const variance = (10 + (100 * (12 / 200 + 6 / 8)) / 18) * (13 / 12);
    expect(variance).toBeCloseTo(15.7083, 4);
    expect(spikeTest(steady, 25)?.p).toBeCloseTo(Math.exp(logTail(25, 10, variance)), 12);
    expect(spikeTest(steady, 25)?.expected).toBe(10);
  });

  it('leaves the least and the greatest value out of what is expected', () => {
    expect(spikeTest([0, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 5_000], 10)?.expected).toBe(10);
  });

  it.each([
    [30, true],
    // Twice the mean, but not so rare.
    [20, false],
    [10, false],
    [0, false],
  ])('of a steady 10, %i is a spike: %s', (seen, found) => {
    expect(spikeTest(steady, seen)?.found).toBe(found);
  });

  it('needs five more than expected, however rare they are', () => {
    const quiet = Array.from({ length: 12 }, () => 0);
    expect(spikeTest(quiet, 4)).toMatchObject({ found: false, expected: 0.25 });
    expect(spikeTest(quiet, 6)).toMatchObject({ found: true });
  });

  it('tells how far out a value lies where its probability is no number any more', () => {
    const far = spikeTest(steady, 100_000);
    expect(far?.p).toBe(0);
    expect(far?.severity).toBeGreaterThan(400);
    expect(Number.isFinite(far?.severity)).toBe(true);
  });
});

describe('logTail', () => {
  it('is q^x where k is 1 (geometric)', () => {
    // Mean 3 and k = 1: variance 3 + 9 = 12, q = 3/4.
    for (const least of [1, 5, 50]) expect(logTail(least, 3, 12)).toBeCloseTo(least * Math.log(0.75), 9);
  });

  it('is the sum of the density', () => {
    // k = 2, mean 4: P(X = i) = (i + 1) (1/3)^2 (2/3)^i.
    const below = Array.from({ length: 7 }, (_, i) => ((i + 1) / 9) * (2 / 3) ** i).reduce((sum, term) => sum + term, 0);
    expect(Math.exp(logTail(7, 4, 12))).toBeCloseTo(1 - below, 12);
  });

  it('is certain from nothing on', () => {
    expect(logTail(0, 4, 12)).toBe(0);
  });
});
