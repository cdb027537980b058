import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { archivedOf, loadWorlds, randomWorlds, type WorldCapture } from '../../test/conformance/worlds.ts';
import { tableDigest } from '../../test/release-digest.ts';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import { batchById, committedBatch, committedBatches, dropUncommitted, lastBatch, loadBatch } from './batches.ts';
import { sql } from './literal.ts';
import { stagedPath, type StagedTable } from './staged.ts';

let index: TestIndex;
beforeAll(async () => {
  index = await throwawayIndex();
});
afterAll(async () => index[Symbol.asyncDispose]());

const captures = archivedOf(randomWorlds(12, 1).flat());
const noCounts = { records: 0, captures: 0, links: 0, bytes: 0, skipped: {}, damages: 0 };

it('a committed batch is found by its digest and by its id, with its counts', async () => {
  const batch = await loadWorlds(index, 'first', captures);
  expect(committedBatch(index.accounts, 'first')).toEqual(batch);
  expect(batchById(index.accounts, batch.id)).toEqual(batch);
  expect(batch).toMatchObject({ archive: 'first.warc.gz', crawl: 'first', digest: 'first', counts: { captures: captures.length } });
  expect(committedBatch(index.accounts, 'second')).toBeNull();
  expect(lastBatch(index.accounts)).toBe(batch.id);
});

it('the same bytes are never committed twice, whatever they are called', async () => {
  const before = await rawRows();
  await expect(loadWorlds(index, 'first', captures)).rejects.toThrow(/UNIQUE/);
  expect(await rawRows()).toEqual(before);
});

it('a link set that an earlier batch stored for the page is not stored again', async () => {
  const before = await rowsIn('linksets');
  await loadWorlds(index, 'later', captures.map(later));
  expect(await rowsIn('captures')).toBe(2 * captures.length);
  expect(await rowsIn('linksets')).toBe(before);
});

it('a load that fails leaves nothing', async () => {
  const before = await rawRows();
  await expect(failingLoad('broken')).rejects.toMatchObject({ code: 'engine_failed' });
  expect(await rawRows()).toEqual(before);
  expect(committedBatch(index.accounts, 'broken')).toBeNull();
  expect(await dropUncommitted(index.engine, index.accounts)).toBe(0);
});

it('a batch left behind uncommitted is dropped before the next load, so that none refers to its link sets', async () => {
  const strangers = archivedOf(randomWorlds(8, 2).flat());
  const lost = await loadWorlds(index, 'lost', strangers);
  index.accounts.prepare(`UPDATE batches SET state = 'loading', committed_at = NULL WHERE id = ?`).run(lost.id);
  expect(lastBatch(index.accounts)).toBeLessThan(lost.id);

  const before = await rowsIn('linksets');
  await loadWorlds(index, 'found again', strangers);
  expect(await dropUncommitted(index.engine, index.accounts)).toBe(0);
  expect(await rowsIn('linksets')).toBe(before);
  expect(committedBatches(index.accounts).map(({ digest }) => digest)).toEqual(['first', 'later', 'found again']);
});

/** A staged archive whose captures can be read and whose link sets cannot. */
async function failingLoad(name: string): Promise<unknown> {
  const folder = join(index.folder, 'staged', name);
  mkdirSync(folder, { recursive: true });
  const rows: Record<StagedTable, number> = { captures: 0, linksets: 1, link_context: 1 };
  for (const table of ['captures', 'linksets', 'link_context'] as const) writeFileSync(stagedPath(folder, table), 'no row');
  return loadBatch(index.engine, index.accounts, folder, { archive: name, path: name, crawl: '', digest: name, counts: noCounts }, rows);
}

function later(seen: WorldCapture): WorldCapture {
  return { ...seen, capture: { ...seen.capture, fetchedAt: seen.capture.fetchedAt + 1 } };
}

async function rawRows(): Promise<string[]> {
  return Promise.all(['captures', 'linksets', 'link_context'].map((table) => tableDigest(index.engine, table)));
}

async function rowsIn(table: 'captures' | 'linksets'): Promise<number> {
  const [row] = await index.engine.ask<{ found: number }>(
    table === 'captures' ? sql`SELECT count() AS found FROM captures` : sql`SELECT count() AS found FROM linksets`,
  );
  return row?.found ?? -1;
}
