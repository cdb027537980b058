import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../base/config.ts';
import { Failure } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Backend } from './backend.ts';
import { dataFolder } from './data-folder.ts';
import type { Instance } from './instance.ts';
import type { OnJobFailure } from './jobs.ts';
import { connectOwner } from './remote-backend.ts';

/** The backend, and the instance when this process is the owner. */
export interface Opened {
  readonly backend: Backend;
  readonly instance: Instance | null;
}

const retryMs = 100;

/**
 * The backend of a data directory: its owner's when one answers on the socket, else this process becomes the owner.
 * An owner that is just starting or ending is waited for. Throws `data_locked` when it does neither in time.
 */
export async function openBackend(config: Config): Promise<Opened> {
  const giveUpAt = performance.now() + limits.ownerWaitMs;
  for (;;) {
    const owner = await connectOwner(dataFolder(config.data));
    if (owner !== null) return { backend: owner, instance: null };
    try {
      return await openOwn(config);
    } catch (thrown) {
      const locked = thrown instanceof Failure && thrown.code === 'data_locked';
      if (!locked || performance.now() > giveUpAt) throw thrown;
      await sleep(retryMs);
    }
  }
}

/** Becomes the owner, or throws `data_locked`. The engine is loaded only here: a command that asks an owner starts without it. */
export async function openOwn(
  config: Config,
  onJobFailure?: OnJobFailure,
): Promise<{ readonly backend: Backend; readonly instance: Instance }> {
  const [{ openInstance }, { LocalBackend }] = await Promise.all([import('./instance.ts'), import('./local-backend.ts')]);
  const instance = await openInstance(config, onJobFailure);
  return { backend: new LocalBackend(instance), instance };
}
