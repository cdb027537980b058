/**
 * A server in the layout of Common Crawl's storage (`/data/crawl-data/...`, by range, with the headers of S3) and of its URL index
 * (`/index/collinfo.json`, `/index/CRAWL-index?url=...`, as pywb's CDX server answers), on the loopback, that can be told to fail.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CommonCrawlPlace } from '../../src/sources/common-crawl/storage.ts';
import type { Crawl, IndexLine } from './crawl.ts';

export interface CommonCrawlServer extends AsyncDisposable {
  readonly place: CommonCrawlPlace;
  /** Requests so far. */
  readonly asked: readonly Asked[];
  /** Bytes of bodies sent from the storage and from the index. */
  readonly sent: { data: number; index: number };
}

export interface Asked {
  /** Below `/data/` or `/index/`, with the query. */
  readonly path: string;
  readonly range: string | null;
  /** How often this path was asked for, this time included. */
  readonly times: number;
}

/** How an answer goes wrong. */
export type Fault =
  | { readonly status: number; readonly retryAfter?: string }
  /** The connection ends after so many bytes of the body. */
  | { readonly breakAfter: number }
  /** The connection is reset before anything is answered. */
  | { readonly reset: true }
  /** A byte of the body is another one than it was. */
  | { readonly flipByte: number }
  /** The body comes in pieces of so many bytes, so many milliseconds apart. */
  | { readonly dripBytes: number; readonly everyMs: number };

export interface ServerOptions {
  readonly faults?: (asked: Asked) => Fault | null;
  /** Lines of a page of the URL index. */
  readonly pageLines?: number;
}

export async function startCommonCrawl(crawls: readonly Crawl[], options: ServerOptions = {}): Promise<CommonCrawlServer> {
  const { faults = () => null, pageLines = 100 } = options;
  const asked: Asked[] = [];
  const sent = { data: 0, index: 0 };
  const times = new Map<string, number>();
  const server = createServer((request, response) => {
    const [, part = '', path = ''] = /^\/(data|index)\/(.*)$/.exec(request.url ?? '') ?? [];
    times.set(path, (times.get(path) ?? 0) + 1);
    const now: Asked = { path, range: request.headers.range ?? null, times: times.get(path) ?? 1 };
    asked.push(now);
    const answer = part === 'data' ? dataAnswer(crawls, path, request) : indexAnswer(crawls, path, origin, pageLines);
    const fault = faults(now);
    sent[part === 'data' ? 'data' : 'index'] += sentBytes(answer.body.length, fault);
    send(response, answer, fault);
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    place: { base: `${origin}/data`, index: `${origin}/index`, backoffMs: 1, indexPauseMs: 0 },
    asked,
    sent,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((done) => {
        server.close(done);
      });
    },
  };
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Of a body of so many bytes. */
function sentBytes(bytes: number, fault: Fault | null): number {
  if (fault === null || 'flipByte' in fault || 'dripBytes' in fault) return bytes;
  return 'breakAfter' in fault ? Math.min(bytes, fault.breakAfter) : 0;
}

function send(response: ServerResponse, { status, headers, body }: Answer, fault: Fault | null): void {
  if (fault === null) return void response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
  if ('reset' in fault) return void response.socket?.resetAndDestroy();
  if ('status' in fault) {
    const retry = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
    return void response
      .writeHead(fault.status, { ...retry, 'content-type': 'text/html' })
      .end('<h1>Please reduce your request rate.</h1>');
  }
  response.writeHead(status, { ...headers, 'content-length': body.length });
  if ('flipByte' in fault) {
    const other = Buffer.from(body);
    const at = Math.min(fault.flipByte, other.length - 1);
    other.writeUInt8(255 - other.readUInt8(at), at);
    return void response.end(other);
  }
  if ('breakAfter' in fault) return void response.write(body.subarray(0, fault.breakAfter), () => setTimeout(() => response.destroy(), 20));
  drip(response, body, fault.dripBytes, fault.everyMs);
}

function drip(response: ServerResponse, body: Buffer, bytes: number, everyMs: number): void {
  if (response.destroyed) return;
  if (body.length <= bytes) return void response.end(body);
  response.write(body.subarray(0, bytes));
  setTimeout(() => drip(response, body.subarray(bytes), bytes, everyMs), everyMs);
}

function dataAnswer(crawls: readonly Crawl[], path: string, { headers }: IncomingMessage): Answer {
  const bytes = crawls.map(({ files }) => files.get(path)).find((found) => found !== undefined);
  if (bytes === undefined)
    return { status: 404, headers: { 'content-type': 'application/xml' }, body: Buffer.from('<Error><Code>NoSuchKey</Code></Error>') };
  const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
  const shared = { etag, 'accept-ranges': 'bytes', server: 'AmazonS3', 'x-amz-request-id': '0123456789ABCDEF' };
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '') ?? [];
  const isSame = headers['if-range'] === undefined || headers['if-range'] === etag;
  if (from === undefined || !isSame) return { status: 200, headers: shared, body: bytes };
  const start = Number(from);
  const end = Math.min(to === undefined || to === '' ? bytes.length : Number(to) + 1, bytes.length);
  if (start >= bytes.length) return { status: 416, headers: { 'content-range': `bytes */${bytes.length}` }, body: Buffer.alloc(0) };
  return {
    status: 206,
    headers: { ...shared, 'content-range': `bytes ${start}-${end - 1}/${bytes.length}` },
    body: bytes.subarray(start, end),
  };
}

