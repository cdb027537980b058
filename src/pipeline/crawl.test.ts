import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loopbackWeb, type LoopbackWeb } from '../../test/loopback-web.ts';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import type { Guard } from '../sources/guard.ts';
import { crawlInto, type CrawlInto, type CrawlSettings } from './crawl.ts';

const pages: Record<string, string> = {
  'http://news.example/': '<a href="/story">a</a> <a rel="nofollow" href="/private">b</a> <a href="http://shop.example/">shop</a>',
  'http://news.example/story': '<p>See <a href="http://shop.example/">the shop</a>.</p>',
  'http://news.example/robots-page': '<meta name="robots" content="nofollow"><a href="/hidden">x</a>',
  'http://blog.example/': '<a href="http://shop.example/x" rel="sponsored">x</a>',
};

let web: LoopbackWeb;
let index: TestIndex;
let guard: Guard;
let crawlsFolder: string;
beforeAll(async () => {
  web = await loopbackWeb((url) => (pages[url] === undefined ? null : { body: pages[url] }));
  guard = web.guard(['news.example', 'blog.example']);
  index = await throwawayIndex();
  crawlsFolder = mkdtempSync(join(tmpdir(), 'openbacklinks-crawls-'));
});
afterAll(async () => {
  await index[Symbol.asyncDispose]();
  await web[Symbol.asyncDispose]();
  rmSync(crawlsFolder, { recursive: true, force: true });
});

function into(change: Partial<CrawlInto> = {}): CrawlInto {
  const { engine, accounts, folder } = index;
  return {
    engine,
    accounts,
    stagingFolder: join(folder, 'staging'),
    downloadFolder: join(folder, 'downloads'),
    crawlsFolder,
    allowHosts: [],
    commonCrawl: noCommonCrawl,
    guard,
    contact: 'owner@example.com',
    version: '1',
    ...change,
  };
}

/** Nothing of it is fetched here. */
const noCommonCrawl = { base: 'http://cc.invalid', index: 'http://cc.invalid' };

const settings: CrawlSettings = { pages: 100, depth: 3, hosts: 'seed', sitemaps: false, delayMs: 10 };

describe('crawlInto', () => {
  it('fetches nothing before it is known who answers for it', async () => {
    await expect(crawlInto(into({ contact: undefined }), ['http://news.example/'], settings)).rejects.toMatchObject({
      code: 'contact_missing',
    });
    await expect(crawlInto(into(), ['news'], settings)).rejects.toMatchObject({ code: 'invalid_input' });
    expect(web.visits).toEqual([]);
  });

  it('crawls into the index, and follows what is followed', async () => {
    const { result } = await crawlInto(
      into(),
      ['http://news.example/', 'http://blog.example/', 'http://news.example/robots-page'],
      settings,
    );
    expect(result).toMatchObject({ captures: 4, segments: 1, links: 3, hosts: 2, waiting: 0, by: { fetched: { page: 4 } } });
    expect(web.count('http://news.example/private') + web.count('http://news.example/hidden')).toBe(0);
    await index.refresh();
    const { rows } = await index.ask<{ rows: { source_url: string; followed: boolean; evidence: { archive: string } }[] }>('list', {
      target: 'shop.example',
    });
    expect(rows.map(({ source_url, followed }) => [source_url, followed]).sort(byText)).toEqual([
      ['http://blog.example/', false],
      ['http://news.example/', true],
      ['http://news.example/story', true],
    ]);
    expect(rows[0]?.evidence.archive).toContain(result.crawl);
  });

  it('begins a new crawl when the last one has ended: what did not change is a revisit, and a link that is gone is lost', async () => {
    pages['http://news.example/story'] = '<p>No link.</p>';
    const seeds = ['http://news.example/', 'http://blog.example/', 'http://news.example/robots-page'];
    const { result } = await crawlInto(into(), seeds, settings);
    expect(result.by).toEqual({ fetched: { page: 1, unchanged: 3 } });
    expect(readdirSync(crawlsFolder).filter((name) => name.startsWith('news.example'))).toHaveLength(2);
    await index.refresh();
    const { rows } = await index.ask<{ rows: { source_url: string; state: string; lost_reason: string | null }[] }>('list', {
      target: 'shop.example',
      state: 'all',
    });
    expect(rows.map(({ source_url, state, lost_reason }) => [source_url, state, lost_reason]).sort(byText)).toEqual([
      ['http://blog.example/', 'live', null],
      ['http://news.example/', 'live', null],
      ['http://news.example/story', 'lost', 'removed'],
    ]);
  });

  it('goes on with a crawl that was stopped', async () => {
    const gone = new AbortController();
    const before = web.visits.length;
    const seeds = ['http://blog.example/', 'http://news.example/'];
    const slow = { ...settings, delayMs: 600 };
    const stopped = crawlInto(into(), seeds, { ...slow, signal: gone.signal });
    const homes = (): number => web.visits.slice(before).filter(({ url }) => seeds.includes(url)).length;
    const watch = setInterval(() => homes() === 2 && gone.abort(new Error('stopped')), 5);
    await expect(stopped).rejects.toThrow('stopped');
    clearInterval(watch);
    const { result } = await crawlInto(into(), seeds, slow);
    expect(result.captures).toBe(3);
    expect(web.visits.slice(before).filter(({ url }) => url.endsWith('robots.txt'))).toHaveLength(2);
  });
});

function byText(a: readonly unknown[], b: readonly unknown[]): number {
  return String(a) < String(b) ? -1 : 1;
}
