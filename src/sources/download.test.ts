import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { responseRecord, warcRecord, zipOf } from '../../test/fixtures/warc.ts';
import { download, type DownloadOptions } from './download.ts';
import { fetchSource } from './fetch-source.ts';
import { createGuard, type Guard } from './guard.ts';
import { readArchive } from './warc.ts';

const content = Buffer.from(Array.from({ length: 50_000 }, (_, i) => i % 251));

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
let server: Server;
let guard: Guard;
let origin = '';
let folder = '';
/** One answer a request, the last for all further ones; and the ranges that were asked for. */
let answers: Answer[] = [];
let asked: (string | undefined)[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.headers.range);
    (answers.length > 1 ? answers.shift() : answers[0])?.(request, response);
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  guard = createGuard({ allowHosts: ['127.0.0.1'] });
});
afterAll(async () => {
  await guard.close();
  server.close();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'download-'));
  asked = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const fetched = async (options: Partial<DownloadOptions> = {}): Promise<Buffer> =>
  readFileSync(await download(`${origin}/data/a.warc.gz`, { guard, folder, backoffMs: 1, ...options }));

/** The rest that was asked for, under the entity tag `tag`; all of it when the client has another. */
function serve(tag: string, bytes: Buffer = content): Answer {
  return (request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const fresh = request.headers['if-range'] === tag && from > 0;
    if (fresh && from >= bytes.length) response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
    else if (fresh)
      response
        .writeHead(206, { etag: tag, 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` })
        .end(bytes.subarray(from));
    else response.writeHead(200, { etag: tag, 'content-length': bytes.length }).end(bytes);
  };
}

/** Sends the first bytes of the whole, then breaks the connection. */
function breakAfter(count: number, fields: Record<string, string> = { etag: '"1"' }): Answer {
  return (_, response) => {
    response.writeHead(200, { ...fields, 'content-length': content.length });
    response.write(content.subarray(0, count));
    breakWhenReceived(response, count);
  };
}

/** Bytes that a broken connection had not delivered are lost: so it breaks when they stand in the file. */
function breakWhenReceived(response: ServerResponse, count: number): void {
  const part = readdirSync(folder).find((name) => name.endsWith('.part'));
  if (count === 0 || (part !== undefined && statSync(join(folder, part)).size === count)) response.destroy();
  else setTimeout(() => breakWhenReceived(response, count), 5);
}

const status =
  (code: number, fields: Record<string, string> = {}): Answer =>
  (_, response) =>
    void response.writeHead(code, fields).end('no');

describe('download', () => {
  it('fetches a file once, under a name that tells people what it is', async () => {
    answers = [serve('"1"')];
    expect(await fetched()).toEqual(content);
    expect(await fetched()).toEqual(content);
    expect(asked).toEqual([undefined]);
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^[0-9a-f]{16}-a\.warc\.gz$/)]);
  });

  it('continues where a connection broke, as often as it takes', async () => {
    const breakRange: Answer = (_, response) => {
      response.writeHead(206, { etag: '"1"', 'content-range': `bytes 20000-${content.length - 1}/${content.length}` });
      response.write(content.subarray(20_000, 30_000));
      breakWhenReceived(response, 30_000);
    };
    answers = [breakAfter(20_000), breakRange, serve('"1"')];
    expect(await fetched()).toEqual(content);
    expect(asked).toEqual([undefined, 'bytes=20000-', 'bytes=30000-']);
  });

  it('begins again when the file has changed meanwhile', async () => {
    const changed = Buffer.from(content.toReversed());
    answers = [breakAfter(20_000), serve('"2"', changed)];
    expect(await fetched()).toEqual(changed);
  });

  it('begins again when nothing says that the file is the same', async () => {
    answers = [breakAfter(20_000, {}), serve('"1"')];
    expect(await fetched()).toEqual(content);
    expect(asked).toEqual([undefined, undefined]);
  });

  it('begins again when the server sends another part than was asked for', async () => {
    const wrong: Answer = (_, response) => void response.writeHead(206, { 'content-range': `bytes 5-9/${content.length}` }).end('wrong');
    answers = [breakAfter(20_000), wrong, serve('"1"')];
    expect(await fetched()).toEqual(content);
  });

  it('continues over another connection when one brings next to nothing', async () => {
    const drip: Answer = (_, response) => {
      response.writeHead(200, { etag: '"1"', 'content-length': content.length });
      let sent = 0;
      const timer = setInterval(
        () => (response.destroyed ? clearInterval(timer) : response.write(content.subarray(sent, (sent += 100)))),
        5,
      );
    };
    answers = [drip, serve('"1"')];
    expect(await fetched({ slowest: { bytesPerSecond: 1_000_000, overMs: 50 } })).toEqual(content);
    expect(asked.at(-1)).toMatch(/^bytes=[1-9]\d*-$/);
  });

  it('keeps no file that has not the checksum that its server states', async () => {
    const md5 = createHash('md5').update(content).digest('base64');
    const stating =
      (bytes: Buffer): Answer =>
      (_, response) =>
        void response.writeHead(200, { 'content-md5': md5, 'content-length': bytes.length }).end(bytes);
    answers = [stating(Buffer.from(content.toReversed())), stating(content)];
    expect(await fetched()).toEqual(content);
    expect(asked).toHaveLength(2);
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    answers = [stating(Buffer.from(content.toReversed()))];
    asked = [];
    await expect(fetched()).rejects.toMatchObject({ code: 'checksum_mismatch', params: { algorithm: 'md5', times: 3 } });
    expect([asked.length, readdirSync(folder)]).toEqual([3, []]);
  });

  it('holds what was continued to the checksum of the whole', async () => {
    const tag = createHash('md5').update(content).digest('hex');
    const s3 = { etag: `"${tag}"`, server: 'AmazonS3' };
    const wrongRest: Answer = (request, response) => {
      const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
      const rest = Buffer.alloc(content.length - from);
      response.writeHead(206, { ...s3, 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` }).end(rest);
    };
    answers = [breakAfter(20_000, s3), wrongRest, serve(`"${tag}"`)];
    expect(await fetched()).toEqual(content);
    expect(asked).toEqual([undefined, 'bytes=20000-', undefined]);
  });

  it('continues in another process, from what an earlier one left', async () => {
    answers = [breakAfter(20_000), status(404)];
    await expect(fetched()).rejects.toMatchObject({ code: 'download_failed' });
    answers = [serve('"1"')];
    expect(await fetched()).toEqual(content);
    expect(asked.at(-1)).toBe('bytes=20000-');
  });

  it('knows a file that was received whole before its name was given', async () => {
    const whole: Answer = (_, response) => {
      response.writeHead(200, { etag: '"1"', 'transfer-encoding': 'chunked' });
      response.write(content);
      breakWhenReceived(response, content.length);
    };
    answers = [whole, serve('"1"')];
    expect(await fetched()).toEqual(content);
  });

  it.each([500, 503, 429, 408])('tries again after %d', async (code) => {
    answers = [status(code), status(code, { 'retry-after': '0' }), serve('"1"')];
    expect(await fetched()).toEqual(content);
  });

  it.each([404, 403, 410])('fails at once on %d, and leaves no file', async (code) => {
    answers = [status(code)];
    await expect(fetched()).rejects.toMatchObject({ code: 'download_failed', params: { reason: `the server answered ${code}` } });
    expect([asked.length, readdirSync(folder)]).toEqual([1, []]);
  });

  it('gives up after six tries that bring nothing', async () => {
    answers = [status(502)];
    await expect(fetched()).rejects.toMatchObject({ code: 'download_failed' });
    expect(asked).toHaveLength(6);
  });

  it('never takes a shorter file for the whole', async () => {
    answers = [breakAfter(20_000), breakAfter(0)];
    await expect(fetched()).rejects.toMatchObject({ code: 'download_failed' });
    expect(readdirSync(folder).every((name) => name.includes('.part'))).toBe(true);
  });

  it.each([
    ['says', { 'content-length': String(content.length) }],
    ['does not say', { 'transfer-encoding': 'chunked' }],
  ])('stops at the limit when the server %s how much it will send', async (_, fields) => {
    answers = [(_request, response) => void response.writeHead(200, fields).end(content)];
    await expect(fetched({ bytesMax: 40_000 })).rejects.toMatchObject({ code: 'download_too_large' });
    expect(asked).toHaveLength(1);
  });

  it('stops when it is told to', async () => {
    answers = [(_, response) => void response.writeHead(200, { 'content-length': 10 })];
    await expect(fetched({ signal: AbortSignal.timeout(100) })).rejects.toMatchObject({ code: 'cancelled' });
    answers = [status(503)];
    await expect(fetched({ signal: AbortSignal.timeout(100), backoffMs: 60_000 })).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('says that a folder cannot be written', async () => {
    answers = [serve('"1"')];
    await expect(fetched({ folder: join(folder, 'absent') })).rejects.toMatchObject({ code: 'data_unwritable' });
  });

  it('refuses what the guard refuses, without trying again', async () => {
    const strict = createGuard();
    await expect(fetched({ guard: strict })).rejects.toMatchObject({ code: 'address_refused' });
    await strict.close();
  });
});

describe('fetchSource', () => {
  const page = warcRecord(responseRecord('http://example.com/', Buffer.from('<p>page')));

  it('gives the archives behind an address, named by it', async () => {
    answers = [serve('"1"', zipOf([{ name: 'archive/a.warc', bytes: page, deflated: true }]))];
    const archives = await fetchSource({ uri: `${origin}/c.wacz`, path: null, kind: 'archive' }, { guard, folder });
    expect(archives.map(({ uri, kind }) => [uri, kind])).toEqual([[`${origin}/c.wacz#archive/a.warc`, 'warc']]);
    expect(archives.flatMap(({ path }) => [...readArchive(path)].map(({ url }) => url))).toEqual(['http://example.com/']);
  });

  it('fails for an address that gives something else', async () => {
    answers = [serve('"1"', Buffer.from('<html>Please log in</html>'))];
    await expect(fetchSource({ uri: `${origin}/a.warc.gz`, path: null, kind: 'archive' }, { guard, folder })).rejects.toMatchObject({
      code: 'not_an_archive',
    });
  });
});
