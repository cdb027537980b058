/**
 * `pages/`: filters over the links of real pages, whose anchors are in many languages, against a plain evaluation of the same rows. Values of the filters
 * are taken from the rows themselves, so that most leave some and not all.
 */
import { join } from 'node:path';
import fc from 'fast-check';
import { sql } from '../src/store/literal.ts';
import { tableOf } from '../src/store/releases.ts';
import { passes, type ShownRow } from '../test/conformance/filter-reference.ts';
import { backlinkFields, randomFilters, type RandomField } from '../test/conformance/random-filters.ts';
import { throwawayIndex, type TestIndex } from '../test/test-index.ts';
import type { Check } from './check.ts';

const questions = 400;

export const filters: Check = async (say, dataDir) => {
  await using index = await throwawayIndex();
  await index.ingest([join(dataDir, 'pages', 'trafilatura.warc.gz')]);
  const { release } = await index.refresh();
  const targets = await index.engine.ask<{ domain: string; links: number }>(
    sql`SELECT target_domain AS domain, count() AS links FROM ${tableOf('backlinks', release.id)} GROUP BY domain ORDER BY links DESC, domain LIMIT 4`,
  );
  let equal = 0;
  let some = 0;
  let asked = 0;
  let milliseconds = 0;
  for (const { domain: target, links } of targets) {
    const rows = await allRows(index, target);
    say(`links_to_${target}`, rows.length, 'backlinks', rows.length === links);
    for (const filter of fc.sample(randomFilters(fieldsOf(rows)), { seed: 20_261_127, numRuns: questions / targets.length })) {
      const expected = rows.filter((row) => passes(filter, row)).map(({ id }) => id);
      const began = performance.now();
      const answer = await index.ask<{ total: number; rows: ShownRow[] }>('list', { target, state: 'all', filters: filter, limit: 1_000 });
      milliseconds += performance.now() - began;
      asked++;
      const found = answer.rows.map(({ id }) => id);
      const same = answer.total === expected.length && JSON.stringify(found) === JSON.stringify(expected.slice(0, 1_000));
      if (same) equal++;
      else say(`differs ${target}`, JSON.stringify(filter), `${answer.total} for ${expected.length}`);
      if (expected.length > 0 && expected.length < rows.length) some++;
    }
  }
  say('questions', asked, 'random filters, nested up to three deep', asked === questions);
  say('that_leave_some', some, 'of them leave some rows and not all', some > questions / 3);
  say('equal', equal, 'with equal rows, order and total', equal === asked);
  say('mean', milliseconds / asked, 'ms a question');
};

/** Every row of a target in the standard order, walked by its cursors. */
async function allRows(index: TestIndex, target: string): Promise<ShownRow[]> {
  const rows: ShownRow[] = [];
  let cursor: string | null = null;
  do {
    const page: { rows: ShownRow[]; cursor: string | null } = await index.ask('list', {
      target,
      state: 'all',
      limit: 1_000,
      ...(cursor !== null && { cursor }),
    });
    rows.push(...page.rows);
    cursor = page.cursor;
  } while (cursor !== null);
  return rows;
}

/** Fields that rows show, with values that they have. What they do not show (keys, addresses) the tests look at. */
function fieldsOf(rows: readonly ShownRow[]): Record<string, RandomField> {
  const [row = {}] = rows;
  return Object.fromEntries(
    Object.entries(backlinkFields as Readonly<Record<string, RandomField>>).flatMap(([name, field]): [string, RandomField][] => {
      if (!(name in row) || name === 'source_url') return [];
      const values = rows.flatMap((one) => one[name] as RandomField['values'][number] | null).filter((value) => value !== null);
      const picked = [...new Set(values)].filter((_, i) => i % Math.ceil(values.length / 400) === 0).slice(0, 40);
      return picked.length === 0 ? [] : [[name, { ...field, values: picked }]];
    }),
  );
}
