import { expect, it } from 'vitest';
import { spamMass } from './spam-mass.ts';

it.each([
  [0, 0.01, 1],
  [0.01, 0.01, 0.15],
  [0.005, 0.01, 0.575],
  [0.5, 0.01, 0],
])('of trust %d and rank %d is %d', (trust, rank, expected) => {
  expect(spamMass(trust, rank)).toBeCloseTo(expected, 12);
});
