import { constants, getPriority } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { startWorker } from './worker.ts';

/** The priority of a thread that has put itself behind, and of this one beside it. */
async function priorities(): Promise<{ readonly behind: number; readonly own: number }> {
  const worker: Worker = startWorker(new URL('../../test/thread-behind.ts', import.meta.url));
  const [behind] = (await once(worker, 'message')) as [number];
  const own = getPriority(0);
  await worker.terminate();
  return { behind, own };
}

it.runIf(process.platform === 'linux')('a thread that works for hours goes behind, and the thread that answers does not', async () => {
  const before = getPriority(0);
  const { behind, own } = await priorities();
  expect({ behind, own }).toEqual({ behind: Math.max(before, constants.priority.PRIORITY_BELOW_NORMAL), own: before });
});
