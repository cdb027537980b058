import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportFixtures } from '../../test/fixtures/export-tables.ts';
import { archiveOf, responseRecord, warcRecord, zipOf } from '../../test/fixtures/warc.ts';
import { releaseDigest } from '../../test/release-digest.ts';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import { csv } from '../base/csv.ts';
import { evidenceOf } from '../query/evidence.ts';
import type { Backlink } from '../query/shapes.ts';
import { liveRelease } from '../store/releases.ts';

let index: TestIndex;
beforeAll(async () => {
  index = await throwawayIndex();
});
afterAll(async () => index[Symbol.asyncDispose]());

const property = { property: 'https://plumber.example/', date: '2026-09-28' };

function written(name: string, content: string | Buffer): string {
  const path = join(index.folder, name);
  writeFileSync(path, content);
  return path;
}

function fixture(file: string): string {
  return written(file, exportFixtures.find((one) => one.file === file)?.bytes ?? '');
}

async function links(): Promise<Backlink[]> {
  const answer = await index.ask<{ rows: Backlink[] }>('list', {
    target: 'plumber.example',
    state: 'all',
    order: 'source',
    direction: 'asc',
  });
  return answer.rows;
}

async function digest(): Promise<Record<string, string>> {
  return releaseDigest(index.engine, liveRelease(index.accounts)?.id ?? 0);
}

/** An archive of one page of blog.example, read at `date`. */
function crawled(name: string, date: string, link: string): string {
  const body = Buffer.from(`<html lang=en><title>Blog A</title><footer><p>Take ${link} today</p></html>`);
  return written(name, archiveOf([warcRecord({ ...responseRecord('https://blog.example/a', body), date })], 'member a record'));
}

