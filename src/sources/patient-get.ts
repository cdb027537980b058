import type { Readable } from 'node:stream';
import { Failure, fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { headerOf, type Guard, type GuardedResponse } from './guard.ts';
import { pause, retryAfterMs, type Pace } from './pace.ts';

export interface PatientOptions {
  readonly guard: Guard;
  readonly pace: Pace;
  /** Largest answer that is kept. */
  readonly bytesMax: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Before the second try after a failure that is no refusal; doubled at each further one. */
  readonly backoffMs?: number;
  /** Tries after failures that are no refusal. */
  readonly triesMax?: number;
}

export interface SmallAnswer {
  readonly status: number;
  readonly headers: GuardedResponse['headers'];
  readonly bytes: Buffer;
}

/**
 * GET of something small, in memory. What may pass (refusals, 408, 5xx, broken connections, time-outs) is tried again; every other status
 * is the caller's to read. Fails with `address_refused`, `download_failed`, `download_too_large` or `cancelled`.
 */
export async function patientGet(address: string, options: PatientOptions): Promise<SmallAnswer> {
  const { pace, signal, backoffMs = 1_000, triesMax = limits.downloadTriesMax } = options;
  for (let tries = 0, refusals = 0; ;) {
    const askedAt = await pace.turn(signal);
    const got = await once(address, options);
    if (typeof got !== 'string') {
      if (pace.isRefusal(got.status)) {
        pace.refused(askedAt, retryAfterMs(headerOf(got.headers, 'retry-after')));
        refusals += 1;
        if (refusals >= limits.refusalTriesMax)
          fail('download_failed', { address, reason: `the server answered ${got.status}`, status: got.status });
        continue;
      }
      pace.answered();
      if (got.status < 500 && got.status !== 408) return got;
    }
    tries += 1;
    const reason = typeof got === 'string' ? got : `the server answered ${got.status}`;
    if (tries >= triesMax) fail('download_failed', { address, reason, ...(typeof got !== 'string' && { status: got.status }) });
    await pause(Math.min(limits.backoffMsMax, backoffMs * 2 ** tries), signal);
  }
}

/** One answer, or in words why there was none. */
async function once(address: string, { guard, headers = {}, signal, bytesMax }: PatientOptions): Promise<SmallAnswer | string> {
  try {
    const response = await guard.fetch(address, { headers: { 'accept-encoding': 'identity', ...headers }, signal });
    const bytes = await bytesOf(response.body, bytesMax);
    if (bytes === null) return fail('download_too_large', { address, max: bytesMax });
    const length = headerOf(response.headers, 'content-length');
    if (length !== undefined && Number(length) !== bytes.length) return `the connection ended after ${bytes.length} of ${length} bytes`;
    return { status: response.status, headers: response.headers, bytes };
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    if (signal?.aborted === true) fail('cancelled', {}, thrown);
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

/** Null when there are more than `max`. */
async function bytesOf(body: Readable, max: number): Promise<Buffer | null> {
  const pieces: Buffer[] = [];
  let count = 0;
  for await (const piece of body) {
    const bytes: Buffer = piece;
    count += bytes.length;
    if (count > max) return null;
    pieces.push(bytes);
  }
  return Buffer.concat(pieces);
}
