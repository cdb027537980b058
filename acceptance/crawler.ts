/**
 * The crawler against a web of the 894 hosts of `pages/`, served by Host header on the loopback: every page is found by a link of its
 * host's own list, while the process is killed three times. The index must hold the links that ingesting the WARC itself gives.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pageReader } from '../src/pipeline/page-reader.ts';
import { crawl, type CrawlOutcome } from '../src/sources/crawler/crawler.ts';
import { parseRobots } from '../src/sources/crawler/robots.ts';
import { withoutSession } from '../src/sources/crawler/trap.ts';
import { readArchive } from '../src/sources/warc.ts';
import { flag } from '../src/model/link.ts';
import { sql } from '../src/store/literal.ts';
import { tableOf } from '../src/store/releases.ts';
import { robotsCases } from '../test/fixtures/robots-cases.ts';
import { killedCrawl } from '../test/killed-crawl.ts';
import { loopbackWeb, type Answer } from '../test/loopback-web.ts';
import { openIndex, throwawayIndex, type TestIndex } from '../test/test-index.ts';
import type { Check, Say } from './check.ts';

export const crawler: Check = async (say, dataDir) => {
  const folder = mkdtempSync(join(tmpdir(), 'openbacklinks-crawler-'));
  try {
    robots(say);
    await wholeWeb(say, join(dataDir, 'pages/trafilatura.warc.gz'), join(folder, 'index'));
    await traps(say, join(folder, 'traps'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

function robots(say: Say): void {
  const wrong = robotsCases.filter(({ file, agent = 'openbacklinks', allowed = [], refused = [] }) => {
    const rules = parseRobots(file, agent);
    const allows = (path: string): boolean => rules.allows(`https://a.example${path}`);
    return !allowed.every(allows) || refused.some(allows);
  });
  say('robots_cases', robotsCases.length, 'cases of RFC 9309', wrong.length === 0);
  for (const { section, promise } of wrong) say('robots_wrong', `${section} ${promise}`, '-');
}

const delayMs = 120;
/** What every tenth host asks for in its robots.txt. */
const crawlDelayMs = 300;
const listPath = '/list-of-pages';

