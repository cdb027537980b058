import { describe, expect, it } from 'vitest';
import { VoteSums } from './vote-sums.ts';

describe('sums of votes', () => {
  it('name what was heard, in the order of codes, and round shares down', () => {
    const sums = new VoteSums();
    sums.add(9, 10);
    sums.add(3, 0);
    sums.add(9, 5);
    expect(sums.codes()).toEqual([3, 9]);
    expect([sums.share(3, 4), sums.share(9, 4)]).toEqual([0, 3]);
    sums.clear();
    expect(sums.codes()).toEqual([]);
  });

  it('are exact where a number is not', () => {
    const sums = new VoteSums();
    const amount = 2 ** 51 + 1;
    for (let i = 0; i < 12; i++) sums.add(1, amount);
    // 12 * (2^51 + 1) = 27,021,597,764,222,988, of which the nearest number that is a multiple of 4 tells no last digits.
    expect(sums.share(1, 12)).toBe(amount);
    expect(sums.share(1, 6)).toBe(2 * amount);
    sums.add(1, 11);
    expect(sums.share(1, 12)).toBe(amount);
    sums.add(1, 1);
    expect(sums.share(1, 12)).toBe(amount + 1);
  });
});
