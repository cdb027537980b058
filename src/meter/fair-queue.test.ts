import { describe, expect, it } from 'vitest';
import { FairQueue } from './fair-queue.ts';

/** A piece of work that ends when it is told. */
function work(): { readonly run: () => Promise<void>; readonly end: () => void } {
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { run: async () => ended, end };
}

describe('the fair queue', () => {
  it('lets the single question of one key go before the rest of another key’s bulk', async () => {
    const queue = new FairQueue(2);
    const order: string[] = [];
    const busy = [work(), work()];
    const running = busy.map(async ({ run }) => queue.run('bulk', null, undefined, run));
    const bulk = Array.from({ length: 50 }, async (_, i) => queue.run('bulk', null, undefined, async () => void order.push(`bulk ${i}`)));
    const single = queue.run('single', null, undefined, async () => void order.push('single'));
    for (const { end } of busy) end();
    await Promise.all([...running, ...bulk, single]);
    expect(order.indexOf('single')).toBeLessThan(3);
    expect(order.filter((name) => name !== 'single')).toEqual(Array.from({ length: 50 }, (_, i) => `bulk ${i}`));
  });

  it('never runs more than it has room for, and all of them in the end', async () => {
    const queue = new FairQueue(3);
    let running = 0;
    let most = 0;
    const one = async (): Promise<void> => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
    };
    await Promise.all(Array.from({ length: 100 }, async (_, i) => queue.run(`key ${i % 7}`, null, undefined, one)));
    expect(most).toBe(3);
    expect(running).toBe(0);
  });

  it('refuses a key that has as many running or waiting as it may, and takes it again when one has ended', async () => {
    const queue = new FairQueue(1);
    const busy = work();
    const first = queue.run('key', 1, undefined, busy.run);
    await expect(queue.run('key', 1, undefined, async () => {})).rejects.toMatchObject({ code: 'too_many_concurrent' });
    busy.end();
    await first;
    await queue.run('key', 1, undefined, async () => {});
  });

  it('lets go of who leaves while waiting', async () => {
    const queue = new FairQueue(1);
    const busy = work();
    const first = queue.run('a', null, undefined, busy.run);
    const leaving = new AbortController();
    let ran = false;
    const left = queue.run('b', 1, leaving.signal, async () => void (ran = true));
    leaving.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    busy.end();
    await first;
    await queue.run('b', 1, undefined, async () => {});
    expect(ran).toBe(false);
  });

  it('frees its place when the work fails', async () => {
    const queue = new FairQueue(1);
    await expect(queue.run('a', 1, undefined, async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await queue.run('a', 1, undefined, async () => {});
  });
});
