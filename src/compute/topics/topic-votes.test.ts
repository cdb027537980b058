import { expect, it } from 'vitest';
import { slicesOf } from './topic-votes.ts';

it('domains fall into as few slices as hold a statement’s worth, and each into one of them', () => {
  expect(slicesOf(0)).toEqual([{ number: 0, count: 1 }]);
  expect(slicesOf(250_000)).toHaveLength(1);
  expect(slicesOf(1_461_066)).toEqual([0, 1, 2, 3, 4, 5].map((number) => ({ number, count: 6 })));
});