async function wholeWeb(say: Say, archive: string, folder: string): Promise<void> {
  const pages = pagesOf(archive);
  const hosts = [...new Set([...pages.keys()].map((url) => new URL(url).hostname))].sort();
  const slow = new Set(hosts.filter((_, i) => i % 10 === 0));
  await using web = await loopbackWeb((url) => {
    const { hostname, pathname } = new URL(url);
    if (pathname === '/robots.txt') return robotsOf(slow.has(hostname));
    if (pathname === listPath) return listOf([...pages.keys()].filter((page) => new URL(page).hostname === hostname));
    return pages.get(url) ?? null;
  });
  say('hosts', hosts.length, 'hosts', hosts.length >= 800);
  const requests = pages.size + 2 * hosts.length;
  const startedAt = performance.now();
  const lists = hosts.map((host) => `http://${host}${listPath}`);
  // Whoever names an address with a session id wants that one; in links such ids are left out.
  const sessions = [...pages.keys()].filter((url) => withoutSession(new URL(url)).href !== url);
  const { result, askedAgain, recordedTwice, recorded, repeated, kills } = await killedCrawl(
    web,
    folder,
    { hosts, seeds: [...lists, ...sessions], pages: 100_000, depth: 1, delayMs },
    [0.2, 0.5, 0.8].map((share) => Math.round(requests * share)),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  const missing = [...pages.keys()].filter((url) => !recorded.has(url));
  say('kills', kills, 'times', kills === 3);
  const others = [...recorded].filter((url) => !pages.has(url) && !url.endsWith(listPath));
  say(
    'captures',
    result.captures,
    'captures',
    result.captures === recorded.size && recorded.size === pages.size + hosts.length + others.length,
  );
  // Pages with a session id begin at depth 0, so their links are followed; and lists lead to them without their ids.
  say('absent', others.length, `pages that those ${sessions.length} with a session id lead to`);
  say('missing', missing.length, 'pages', missing.length === 0);
  for (const url of missing.slice(0, 10)) say('missing', url, '-');
  say('recorded_twice', recordedTwice.length, 'pages', recordedTwice.length === 0);
  say('asked_again', askedAgain.length, 'pages whose record stood at a kill', askedAgain.length === 0);
  say('repeated', repeated, 'requests that were under way at a kill');
  say('at_once', web.atOnce, 'requests of one host at the same time', web.atOnce === 1);
  say('pause', web.pauseMs(), 'ms, the shortest of any host', web.pauseMs() >= delayMs);
  const slowPause = Math.min(...[...slow].map((host) => web.pauseOf(host)));
  say(
    'pause_asked_for',
    slowPause,
    `ms, the shortest of ${slow.size} hosts with a crawl-delay of ${crawlDelayMs}`,
    slowPause >= crawlDelayMs,
  );
  say(
    'forbidden',
    web.visits.filter(({ url }) => url.endsWith('/forbidden')).length,
    'requests',
    web.visits.every(({ url }) => !url.endsWith('/forbidden')),
  );
  say('seconds', seconds, 's, three kills and starts included');
  await sameLinks(say, archive, folder);
  const undisturbed = await killedCrawl(web, `${folder}-undisturbed`, { hosts, seeds: lists, pages: 100_000, depth: 1, delayMs: 1 }, []);
  const { captures, fetchingCpuSeconds, cpuSeconds } = undisturbed.result;
  say('pages_a_core', captures / fetchingCpuSeconds, 'pages/s of CPU time: fetched, read for links, compressed, written');
  say('pages_a_core_ingested', captures / cpuSeconds, 'pages/s of CPU time, ingest included');
}

/** The pages of the archive, under http: what a page answers by its URL. */
function pagesOf(archive: string): Map<string, Answer> {
  const pages = new Map<string, Answer>();
  for (const { type, url, http, body } of readArchive(archive)) {
    if (type !== 'response' || url === null || http === null || !/^https?:/.test(url)) continue;
    const plain = new URL(url.replace(/^https:/, 'http:'));
    plain.hash = '';
    const kept = ['content-type', 'content-language', 'x-robots-tag', 'link', 'refresh', 'location'].flatMap((name) => {
      const value = http.fields.get(name);
      return value === undefined ? [] : [[name, value] as const];
    });
    pages.set(plain.href, { status: http.status, fields: Object.fromEntries(kept), body: Buffer.from(body) });
  }
  return pages;
}

function robotsOf(isSlow: boolean): Answer {
  const delay = isSlow ? `Crawl-delay: ${crawlDelayMs / 1000}\n` : '';
  return { fields: { 'content-type': 'text/plain' }, body: `User-agent: *\nDisallow: /forbidden\n${delay}` };
}

function listOf(urls: readonly string[]): Answer {
  const links = [...urls, '/forbidden'].map((url) => `<a href="${url.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">page</a>`);
  return { fields: { 'content-type': 'text/html; charset=utf-8' }, body: `<!doctype html><title>List</title>${links.join('\n')}` };
}

/** Both releases hold the same links: pages, targets, kinds, rel, anchors, places. Whether a page was under http or https is left out. */
async function sameLinks(say: Say, archive: string, folder: string): Promise<void> {
  const crawled = await linksIn(openIndex(folder));
  const ingested = await linksIn(throwawayIndex(), archive);
  const onlyCrawled = [...crawled].filter((link) => !ingested.has(link));
  const onlyIngested = [...ingested].filter((link) => !crawled.has(link));
  say('links', crawled.size, 'links', crawled.size > 0);
  say('links_of_the_archive', ingested.size, 'links', ingested.size === crawled.size);
  say('links_that_differ', onlyCrawled.length + onlyIngested.length, 'links', onlyCrawled.length + onlyIngested.length === 0);
  for (const link of onlyCrawled.slice(0, 5)) say('only_crawled', link, '-');
  for (const link of onlyIngested.slice(0, 5)) say('only_ingested', link, '-');
}

async function linksIn(opening: Promise<TestIndex>, archive?: string): Promise<Set<string>> {
  await using index = await opening;
  if (archive !== undefined) await index.ingest([archive]);
  const { release } = await index.refresh();
  const kept = 0xffff & ~(flag.sourceHttps | flag.targetHttps);
  const rows = await index.engine.ask<Record<string, unknown>>(
    sql`SELECT source_key, target_key, kind, bitAnd(flags, ${kept}) AS bits, placement, anchor, links_count FROM ${tableOf('backlinks', release.id)}`,
  );
  return new Set(rows.map((row) => Object.values(row).map(String).join('\t')));
}

/** Hosts that have more addresses than pages, each in its way: the crawl ends by itself. */
async function traps(say: Say, folder: string): Promise<void> {
  const hosts = ['calendar', 'session', 'deeper', 'facets', 'redirects'].map((name) => `${name}.example`);
  await using web = await loopbackWeb((text) => {
    const url = new URL(text);
    if (url.pathname === '/robots.txt') return null;
    const links = trapLinks(url);
    if (url.hostname === 'redirects.example' && url.pathname !== '/') return { status: 302, fields: { location: links[0] ?? '/' } };
    return { body: links.map((link) => `<a href="${link.replaceAll('&', '&amp;')}">x</a>`).join(' ') };
  });
  const run = (names: readonly string[], pages: number): Promise<CrawlOutcome> =>
    crawl(
      names.map((host) => `http://${host}/`),
      {
        guard: web.guard(names),
        folder: join(folder, String(pages)),
        name: 'traps',
        visits: join(folder, 'visits.sqlite'),
        reader: pageReader,
        agent: 'openbacklinks',
        userAgent: 'openbacklinks/0 (+owner@example.com)',
        contact: 'owner@example.com',
        pages,
        depth: 1_000_000,
        hosts: 'any',
        sitemaps: false,
        delayMs: 0,
        onSegment: () => {},
      },
    );
  mkdirSync(folder);
  const outcome = await run(hosts, 100_000);
  for (const host of hosts) {
    const requests = web.visits.filter(({ url }) => new URL(url).hostname === host).length;
    say(`trap ${host}`, requests, 'requests', requests > 1 && requests <= 1_000);
  }
  for (const [reason, urls] of Object.entries(outcome.dropped)) say(`dropped.${reason}`, urls, 'URLs');
  // Names that no rule can tell from pages: what bounds them is how much was asked for.
  const { captures, waiting } = await run(['endless.example'], 500);
  say('trap endless.example', captures, `captures of 500 asked for, ${waiting} URLs left`, captures === 500);
}

function trapLinks(url: URL): readonly string[] {
  const number = Number(/(\d+)\D*$/.exec(url.href)?.[1] ?? 0) + 1;
  const folder = url.pathname.replace(/\/$/, '');
  const name = createHash('sha256').update(url.href).digest('hex').slice(0, 12);
  const ways: Readonly<Record<string, readonly string[]>> = {
    'calendar.example': [`/day?date=${number}`, `/2026/${number}`],
    'session.example': [`/a?PHPSESSID=${name}abcdef`, `/b;jsessionid=${name}`],
    'deeper.example': [`${folder}/deeper`, `${folder}/n${url.href.length}`],
    'facets.example': [`/list?${url.search.slice(1)}&f${url.href.length}=1`, `/list?sort=${number}`],
    'endless.example': [`/${name}-a`, `/${name}-b`],
    'redirects.example': [`/go/${number}`],
  };
  return ways[url.hostname] ?? [];
}
