import { describe, expect, it } from 'vitest';
import { concentration, overOptimisation, type WeighedAnchor } from './anchor-profile.ts';

function anchors(...rows: readonly [WeighedAnchor['class'], number][]): WeighedAnchor[] {
  return rows.map(([kind, votes], i) => ({ anchor: `text ${i}`, class: kind, backlinks: votes, referring_domains: votes, votes }));
}

describe('over-optimisation', () => {
  it('is 100 where all domains use one exact keyword, and none where all name the brand', () => {
    expect(overOptimisation(anchors(['exact', 40]), 40)?.score).toBe(100);
    expect(overOptimisation(anchors(['branded', 40]), 40)?.score).toBe(0);
  });

  it('adds up its parts by their ramps', () => {
    // exact 0.4 is half way to 0.6: 30; keyword 0.6 is two thirds of the way to 0.65: 16.7; the most used keyword 0.4: 10.
    const over = overOptimisation(anchors(['branded', 40], ['exact', 40], ['partial', 10], ['partial', 10]), 100);
    expect(over?.parts.map(({ points }) => Math.round(10 * points) / 10)).toEqual([30, 16.7, 10]);
    expect(over).toMatchObject({ score: 57, confidence: 100 / 120 });
  });

  it('says nothing of fewer than five domains', () => {
    expect(overOptimisation(anchors(['exact', 4]), 4)).toBeNull();
    expect(overOptimisation(anchors(['exact', 5]), 5)?.confidence).toBe(0.2);
  });
});

it('concentration of even votes is the logarithm of their number, of one anchor nothing', () => {
  expect(concentration({ anchors: 8, domains: 8, voteLogVotes: 0, votesSquared: 8 })).toEqual({
    entropy: 3,
    evenness: 1,
    herfindahl: 1 / 8,
  });
  expect(concentration({ anchors: 1, domains: 8, voteLogVotes: 24, votesSquared: 64 })).toEqual({
    entropy: 0,
    evenness: null,
    herfindahl: 1,
  });
});
