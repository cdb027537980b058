import { expect, it } from 'vitest';
import { keyRules } from './keys.ts';
import { RateLimit } from './rate-limit.ts';

const holder = (perSecond: number | null) => ({
  id: 'k',
  account: 'a',
  scopes: ['read'] as const,
  ...keyRules.parse({ requests_per_second: perSecond }),
});

it('a key may spend a second’s calls at once, then as many as come in', () => {
  const limit = new RateLimit();
  const admitted = (nowMs: number): boolean => limit.admit(holder(5), nowMs).refused === null;
  expect(Array.from({ length: 6 }, () => admitted(0))).toEqual([true, true, true, true, true, false]);
  expect(admitted(199)).toBe(false);
  expect(admitted(200)).toBe(true);
  expect(admitted(201)).toBe(false);
  expect(Array.from({ length: 6 }, () => admitted(60_000)).filter(Boolean)).toHaveLength(5);
});

it('an answer tells what is left and when to come back', () => {
  const limit = new RateLimit();
  expect(limit.admit(holder(0.1), 0).headers).toEqual({ 'ratelimit-limit': '1', 'ratelimit-remaining': '0', 'ratelimit-reset': '10' });
  expect(limit.admit(holder(0.1), 2_000).refused).toMatchObject({ code: 'rate_limited', params: { retry_after: 8 } });
});

it('a key without a limit is told nothing and refused nothing', () => {
  expect(new RateLimit().admit(holder(null))).toEqual({ headers: null, refused: null });
});
