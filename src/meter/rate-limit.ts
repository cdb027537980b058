import { Failure } from '../base/errors.ts';
import type { KeyHolder } from './keys.ts';

/** Whether a call may be made now, and what to tell about the next ones. */
export interface Admission {
  /** Null for keys without a limit. */
  readonly headers: Readonly<Record<string, string>> | null;
  readonly refused: Failure | null;
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

/**
 * Calls a second, a bucket of tokens a key: one second's worth can be spent at once, and it refills evenly. A key without a limit costs
 * nothing; the number of buckets is that of the keys with one.
 */
export class RateLimit {
  readonly #buckets = new Map<string, Bucket>();

  /** Takes a token. `nowMs` is a clock that never goes back. */
  admit({ id, requests_per_second: perSecond }: KeyHolder, nowMs = performance.now()): Admission {
    if (perSecond === null) return { headers: null, refused: null };
    const size = Math.max(1, perSecond);
    const bucket = this.#buckets.get(id) ?? { tokens: size, filledAt: nowMs };
    this.#buckets.set(id, bucket);
    bucket.tokens = Math.min(size, bucket.tokens + ((nowMs - bucket.filledAt) / 1000) * perSecond);
    bucket.filledAt = nowMs;
    const isIn = bucket.tokens >= 1;
    if (isIn) bucket.tokens--;
    const headers = {
      'ratelimit-limit': String(Math.floor(size)),
      'ratelimit-remaining': String(Math.floor(bucket.tokens)),
      'ratelimit-reset': String(Math.ceil((size - bucket.tokens) / perSecond)),
    };
    const wait = Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
    return { headers, refused: isIn ? null : new Failure('rate_limited', { limit: perSecond, retry_after: wait }) };
  }
}