function indexAnswer(crawls: readonly Crawl[], path: string, origin: string, pageLines: number): Answer {
  if (path === 'collinfo.json') {
    const listed = crawls.map(({ name }) => ({ id: name, name, 'cdx-api': `${origin}/index/${name}-index` }));
    return json(200, listed.toReversed());
  }
  const { pathname, searchParams } = new URL(path, 'http://index/');
  const crawl = crawls.find(({ name }) => pathname === `/${name}-index`);
  if (crawl === undefined) return json(404, { message: 'Not Found' });
  const url = searchParams.get('url') ?? '';
  const block = crawl.lines.filter((line) => isBelow(line, url));
  const pages = Math.max(1, Math.ceil(block.length / pageLines));
  if (searchParams.get('showNumPages') === 'true') return json(200, { pages, pageSize: 5, blocks: pages });
  const page = Number(searchParams.get('page') ?? 0);
  if (page >= pages) return json(400, { message: `Page ${page} invalid: First Page is 0, Last Page is ${pages - 1}` });
  const whole = searchParams.get('page') === null;
  const lines = (whole ? block : block.slice(page * pageLines, (page + 1) * pageLines))
    .filter((line) => searchParams.getAll('filter').every((filter) => passes(line, filter)))
    .slice(0, Number(searchParams.get('limit') ?? Number.POSITIVE_INFINITY));
  if (lines.length === 0) return json(404, { message: `No Captures found for: ${url}` });
  return {
    status: 200,
    headers: { 'content-type': 'text/x-ndjson' },
    body: Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join('')),
  };
}

/** `*.example.com`: the domain and every host below it. */
function isBelow({ url }: IndexLine, pattern: string): boolean {
  const host = new URL(url).hostname;
  const domain = pattern.replace(/^\*\./, '');
  return host === domain || host.endsWith(`.${domain}`);
}

/** pywb's filters: `[!][=|~]FIELD:VALUE`, a part of the value, the whole of it, or a regular expression over the whole of it. */
function passes(line: IndexLine, filter: string): boolean {
  const [, not = '', kind = '', field = '', value = ''] = /^(!?)([=~]?)([\w-]+):(.*)$/.exec(filter) ?? [];
  const found = (line as Readonly<Record<keyof IndexLine, string>>)[field as keyof IndexLine] ?? '';
  const matches = kind === '=' ? found === value : kind === '~' ? new RegExp(`^(?:${value})$`).test(found) : found.includes(value);
  return matches === (not === '');
}

function json(status: number, value: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(value)) };
}
