import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { crawlOf } from '../../../test/common-crawl/crawl.ts';
import { startCommonCrawl, type Fault } from '../../../test/common-crawl/server.ts';
import { archiveOf, responseRecord, warcRecord } from '../../../test/fixtures/warc.ts';
import { crawlFiles, type CrawlFiles } from './crawl-files.ts';
import { CommonCrawl, type CommonCrawlPlace } from './storage.ts';

const archive = archiveOf([warcRecord(responseRecord('http://example.com/', Buffer.from('<p>page')))], 'member a record');
const archives = { wat: Array.from({ length: 12 }, () => archive), warc: [archive] };
const crawls = ['CC-MAIN-2025-51', 'CC-MAIN-2026-30', 'CC-MAIN-2026-43'].map((name) => crawlOf(name, archives));
let faults: (path: string, times: number) => Fault | null = () => null;
afterEach(() => (faults = () => null));

async function files(source: string, change: (place: CommonCrawlPlace) => CommonCrawlPlace = (place) => place): Promise<CrawlFiles> {
  await using server = await startCommonCrawl(crawls, { faults: ({ path, times }) => faults(path, times) });
  const from = new CommonCrawl(change(server.place));
  try {
    return await crawlFiles(from, source);
  } finally {
    await from.close();
  }
}

describe('the files of a crawl', () => {
  it('are those of its own list, in its order', async () => {
    const all = await files('cc:CC-MAIN-2026-43');
    expect(all).toMatchObject({ crawl: 'CC-MAIN-2026-43', format: 'wat', total: 12 });
    expect(all.paths).toHaveLength(12);
    expect(all.paths[11]).toBe('crawl-data/CC-MAIN-2026-43/segments/1700000001.10/wat/CC-MAIN-2026-43-00011.warc.wat.gz');
    expect((await files('cc:CC-MAIN-2026-43:2-4')).paths).toEqual(all.paths.slice(2, 5));
    expect((await files('cc:CC-MAIN-2026-43:wat:10-99')).paths).toEqual(all.paths.slice(10));
    expect((await files('cc:CC-MAIN-2026-43:warc')).paths).toHaveLength(1);
  });

  it('of the latest are those of the first that the index lists', async () => {
    expect(await files('cc:latest:warc')).toMatchObject({ crawl: 'CC-MAIN-2026-43' });
  });

  it('that are too few for the range say how many there are', async () => {
    await expect(files('cc:CC-MAIN-2026-43:12-20')).rejects.toThrow('it has 12 wat files, 0 to 11');
  });

  it.each([
    ['cc:CC-MAIN-2026-42', 'Did you mean CC-MAIN-2026-43? cc:latest is the newest, CC-MAIN-2026-43.'],
    ['cc:CC-MAIN-2026-02', 'Did you mean CC-MAIN-2025-51?'],
    ['cc:CCMAIN-2026-30', 'Did you mean CC-MAIN-2026-'],
  ])('of %s, which there is not, are not an empty list', async (source, suggestion) => {
    await expect(files(source)).rejects.toMatchObject({ code: 'crawl_unknown', message: expect.stringContaining(suggestion) });
  });

  it('of an unknown crawl, when the index cannot be asked either, say that', async () => {
    faults = (path) => (path === 'collinfo.json' ? { status: 502 } : null);
    await expect(files('cc:CC-MAIN-2026-42')).rejects.toMatchObject({
      code: 'crawl_unknown',
      message: expect.stringContaining('could not be asked which there are'),
    });
    await expect(files('cc:latest')).rejects.toMatchObject({ code: 'download_failed' });
  });

  it('come although the server refuses for a while, whatever its words for it', async () => {
    faults = (path, times) => {
      const refusals: Fault[] = [{ status: 503 }, { status: 403 }, { status: 429, retryAfter: '0' }, { reset: true }, { breakAfter: 20 }];
      return path.endsWith('.paths.gz') ? (refusals[times - 1] ?? null) : null;
    };
    expect((await files('cc:CC-MAIN-2026-43')).paths).toHaveLength(12);
  });

  it('are not had from a server that refuses without end', async () => {
    faults = () => ({ status: 503 });
    await expect(files('cc:CC-MAIN-2026-43')).rejects.toMatchObject({ code: 'download_failed', params: { status: 503 } });
  });

  it('are not had from a server that may not be asked', async () => {
    const elsewhere = 'http://localhost:9';
    await expect(files('cc:CC-MAIN-2026-43', (place) => ({ ...place, base: elsewhere, index: elsewhere }))).rejects.toMatchObject({
      code: 'download_failed',
    });
  });

  it('lie in a folder just as well', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crawl-'));
    try {
      for (const [path, bytes] of crawls[2]?.files ?? []) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), bytes);
      }
      const inFolder = (place: CommonCrawlPlace): CommonCrawlPlace => ({ ...place, base: folder });
      expect((await files('cc:CC-MAIN-2026-43', inFolder)).paths).toHaveLength(12);
      expect((await files('cc:latest', inFolder)).crawl).toBe('CC-MAIN-2026-43');
      await expect(files('cc:CC-MAIN-2026-30', inFolder)).rejects.toThrow('lists it: its files may not be at this base address');
      const list = join(folder, 'crawl-data/CC-MAIN-2026-43/wat.paths.gz');
      writeFileSync(list, gzipSync('crawl-data/../../../etc/passwd\n'));
      await expect(files('cc:CC-MAIN-2026-43', inFolder)).rejects.toThrow('is no path of a file');
      writeFileSync(list, 'no gzip');
      await expect(files('cc:CC-MAIN-2026-43', inFolder)).rejects.toMatchObject({ code: 'source_unreadable' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
