import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loopbackWeb, type Answer, type LoopbackWeb } from '../../../test/loopback-web.ts';
import type { ArchiveRecord } from '../../model/record.ts';
import { readArchive } from '../warc.ts';
import { crawl, endCrawl, isUnfinished, type CrawlOptions, type CrawlOutcome } from './crawler.ts';
import type { PageReader } from './discovery.ts';

/** Every `href`; a page that holds NOFOLLOW gives none. */
const reader: PageReader = {
  mayBePage: (type) => type.startsWith('text/html'),
  linksOf: ({ url, body }) => {
    const text = body.toString();
    return text.includes('NOFOLLOW') ? [] : Array.from(text.matchAll(/href="([^"]+)"/g), ([, href = '']) => new URL(href, url).href);
  },
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'openbacklinks-crawler-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(web: LoopbackWeb, seeds: readonly string[], change: Partial<CrawlOptions> = {}): Promise<CrawlOutcome> {
  return crawl(seeds, {
    guard: web.guard(['a.example', 'www.a.example', 'b.example', 'c.example']),
    folder: join(folder, 'one'),
    name: 'one',
    visits: join(folder, 'visits.sqlite'),
    reader,
    agent: 'openbacklinks',
    userAgent: 'openbacklinks/1 (+owner@example.com)',
    contact: 'owner@example.com',
    pages: 100,
    depth: 3,
    hosts: 'seed',
    sitemaps: false,
    delayMs: 20,
    onSegment: () => {},
    ...change,
  });
}

const page = (...links: string[]): Answer => ({ body: `<p>${links.map((link) => `<a href="${link}">x</a>`).join(' ')}</p>` });

function web(pages: Readonly<Record<string, Answer>>): Promise<LoopbackWeb> {
  return loopbackWeb((url) => pages[url] ?? null);
}

interface Written {
  readonly type: string;
  readonly url: string;
  readonly status: number;
  readonly body: string;
  readonly fields: ArchiveRecord['fields'];
}

function written({ segments }: CrawlOutcome): Written[] {
  return segments.flatMap((path) =>
    Array.from(readArchive(path), ({ type, url, http, body, fields }) => ({
      type,
      url: url ?? '',
      status: http?.status ?? 0,
      body: body.toString(),
      fields,
    })).filter(({ type }) => type !== 'warcinfo' && type !== 'request'),
  );
}

