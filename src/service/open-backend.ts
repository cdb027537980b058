import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../base/config.ts';
import { Failure } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Backend } from './backend.ts';
import { dataFolder } from './data-folder.ts';
import type { Instance } from './instance.ts';
import type { OnJobFailure } from './jobs.ts';
import { connectOwner } from './remote-backend.ts';

/** A data directory that this process owns. */
export interface Owned {
  readonly backend: Backend;
  readonly instance: Instance;
}

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
  return whenFree(async () => {
    const owner = await connectOwner(dataFolder(config.data));
    return owner === null ? openInstanceOf(config) : { backend: owner, instance: null };
  });
}

/** Becomes the owner. Throws `data_locked`: at once when there is one that answers, else when it has not ended in time. */
export async function openOwn(config: Config, onJobFailure?: OnJobFailure): Promise<Owned> {
  return whenFree(
    () => openInstanceOf(config, onJobFailure),
    async () => {
      const owner = await connectOwner(dataFolder(config.data));
      await owner?.close();
      return owner !== null;
    },
  );
}

/** The engine is loaded only here: a command that asks an owner starts without it. */
async function openInstanceOf(config: Config, onJobFailure?: OnJobFailure): Promise<Owned> {
  const [{ openInstance }, { LocalBackend }] = await Promise.all([import('./instance.ts'), import('./local-backend.ts')]);
  const instance = await openInstance(config, onJobFailure);
  return { backend: new LocalBackend(instance), instance };
}

/** Tries again while another process holds the lock, for `ownerWaitMs` or until there is no use in waiting. */
async function whenFree<T>(open: () => Promise<T>, isUseless: () => Promise<boolean> = async () => false): Promise<T> {
  const giveUpAt = performance.now() + limits.ownerWaitMs;
  for (;;) {
    try {
      return await open();
    } catch (thrown) {
      const locked = thrown instanceof Failure && thrown.code === 'data_locked';
      if (!locked || performance.now() > giveUpAt || (await isUseless())) throw thrown;
      await sleep(retryMs);
    }
  }
}
