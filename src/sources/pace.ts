/**
 * How fast one server is asked. All who ask it share the pace: when it refuses one of them (429 Too Many Requests, RFC 6585 section 4;
 * 503 with Retry-After, RFC 9110 section 10.2.3), the others wait as well, twice as long after each further refusal, up to
 * `backoffMsMax`. One answer brings the pace back.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';

export interface PaceOptions {
  /** The wait after the first refusal. */
  readonly backoffMs?: number;
  /** Least time between the beginnings of two requests. */
  readonly pauseMs?: number;
  /** Statuses by which this server says "not so fast". */
  readonly refusals?: readonly number[];
}

export class Pace {
  readonly #backoffMs: number;
  readonly #pauseMs: number;
  readonly #refusals: ReadonlySet<number>;
  #notBefore = 0;
  /** In a row. */
  #refused = 0;
  #refusedAt = Number.NEGATIVE_INFINITY;

  constructor({ backoffMs = 1_000, pauseMs = 0, refusals = [429, 503] }: PaceOptions = {}) {
    this.#backoffMs = backoffMs;
    this.#pauseMs = pauseMs;
    this.#refusals = new Set(refusals);
  }

  /** Waits until the server may be asked, and returns when that was. Fails with `cancelled`. */
  async turn(signal?: AbortSignal): Promise<number> {
    for (;;) {
      const now = performance.now();
      if (now >= this.#notBefore) {
        this.#notBefore = now + this.#pauseMs;
        return now;
      }
      await pause(this.#notBefore - now, signal);
    }
  }

  isRefusal(status: number): boolean {
    return this.#refusals.has(status);
  }

  /** The server refused a request that had its turn at `askedAt`, and named a time to wait, or 0. */
  refused(askedAt: number, retryAfterMs: number): void {
    const now = performance.now();
    // Refusals of requests that were under way together are one refusal.
    if (askedAt > this.#refusedAt) {
      this.#refused += 1;
      this.#refusedAt = now;
    }
    const backoffMs = Math.min(limits.backoffMsMax, this.#backoffMs * 2 ** (this.#refused - 1));
    this.#notBefore = Math.max(this.#notBefore, now + Math.max(backoffMs, retryAfterMs));
  }

  answered(): void {
    this.#refused = 0;
  }
}

/** Fails with `cancelled` when the signal aborts first. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await wait(ms, undefined, signal === undefined ? {} : { signal }).catch((thrown: unknown) => fail('cancelled', {}, thrown));
}

/** `Retry-After`, in seconds or as a date, at most `retryAfterMsMax`; 0 when there is none that can be read. */
export function retryAfterMs(value: string | undefined, now = Date.now()): number {
  if (value === undefined) return 0;
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1_000 : Date.parse(value) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), limits.retryAfterMsMax) : 0;
}