describe('crawl', () => {
  it('follows links to its depth, on the hosts of its seeds, each page once', async () => {
    await using site = await web({
      'http://a.example/': page('/1', '/1#part', 'http://www.a.example/2?utm_source=x', 'http://b.example/'),
      'http://a.example/1': page('/', '/3'),
      'http://www.a.example/2': page('/4'),
      'http://www.a.example/2?utm_source=x': page('/4'),
      'http://a.example/3': page('/too-deep'),
    });
    const outcome = await run(site, ['http://a.example/'], { depth: 2 });
    expect(written(outcome).map(({ url }) => url)).toEqual([
      'http://a.example/',
      'http://a.example/1',
      'http://www.a.example/2?utm_source=x',
      'http://a.example/3',
      'http://www.a.example/4',
    ]);
    expect(outcome).toMatchObject({ captures: 5, by: { fetched: { page: 4, status_404: 1 } }, dropped: { out_of_scope: 1 }, hosts: 2 });
    expect(site.count('http://b.example/')).toBe(0);
  });

  it('records what came, with who asked for it', async () => {
    const body = '<title>é</title>';
    await using site = await web({
      'http://a.example/': { body: gzipSync(body), fields: { 'Content-Type': 'text/html', 'content-encoding': 'gzip', 'X-Odd': 'a:b' } },
    });
    const outcome = await run(site, ['http://a.example/']);
    const records = outcome.segments.flatMap((path) =>
      Array.from(readArchive(path), (record) => ({ ...record, text: record.body.toString() })),
    );
    expect(records.map(({ type }) => type)).toEqual(['warcinfo', 'response', 'request']);
    const [info, response, request] = records;
    expect(info?.text).toContain('isPartOf: one\r\noperator: owner@example.com\r\nrobots: obey\r\n');
    expect(response).toMatchObject({ text: body, truncation: null, http: { status: 200 } });
    expect(response?.fields.get('warc-ip-address')).toBe('127.0.0.1');
    expect(response?.fields.get('warc-payload-digest')).toMatch(/^sha1:[A-Z2-7]{32}$/);
    expect(request?.fields.get('warc-concurrent-to')).toBe(response?.fields.get('warc-record-id'));
    expect(readFileSync(outcome.segments[0] ?? '').subarray(0, 2)).toEqual(Buffer.of(0x1f, 0x8b));
    expect(site.visits.map(({ url, fields }) => [url, fields['user-agent']])).toEqual([
      ['http://a.example/robots.txt', 'openbacklinks/1 (+owner@example.com)'],
      ['http://a.example/', 'openbacklinks/1 (+owner@example.com)'],
    ]);
  });

  it('asks one host one thing at a time, and leaves it alone for the delay', async () => {
    const links = Array.from({ length: 8 }, (_, i) => `/${i}`);
    await using site = await loopbackWeb((url) => (url.endsWith('/') ? page(...links) : { ...page(), waitMs: 5 }));
    await run(site, ['http://a.example/', 'http://b.example/', 'http://c.example/'], { delayMs: 60 });
    expect(site.atOnce).toBe(1);
    expect(site.pauseMs()).toBeGreaterThanOrEqual(60);
    expect(site.visits).toHaveLength(30);
    // Side by side: all three have been asked before any is asked for its second page.
    expect(new Set(site.visits.slice(0, 6).map(({ url }) => new URL(url).hostname)).size).toBe(3);
  });

  it('obeys robots.txt, its delay too, and asks for it once', async () => {
    await using site = await web({
      'http://a.example/robots.txt': { body: 'User-agent: *\nDisallow: /no\nCrawl-delay: 0.2\n', fields: { 'content-type': 'text/plain' } },
      'http://a.example/': page('/yes', '/no', '/no/more'),
      'http://a.example/yes': page(),
    });
    const outcome = await run(site, ['http://a.example/']);
    expect(outcome.by).toEqual({ fetched: { page: 2 }, refused: { robots: 2 } });
    expect(site.pauseOf('a.example')).toBeGreaterThanOrEqual(200);
    expect(site.count('http://a.example/robots.txt')).toBe(1);
  });

  it('takes an absent robots.txt as leave, and one that cannot be had as none', async () => {
    await using site = await web({
      'http://a.example/': page(),
      'http://b.example/robots.txt': { status: 503, body: 'down' },
      'http://b.example/': page(),
      'http://c.example/robots.txt': { status: 301, fields: { location: 'http://a.example/rules' } },
      'http://a.example/rules': { body: 'User-agent: openbacklinks\nDisallow: /\n', fields: { 'content-type': 'text/plain' } },
    });
    const outcome = await run(site, ['http://a.example/', 'http://b.example/', 'http://c.example/']);
    expect(outcome.by).toEqual({ fetched: { page: 1 }, refused: { robots: 1, robots_unreachable: 1 } });
    expect([site.count('http://b.example/robots.txt'), site.count('http://b.example/')]).toEqual([3, 0]);
  });

  it('records each redirect by itself, and goes where a seed leads', async () => {
    await using site = await web({
      'http://a.example/': { status: 301, fields: { location: 'http://www.a.example/' } },
      'http://www.a.example/': { status: 302, fields: { location: 'http://b.example/home' } },
      'http://b.example/home': page('http://c.example/', '/loop'),
      'http://b.example/loop': { status: 302, fields: { location: '/loop2' } },
      'http://b.example/loop2': { status: 302, fields: { location: '/loop' } },
    });
    const outcome = await run(site, ['http://a.example/']);
    expect(written(outcome).map(({ url, status }) => [url, status])).toEqual([
      ['http://a.example/', 301],
      ['http://www.a.example/', 302],
      ['http://b.example/home', 200],
      ['http://b.example/loop', 302],
      ['http://b.example/loop2', 302],
    ]);
    expect(outcome.dropped).toEqual({ out_of_scope: 1 });
  });

  it('fetches no body that is no page, and no more of one than the limit', async () => {
    await using site = await web({
      'http://a.example/': page('/film', '/broken'),
      'http://a.example/film': { body: Buffer.alloc(5_000_000), fields: { 'content-type': 'video/mp4' } },
      'http://a.example/broken': { body: '<p>half', breaks: true },
    });
    const outcome = await run(site, ['http://a.example/']);
    const records = written(outcome).map(({ url, body, fields }) => [url, body.length, fields.get('warc-truncated')]);
    expect(records).toContainEqual(['http://a.example/film', 0, 'unspecified']);
    expect(records).toContainEqual(['http://a.example/broken', 7, 'disconnect']);
    expect(site.count('http://a.example/broken')).toBe(3);
    expect(outcome.by).toEqual({ fetched: { no_page: 1, page: 2 } });
  });

  it('tries again what the server cannot answer now, not before it says', async () => {
    let tries = 0;
    await using site = await loopbackWeb((url) => {
      if (!url.endsWith('/busy')) return url.endsWith('/') ? page('/busy') : null;
      tries += 1;
      return tries === 1 ? { status: 503, fields: { 'retry-after': '1' } } : page();
    });
    const outcome = await run(site, ['http://a.example/']);
    const [first, second] = site.visits.filter(({ url }) => url.endsWith('/busy'));
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1000);
    expect(outcome.by).toEqual({ fetched: { page: 2 } });
  });

  it('gives a host up that does not answer, and says so', async () => {
    await using site = await web({ 'http://a.example/': page('http://dead.example/') });
    const outcome = await run(site, ['http://a.example/', 'http://dead.example/1', 'http://10.0.0.1/'], {
      guard: site.guard(['a.example']),
    });
    expect(outcome.by).toEqual({ fetched: { page: 1 }, refused: { address_refused: 3 } });
  });

  it('reads sitemaps: an index, gzip, pages of its own host only', async () => {
    const xml = { 'content-type': 'application/xml' };
    await using site = await web({
      'http://a.example/robots.txt': { body: 'Sitemap: http://a.example/index.xml', fields: { 'content-type': 'text/plain' } },
      'http://a.example/index.xml': {
        fields: xml,
        body: '<sitemapindex><sitemap><loc>http://a.example/s.xml.gz</loc></sitemap></sitemapindex>',
      },
      'http://a.example/s.xml.gz': {
        fields: { 'content-type': 'application/gzip' },
        body: gzipSync('<urlset><url><loc>http://a.example/listed?a=1&amp;b=2</loc></url><url><loc>http://b.example/</loc></url></urlset>'),
      },
      'http://a.example/': page(),
      'http://a.example/listed?a=1&b=2': page(),
    });
    const outcome = await run(site, ['http://a.example/'], { sitemaps: true, hosts: 'any' });
    expect(written(outcome).map(({ url }) => url)).toEqual(['http://a.example/', 'http://a.example/listed?a=1&b=2']);
  });

  it('asks a second time only for what has changed, and still follows the links of what has not', async () => {
    const pages: Record<string, Answer> = {
      'http://a.example/': { ...page('/same', '/new'), fields: { 'content-type': 'text/html', etag: '"1"' } },
      'http://a.example/same': page(),
      'http://a.example/new': page(),
    };
    await using site = await loopbackWeb((url, { fields }) =>
      fields['if-none-match'] === '"1"' ? { status: 304, fields: { etag: '"1"' } } : (pages[url] ?? null),
    );
    const first = await run(site, ['http://a.example/']);
    endCrawl(join(folder, 'one'));
    pages['http://a.example/new'] = { body: 'changed' };
    const second = await run(site, ['http://a.example/'], { folder: join(folder, 'two'), name: 'two' });
    expect(written(first).map(({ type }) => type)).toEqual(['response', 'response', 'response']);
    expect(written(second).map(({ type, url, fields }) => [type, url, fields.get('warc-profile')?.replace(/.*\//, '')])).toEqual([
      ['revisit', 'http://a.example/', 'server-not-modified'],
      ['revisit', 'http://a.example/same', 'identical-payload-digest'],
      ['response', 'http://a.example/new', undefined],
    ]);
    const digests = [first, second].map((outcome) => written(outcome)[0]?.fields.get('warc-payload-digest'));
    expect(digests[0]).toBe(digests[1]);
  });

  it('goes on where it was stopped, and fetches nothing twice', async () => {
    await using site = await loopbackWeb((url) =>
      url.endsWith('robots.txt') ? null : page('/', ...Array.from({ length: 30 }, (_, i) => `/${i}`)),
    );
    const gone = new AbortController();
    const stopped = run(site, ['http://a.example/'], { delayMs: 5, signal: gone.signal });
    while (site.visits.length < 12) await new Promise((resolve) => setTimeout(resolve, 5));
    gone.abort(new Error('stopped'));
    await expect(stopped).rejects.toThrow('stopped');
    expect(isUnfinished(join(folder, 'one'))).toBe(true);
    const before = site.visits.length;
    const outcome = await run(site, ['http://a.example/'], { delayMs: 5 });
    expect(outcome.captures).toBe(31);
    expect(new Set(written(outcome).map(({ url }) => url)).size).toBe(31);
    expect(written(outcome)).toHaveLength(31);
    // One may have been under way when it was stopped.
    expect(site.visits.length).toBeLessThanOrEqual(31 + 1 + 1);
    expect(site.visits.length).toBeGreaterThan(before);
    expect(site.count('http://a.example/robots.txt')).toBe(1);
  });

  it('takes up what stands in a segment and was not noted, and cuts off half a record', async () => {
    await using site = await web({ 'http://a.example/': page('/1'), 'http://a.example/1': page('/2'), 'http://a.example/2': page() });
    const first = await run(site, ['http://a.example/'], { depth: 9 });
    const [segment = ''] = first.segments;
    // As if the process had ended after the records and before the notes: the segment in an otherwise new crawl, its last record cut.
    const bytes = readFileSync(segment);
    const later = join(folder, 'later');
    const before = await run(site, ['http://a.example/'], { folder: later, name: 'one', pages: 0, depth: 9 });
    expect(before.captures).toBe(0);
    writeFileSync(join(later, 'one-00000.warc.gz.part'), bytes);
    truncateSync(join(later, 'one-00000.warc.gz.part'), bytes.length - 500);
    const visited = site.visits.length;
    const resumed = await run(site, ['http://a.example/'], { folder: later, name: 'one', depth: 9 });
    expect(site.visits.slice(visited).map(({ url }) => url)).toEqual(['http://a.example/robots.txt', 'http://a.example/2']);
    expect(written(resumed).map(({ url }) => url)).toEqual(['http://a.example/', 'http://a.example/1', 'http://a.example/2']);
  });

  it('fetches again what a power failure took from a segment, and nothing else', async () => {
    await using site = await loopbackWeb((url) =>
      url.endsWith('robots.txt') ? null : page(...Array.from({ length: 12 }, (_, i) => `/${i}`)),
    );
    const gone = new AbortController();
    const stopped = run(site, ['http://a.example/'], { delayMs: 5, signal: gone.signal });
    while (site.visits.length < 10) await new Promise((resolve) => setTimeout(resolve, 2));
    gone.abort(new Error('stopped'));
    await expect(stopped).rejects.toThrow('stopped');
    const part = join(folder, 'one', 'one-00000.warc.gz.part');
    truncateSync(part, Math.floor(statSync(part).size / 2));
    const kept = new Set(
      Array.from(readArchive(part), ({ type, url, truncation }) => (type === 'response' && truncation === null ? url : null)),
    );
    const before = site.visits.length;
    const outcome = await run(site, ['http://a.example/'], { delayMs: 5 });
    const urls = written(outcome).map(({ url }) => url);
    expect([urls.length, new Set(urls).size, outcome.captures]).toEqual([13, 13, 13]);
    const again = site.visits.slice(before).map(({ url }) => url);
    expect(again.filter((url) => kept.has(url))).toEqual([]);
    expect(again.length).toBeGreaterThan(13 - before + 1);
  });

  it('goes on in a new segment when one is full, and tells of each that is finished', async () => {
    await using site = await loopbackWeb((url) =>
      url.endsWith('robots.txt') ? null : page(...Array.from({ length: 9 }, (_, i) => `/${i}`)),
    );
    const told: string[] = [];
    const seeds = ['http://a.example/', 'http://b.example/', 'http://c.example/'];
    const outcome = await run(site, seeds, { delayMs: 0, segmentBytesMax: 4_000, onSegment: (path) => told.push(path) });
    expect(told).toEqual(outcome.segments);
    expect(told.length).toBeGreaterThan(3);
    for (const path of told) expect(Array.from(readArchive(path), ({ type }) => type)[0]).toBe('warcinfo');
    const urls = written(outcome).map(({ url }) => url);
    expect([urls.length, new Set(urls).size]).toEqual([30, 30]);
  });

  it('stops at as many pages as were asked for, and says what was left', async () => {
    await using site = await loopbackWeb(() => page('/1', '/2', '/3', '/4', '/5'));
    const outcome = await run(site, ['http://a.example/'], { pages: 3 });
    expect(outcome).toMatchObject({ captures: 3, waiting: 3 });
  });

  it.each([
    ['a calendar by query', (path: string) => [`/cal?day=${Number(/day=(\d+)/.exec(path)?.[1] ?? 0) + 1}`], 102],
    ['a calendar by path', (path: string) => [`/cal/2026/${Number(/(\d+)$/.exec(path)?.[1] ?? 0) + 1}`], 502],
    ['links that lead ever deeper', (path: string) => [`${path.replace(/\/$/, '')}/deeper`], 4],
    ['session ids', (path: string) => [`/a?sid=0123456789abcdef${path.length}`, `/b;jsessionid=${path.length}A`], 3],
    ['paths that grow by new names', (path: string) => [`${path.replace(/\/$/, '')}/n${path.length}`], 18],
  ])('comes out of %s', async (_, links, visitsMax) => {
    await using site = await loopbackWeb((url) =>
      url.endsWith('/robots.txt') ? null : page(...links(new URL(url).pathname + new URL(url).search)),
    );
    const outcome = await run(site, ['http://a.example/'], { depth: 10_000, pages: 100_000, delayMs: 0 });
    expect(outcome.captures).toBeLessThanOrEqual(visitsMax);
    expect(outcome.captures).toBeGreaterThan(1);
    expect(outcome.waiting).toBe(0);
  });
});
