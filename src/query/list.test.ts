import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadWorlds, pageCapture } from '../../test/conformance/worlds.ts';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import { limits } from '../base/limits.ts';
import { sql } from '../store/literal.ts';
import type { Backlink } from './shapes.ts';

const rowsMax = limits.rowsPerAnswerMax;
const long = 'a'.repeat(limits.urlCharsMax - 100);

let index: TestIndex;
beforeAll(async () => {
  index = await throwawayIndex();
  const captures = Array.from({ length: rowsMax }, (_, i) =>
    pageCapture(`https://source.example/${i}/${long}`, [`https://target.example/${i}/${long}`]),
  );
  await loadWorlds(index, 'long', captures);
  // Captured twice at one moment, so that the look-up by link sets is needed for every row.
  await loadWorlds(index, 'again', captures);
  await index.refresh();
});
afterAll(async () => index[Symbol.asyncDispose]());

it('the longest page of the longest addresses is answered whole, each row with its evidence', async () => {
  const { total, rows, cursor } = await index.ask<{ total: number; rows: Backlink[]; cursor: string | null }>('list', {
    target: 'target.example',
    limit: rowsMax,
  });
  expect([total, rows.length, cursor]).toEqual([rowsMax, rowsMax, null]);
  expect(rows.every(({ source_url, evidence }) => source_url.length > long.length && evidence?.archive === 'long.warc.gz')).toBe(true);
});

it('a cursor behind a row with the longest address is taken', async () => {
  const first = await index.ask<{ cursor: string }>('list', { target: 'target.example', limit: 1, order: 'source' });
  const next = await index.ask<{ rows: Backlink[] }>('list', { target: 'target.example', limit: 1, order: 'source', cursor: first.cursor });
  expect(next.rows).toHaveLength(1);
});

it('rows of a batch that came after the release do not show', async () => {
  await loadWorlds(index, 'later', [pageCapture('https://late.example/', ['https://target.example/0/late'])]);
  const { total } = await index.ask<{ total: number }>('list', { target: 'target.example' });
  expect(total).toBe(rowsMax);
  expect(await index.engine.ask(sql`SELECT count() AS found FROM linksets WHERE source_key = 'example,late)/'`)).toEqual([{ found: 1 }]);
});
