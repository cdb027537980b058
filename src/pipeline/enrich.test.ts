import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { crawlOf } from '../../test/common-crawl/crawl.ts';
import { startCommonCrawl, type Asked, type CommonCrawlServer, type Fault } from '../../test/common-crawl/server.ts';
import { archiveOf, responseRecord, warcRecord } from '../../test/fixtures/warc.ts';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import type { ProgressNote } from '../base/progress.ts';
import { targetOf } from '../query/target.ts';
import { committedBatches } from '../store/batches.ts';
import { enrich, type EnrichWanted } from './enrich.ts';
import type { EnrichResult } from './enrich-result.ts';

const name = 'CC-MAIN-2026-43';
const target = targetOf('shop.example');

function page(url: string, html: string, fields = ['Content-Type: text/html']): Buffer {
  return warcRecord(responseRecord(url, Buffer.from(`<title>${url}</title>${html}`), fields));
}

/** Of a domain's 60 pages one links, the one made for it. */
function site(domain: string, linking: string | null): Buffer[] {
  const pages = Array.from({ length: 60 }, (_, i) => page(`https://${domain}/tag/${i}?sort=1`, `<p>${i}</p>`.repeat(100)));
  const link = `<a href="https://shop.example/offer" rel="nofollow">the shop</a> <a href="https://www.shop.example/">home</a>`;
  return linking === null ? pages : [...pages, page(`https://${domain}${linking}`, link)];
}

const crawl = crawlOf(name, {
  warc: [
    archiveOf(site('first.example', '/partners.html'), 'member a record'),
    archiveOf(site('second.example', '/our/resources/'), 'member a record'),
    archiveOf(site('silent.example', null), 'member a record'),
    archiveOf([page('https://files.example/a.pdf', 'pdf', ['Content-Type: application/pdf'])], 'member a record'),
    archiveOf([page('https://blog.fourth.example/', '<a href="https://shop.example/offer">x</a>')], 'member a record'),
  ],
});

let faults: (asked: Asked) => Fault | null = () => null;
afterEach(() => (faults = () => null));

const names = ['first.example', 'second.example', 'silent.example', 'files.example', 'fourth.example', 'absent.example'];

async function withCrawl(
  work: (
    index: TestIndex,
    server: CommonCrawlServer,
    run: (wanted?: Partial<EnrichWanted>, notes?: ProgressNote[]) => Promise<EnrichResult>,
  ) => Promise<void>,
): Promise<void> {
  await using server = await startCommonCrawl([crawl], { faults: (asked) => faults(asked) });
  await using index = await throwawayIndex({ commonCrawl: server.place });
  const into = {
    ...index,
    stagingFolder: join(index.folder, 'staging'),
    downloadFolder: join(index.folder, 'downloads'),
    allowHosts: [],
    commonCrawl: server.place,
  };
  const domains = names.map((domain, i) => ({ domain, rank: i + 1 }));
  await work(index, server, async (wanted = {}, notes = []) =>
    enrich(
      into,
      { target, domains, records: 5, crawl: 'latest', dryRun: false, ...wanted },
      { progress: { update: () => {}, note: (note) => notes.push(note) } },
    ),
  );
}

const statuses = ({ each }: EnrichResult): Record<string, string> => Object.fromEntries(each.map(({ domain, status }) => [domain, status]));
const recordsAsked = (server: CommonCrawlServer): number => server.asked.filter(({ path }) => path.endsWith('.warc.gz')).length;

