/**
 * A fetched page as records of WARC 1.1 (https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/), a gzip member
 * each: the response, or a revisit where an earlier capture holds the same body, and the request that it answers.
 */
import { createHash, randomUUID } from 'node:crypto';
import { gzip } from 'node:zlib';
import { promisify } from 'node:util';
import type { Fetched } from './fetch-page.ts';

/** The earlier capture that a revisit repeats. */
interface Original {
  readonly url: string;
  /** Milliseconds since 1970 UTC. */
  readonly fetchedAt: number;
  readonly digest: string;
}

export type Revisit = { readonly profile: 'server-not-modified' | 'identical-payload-digest'; readonly original: Original } | null;

const compress = promisify(gzip);

/** The members for one exchange, the response first: what is cut off behind its `length` bytes loses nothing that the index reads. */
export async function exchangeRecords(fetched: Fetched, revisit: Revisit): Promise<{ readonly bytes: Buffer; readonly length: number }> {
  const { url, startedAt, ip, cut, body } = fetched;
  const id = recordId();
  const about = { 'WARC-Target-URI': url, ...(ip !== '' && { 'WARC-IP-Address': ip }) };
  const answer = Buffer.concat([responseHead(fetched), revisit === null ? body : Buffer.alloc(0)]);
  const response = record(
    revisit === null ? 'response' : 'revisit',
    id,
    startedAt,
    {
      ...about,
      'WARC-Payload-Digest': revisit?.original.digest ?? digestOf(body),
      'WARC-Block-Digest': digestOf(answer),
      ...(cut !== null && revisit === null && { 'WARC-Truncated': cut }),
      ...(revisit !== null && {
        'WARC-Profile': `http://netpreserve.org/warc/1.1/revisit/${revisit.profile}`,
        'WARC-Refers-To-Target-URI': revisit.original.url,
        'WARC-Refers-To-Date': warcDate(revisit.original.fetchedAt),
      }),
      'Content-Type': 'application/http; msgtype=response',
    },
    answer,
  );
  const request = record(
    'request',
    recordId(),
    startedAt,
    {
      ...about,
      'WARC-Concurrent-To': id,
      'Content-Type': 'application/http; msgtype=request',
    },
    requestHead(fetched),
  );
  const members = await Promise.all([compress(response), compress(request)]);
  return { bytes: Buffer.concat(members), length: members[0].length };
}

/** What a file says of itself, as its first record. */
export async function infoRecord(filename: string, fields: Readonly<Record<string, string>>): Promise<Buffer> {
  const block = Buffer.from(lines(Object.entries(fields).map(([name, value]) => `${name}: ${value}`)));
  return compress(
    record('warcinfo', recordId(), Date.now(), { 'WARC-Filename': filename, 'Content-Type': 'application/warc-fields' }, block),
  );
}

function record(type: string, id: string, at: number, fields: Readonly<Record<string, string>>, block: Buffer): Buffer {
  const head = [
    'WARC/1.1',
    `WARC-Type: ${type}`,
    `WARC-Record-ID: ${id}`,
    `WARC-Date: ${warcDate(at)}`,
    ...Object.entries(fields).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${block.length}`,
  ];
  return Buffer.concat([Buffer.from(`${lines(head)}\r\n`), block, Buffer.from('\r\n\r\n')]);
}

function responseHead({ status, reason, pairs }: Fetched): Buffer {
  const fields = pairs.map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(`${lines([`HTTP/1.1 ${status} ${reason}`.trimEnd(), ...fields])}\r\n`);
}

function requestHead({ url, requestFields }: Fetched): Buffer {
  const { host, pathname, search } = new URL(url);
  const fields = Object.entries(requestFields).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(`${lines([`GET ${pathname}${search} HTTP/1.1`, `host: ${host}`, ...fields])}\r\n`);
}

/** Digits of a second may be left out; with them, two captures within one second keep their order (section 5.4). */
function warcDate(ms: number): string {
  return new Date(ms).toISOString();
}

function recordId(): string {
  return `<urn:uuid:${randomUUID()}>`;
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** SHA-1 in base 32 (RFC 4648 section 6), as other crawlers write it, so that equal payloads are known as such across archives. */
export function digestOf(bytes: Buffer): string {
  let text = 'sha1:';
  let bits = 0;
  let held = 0;
  for (const byte of createHash('sha1').update(bytes).digest()) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += base32[(held >>> (bits - 5)) & 31] ?? '';
    held &= (1 << bits) - 1;
  }
  return text;
}

function lines(list: readonly string[]): string {
  return list.map((line) => `${line}\r\n`).join('');
}
