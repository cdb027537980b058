/**
 * Writes WARC 1.1 (https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/), a gzip member a record.
 * Everything follows from what is written: record ids are hashes and dates are given, so that equal input is equal output.
 */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

export interface Exchange {
  readonly url: string;
  /** Seconds since 1970 UTC. */
  readonly fetchedAt: number;
  readonly ip: string;
  /** Status line and header lines, without the closing empty line. */
  readonly head: readonly string[];
  /** As transferred: content and transfer coding in place. */
  readonly body: Buffer;
  /** The body without its codings, which the payload digest is of. */
  readonly payload: Buffer;
  readonly truncated: boolean;
  /** The earlier exchange that had the same payload: a `revisit` record is written, without the body. */
  readonly original: { readonly url: string; readonly fetchedAt: number } | null;
}

const userAgent = 'SampleCrawler/1.0';
const identicalPayload = 'http://netpreserve.org/warc/1.1/revisit/identical-payload-digest';

export class WarcWriter {
  private readonly members: Buffer[] = [];

  info(fields: Readonly<Record<string, string>>, filename: string, writtenAt: number): void {
    const block = Buffer.from(lines(Object.entries(fields).map(([name, value]) => `${name}: ${value}`)));
    this.record('warcinfo', writtenAt, filename, { 'WARC-Filename': filename, 'Content-Type': 'application/warc-fields' }, block);
  }

  /** A request record and, beside it, what came back. */
  exchange(exchange: Exchange): void {
    const { url, fetchedAt, ip, head, body, payload, truncated, original } = exchange;
    const type = original === null ? 'response' : 'revisit';
    const responseId = recordId(type, fetchedAt, url);
    const request = Buffer.from(`${lines(requestLines(url))}\r\n`);
    const block = Buffer.concat([Buffer.from(`${lines(head)}\r\n`), original === null ? body : Buffer.alloc(0)]);
    const about = { 'WARC-Target-URI': url, 'WARC-IP-Address': ip };
    this.record(
      'request',
      fetchedAt,
      url,
      { ...about, 'WARC-Concurrent-To': responseId, 'Content-Type': 'application/http; msgtype=request' },
      request,
    );
    this.record(
      type,
      fetchedAt,
      url,
      {
        ...about,
        'WARC-Payload-Digest': digest(payload),
        ...(truncated ? { 'WARC-Truncated': 'length' } : {}),
        ...(original === null
          ? { 'WARC-Block-Digest': digest(block) }
          : {
              'WARC-Profile': identicalPayload,
              'WARC-Refers-To-Target-URI': original.url,
              'WARC-Refers-To-Date': isoDate(original.fetchedAt),
            }),
        'Content-Type': 'application/http; msgtype=response',
      },
      block,
    );
  }

  bytes(): Buffer {
    return Buffer.concat(this.members);
  }

  private record(type: string, date: number, subject: string, fields: Readonly<Record<string, string>>, block: Buffer): void {
    const header = [
      'WARC/1.1',
      `WARC-Type: ${type}`,
      `WARC-Record-ID: ${recordId(type, date, subject)}`,
      `WARC-Date: ${isoDate(date)}`,
      ...Object.entries(fields).map(([name, value]) => `${name}: ${value}`),
      `Content-Length: ${block.length}`,
    ];
    this.members.push(gzipSync(Buffer.concat([Buffer.from(`${lines(header)}\r\n`), block, Buffer.from('\r\n\r\n')]), { level: 9 }));
  }
}

/** `2026-07-11T04:10:00Z`. */
function isoDate(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

function requestLines(url: string): string[] {
  const { host, pathname, search } = new URL(url);
  return [`GET ${pathname}${search} HTTP/1.1`, `Host: ${host}`, `User-Agent: ${userAgent}`];
}

function recordId(type: string, date: number, subject: string): string {
  const hex = createHash('sha1').update(`${type} ${date} ${subject}`).digest('hex');
  return `<urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}>`;
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** SHA-1 in base 32 (RFC 4648), as crawlers write it. */
function digest(bytes: Buffer): string {
  const bits = Array.from(createHash('sha1').update(bytes).digest(), (byte) => byte.toString(2).padStart(8, '0')).join('');
  return `sha1:${(bits.match(/.{5}/g) ?? []).map((five) => base32[Number.parseInt(five, 2)]).join('')}`;
}

function lines(list: readonly string[]): string {
  return list.map((line) => `${line}\r\n`).join('');
}
