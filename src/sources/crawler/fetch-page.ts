import { limits } from '../../base/limits.ts';
import type { Fields } from '../../model/record.ts';
import type { Guard } from '../guard.ts';
import { fieldsOf } from '../warc/fields.ts';

/** Why a body is not whole, in WARC's words (WARC 1.1 section 5.13). `unspecified`: it was not wanted. */
type Cut = 'length' | 'time' | 'disconnect' | 'unspecified';

/** One request with its answer, as sent: transfer coding undone, content coding not. */
export interface Fetched {
  readonly url: string;
  /** Milliseconds since 1970 UTC, before the request. */
  readonly startedAt: number;
  readonly requestFields: Readonly<Record<string, string>>;
  readonly status: number;
  readonly reason: string;
  readonly pairs: readonly (readonly [name: string, value: string])[];
  readonly fields: Fields;
  readonly ip: string;
  readonly body: Buffer;
  readonly cut: Cut | null;
}

export interface FetchOptions {
  readonly guard: Guard;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly bytesMax: number;
  /** Whether the body of an answer is fetched; the others are dropped after their head. */
  readonly wants?: (status: number, fields: Fields) => boolean;
}

/**
 * GET, without following redirects, in at most `crawlPageMs`. Fails with `address_refused`; what the network says before the head of the
 * answer is there is thrown as it is. Later, what was received is the answer, cut.
 */
export async function fetchPage(url: string, { guard, headers, signal, bytesMax, wants }: FetchOptions): Promise<Fetched> {
  const stop = new AbortController();
  const onAbort = (): void => stop.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  const late = setTimeout(() => stop.abort(new Error(`no answer within ${limits.crawlPageMs} ms`)), limits.crawlPageMs);
  const startedAt = Date.now();
  try {
    const { status, reason, fields: sent, body: stream, ip } = await guard.exchange(url, { headers, signal: stop.signal });
    const pairs = sent.map(keptField);
    const fields = fieldsOf(pairs.map(([name, value]) => [name.toLowerCase(), value]));
    const answer = { url, startedAt, requestFields: headers, status, reason, pairs, fields, ip };
    if (wants?.(status, fields) === false) {
      // Ends the connection: the rest of a film is not waited for.
      stream.on('error', () => {}).destroy();
      return { ...answer, body: Buffer.alloc(0), cut: fields.get('content-length') === '0' ? null : 'unspecified' };
    }
    const { body, cut } = await receive(stream, bytesMax, () => (stop.signal.aborted ? 'time' : 'disconnect'));
    signal.throwIfAborted();
    return { ...answer, body, cut };
  } finally {
    clearTimeout(late);
    signal.removeEventListener('abort', onAbort);
  }
}

/** Chunks were joined: the field that announced them would be a lie now, and is kept under another name. */
function keptField([name, value]: readonly [string, string]): readonly [string, string] {
  return [/^transfer-encoding$/i.test(name) ? `X-Crawler-${name}` : name, value];
}

async function receive(stream: AsyncIterable<Buffer>, bytesMax: number, why: () => Cut): Promise<{ body: Buffer; cut: Cut | null }> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const piece of stream) {
      pieces.push(piece.subarray(0, bytesMax - bytes));
      bytes += piece.length;
      // Leaving the loop ends the connection.
      if (bytes > bytesMax) return { body: Buffer.concat(pieces), cut: 'length' };
    }
    return { body: Buffer.concat(pieces), cut: null };
  } catch {
    // The cause is one of two, and what came before it is worth keeping.
    return { body: Buffer.concat(pieces), cut: why() };
  }
}
