import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveOf, responseRecord, warcRecord, type WrittenRecord } from '../../test/fixtures/warc.ts';
import { tableDigest } from '../../test/release-digest.ts';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import type { ProgressEvent, ProgressNote } from '../base/progress.ts';
import { committedBatches } from '../store/batches.ts';
import { sql } from '../store/literal.ts';
import { ingest, type IngestOptions, type IngestResult } from './ingest.ts';

/** Nobody listens there: none of these tests reads a crawl. */
const nowhere = { base: 'http://127.0.0.1:9', index: 'http://127.0.0.1:9' };

let index: TestIndex;
let folder: string;
beforeAll(async () => {
  index = await throwawayIndex();
  folder = join(index.folder, 'archives');
  mkdirSync(folder);
});
afterAll(async () => index[Symbol.asyncDispose]());

function run(sources: readonly string[], options: Partial<IngestOptions> = {}): Promise<IngestResult> {
  const into = {
    engine: index.engine,
    accounts: index.accounts,
    stagingFolder: join(index.folder, 'staging'),
    downloadFolder: join(index.folder, 'downloads'),
    allowHosts: [],
    commonCrawl: nowhere,
  };
  return ingest(into, sources, { localPaths: true, ...options });
}

function html(text: string): Buffer {
  return Buffer.from(`<!doctype html><title>T</title><p>${text}</p>`);
}

/** Two pages, an image and what stands beside them in a crawler's archive. */
function recordsOf(name: string): WrittenRecord[] {
  return [
    {
      type: 'warcinfo',
      url: null,
      contentType: 'application/warc-fields',
      block: Buffer.from(`software: test\r\nisPartOf: CRAWL-${name}\r\n`),
    },
    {
      type: 'request',
      url: `https://${name}.example/`,
      contentType: 'application/http; msgtype=request',
      block: Buffer.from('GET / HTTP/1.1\r\n\r\n'),
    },
    responseRecord(`https://${name}.example/`, html('<a href="https://other.example/a">one</a> <a href="/own">two</a>')),
    responseRecord(`https://${name}.example/own`, html('<a href="https://other.example/b" rel="nofollow">three</a>')),
    responseRecord(`https://${name}.example/logo.png`, Buffer.from('png'), ['Content-Type: image/png']),
  ];
}

function write(file: string, records: readonly WrittenRecord[]): string {
  const path = join(folder, file);
  writeFileSync(
    path,
    archiveOf(
      records.map((record) => warcRecord(record)),
      'member a record',
    ),
  );
  return path;
}

async function stored(): Promise<string> {
  return (await Promise.all(['captures', 'linksets', 'link_context'].map((table) => tableDigest(index.engine, table)))).join();
}

describe('an archive', () => {
  it('becomes one batch, its records each a capture or skipped for a named reason', async () => {
    const path = write('one.warc.gz', recordsOf('one'));
    const result = await run([path]);
    expect(result).toMatchObject({ archives: 1, archives_known: 0, archives_failed: 0, records: 5, captures: 2, links: 2 });
    expect(result.each).toMatchObject([
      {
        archive: path,
        known: false,
        records: 5,
        captures: 2,
        skipped: { warcinfo: 1, request: 1, not_html: 1 },
        damages_total: 0,
        error: null,
      },
    ]);
    expect(committedBatches(index.accounts)).toMatchObject([
      { archive: path, path, crawl: 'CRAWL-one', counts: { records: 5, captures: 2, links: 2, damages: 0, skipped: { not_html: 1 } } },
    ]);
    const rows = await index.engine.ask(sql`SELECT source_key, target_key, flags % 2 AS nofollow FROM linksets ORDER BY target_key`);
    expect(rows).toEqual([
      { source_key: 'example,one)/', target_key: 'example,other)/a', nofollow: 0 },
      { source_key: 'example,one)/own', target_key: 'example,other)/b', nofollow: 1 },
    ]);
  });

  it('ingested twice, under any name, changes nothing', async () => {
    const before = await stored();
    const copy = join(folder, 'copy.warc.gz');
    copyFileSync(join(folder, 'one.warc.gz'), copy);
    const result = await run([join(folder, 'one.warc.gz'), copy]);
    expect(result).toMatchObject({ archives: 2, archives_known: 2, captures: 0 });
    expect(result.each.map(({ known, batch }) => [known, batch])).toEqual([
      [true, 1],
      [true, 1],
    ]);
    expect(await stored()).toBe(before);
  });

  it('that stands twice in one folder is taken once', async () => {
    const twins = join(folder, 'twins');
    mkdirSync(twins);
    const first = write('twins/first.warc.gz', recordsOf('twin'));
    copyFileSync(first, join(twins, 'second.warc.gz'));
    const result = await run([twins], { workers: 2 });
    expect(result).toMatchObject({ archives: 2, archives_known: 1, captures: 2 });
    expect(committedBatches(index.accounts).filter(({ archive }) => archive.startsWith(twins))).toHaveLength(1);
  });

  it('is of the crawl that the user names, else the one it names, else called as its file', async () => {
    await run([write('named.warc.gz', recordsOf('named'))], { crawl: 'MINE' });
    await run([write('SITE-2026-10.warc.gz', recordsOf('nameless').slice(1))]);
    const crawls = committedBatches(index.accounts).map(({ crawl }) => crawl);
    expect(crawls.slice(-2)).toEqual(['MINE', 'SITE-2026-10']);
  });

  it('keeps links inside a domain when asked to', async () => {
    const result = await run([write('inside.warc.gz', recordsOf('inside'))], { keepInternal: true });
    expect(result.links).toBe(3);
  });

  it('that is damaged is read around the damage, which is reported with its offset', async () => {
    const records = recordsOf('damaged').map((record) => archiveOf([warcRecord(record)], 'member a record'));
    const path = join(folder, 'damaged.warc.gz');
    const bytes = Buffer.concat(records);
    const offset = records.slice(0, 2).reduce((sum, record) => sum + record.length, 0);
    bytes.fill(0xff, offset + 20, offset + 60);
    writeFileSync(path, bytes);
    const notes: ProgressNote[] = [];
    const result = await run([path], { progress: { update: () => {}, note: (note) => notes.push(note) } });
    const [archive] = result.each;
    expect(archive).toMatchObject({ captures: 1, error: null, damages_total: archive?.damages.length });
    expect(archive?.damages[0]).toEqual({ offset, reason: 'compressed data that cannot be inflated' });
    expect(notes).toContainEqual(
      expect.objectContaining({ level: 'warning', text: expect.stringContaining(`is damaged at byte ${offset}`) as string }),
    );
  });
});