describe('exports in the index', () => {
  it('say what each row became', async () => {
    const path = written(
      'mixed.csv',
      'Source Url,Anchor text,Target Url\nhttps://blog.example/a,a good plumber,https://plumber.example/\nhttps://plumber.example/x,self,https://plumber.example/\n,none,https://plumber.example/\nhttps://c.example/,"open,https://plumber.example/\n',
    );
    const { each } = await index.ingest([`export:${path}`], undefined, { exported: { date: '2025-01-01' } });
    expect(each[0]).toMatchObject({
      records: 4,
      links: 1,
      skipped: { inside_one_domain: 1, no_source: 1, open_quote: 1 },
      exported: {
        provider: 'bing',
        table: 'backlinks',
        recognised_by: 'names',
        rows: 4,
        rows_used: 1,
        refused: [
          { line: 3, reason: 'inside_one_domain' },
          { line: 4, reason: 'no_source' },
          { line: 5, reason: 'open_quote' },
        ],
      },
    });
  });

  it('of the same bytes are known, and the same rows in another file change no answer', async () => {
    await index.refresh(true);
    const [before, rows] = [await digest(), await links()];
    const path = join(index.folder, 'mixed.csv');
    expect(await index.ingest([`export:${path}`], undefined, { exported: { date: '2025-01-01' } })).toMatchObject({
      archives: 1,
      archives_known: 1,
      links: 0,
    });
    const zipped = written('mixed.csv.gz', gzipSync(readFileSync(path)));
    await index.ingest([`export:${zipped}`], undefined, { exported: { date: '2025-01-01' } });
    await index.refresh(true);
    expect(await digest()).toEqual(before);
    expect((await links()).map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
  });

  it('of several tools and a crawl are one row a link, in the words of the page', async () => {
    await index.ingest(
      ['ahrefs-backlinks.csv', 'semrush-backlinks.csv', 'dataforseo-backlinks.json'].map((file) => `export:${fixture(file)}`),
    );
    await index.refresh();
    const reported = (await links()).find(({ source_url }) => source_url === 'https://blog.example/a');
    expect(reported).toMatchObject({
      seen_by: ['bing', 'ahrefs', 'semrush', 'dataforseo'],
      anchor: 'a good plumber',
      first_seen: '2024-01-05T10:00:00Z',
      last_seen: '2026-09-01T00:00:00Z',
    });

    await index.ingest([
      crawled('crawl.warc.gz', '2024-06-01T00:00:00Z', '<a rel=sponsored href=https://plumber.example/>the plumber</a>'),
    ]);
    await index.refresh();
    const rows = await links();
    const merged = rows.filter(({ source_url }) => source_url === 'https://blog.example/a');
    expect(merged).toMatchObject([
      {
        seen_by: ['archive', 'bing', 'ahrefs', 'semrush', 'dataforseo'],
        anchor: 'the plumber',
        rel: ['sponsored'],
        rel_known: true,
        placement: 'footer',
        text_before: 'Take',
        text_after: 'today',
        source_title: 'Blog A',
        first_seen: '2024-01-05T10:00:00Z',
        last_seen: '2026-09-01T00:00:00Z',
        state: 'live',
      },
    ]);
    expect(new Set(rows.map(({ source_url, target_url }) => `${source_url} ${target_url}`)).size).toBe(rows.length);
  });

  it('keep a loss that a tool reports beside a state that nothing disproves, until the link is seen later', async () => {
    const forum = (await links()).find(({ source_url }) => source_url === 'https://forum.example/b');
    // Lost on 2025-04-01 for Ahrefs, some time after 2025-02-01 for Semrush; DataForSEO saw it on 2025-06-02 and lost it then.
    expect(forum).toMatchObject({
      state: 'live',
      lost_at: null,
      last_seen: '2025-06-02T00:00:00Z',
      reported_lost_at: '2025-06-02T00:00:00Z',
    });
    const input = { target: 'plumber.example', filters: ['reported_lost_at', '<>', null] };
    const { rows } = await index.ask<{ rows: Backlink[] }>('list', input);
    expect(rows.map(({ source_url }) => source_url)).toEqual(['https://forum.example/b']);
  });

  it('are disproved by a page that was read later', async () => {
    await index.ingest([crawled('later.warc.gz', '2026-10-01T00:00:00Z', 'no plumber')]);
    await index.refresh();
    expect((await links()).find(({ source_url }) => source_url === 'https://blog.example/a')).toMatchObject({
      state: 'lost',
      lost_at: '2026-10-01T00:00:00Z',
      lost_reason: 'removed',
      last_seen: '2026-09-01T00:00:00Z',
    });
  });

  it('are the evidence of what only they know: the row, by its column names', async () => {
    const release = liveRelease(index.accounts);
    if (release === null) throw new Error('no release');
    const asking = { engine: index.engine, accounts: index.accounts, release };
    const forum = (await links()).find(({ source_url }) => source_url === 'https://forum.example/b');
    const evidence = await evidenceOf(asking, forum?.id ?? '');
    expect(forum?.evidence?.archive).toMatch(/dataforseo-backlinks\.json$/);
    expect(evidence).toMatchObject({ found_in_excerpt: true, head: 'A row of a table (dataforseo)' });
    expect(JSON.parse(evidence.excerpt)).toMatchObject({ url_from: 'https://forum.example/b', is_lost: true });

    await index.ingest([`export:${fixture('majestic-domains.csv.gz')}`], undefined, { exported: property });
    await index.refresh();
    const news = (await links()).find(({ source_url }) => source_url === 'http://news.example/*');
    expect((await evidenceOf({ ...asking, release: liveRelease(index.accounts) ?? release }, news?.id ?? '')).excerpt).toBe(
      'Domain: news.example\nTrust Flow: 40\nCitation Flow: 45\nMatched Links: 12\nFirst Link Date: 2019-01-01\nLast Link Date: 2026-09-01',
    );
    expect(news).toMatchObject({ links_count: 12, rel_known: false, seen_by: ['majestic'], target_url: 'http://plumber.example/*' });
  });

  it('in a zip are tables of their own; a table without a linking side gives no links', async () => {
    const entries = ['gsc-sites.csv', 'gsc-latest.csv', 'gsc-pages.csv'].map((file) => ({
      name: `Links/${file}`,
      bytes: exportFixtures.find((one) => one.file === file)?.bytes ?? Buffer.alloc(0),
    }));
    const path = written('links.zip', zipOf([...entries, { name: '__MACOSX/._gsc-sites.csv', bytes: Buffer.from('x') }]));
    const { each } = await index.ingest([`export:${path}`], undefined, { exported: property });
    const byName = new Map(
      each.map(({ archive, links: used, skipped, exported }) => [archive.slice(path.length), [used, skipped, exported?.table]]),
    );
    expect(Object.fromEntries(byName)).toEqual({
      '#Links/gsc-latest.csv': [2, {}, 'latest_links'],
      '#Links/gsc-pages.csv': [0, { names_no_source: 1 }, 'top_linked_pages'],
      '#Links/gsc-sites.csv': [2, {}, 'top_linking_sites'],
    });
    await expect(
      index.ingest([`export:${written('empty.zip', zipOf([{ name: 'a.png', bytes: Buffer.from('x') }]))}`]),
    ).rejects.toMatchObject({
      code: 'not_a_table',
    });
  });

  it('come out again as they are merged, and are read back as the same links', async () => {
    await index.refresh();
    const rows = await links();
    const columns = ['source_url', 'target_url', 'anchor', 'rel', 'kind', 'first_seen', 'last_seen', 'state', 'links_count'];
    const path = written('out.csv', csv(columns, rows));
    const other = await throwawayIndexBeside(path);
    expect(other).toEqual(rows.map(({ id, anchor, first_seen }) => [id, anchor, first_seen]));
  });
});

/** The engine takes one folder a process, so what comes back is read into the same index and compared by what it would add: nothing. */
async function throwawayIndexBeside(path: string): Promise<unknown[]> {
  const before = await links();
  const result = await index.ingest([`export:${path}`]);
  expect(result.each[0]).toMatchObject({ skipped: {}, exported: { provider: 'table', rows: before.length, rows_used: before.length } });
  await index.refresh();
  return (await links()).map(({ id, anchor, first_seen }) => [id, anchor, first_seen]);
}
