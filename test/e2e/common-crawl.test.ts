import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/base/config.ts';
import { silent } from '../../src/base/progress.ts';
import type { EnrichResult } from '../../src/pipeline/enrich-result.ts';
import { startServer, type RunningServer } from '../../src/http/server.ts';
import type { Backend, JobInputs, JobKind } from '../../src/service/backend.ts';
import { openBackend, openOwn, type Owned } from '../../src/service/open-backend.ts';
import { version } from '../../src/service/version.ts';
import { crawlOf } from '../common-crawl/crawl.ts';
import { startCommonCrawl, type CommonCrawlServer } from '../common-crawl/server.ts';
import { writeWebGraph } from '../fixtures/web-graph.ts';
import { archiveOf, responseRecord, warcRecord } from '../fixtures/warc.ts';

const page = (url: string, html: string): Buffer => warcRecord(responseRecord(url, Buffer.from(html)));
const crawl = crawlOf('CC-MAIN-2026-43', {
  warc: [
    archiveOf([page('https://news.example/a', '<p>See <a href="https://shop.example/">the shop</a>.</p>')], 'member a record'),
    archiveOf([page('https://blog.example/links', '<a href="https://shop.example/offer">offer</a>')], 'member a record'),
    archiveOf([page('https://guide.example/', '<a href="https://shop.example/">shop</a>')], 'member a record'),
  ],
});

let path: string;
let storage: CommonCrawlServer;
let owned: Owned;
let server: RunningServer;
let remote: Backend;
beforeAll(async () => {
  path = mkdtempSync(join(tmpdir(), 'openbacklinks-'));
  storage = await startCommonCrawl([crawl]);
  const { base, index } = storage.place;
  owned = await openOwn(readConfig({ data: path }, { OPENBACKLINKS_CC_BASE: base, OPENBACKLINKS_CC_INDEX: index }));
  const { keys, folder } = owned.instance;
  const checkKey = (key: string): ReturnType<typeof keys.check> => keys.check(key);
  server = await startServer(owned.backend, { host: '', port: null, socketPath: folder.socket, logLevel: 'silent', checkKey, version });
  remote = (await openBackend(owned.instance.config)).backend;
});
afterAll(async () => {
  await remote.close();
  await server.close();
  await owned.backend.close();
  await storage[Symbol.asyncDispose]();
  rmSync(path, { recursive: true, force: true });
});

async function done<Kind extends JobKind>(kind: Kind, input: JobInputs[Kind]): Promise<unknown> {
  const { job_id } = await remote.startJob(kind, input);
  return (await remote.followJob(job_id, silent)).result;
}

/** The command line and HTTP, by way of the process that owns the data directory. */
describe('a crawl, from its name to an answer', () => {
  it('is planned, ingested without keeping its files, and answered from with evidence', async () => {
    expect(await remote.plan('cc:latest:warc:0')).toMatchObject({
      crawl: 'CC-MAIN-2026-43',
      files: 1,
      files_to_fetch: 1,
      pages_estimate: 1,
    });
    await expect(remote.plan('cc:latest:warc:7')).rejects.toMatchObject({ code: 'crawl_source_invalid', exit: 2 });
    expect(await done('ingest', { sources: ['cc:latest:warc:0'], drop_fetched: true, refresh: true })).toMatchObject({
      archives: 1,
      links: 1,
    });
    expect(readdirSync(join(path, 'downloads'))).toEqual([]);
    const { data } = await remote.ask('list', { target: 'shop.example' });
    const [link] = (data as { rows: { id: string; source_url: string }[] }).rows;
    expect(await remote.evidence(link?.id ?? '')).toMatchObject({
      path: `${storage.place.base}/${[...crawl.files.keys()].find((file) => file.endsWith('00000.warc.gz'))}`,
      excerpt: expect.stringContaining('the shop') as string,
      found_in_excerpt: true,
    });
  });

  it('gives links of domains that are named, without being fetched', async () => {
    await expect(done('enrich', { target: 'shop.example' })).rejects.toMatchObject({ code: 'no_web_graph', exit: 4 });
    const wanted = { target: 'shop.example', domains: ['news.example', 'blog.example', 'forum.example'] };
    expect(await done('enrich', { ...wanted, dry_run: true })).toMatchObject({
      domains_linking_already: 1,
      records_chosen: 1,
      records_fetched: 0,
    });
    expect(await done('enrich', { ...wanted, refresh: true })).toMatchObject({ domains_found: 1, domains_without_pages: 1, links: 1 });
    const { data } = await remote.ask('list', { target: 'shop.example' });
    expect(data).toMatchObject({ total: 2 });
    expect(storage.asked.filter(({ path: file }) => file.endsWith('00001.warc.gz')).map(({ range }) => range)).toEqual([
      expect.stringMatching(/^bytes=0-\d+$/),
    ]);
  });

  it('gives links of domains that only the web graph knows, the strongest first', async () => {
    const graph = {
      names: ['blog.example', 'forum.example', 'guide.example', 'news.example', 'shop.example'],
      edges: [0, 1, 2, 3].map((from) => [from, 4] as const),
      positions: [4, 3, 1, 2, 5],
    };
    const folder = join(path, 'graph');
    writeWebGraph(folder, graph, { name: 'made-domain' });
    await done('ingest', { sources: [`webgraph:${folder}`], refresh: true });
    const found = (await done('enrich', { target: 'shop.example' })) as EnrichResult;
    expect(found.each).toMatchObject([
      { domain: 'guide.example', rank: 1, status: 'found', links: 1 },
      { domain: 'forum.example', rank: 3, status: 'no_pages' },
    ]);
    const { data } = await remote.ask('referring-domains', { target: 'shop.example' });
    expect(
      (data as { rows: { domain: string; evidence: string }[] }).rows.map(({ domain, evidence }) => `${domain} ${evidence}`),
    ).toContain('guide.example webgraph');
    await done('refresh', {});
    const after = await remote.ask('referring-domains', { target: 'shop.example' });
    const rows = (after.data as { rows: { domain: string; evidence: string }[] }).rows.map(
      ({ domain, evidence }) => `${domain} ${evidence}`,
    );
    expect(new Set(rows)).toEqual(new Set(['blog.example index', 'news.example index', 'guide.example index', 'forum.example webgraph']));
  });
});