describe('sources that cannot be taken', () => {
  it('fail before anything is read: none, a path that is missing, a file that is no archive', async () => {
    const before = await stored();
    const text = join(folder, 'notes.txt');
    writeFileSync(text, 'nothing to see');
    const good = write('good.warc.gz', recordsOf('good'));
    await expect(run([])).rejects.toMatchObject({ code: 'usage' });
    await expect(run([good, join(folder, 'missing.warc.gz')])).rejects.toMatchObject({ code: 'source_missing' });
    await expect(run([good, text])).rejects.toMatchObject({ code: 'not_an_archive' });
    expect(await stored()).toBe(before);
  });

  it('are passed over by name in a folder', async () => {
    const mixed = join(folder, 'mixed');
    mkdirSync(mixed);
    write('mixed/a.warc.gz', recordsOf('mixed'));
    writeFileSync(join(mixed, 'README'), 'about these files');
    const notes: string[] = [];
    const result = await run([mixed], { progress: { update: () => {}, note: ({ text }) => notes.push(text) } });
    expect(result).toMatchObject({ archives: 1, archives_failed: 0 });
    expect(notes).toEqual([expect.stringContaining(`skipped ${join(mixed, 'README')}`) as string]);
  });

  it('paths are for those who may name them', async () => {
    await expect(run([join(folder, 'good.warc.gz')], { localPaths: false })).rejects.toMatchObject({ code: 'paths_need_admin' });
  });

  it('do not stop the others, and are told at the end', async () => {
    const good = write('beside.warc.gz', recordsOf('beside'));
    const notes: ProgressNote[] = [];
    const taking = run(['http://127.0.0.1:9/private.warc.gz', good], { progress: { update: () => {}, note: (note) => notes.push(note) } });
    await expect(taking).rejects.toMatchObject({ code: 'address_refused' });
    expect(committedBatches(index.accounts).at(-1)).toMatchObject({ archive: good });
    expect(notes).toContainEqual(
      expect.objectContaining({ level: 'warning', fields: { path: 'http://127.0.0.1:9/private.warc.gz', code: 'address_refused' } }),
    );
  });
});

describe('an ingest', () => {
  it('tells how far it is, never backwards, to the end', async () => {
    const many = join(folder, 'many');
    mkdirSync(many);
    for (let i = 0; i < 6; i++) write(`many/${i}.warc.gz`, recordsOf(`many-${i}`));
    const events: ProgressEvent[] = [];
    const result = await run([many], { progress: { update: (event) => events.push(event), note: () => {} } });
    const done = events.map((event) => event.done);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(events.at(-1)).toMatchObject({
      task: 'ingest',
      done: result.bytes,
      total: result.bytes,
      unit: 'bytes',
      counts: { files: 6, files_total: 6, pages: 12, links: 12 },
    });
  });

  it('that is given up leaves whole archives only, and goes on where it stopped', async () => {
    const stopped = join(folder, 'stopped');
    mkdirSync(stopped);
    for (let i = 0; i < 5; i++) write(`stopped/${i}.warc.gz`, recordsOf(`stopped-${i}`));
    const gone = new AbortController();
    const update = ({ counts }: ProgressEvent): void => {
      if ((counts['files'] ?? 0) >= 2) gone.abort();
    };
    await expect(run([stopped], { workers: 1, signal: gone.signal, progress: { update, note: () => {} } })).rejects.toThrow(/abort/i);
    const held = committedBatches(index.accounts).filter(({ archive }) => archive.startsWith(stopped));
    expect(held.length).toBeGreaterThanOrEqual(2);
    expect(held.length).toBeLessThan(5);
    expect(existsSync(join(index.folder, 'staging'))).toBe(false);

    const result = await run([stopped]);
    expect(result).toMatchObject({ archives: 5, archives_known: held.length, captures: 2 * (5 - held.length) });
  });
});
