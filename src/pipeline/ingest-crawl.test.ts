import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { crawlOf, type Crawl } from '../../test/common-crawl/crawl.ts';
import { startCommonCrawl, type Asked, type CommonCrawlServer, type Fault } from '../../test/common-crawl/server.ts';
import { archiveOf, responseRecord, warcRecord } from '../../test/fixtures/warc.ts';
import { tableDigest } from '../../test/release-digest.ts';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import { limits } from '../base/limits.ts';
import type { ProgressEvent, ProgressNote } from '../base/progress.ts';
import { evidenceOf } from '../query/evidence.ts';
import { CommonCrawl } from '../sources/common-crawl/storage.ts';
import { committedBatches } from '../store/batches.ts';
import { liveRelease } from '../store/releases.ts';
import { ingest } from './ingest.ts';

const name = 'CC-MAIN-2026-43';
const crawl: Crawl = crawlOf(name, { warc: Array.from({ length: 14 }, (_, i) => archive(i)) });

/** Twenty pages, each with a link to its own target. */
function archive(number: number): Buffer {
  const pages = Array.from({ length: 20 }, (_, i) => {
    const html = `<title>${number}</title><p>${`${number}.${i} `.repeat(200)}<a href="https://target.example/${number}/${i}">link ${i}</a>`;
    return warcRecord(responseRecord(`https://site-${number}.example/${i}`, Buffer.from(html)));
  });
  return archiveOf(pages, 'member a record');
}

let faults: (asked: Asked) => Fault | null = () => null;
afterEach(() => (faults = () => null));

const numberOf = (path: string): number => Number(/-(\d{5})\.warc/.exec(path)?.[1] ?? -1);

async function withCrawl(work: (index: TestIndex, server: CommonCrawlServer) => Promise<void>): Promise<void> {
  await using server = await startCommonCrawl([crawl], { faults: (asked) => faults(asked) });
  await using index = await throwawayIndex({ commonCrawl: server.place });
  await work(index, server);
}

const filesAsked = (server: CommonCrawlServer): number[] => server.asked.map(({ path }) => numberOf(path)).filter((number) => number >= 0);

async function rowsOf(index: TestIndex): Promise<string> {
  const columns = await Promise.all(
    ['captures', 'linksets', 'link_context'].map((table) => tableDigest(index.engine, `(SELECT * EXCEPT (batch_id) FROM ${table})`)),
  );
  return columns.join();
}

