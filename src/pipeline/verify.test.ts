import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loopbackWeb, type Answer, type LoopbackWeb } from '../../test/loopback-web.ts';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import type { Guard } from '../sources/guard.ts';
import { crawlInto, type CrawlInto } from './crawl.ts';
import { pagesDue } from './pages-due.ts';
import { verify, type LinkToVerify } from './verify.ts';

const link: Answer = { body: '<p>See <a href="http://shop.example/">the shop</a>.</p>' };
const pages: Record<string, Answer> = {
  'http://a.example/stays': link,
  'http://a.example/removed': link,
  'http://a.example/gone': link,
  'http://a.example/moved': link,
  'http://b.example/down': link,
  'http://b.example/forbidden': link,
};
const names = Object.keys(pages);

let web: LoopbackWeb;
let index: TestIndex;
let guard: Guard;
let crawlsFolder: string;
beforeAll(async () => {
  web = await loopbackWeb((url) => pages[url] ?? null);
  guard = web.guard(['a.example', 'b.example']);
  index = await throwawayIndex();
  crawlsFolder = mkdtempSync(join(tmpdir(), 'openbacklinks-crawls-'));
  await crawlInto(into(), names, { pages: 100, depth: 0, hosts: 'seed', sitemaps: false, delayMs: 10 });
  await index.refresh();
});
afterAll(async () => {
  await index[Symbol.asyncDispose]();
  await web[Symbol.asyncDispose]();
  rmSync(crawlsFolder, { recursive: true, force: true });
});

function into(): CrawlInto {
  const { engine, accounts, folder } = index;
  return {
    engine,
    accounts,
    stagingFolder: join(folder, 'staging'),
    downloadFolder: join(folder, 'downloads'),
    crawlsFolder,
    allowHosts: [],
    commonCrawl: { base: 'http://cc.invalid', index: 'http://cc.invalid' },
    guard,
    contact: 'owner@example.com',
    version: '1',
  };
}

function toShop(source_url: string): LinkToVerify {
  return { id: null, source_url, target: 'shop.example', keys: { from: 'example,shop)', to: 'example,shop*' }, state_before: 'live' };
}

describe('verify', () => {
  it('says of each link what its page shows now, and never takes a failure for absence', async () => {
    pages['http://a.example/stays'] = { body: '<p>Still <a href="http://www.shop.example/x" rel="nofollow">here</a>.</p>' };
    pages['http://a.example/removed'] = { body: '<p>Nothing.</p>' };
    pages['http://a.example/gone'] = { status: 410, body: 'gone' };
    pages['http://a.example/moved'] = { status: 301, fields: { location: '/stays' } };
    pages['http://b.example/down'] = { status: 403, body: 'no' };
    pages['http://b.example/robots.txt'] = { body: 'User-agent: *\nDisallow: /forbidden', fields: { 'content-type': 'text/plain' } };
    const result = await verify(into(), [...names, 'http://nowhere.example/', 'http://c.example/*'].map(toShop), {
      name: 'verify',
      delayMs: 10,
    });
    expect(result.each.map(({ source_url, seen, reason, status }) => [source_url, seen, reason, status])).toEqual([
      ['http://a.example/stays', 'present', null, 200],
      ['http://a.example/removed', 'absent', null, 200],
      ['http://a.example/gone', 'gone', null, 410],
      ['http://a.example/moved', 'redirected', null, 301],
      ['http://b.example/down', 'unknown', 'status_403', 403],
      ['http://b.example/forbidden', 'unknown', 'robots', null],
      ['http://nowhere.example/', 'unknown', 'address_refused', null],
      ['http://c.example/*', 'unknown', 'no_page_known', null],
    ]);
    expect(result).toMatchObject({ pages: 7, links: { present: 1, absent: 1, gone: 1, redirected: 1, unknown: 4 } });
    expect(result.each[0]).toMatchObject({ anchor: 'here', followed: false });
  });

  it('is in the index afterwards, as captures', async () => {
    await index.refresh();
    const { rows } = await index.ask<{ rows: { source_url: string; state: string; lost_reason: string | null }[] }>('list', {
      target: 'shop.example',
      state: 'all',
      order: 'source_url,asc',
    });
    expect(rows.map(({ source_url, state, lost_reason }) => [source_url, state, lost_reason])).toEqual([
      ['http://a.example/gone', 'lost', 'gone'],
      ['http://a.example/moved', 'lost', 'redirected'],
      ['http://a.example/removed', 'lost', 'removed'],
      ['http://a.example/stays', 'lost', 'removed'],
      ['http://a.example/stays', 'live', null],
      ['http://b.example/down', 'live', null],
      ['http://b.example/forbidden', 'live', null],
    ]);
  });

  it('has nothing to say when there is nothing to look at', async () => {
    await expect(verify(into(), [], { name: 'verify' })).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('pagesDue', () => {
  const day = 86_400_000;

  it('gives pages that hold live links when their interval is over, and only those', async () => {
    const { release } = await index.refresh();
    const after = (days: number): Promise<string[]> =>
      pagesDue(index.engine, release, { pages: 10, now: new Date(Date.now() + days * day) });
    expect(await after(1)).toEqual([]);
    expect((await after(181)).toSorted()).toEqual(['http://a.example/stays', 'http://b.example/down', 'http://b.example/forbidden']);
  });

  it('takes an age for all, whatever their authority, most overdue first', async () => {
    const { release } = await index.refresh();
    const now = new Date(Date.now() + 3 * day);
    expect(await pagesDue(index.engine, release, { pages: 2, olderThanDays: 2, now })).toHaveLength(2);
    expect(await pagesDue(index.engine, release, { pages: 9, olderThanDays: 4, now })).toEqual([]);
  });
});
