import { describe, expect, it } from 'vitest';
import { dayBefore, nextUnit, startOfUnit, unitsBetween } from './units.ts';

describe('units', () => {
  it.each([
    ['day', '2026-11-27', '2026-11-27', '2026-11-28'],
    ['week', '2026-11-27', '2026-11-23', '2026-11-30'],
    // A Monday and a Sunday.
    ['week', '2026-11-23', '2026-11-23', '2026-11-30'],
    ['week', '2027-01-03', '2026-12-28', '2027-01-04'],
    ['month', '2026-12-31', '2026-12-01', '2027-01-01'],
    ['year', '2026-11-27', '2026-01-01', '2027-01-01'],
  ] as const)('the %s of %s begins on %s, the next on %s', (unit, day, start, next) => {
    expect(startOfUnit(unit, day)).toBe(start);
    expect(nextUnit(unit, start)).toBe(next);
  });

  it('a range holds the units of both its ends', () => {
    expect(unitsBetween('month', '2025-12-31', '2026-02-01')).toEqual(['2025-12-01', '2026-01-01', '2026-02-01']);
    expect(unitsBetween('week', '2026-11-23', '2026-11-22')).toEqual([]);
    expect(dayBefore('2028-03-01')).toBe('2028-02-29');
  });
});