describe('a part of a crawl', () => {
  it('is fetched and ingested, as the crawl that it is of', async () => {
    await withCrawl(async (index, server) => {
      const result = await index.ingest([`cc:${name}:warc:0-3`]);
      expect(result).toMatchObject({ archives: 4, archives_known: 0, captures: 80, links: 80 });
      const batches = committedBatches(index.accounts);
      expect(new Set(batches.map((batch) => batch.crawl))).toEqual(new Set([name]));
      expect(batches.every(({ archive, path }) => archive.startsWith(`${server.place.base}/crawl-data/${name}/`) && existsSync(path))).toBe(
        true,
      );
    });
  });

  it('that is in the index is not fetched again, not even when its file is gone', async () => {
    await withCrawl(async (index, server) => {
      await index.ingest([`cc:${name}:warc:0-2`], undefined, { dropFetched: true });
      expect(readdirSync(join(index.folder, 'downloads'))).toEqual([]);
      const before = filesAsked(server).length;
      const result = await index.ingest(['cc:latest:warc:0-4']);
      expect(result).toMatchObject({ archives: 5, archives_known: 3, captures: 40 });
      expect(new Set(filesAsked(server).slice(before))).toEqual(new Set([3, 4]));
      expect(new Set(result.each.flatMap(({ known, batch }) => (known ? [batch] : [])))).toEqual(new Set([1, 2, 3]));
    });
  });

  it('is known by its path, wherever it was fetched from', async () => {
    await withCrawl(async (index, server) => {
      await index.ingest([`cc:${name}:warc:0-2`]);
      await using mirror = await startCommonCrawl([crawl]);
      const into = { ...index, stagingFolder: join(index.folder, 'staging'), downloadFolder: join(index.folder, 'downloads') };
      const fromMirror = { ...into, allowHosts: [], commonCrawl: mirror.place };
      expect(await ingest(fromMirror, [`cc:${name}:warc:0-2`], { localPaths: false })).toMatchObject({ archives: 3, archives_known: 3 });
      expect([filesAsked(server).length, filesAsked(mirror)]).toEqual([3, []]);
    });
  });

  it('is read where it lies when the base is a folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crawl-'));
    try {
      for (const [path, bytes] of crawl.files) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), bytes);
      }
      await using local = await throwawayIndex({ commonCrawl: { base: folder, index: 'http://127.0.0.1:9' } });
      // A folder holds the operator's only copy: nothing of it is removed.
      const result = await local.ingest([`cc:${name}:warc:0-3`], undefined, { dropFetched: true });
      expect(result).toMatchObject({ archives: 4, captures: 80 });
      const [batch] = committedBatches(local.accounts);
      expect([batch?.crawl, batch?.path.startsWith(folder), existsSync(batch?.path ?? '')]).toEqual([name, true, true]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a storage that fails', () => {
  it('costs time and no row', async () => {
    let undisturbed = '';
    await withCrawl(async (index) => {
      await index.ingest([`cc:${name}:warc`]);
      undisturbed = await rowsOf(index);
    });
    const kinds: Fault[] = [
      { breakAfter: 3_000 },
      { status: 503 },
      { flipByte: 500 },
      { reset: true },
      { status: 403 },
      { dripBytes: 2_000, everyMs: 2 },
    ];
    faults = ({ path, times }) => (times === 1 && numberOf(path) >= 0 ? (kinds[numberOf(path) % kinds.length] ?? null) : null);
    await withCrawl(async (index) => {
      expect(await index.ingest([`cc:${name}:warc`])).toMatchObject({ archives: 14, archives_failed: 0, captures: 280 });
      expect(await rowsOf(index)).toBe(undisturbed);
    });
  });

  it('to have one file fails for that file, by name, and for no other', async () => {
    faults = ({ path }) => (numberOf(path) === 4 ? { status: 404 } : null);
    await withCrawl(async (index) => {
      const notes: ProgressNote[] = [];
      const taking = index.ingest([`cc:${name}:warc`], { update: () => {}, note: (note) => notes.push(note) });
      await expect(taking).rejects.toMatchObject({
        code: 'download_failed',
        message: expect.stringContaining('-00004.warc.gz could not be fetched: the server answered 404'),
      });
      expect(
        committedBatches(index.accounts)
          .map(({ archive }) => numberOf(archive))
          .sort((a, b) => a - b),
      ).toEqual([...Array(14).keys()].filter((number) => number !== 4));
      expect(notes.filter(({ level }) => level === 'warning')).toHaveLength(1);
    });
  });

  it('to give anything is not asked for all', async () => {
    faults = ({ path }) => (numberOf(path) >= 0 ? { status: 400 } : null);
    await withCrawl(async (index, server) => {
      await expect(index.ingest([`cc:${name}:warc`, 'cc:latest:warc'])).rejects.toMatchObject({ code: 'download_failed' });
      expect(filesAsked(server).length).toBeLessThan(limits.fetchFailuresInARowMax + limits.downloadsAtOnce);
    });
  });
});

describe('the progress of a crawl', () => {
  it('has bytes and a total, and never goes back', async () => {
    await withCrawl(async (index) => {
      const events: ProgressEvent[] = [];
      await index.ingest([`cc:${name}:warc`], { update: (event) => events.push(event), note: () => {} });
      const done = events.map((event) => event.done);
      expect(done).toEqual([...done].sort((a, b) => a - b));
      const bytes = [...crawl.files].reduce((sum, [path, file]) => sum + (numberOf(path) >= 0 ? file.length : 0), 0);
      expect(events.at(-1)).toMatchObject({ done: bytes, total: bytes, counts: { files: 14, files_total: 14, fetched_bytes: bytes } });
    });
  });
});

describe('the evidence of an archive that was not kept', () => {
  it('is read by its range from where it was fetched', async () => {
    await withCrawl(async (index, server) => {
      await index.ingest([`cc:${name}:warc:0`], undefined, { dropFetched: true });
      await index.refresh();
      const release = liveRelease(index.accounts);
      if (release === null) throw new Error('no release');
      const { rows } = await index.ask<{ rows: { id: string }[] }>('list', { target: 'https://target.example/0/7' });
      const from = new CommonCrawl(server.place);
      const asking = { engine: index.engine, accounts: index.accounts, release };
      const evidence = await evidenceOf(asking, rows[0]?.id ?? '', async (...range) => from.rangeAt(...range));
      expect(evidence).toMatchObject({ found_in_excerpt: true, excerpt: expect.stringContaining('link 7') as string });
      expect(server.asked.at(-1)?.range).toMatch(/^bytes=\d+-\d+$/);
      faults = () => ({ status: 404 });
      await expect(evidenceOf(asking, rows[0]?.id ?? '', async (...range) => from.rangeAt(...range))).rejects.toMatchObject({
        code: 'evidence_missing',
      });
      await expect(evidenceOf(asking, rows[0]?.id ?? '')).rejects.toMatchObject({ code: 'evidence_missing' });
      await from.close();
    });
  });
});