describe('an enrichment', () => {
  it('finds links of domains that were only known to link, from few records of each', async () => {
    await withCrawl(async (index, server, run) => {
      const result = await run();
      expect(statuses(result)).toEqual({
        'first.example': 'found',
        'second.example': 'found',
        'silent.example': 'not_found',
        'files.example': 'no_pages',
        'fourth.example': 'found',
        'absent.example': 'no_pages',
      });
      expect(result).toMatchObject({
        crawl: name,
        domains: 6,
        found_share: 0.5,
        records_chosen: 16,
        records_fetched: 16,
        pages_linking: 3,
        links: 5,
        records_failed: 0,
      });
      expect(result.bytes_fetched).toBe(server.sent.data);
      expect(result.bytes_to_fetch).toBe(result.bytes_fetched);
      await index.refresh();
      const { rows } = await index.ask<{ rows: { source_url: string; anchor: string; rel: string[] }[] }>('list', {
        target: 'shop.example',
        limit: 10,
      });
      expect(rows).toHaveLength(5);
      expect(rows).toContainEqual(
        expect.objectContaining({ source_url: 'https://first.example/partners.html', anchor: 'the shop', rel: ['nofollow'] }),
      );
      const [batch] = committedBatches(index.accounts);
      expect([batch?.crawl, batch?.counts.captures]).toEqual([name, 16]);
    });
  });

  it('fetches nothing twice, and leaves out domains whose links are known', async () => {
    await withCrawl(async (index, server, run) => {
      await run();
      const before = recordsAsked(server);
      expect(await run()).toMatchObject({ domains_found: 3, records_known: 16, records_fetched: 0, bytes_fetched: 0 });
      await index.refresh();
      expect(await run()).toMatchObject({
        domains_linking_already: 3,
        domains_found: 0,
        domains_not_found: 1,
        domains_without_pages: 2,
        records_known: 5,
      });
      expect(recordsAsked(server)).toBe(before);
      expect(committedBatches(index.accounts)).toHaveLength(1);
    });
  });

  it('says what it would fetch, and fetches nothing of it', async () => {
    await withCrawl(async (index, server, run) => {
      const notes: ProgressNote[] = [];
      const plan = await run({ dryRun: true }, notes);
      expect(plan).toMatchObject({ dry_run: true, found_share: null, records_chosen: 16, records_fetched: 0, bytes_fetched: 0 });
      expect(statuses(plan)).toMatchObject({ 'first.example': 'planned', 'absent.example': 'no_pages' });
      expect(notes.at(-1)?.text).toMatch(/^would fetch 16 records of 4 domains, [\d,]+ bytes, from CC-MAIN-2026-43$/);
      expect([recordsAsked(server), committedBatches(index.accounts)]).toEqual([0, []]);
      expect((await run()).bytes_fetched).toBe(plan.bytes_to_fetch);
    });
  });

  it('asks for links to a part of a domain when that is the target', async () => {
    await withCrawl(async (_, __, run) => {
      expect(await run({ target: targetOf('https://shop.example/offer') })).toMatchObject({ domains_found: 3, links: 3 });
    });
  });

  it('reads a part of a large domain, spread over all of it, and says so', async () => {
    const many = crawlOf(name, {
      warc: [
        archiveOf(
          Array.from({ length: 2_300 }, (_, i) => page(`https://large.example/${String(i).padStart(5, '0')}`, 'x')),
          'member a record',
        ),
      ],
    });
    await using server = await startCommonCrawl([many], { pageLines: 100 });
    await using index = await throwawayIndex({ commonCrawl: server.place });
    const into = {
      ...index,
      stagingFolder: join(index.folder, 's'),
      downloadFolder: join(index.folder, 'd'),
      allowHosts: [],
      commonCrawl: server.place,
    };
    const result = await enrich(into, {
      target,
      domains: [{ domain: 'large.example', rank: null }],
      records: 1,
      crawl: 'latest',
      dryRun: true,
    });
    expect(result.each[0]).toMatchObject({ listed_in_part: true, pages_listed: 2_100 });
    expect(server.asked.flatMap(({ path }) => /[?&]page=(\d+)/.exec(path)?.[1] ?? [])).toEqual(['5', '11', '16', '22']);
  });
});

describe('a URL index or storage that fails', () => {
  const about = (domain: string, path: string): boolean => path.includes(`url=*.${domain}`);

  it('is asked again', async () => {
    faults = ({ times, path }) => (path.includes('-index?') && times <= 2 ? { status: times === 1 ? 502 : 504 } : null);
    await withCrawl(async (_, __, run) => expect(await run()).toMatchObject({ domains_found: 3, domains_not_reached: 0 }));
  });

  it('makes domains not reached, by name, and never domains without links', async () => {
    faults = ({ path }) => (about('first.example', path) ? { status: 504 } : about('silent.example', path) ? { reset: true } : null);
    await withCrawl(async (_, __, run) => {
      const notes: ProgressNote[] = [];
      const result = await run({}, notes);
      expect(statuses(result)).toMatchObject({
        'first.example': 'not_reached',
        'silent.example': 'not_reached',
        'second.example': 'found',
      });
      expect(result.each[0]).toMatchObject({ reason: expect.stringContaining('the server answered 504') as string, pages_listed: null });
      expect(result).toMatchObject({ domains_not_reached: 2, domains_not_found: 0, domains_without_pages: 2 });
      expect(notes.filter(({ level }) => level === 'warning')).toHaveLength(2);
    });
  });

  it('takes a 404 without the words for "none" for a failure', async () => {
    faults = ({ path }) => (about('absent.example', path) ? { status: 404 } : null);
    await withCrawl(async (_, __, run) =>
      expect(statuses(await run())).toMatchObject({ 'absent.example': 'not_reached', 'files.example': 'no_pages' }),
    );
  });

  it('for every domain is a failure, and the rest is not asked for', async () => {
    faults = ({ path }) => (path.includes('-index?') ? { status: 500 } : null);
    await withCrawl(async (_, server, run) => {
      const domains = Array.from({ length: 20 }, (_unused, i) => ({ domain: `site-${i}.example`, rank: i }));
      await expect(run({ domains })).rejects.toMatchObject({ code: 'download_failed' });
      const asked = new Set(server.asked.map(({ path }) => path));
      expect(asked.size).toBeLessThan(10);
    });
  });

  it('for some records says which domains were not reached, and takes the others', async () => {
    faults = ({ path }) => (path.endsWith('00002.warc.gz') ? { status: 404 } : null);
    await withCrawl(async (index, _, run) => {
      const result = await run();
      expect(statuses(result)).toMatchObject({ 'silent.example': 'not_reached', 'first.example': 'found' });
      expect(result).toMatchObject({ records_failed: 5, records_fetched: 11 });
      expect(readdirSync(join(index.folder, 'downloads')).filter((file) => file.endsWith('.part'))).toEqual([]);
    });
  });

  it('for another record than the index says does not take that one', async () => {
    faults = ({ path }) => (path.endsWith('00004.warc.gz') ? { flipByte: 40 } : null);
    await withCrawl(async (_, __, run) =>
      expect(statuses(await run())).toMatchObject({ 'fourth.example': 'not_reached', 'first.example': 'found' }),
    );
  });

  it('that does not list the crawl says which it lists', async () => {
    await withCrawl(async (_, __, run) => {
      await expect(run({ crawl: 'CC-MAIN-2026-42' })).rejects.toMatchObject({
        code: 'crawl_unknown',
        message: expect.stringContaining('Did you mean CC-MAIN-2026-43?') as string,
      });
    });
  });
});
