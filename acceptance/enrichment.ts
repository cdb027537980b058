/**
 * Links of named domains out of a crawl that is never fetched whole: the pages of `pages/` and `selfhosted/` as a crawl with its URL index,
 * on the loopback, with failures. What is found equals what the whole crawl holds on the fetched pages; what was not reached is named.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { enrich } from '../src/pipeline/enrich.ts';
import { targetOf } from '../src/query/target.ts';
import { sql } from '../src/store/literal.ts';
import { crawlOf, cutArchive, type Crawl } from '../test/common-crawl/crawl.ts';
import { startCommonCrawl, type Asked, type Fault } from '../test/common-crawl/server.ts';
import { throwawayIndex, type TestIndex } from '../test/test-index.ts';
import type { Check } from './check.ts';

const crawlName = 'CC-MAIN-2026-43';
const target = targetOf('github.com');
const linkingDomains = 18;
const otherDomains = 6;
const records = 10;

export const enrichment: Check = async (say, dataDir) => {
  const file = (path: string): Buffer => readFileSync(join(dataDir, path));
  const crawl = crawlOf(crawlName, {
    warc: [...cutArchive(file('pages/trafilatura.warc.gz'), 24), ...cutArchive(file('selfhosted/selfhosted.warc.gz'), 4)],
  });
  const bytes = [...crawl.files].reduce((sum, [path, { length }]) => sum + (path.endsWith('.warc.gz') ? length : 0), 0);
  const whole = await wholeCrawl(crawl);
  const domains = [...whole.linking.slice(0, linkingDomains), ...whole.others.slice(0, otherDomains)];
  const [lost = '', cut = ''] = whole.linking.slice(1, 3);
  say(
    'domains',
    domains.length,
    `domains, of which ${Math.min(linkingDomains, whole.linking.length)} link to ${target.text} in this crawl`,
  );

  await using server = await startCommonCrawl([crawl], { faults: faultsOf(lost, cut, crawl) });
  await using index = await throwawayIndex({ commonCrawl: server.place });
  const into = {
    ...index,
    stagingFolder: join(index.folder, 'staging'),
    downloadFolder: join(index.folder, 'downloads'),
    allowHosts: [],
    commonCrawl: server.place,
  };
  const wanted = { target, domains: domains.map((domain, i) => ({ domain, rank: i + 1 })), records, crawl: 'latest' };
  const plan = await enrich(into, { ...wanted, dryRun: true });
  say('plan.records', plan.records_chosen, 'records would be fetched');
  say('plan.bytes', plan.bytes_to_fetch, 'bytes would be fetched', server.sent.data === 0);

  const result = await enrich(into, { ...wanted, dryRun: false });
  for (const status of ['found', 'not_found', 'no_pages', 'not_reached'] as const)
    say(`domains.${status}`, result.each.filter((one) => one.status === status).length, 'domains');
  const unreached = result.each.filter(({ status }) => status === 'not_reached').map(({ domain }) => domain);
  say('not_reached', unreached.join(), 'by name', unreached.toSorted().join() === [lost, cut].toSorted().join());
  say(
    'records',
    result.records_fetched,
    'records',
    result.each.every((one) => one.records_fetched <= records),
  );
  say('bytes', result.bytes_fetched, 'bytes fetched', result.bytes_fetched === server.sent.data);
  say('index_bytes', result.index_bytes, `bytes of the URL index, in ${result.index_requests} requests`);
  const share = (100 * (result.bytes_fetched + server.sent.index)) / bytes;
  say('share', share, '% of the crawl’s bytes, the URL index included', share < 3);

  const found = await linksOn(index, []);
  const pages = await pagesOf(index);
  const expected = whole.links.filter((link) => pages.has(link.split(' ')[0] ?? ''));
  say('links', found.length, `links on ${result.pages_linking} pages`, found.length > 0);
  say(
    'links.equal',
    found.join('\n') === expected.join('\n') ? 'equal' : 'other',
    'to the whole crawl’s, of the fetched pages',
    found.join('\n') === expected.join('\n'),
  );
  say('links.counted', result.links, 'links by its own count', result.links === found.length);
  say('found_share', 100 * (result.found_share ?? 0), '% of the domains');

  const again = await enrich(into, { ...wanted, dryRun: false });
  say('again', again.records_fetched, 'records fetched when it is run again', again.records_fetched === 0);
};

/** 504 for one domain for ever, 404 for all records of another; 502 once for every third question, refusals once for some records. */
function faultsOf(lost: string, cut: string, crawl: Crawl): (asked: Asked) => Fault | null {
  const cutRanges = new Set(
    crawl.lines.filter(({ url }) => new URL(url).hostname.endsWith(cut)).map(({ filename, offset }) => `${filename} bytes=${offset}-`),
  );
  let [questions, ranges] = [0, 0];
  return ({ path, range, times }) => {
    if (path.includes(`url=*.${lost}&`)) return { status: 504 };
    if (path.includes('-index?')) return times === 1 && questions++ % 3 === 0 ? { status: 502 } : null;
    if (range === null) return null;
    if (cutRanges.has(`${path} ${range.replace(/-\d+$/, '-')}`)) return { status: 404 };
    ranges += 1;
    return ranges % 10 === 0 ? { status: 503, retryAfter: '0' } : ranges % 10 === 5 ? { reset: true } : null;
  };
}

interface Whole {
  readonly linking: readonly string[];
  readonly others: readonly string[];
  readonly links: readonly string[];
}

/** What the whole crawl holds. Domains with the most links first. */
async function wholeCrawl(crawl: Crawl): Promise<Whole> {
  await using server = await startCommonCrawl([crawl]);
  await using index = await throwawayIndex({ commonCrawl: server.place });
  await index.ingest([`cc:${crawlName}:warc`]);
  const linking = await index.engine.ask<{ domain: string }>(
    sql`SELECT source_domain AS domain, count() AS links FROM linksets WHERE target_domain = ${target.domain} AND source_domain != ${target.domain}
        GROUP BY domain ORDER BY links DESC, domain`,
  );
  const all = await index.engine.ask<{ domain: string }>(sql`SELECT DISTINCT domain FROM captures ORDER BY domain`);
  const known = new Set(linking.map(({ domain }) => domain));
  return {
    linking: linking.map(({ domain }) => domain),
    others: all.map(({ domain }) => domain).filter((domain) => !known.has(domain) && domain !== target.domain),
    links: await linksOn(index, [target.domain]),
  };
}

/** `SOURCE TARGET kind flags anchor` of each link to the target, in order. */
async function linksOn(index: TestIndex, without: readonly string[]): Promise<string[]> {
  const rows = await index.engine.ask<{ link: string }>(
    sql`SELECT DISTINCT concat(source_key, ' ', target_key, ' ', toString(kind), ' ', toString(flags), ' ', anchor) AS link FROM linksets
        WHERE target_domain = ${target.domain} AND source_domain NOT IN ${without.length === 0 ? [''] : without} ORDER BY link`,
  );
  return rows.map(({ link }) => link);
}

async function pagesOf(index: TestIndex): Promise<ReadonlySet<string>> {
  const rows = await index.engine.ask<{ key: string }>(sql`SELECT DISTINCT source_key AS key FROM captures`);
  return new Set(rows.map(({ key }) => key));
}
