import { describe, expect, it } from 'vitest';
import { medianPlaces, neededForMedian, neededForTop, type Standing } from './needed.ts';

function standing(weak: number, strong: number, monthly = 0): Standing {
  return { bands: [weak, 0, 0, 0, 0, strong, 0, 0, 0, 0], monthly };
}

describe('what a site needs', () => {
  it('is the way to the least and the greatest of three, and nothing where it has more', () => {
    const others = [standing(10, 2), standing(30, 4), standing(20, 9)];
    const { domains, bands } = neededForMedian(standing(15, 1), others, 12);
    expect(domains).toEqual({ low: 0, high: 34 - 16 });
    expect(bands[0]).toEqual({ low: 0, high: 15 });
    expect(bands[5]).toEqual({ low: 1, high: 8 });
    expect(neededForMedian(standing(99, 99), others, 12).domains).toEqual({ low: 0, high: 0 });
  });

  it('grows with those who grow, and does not shrink with those who shrink', () => {
    const { domains, bands } = neededForTop(standing(5, 5), [standing(30, 10, 2), standing(39, 0, -10)], 6);
    expect(domains).toEqual({ low: 30, high: 42 });
    expect(bands[0]).toEqual({ low: 34, high: 34 });
    expect(bands[5]).toEqual({ low: 5, high: 8 });
  });
});

it.each([
  [1, [0, 0]],
  [2, [0, 1]],
  [3, [0, 2]],
  [4, [0, 3]],
  [7, [1, 5]],
  [10, [2, 7]],
])('of %i values the median lies between these places', (count, places) => expect(medianPlaces(count)).toEqual(places));
