import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { archiveOf, responseRecord, warcRecord } from '../../test/fixtures/warc.ts';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import { liveRelease } from '../store/releases.ts';
import { linksDue } from './links-due.ts';
import { targetOf } from './target.ts';

let index: TestIndex;
beforeAll(async () => {
  index = await throwawayIndex();
  const link = '<a href="https://shop.example/">x</a><a href="https://shop.example/two">y</a><a href="https://other.example/">z</a>';
  // `strong` is linked to by twenty domains, so that its authority is above that of the others.
  const fans = Array.from({ length: 20 }, (_, i) => [`https://fan-${i}.example/`, '2026-01-01', '<a href="https://strong.example/">s</a>']);
  const pages = [
    ['https://strong.example/', '2026-01-01', link],
    ['https://weak.example/', '2026-01-01', link],
    ['https://older.example/', '2025-01-01', link],
    ['https://new.example/', '2026-06-20', link],
    ['https://last.example/', '2026-06-30', '<p>none</p>'],
    ...fans,
  ];
  const records = pages.map(([url = '', date, html = '']) =>
    warcRecord({ ...responseRecord(url, Buffer.from(html)), date: `${date}T00:00:00Z` }),
  );
  const file = join(index.folder, 'due.warc.gz');
  writeFileSync(file, archiveOf(records, 'member a record'));
  await index.ingest([file]);
  await index.refresh();
});
afterAll(async () => index[Symbol.asyncDispose]());

const at = new Date('2026-07-10T00:00:00Z');

async function due(pages: number, unreached: Readonly<Record<string, number>> = {}): Promise<string[]> {
  const release = liveRelease(index.accounts);
  if (release === null) throw new Error('there is a release');
  const asking = { engine: index.engine, accounts: index.accounts, release };
  const links = await linksDue(asking, targetOf('shop.example'), { pages, at, unreached: new Map(Object.entries(unreached)) });
  expect(links.every(({ target_domain }) => target_domain === 'shop.example')).toBe(true);
  return [...new Set(links.map(({ source_domain }) => source_domain.replace('.example', '')))];
}

it('gives every link of the pages that are due', async () => {
  const release = liveRelease(index.accounts);
  if (release === null) throw new Error('there is a release');
  const asking = { engine: index.engine, accounts: index.accounts, release };
  const links = await linksDue(asking, targetOf('shop.example'), { pages: 1, at, unreached: new Map() });
  expect(links.map(({ target_url }) => target_url)).toEqual(['https://shop.example/', 'https://shop.example/two']);
});

it('takes the strong before the weak of the same age, the old before the young, and the newly seen as if it were strong', async () => {
  // Ages of 190, 190, 555 and 20 days; intervals of 180 days at authority 0, and of 7 for what is new: 20 / 7 is more than 190 / 180.
  expect((await due(4)).toSorted()).toEqual(['new', 'older', 'strong', 'weak']);
  expect(await due(1)).toEqual(['older']);
  expect((await due(3)).toSorted()).toEqual(['new', 'older', 'strong']);
});

it('gives pages that were not reached a part of their own, the longest ago first', async () => {
  const keys = { 'example,older)/': 5, 'example,strong)/': 3 };
  // One page alone is none that was not reached, or nothing else would ever be looked at.
  expect(await due(1, keys)).toEqual(['new']);
  expect((await due(2, keys)).toSorted()).toEqual(['new', 'strong']);
  expect((await due(3, keys)).toSorted()).toEqual(['new', 'strong', 'weak']);
  expect((await due(4, keys)).toSorted()).toEqual(['new', 'older', 'strong', 'weak']);
});
