import { toFailure } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import type { JobView } from '../backend.ts';
import type { Jobs } from '../jobs.ts';
import type { MonitorStore } from './monitor-store.ts';

/**
 * Starts a job for each monitor whose recheck is due. When the next one is due stands in the accounts store and moves on in the step that
 * queues the job, so that a process that ends at any moment neither forgets a recheck nor starts one twice; what was due while no
 * process ran is looked at once.
 */
export class Schedule {
  readonly #store: MonitorStore;
  readonly #jobs: Jobs;
  #timer: NodeJS.Timeout | undefined;
  #running = false;

  constructor(store: MonitorStore, jobs: Jobs) {
    this.#store = store;
    this.#jobs = jobs;
  }

  /** From now on what is due is started; a short command that opens the data directory does not. */
  resume(): void {
    this.#running = true;
    this.wake();
  }

  /** Starts what is due and comes back when more is. Called as well when a schedule has changed. */
  wake(): void {
    clearTimeout(this.#timer);
    if (!this.#running) return;
    for (const id of this.#store.due()) {
      try {
        this.check(id);
      } catch (thrown) {
        // It stays due, and is shown as what it waits for: too many jobs wait.
        this.#store.recheckFailed(id, toFailure(thrown).message);
      }
    }
    const next = this.#store.nextDue();
    const waitMs = next === null ? limits.scheduleTimerMsMax : next * 1000 - Date.now();
    // Of what stays due, and of what is due again when its job ends, the timer comes back in a while.
    const timerMs = waitMs <= 0 ? limits.scheduleTimerMsMax : Math.min(waitMs, limits.scheduleTimerMsMax);
    this.#timer = setTimeout(() => this.wake(), timerMs).unref();
  }

  /** Looks now; when a job of this monitor waits or runs, that is the one. Throws `not_found` and `queue_full`. */
  check(id: string): JobView {
    const { id: monitor } = this.#store.row(id);
    const open = this.#store.openJob(monitor);
    if (open !== null) return this.#jobs.view(open);
    return this.#store.started(monitor, () => this.#jobs.add('recheck', { monitor, at: new Date().toISOString() }));
  }

  /** Ends the job of a monitor that is no more. */
  forget(id: string): void {
    const open = this.#store.openJob(id);
    if (open !== null) this.#jobs.cancel(open);
  }

  close(): void {
    this.#running = false;
    clearTimeout(this.#timer);
  }
}
