import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import { evidenceOf } from '../query/evidence.ts';
import type { Backlink } from '../query/shapes.ts';
import { liveRelease } from '../store/releases.ts';

let index: TestIndex;
let file: string;

beforeAll(async () => {
  index = await throwawayIndex();
  file = join(index.folder, 'edges.tsv');
  writeFileSync(
    file,
    [
      'date\tsource\ttarget\tlinks\tcollection',
      // Rows of one capture need not stand together.
      '2020-01-01\tnews.example\tshop.example\t5\twinter',
      '2020-01-01\tblog.example\tshop.example\t1\twinter',
      '2020-01-01\tnews.example\tother.example\t2\twinter',
      '2020-06-01\tnews.example\tother.example\t2\tsummer',
      '2020-06-01\tblog.example\twww.shop.example\t4\tsummer',
      '2020-06-01\tblog.example\tblog.example\t900\tsummer',
      '2020-12-01\tblog.example\tblog.example\t900\twinter again',
      '2020-12-01\tfresh.example\tshop.example\t70000\twinter again',
      'broken row',
    ].join('\n'),
  );
  await index.ingest([`edges:${file}`]);
  await index.refresh();
});
afterAll(async () => index[Symbol.asyncDispose]());

async function links(): Promise<Backlink[]> {
  const { rows } = await index.ask<{ rows: Backlink[] }>('list', {
    target: 'shop.example',
    state: 'all',
    order: 'source',
    direction: 'asc',
  });
  return rows;
}

describe('a list of edges as an archive of hosts', () => {
  it('makes a host that is named at a date a capture of it, which proves what is not in it', async () => {
    expect((await links()).map((row) => [row.source_url, row.target_url, row.first_seen, row.last_seen, row.state, row.lost_at])).toEqual([
      [
        'http://blog.example/*',
        'http://www.shop.example/*',
        '2020-01-01T00:00:00Z',
        '2020-06-01T00:00:00Z',
        'lost',
        '2020-12-01T00:00:00Z',
      ],
      ['http://fresh.example/*', 'http://shop.example/*', '2020-12-01T00:00:00Z', '2020-12-01T00:00:00Z', 'live', null],
      ['http://news.example/*', 'http://shop.example/*', '2020-01-01T00:00:00Z', '2020-01-01T00:00:00Z', 'lost', '2020-06-01T00:00:00Z'],
    ]);
  });

  it('says what it does not know', async () => {
    const [row] = await links();
    expect(row).toMatchObject({
      rel: [],
      rel_known: false,
      followed: true,
      anchor: '',
      source_title: null,
      seen_by: ['edges'],
      placement: 'unknown',
    });
  });

  it('counts captured domains, crawls and no pages', async () => {
    const { coverage } = await index.ask<{ coverage: Record<string, unknown> }>('summary', { target: 'unknown.example' });
    expect(coverage).toMatchObject({
      status: 'looked_not_found',
      pages_captured: 0,
      domains_captured: 3,
      crawls: ['summer', 'winter', 'winter again'],
    });
  });

  it('shows the row of the file that says a link', async () => {
    const release = liveRelease(index.accounts);
    const row = (await links()).find(({ source_url }) => source_url === 'http://news.example/*');
    if (release === null || row === undefined) throw new Error('nothing to look at');
    const evidence = await evidenceOf({ engine: index.engine, accounts: index.accounts, release }, row.id);
    expect(evidence).toMatchObject({ path: file, excerpt: '2020-01-01\tnews.example\tshop.example\t5\twinter', found_in_excerpt: true });
  });

  it('tells the row that cannot be read, and is known when it comes again', async () => {
    const again = await index.ingest([`edges:${file}`]);
    expect(again).toMatchObject({ archives: 1, archives_known: 1, captures: 0 });
    const [first] = (await throwawayIngest(file)).each;
    expect(first).toMatchObject({ records: 8, captures: 6, links: 6, skipped: { inside_one_domain: 2 }, damages_total: 1 });
  });
});

/** What an ingest of the file into an empty index says; by an index of the same engine, with other bytes. */
async function throwawayIngest(path: string): ReturnType<TestIndex['ingest']> {
  const other = join(index.folder, 'other.tsv');
  writeFileSync(other, `${(await import('node:fs')).readFileSync(path, 'utf8')}\n`);
  return index.ingest([`edges:${other}`]);
}
