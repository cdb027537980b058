import { Session } from 'chdb';

/**
 * Sessions of the embedded engine on one path. A session runs one query at a time (behind a slow query `SELECT 1` waited
 * 767 ms; on another session 1 ms), so questions and long work have pools of their own and wait first come, first served.
 */
export class SessionPool {
  readonly #idle: Session[] = [];
  readonly #all: Session[] = [];
  readonly #waiting: { resolve: (session: Session) => void; reject: (reason: unknown) => void }[] = [];
  #closed = false;

  constructor(path: string, size: number, connectionArgs: readonly string[]) {
    for (let i = 0; i < size; i++) this.#all.push(new Session(path, { connectionArgs }));
    this.#idle.push(...this.#all);
  }

  /** Runs `work` on a session of its own; an aborted wait leaves the queue. */
  async use<T>(signal: AbortSignal | undefined, work: (session: Session) => Promise<T>): Promise<T> {
    const session = await this.#acquire(signal);
    try {
      return await work(session);
    } finally {
      this.#release(session);
    }
  }

  async #acquire(signal: AbortSignal | undefined): Promise<Session> {
    signal?.throwIfAborted();
    if (this.#closed) throw new Error('the engine is closed');
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    return new Promise((resolve, reject) => {
      const waiter = { resolve: (session: Session) => (signal?.removeEventListener('abort', leave), resolve(session)), reject };
      const leave = (): void => {
        const place = this.#waiting.indexOf(waiter);
        if (place !== -1) this.#waiting.splice(place, 1);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiter);
    });
  }

  #release(session: Session): void {
    const next = this.#waiting.shift();
    if (next !== undefined) next.resolve(session);
    else this.#idle.push(session);
  }

  /** Ends waiting work and closes all sessions. Running queries finish first in the engine. */
  close(): void {
    this.#closed = true;
    for (const waiter of this.#waiting.splice(0)) waiter.reject(new Error('the engine is closed'));
    for (const session of this.#all) session.close();
  }
}
