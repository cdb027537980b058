import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crawlOf } from '../../test/common-crawl/crawl.ts';
import { startCommonCrawl, type CommonCrawlServer } from '../../test/common-crawl/server.ts';
import { archiveOf, responseRecord, warcRecord } from '../../test/fixtures/warc.ts';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import { silent } from '../base/progress.ts';
import type { EnrichResult } from '../pipeline/enrich-result.ts';
import type { JobInputs } from './backend.ts';
import { runEnrich, type GraphDomains } from './enrich-job.ts';

const page = (url: string): Buffer => warcRecord(responseRecord(url, Buffer.from('<a href="https://shop.example/">shop</a>')));
const crawl = crawlOf('CC-MAIN-2026-43', {
  warc: [archiveOf(['https://one.example/', 'https://blog.two.example/', 'https://three.example/'].map(page), 'member a record')],
});

let server: CommonCrawlServer;
let index: TestIndex;
beforeAll(async () => {
  server = await startCommonCrawl([crawl]);
  index = await throwawayIndex({ commonCrawl: server.place });
});
afterAll(async () => {
  await index[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

async function run(input: Omit<JobInputs['enrich'], 'target' | 'dry_run'>, graph: GraphDomains = async () => null): Promise<EnrichResult> {
  const into = {
    ...index,
    stagingFolder: join(index.folder, 'staging'),
    downloadFolder: join(index.folder, 'downloads'),
    allowHosts: [],
    commonCrawl: server.place,
  };
  return runEnrich(into, { target: 'shop.example', dry_run: true, ...input }, graph, {
    job: 'job_test',
    progress: silent,
    signal: new AbortController().signal,
  });
}

const domainsOf = ({ each }: EnrichResult): string[] => each.map(({ domain }) => domain);

describe('the domains of an enrichment', () => {
  it('are those that were named, as registrable domains, each once, in that order', async () => {
    expect(domainsOf(await run({ domains: ['https://www.two.example/links', 'one.example', 'blog.two.example'] }))).toEqual([
      'two.example',
      'one.example',
    ]);
    expect(domainsOf(await run({ domains: ['three.example', 'one.example'], top: 1 }))).toEqual(['three.example']);
    await expect(run({ domains: ['one.example', 'not a domain'] })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('are those that only a web graph knows when none are named', async () => {
    const asked: [string, number][] = [];
    const graph: GraphDomains = async (target, limit) => {
      asked.push([target, limit]);
      return [{ domain: 'three.example', rank: 17 }];
    };
    expect((await run({ top: 5 }, graph)).each).toMatchObject([
      { domain: 'three.example', rank: 17, status: 'planned', records_chosen: 1 },
    ]);
    expect(asked).toEqual([['shop.example', 5]]);
    expect(await run({}, async () => [])).toMatchObject({ domains: 0, found_share: null, each: [] });
  });

  it('are bounded with the records of each, before anything is asked', async () => {
    const domains = Array.from({ length: 1_000 }, (_, i) => `site-${i}.example`);
    const asked = server.asked.length;
    await expect(run({ domains, top: 1_000, records: 201 })).rejects.toMatchObject({
      code: 'limit_out_of_range',
      params: { name: 'records', max: 200 },
    });
    expect(server.asked.length).toBe(asked);
  });

  it('are not known without either, which is no empty answer', async () => {
    await expect(run({})).rejects.toMatchObject({ code: 'no_web_graph' });
  });
});
