import { expect, it } from 'vitest';
import { levelShifts } from './level-shift.ts';
import type { SpikeTest } from './spike.ts';

/** A count that lies z deviations from what was expected. */
function at(z: number): { seen: number; test: SpikeTest } {
  return { seen: 10 + 2 * z, test: { found: false, expected: 10, variance: 4, p: 1, severity: 0 } };
}

it('adds up what lies beyond half a deviation, on both sides', () => {
  const levels = levelShifts([at(1.5), at(0), at(2), at(-1), at(-3)]);
  expect(levels.map((level) => [level?.up, level?.down])).toEqual([
    [1, 0],
    [0.5, 0],
    [2, 0],
    [0.5, 0.5],
    [0, 3],
  ]);
  expect(levels.every((level) => level?.shift === null && level.since === null)).toBe(true);
});

it('tells a shift above five, where it began, and begins anew', () => {
  // 1.5 a count: 1.5, 3, 4.5, 6.
  const levels = levelShifts([at(0), at(2), at(2), at(2), at(2), at(2)]);
  expect(levels.map((level) => level?.shift)).toEqual([null, null, null, null, 'up', null]);
  expect(levels[4]).toEqual({ shift: 'up', since: 1, up: 6, down: 0 });
  expect(levels[5]?.up).toBe(1.5);
  expect(levelShifts([at(-3), at(-3), at(-3)])[2]).toMatchObject({ shift: 'down', since: 0, down: 7.5 });
});

it('one count alone is no new level, however far out', () => {
  expect(levelShifts([at(0), at(1_000), at(0), at(0)]).map((level) => level?.up)).toEqual([0, 2.5, 2, 1.5]);
});

it('passes over what was not tested', () => {
  const levels = levelShifts([at(2), { seen: 50, test: null }, at(2)]);
  expect(levels[1]).toBeNull();
  expect(levels[2]?.up).toBe(3);
});
