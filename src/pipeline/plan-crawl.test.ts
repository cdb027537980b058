import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crawlOf } from '../../test/common-crawl/crawl.ts';
import { startCommonCrawl, type CommonCrawlServer } from '../../test/common-crawl/server.ts';
import { archiveOf, responseRecord, warcRecord } from '../../test/fixtures/warc.ts';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import { limits } from '../base/limits.ts';
import { CommonCrawl } from '../sources/common-crawl/storage.ts';
import { planCrawl, type CrawlPlan, type PlanOptions } from './plan-crawl.ts';

/** 40 files; each has ten pages with three links to elsewhere. */
const archive = (file: number): Buffer =>
  archiveOf(
    Array.from({ length: 10 }, (_, i) => {
      const links = [1, 2, 3].map((n) => `<a href="https://other-${n}.example/${file}/${i}">${n}</a>`).join(' ');
      return warcRecord(responseRecord(`https://site.example/${file}/${i}`, Buffer.from(`<p>${file} ${links}`)));
    }),
    'member a record',
  );
const crawl = crawlOf('CC-MAIN-2026-43', { warc: Array.from({ length: 40 }, (_, i) => archive(i)) });
const sizes = [...crawl.files].filter(([path]) => path.includes('/warc/')).map(([, bytes]) => bytes.length);

let server: CommonCrawlServer;
let index: TestIndex;
let commonCrawl: CommonCrawl;
beforeAll(async () => {
  server = await startCommonCrawl([crawl]);
  index = await throwawayIndex({ commonCrawl: server.place });
  commonCrawl = new CommonCrawl(server.place);
});
afterAll(async () => {
  await commonCrawl.close();
  await index[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

async function plan(source: string, options: Partial<PlanOptions> = {}): Promise<CrawlPlan> {
  const { engine, accounts, folder } = index;
  return planCrawl(source, { engine, accounts, commonCrawl, folder, ...options });
}

describe('a plan', () => {
  it('has the bytes to fetch exactly, where the storage was asked for each file', async () => {
    const bytes = sizes.slice(0, 10).reduce((sum, size) => sum + size, 0);
    expect(await plan('cc:latest:warc:0-9', { megabitsPerSecond: (bytes * 8) / 1e6 / 5 })).toMatchObject({
      crawl: 'CC-MAIN-2026-43',
      files: 10,
      files_in_index: 0,
      files_to_fetch: 10,
      fetch_bytes: bytes,
      fetch_bytes_estimate: bytes,
      fetch_seconds_estimate: 5,
    });
  });

  it('estimates from some files when there are many, and says from how many', async () => {
    const all = await plan('cc:latest:warc');
    expect(all).toMatchObject({ files: 40, fetch_bytes: null });
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    expect(Math.abs(all.fetch_bytes_estimate - bytes) / bytes).toBeLessThan(0.01);
    expect(all.assumptions[0]?.source).toBe(`the storage, asked for ${limits.planSizesMax} of 40 files`);
  });

  it('knows what the pages hold from the beginnings of files', async () => {
    const { pages_estimate: pages, links_estimate: links } = await plan('cc:latest:warc:0-19');
    expect(Math.abs(pages - 200)).toBeLessThanOrEqual(4);
    expect(Math.abs(links - 600)).toBeLessThanOrEqual(12);
  });

  it('leaves out what is in the index, and ingests nothing', async () => {
    await index.ingest(['cc:latest:warc:0-3']);
    expect(await plan('cc:latest:warc:0-5')).toMatchObject({ files: 6, files_in_index: 4, files_to_fetch: 2 });
    expect(await plan('cc:latest:warc:0-3')).toMatchObject({
      files_to_fetch: 0,
      fetch_bytes: 0,
      pages_estimate: 0,
      index_bytes_estimate: 0,
    });
  });

  it('takes what loading a file costs from this index when it has loaded some', async () => {
    const loading = ({ assumptions }: CrawlPlan): string | undefined => assumptions.find(({ name }) => name === 'loading')?.source;
    expect(loading(await plan('cc:latest:warc:10-12'))).toBe('taken, not measured here');
    await index.ingest(['cc:latest:warc:4-7']);
    expect(loading(await plan('cc:latest:warc:10-12'))).toBe('the last 8 archives of this index');
  });

  it('says that a listed file is not there', async () => {
    await using lacking = await startCommonCrawl([crawl], {
      faults: ({ path }) => (path.endsWith('-00009.warc.gz') ? { status: 404 } : null),
    });
    const other = new CommonCrawl(lacking.place);
    await expect(plan('cc:CC-MAIN-2026-43:warc:8-9', { commonCrawl: other })).rejects.toMatchObject({ code: 'source_missing' });
    await other.close();
  });
});
