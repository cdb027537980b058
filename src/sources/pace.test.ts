import { describe, expect, it } from 'vitest';
import { limits } from '../base/limits.ts';
import { Pace, retryAfterMs } from './pace.ts';

async function msOf(work: Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work;
  return performance.now() - started;
}

describe('the pace of a server', () => {
  it('is held by all who ask it when it has refused one of them', async () => {
    const pace = new Pace({ backoffMs: 60 });
    pace.refused(await pace.turn(), 0);
    expect(await msOf(Promise.all([pace.turn(), pace.turn()]))).toBeGreaterThan(50);
  });

  it('halves with each refusal, those that were under way together counting once, and comes back with an answer', async () => {
    const pace = new Pace({ backoffMs: 20 });
    const [one, two] = [await pace.turn(), await pace.turn()];
    pace.refused(one, 0);
    pace.refused(two, 0);
    const first = await msOf(pace.turn());
    pace.refused(performance.now(), 0);
    const second = await msOf(pace.turn());
    expect(first).toBeGreaterThan(15);
    expect(second).toBeGreaterThan(35);
    pace.answered();
    pace.refused(performance.now(), 0);
    expect(await msOf(pace.turn())).toBeLessThan(second);
  });

  it('waits as long as the server says', async () => {
    const pace = new Pace({ backoffMs: 1 });
    pace.refused(await pace.turn(), 80);
    expect(await msOf(pace.turn())).toBeGreaterThan(70);
  });

  it('leaves a pause between two requests', async () => {
    const pace = new Pace({ pauseMs: 40 });
    expect(await msOf(Promise.all([pace.turn(), pace.turn(), pace.turn()]))).toBeGreaterThan(70);
  });

  it('ends its waiting when it is told to', async () => {
    const pace = new Pace({ backoffMs: 60_000 });
    pace.refused(await pace.turn(), 0);
    await expect(pace.turn(AbortSignal.timeout(20))).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-11-27T00:00:00Z');
  it.each([
    [undefined, 0],
    ['7', 7_000],
    ['Fri, 27 Nov 2026 00:00:30 GMT', 30_000],
    ['Thu, 26 Nov 2026 00:00:00 GMT', 0],
    ['soon', 0],
    ['99999999', limits.retryAfterMsMax],
  ])('%s is %d ms', (value, ms) => expect(retryAfterMs(value, now)).toBe(ms));
});
