import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';

interface Waiting {
  readonly start: () => void;
}

/**
 * Lets so many questions run at a time. The others wait in a queue of their key, and the keys take turns: behind a thousand questions of
 * one key, the single question of another is the next to run. Within a key, first come, first served.
 */
export class FairQueue {
  readonly #slots: number;
  #running = 0;
  /** Keys in the order of their turns; each has someone waiting. */
  readonly #waiting = new Map<string, Waiting[]>();
  /** Running and waiting, by key. */
  readonly #inFlight = new Map<string, number>();

  constructor(slots: number = limits.questionsAtOnce) {
    this.#slots = slots;
  }

  /** Runs `work` when it is its turn. Throws `too_many_concurrent`; an aborted wait leaves the queue. */
  async run<T>(key: string, concurrent: number | null, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    const max = concurrent ?? limits.callsOfKeyMax;
    const inFlight = this.#inFlight.get(key) ?? 0;
    if (inFlight >= max) fail('too_many_concurrent', { max, retry_after: 1 });
    this.#inFlight.set(key, inFlight + 1);
    try {
      await this.#turn(key, signal);
      try {
        return await work();
      } finally {
        this.#running--;
        this.#next();
      }
    } finally {
      const left = (this.#inFlight.get(key) ?? 1) - 1;
      if (left === 0) this.#inFlight.delete(key);
      else this.#inFlight.set(key, left);
    }
  }

  async #turn(key: string, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.#running < this.#slots) {
      this.#running++;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const waiting: Waiting = {
        start: () => {
          signal?.removeEventListener('abort', leave);
          this.#running++;
          resolve();
        },
      };
      const leave = (): void => {
        this.#remove(key, waiting);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      const queue = this.#waiting.get(key) ?? [];
      queue.push(waiting);
      this.#waiting.set(key, queue);
    });
  }

  #next(): void {
    const [turn] = this.#waiting;
    if (turn === undefined) return;
    const [key, queue] = turn;
    const first = queue.shift();
    // The key goes to the end of the row.
    this.#waiting.delete(key);
    if (queue.length > 0) this.#waiting.set(key, queue);
    first?.start();
  }

  #remove(key: string, waiting: Waiting): void {
    const left = (this.#waiting.get(key) ?? []).filter((other) => other !== waiting);
    if (left.length > 0) this.#waiting.set(key, left);
    else this.#waiting.delete(key);
  }
}
