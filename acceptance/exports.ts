import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { csv } from '../src/base/csv.ts';
import { population } from '../src/compute/population.ts';
import type { Backlink } from '../src/query/shapes.ts';
import { exportFixtures } from '../test/fixtures/export-tables.ts';
import { archiveOf, responseRecord, warcRecord } from '../test/fixtures/warc.ts';
import { releaseDigest } from '../test/release-digest.ts';
import { throwawayIndex, type TestIndex } from '../test/test-index.ts';
import type { Check, Say } from './check.ts';
import { drawn, randomFrom, type Worlds } from './source-worlds.ts';

/**
 * Exports of every kind, written from the tools' published column names: imported, merged with a crawled page, exported again and imported
 * once more, which changes nothing; hostile cells cost their row or nothing. And the completeness interval against worlds whose truth is known.
 */
export const exports: Check = async (say) => {
  await using index = await throwawayIndex();
  await imported(say, index);
  await hostile(say, index);
  await exportedAgain(say, index);
  completeness(say);
};

const property = { property: 'https://plumber.example/', date: '2026-09-28' };

async function imported(say: Say, index: TestIndex): Promise<void> {
  const folder = join(index.folder, 'exports');
  mkdirSync(folder);
  let rows = 0;
  let used = 0;
  let wrong = 0;
  for (const { file, provider, table, bytes, links } of exportFixtures) {
    const path = join(folder, file);
    writeFileSync(path, bytes);
    const { each } = await index.ingest([`export:${path}`], undefined, { exported: property });
    const [found] = each;
    const expected = links.filter((link) => link.includes(' ')).length;
    rows += found?.records ?? 0;
    used += found?.exported?.rows_used ?? 0;
    const counted = (found?.exported?.rows_used ?? 0) + Object.values(found?.skipped ?? {}).reduce((sum, count) => sum + count, 0);
    const right = found?.exported?.provider === provider && found.exported.table === table && found.exported.rows_used === expected;
    if (!right || counted !== found.records) wrong += 1;
  }
  say('kinds_of_table', exportFixtures.length, 'tables', wrong === 0);
  say('rows_read', rows, 'rows');
  say('rows_used', used, 'rows');

  const page = '<html><title>Pipes</title><footer><p>Call <a rel=sponsored href=https://plumber.example/>the plumber</a> today</footer>';
  const record = warcRecord({ ...responseRecord('https://blog.example/a', Buffer.from(page)), date: '2026-09-27T00:00:00Z' });
  const archive = join(index.folder, 'crawl.warc.gz');
  writeFileSync(archive, archiveOf([record], 'member a record'));
  await index.ingest([archive]);
  await index.refresh();
  const merged = (await linksOf(index)).filter(
    ({ source_url, target_url }) => source_url === 'https://blog.example/a' && !target_url.endsWith('*'),
  );
  const [row] = merged;
  const ownWords =
    row?.anchor === 'the plumber' && row.rel.join() === 'sponsored' && row.placement === 'footer' && row.text_after === 'today';
  say('rows_of_the_link_that_all_know', merged.length, 'row', merged.length === 1);
  say('seen_by_of_it', row?.seen_by.length ?? 0, 'sources', row?.seen_by.length === 8);
  say('words_are_the_crawled_ones', ownWords ? 'yes' : 'no', '-', ownWords);
}

async function hostile(say: Say, index: TestIndex): Promise<void> {
  const megabyte = 'm'.repeat(1024 * 1024);
  const text = [
    'source,target,anchor',
    'https://h1.example/,https://plumber.example/h,"=cmd|\' /C calc\'!A0"',
    'https://h2.example/,https://plumber.example/h,"two\r\nlines, ""quoted"""',
    'https://h3.example/,https://plumber.example/h,nul\0byte',
    `https://h4.example/,https://plumber.example/h,${megabyte}`,
    'https://h5.example/,https://plumber.example/h,5" pipe',
    '"=HYPERLINK(""http://evil.example"")",https://plumber.example/h,x',
    'https://h6.example/,"https://plumber.example/h,never closed',
    'javascript:alert(1),https://plumber.example/h,x',
    `https://h7.example/,https://plumber.example/h,"${'y'.repeat(5 * 1024 * 1024)}"`,
    'https://h8.example/,https://plumber.example/h,a,b,c',
  ].join('\n');
  const path = join(index.folder, 'hostile.csv');
  writeFileSync(path, Buffer.concat([Buffer.from(`${text}\nhttps://h9.example/,https://plumber.example/h,caf`), Buffer.of(0xe9, 0x0a)]));
  const { each } = await index.ingest([`export:${path}`], undefined, { exported: property });
  const [found] = each;
  say('hostile_rows', found?.records ?? 0, 'rows', found?.records === 11);
  say('hostile_rows_used', found?.exported?.rows_used ?? 0, 'rows', found?.exported?.rows_used === 6);
  const reasons = 'no_source 2, open_quote 1, row_too_long 1, too_many_cells 1';
  const refused = Object.entries(found?.skipped ?? {})
    .map(([reason, count]) => `${reason} ${count}`)
    .sort()
    .join(', ');
  say('hostile_rows_refused', refused, '-', refused === reasons);
  await index.refresh();
  const rows = (await linksOf(index)).filter(({ target_url }) => target_url === 'https://plumber.example/h');
  const anchors = rows.map(({ anchor }) => anchor.slice(0, 30));
  const right = ["=cmd|' /C calc'!A0", 'two lines, "quoted"', 'nul byte', 'm'.repeat(30), '5" pipe', 'café'];
  say('hostile_anchors', anchors.length, 'anchors', JSON.stringify(anchors) === JSON.stringify(right));
}

async function exportedAgain(say: Say, index: TestIndex): Promise<void> {
  const before = await linksOf(index);
  const columns = ['source_url', 'target_url', 'anchor', 'rel', 'kind', 'first_seen', 'last_seen', 'state', 'links_count'];
  const path = join(index.folder, 'out.csv');
  const text = csv(columns, before);
  writeFileSync(path, text);
  const formulas = text.split('\n').filter((line) => /(?:^|,)"?[=+\-@]/.test(line)).length;
  say('exported_again_formulas', formulas, 'cells', formulas === 0);
  await index.ingest([`export:${path}`]);
  await index.refresh(true);
  const after = await linksOf(index);
  const key = ({ id, anchor, first_seen, last_seen, state }: Backlink): string =>
    JSON.stringify([id, anchor, first_seen, last_seen, state]);
  say(
    'imported_again_new_or_changed_links',
    after.filter((row, i) => key(row) !== key(before[i] ?? row)).length,
    'links',
    after.length === before.length,
  );

  const digest = await releaseDigest(index.engine, (await index.refresh()).release.id);
  const names = exportFixtures.map(({ file }) => `export:${join(index.folder, 'exports', file)}`);
  const again = await index.ingest(names, undefined, { exported: property });
  await index.refresh(true);
  const same = JSON.stringify(await releaseDigest(index.engine, (await index.refresh()).release.id)) === JSON.stringify(digest);
  say('second_import_known', again.archives_known, 'tables', again.archives_known === exportFixtures.length);
  say('second_import_changes_the_release', same ? 'no' : 'yes', '-', same);
}

async function linksOf(index: TestIndex): Promise<Backlink[]> {
  const input = { target: 'plumber.example', state: 'all', order: 'source', direction: 'asc', limit: 1_000 };
  return (await index.ask<{ rows: Backlink[] }>('list', input)).rows;
}

const worldsOfEach = 2_000;

/** How often the 95 % interval has the truth in it, and how wide it is, over worlds that `population` estimates at all. */
function completeness(say: Say): void {
  const promised: readonly (Worlds & { readonly name: string })[] = [
    { name: 'two_sources', sources: 2, favour: 0 },
    { name: 'three_sources', sources: 3, favour: 0 },
    { name: 'four_sources', sources: 4, favour: 0 },
    { name: 'five_sources', sources: 5, favour: 0 },
    { name: 'three_sources_that_favour_the_same', sources: 3, favour: 1 },
    { name: 'four_sources_that_favour_the_same', sources: 4, favour: 1 },
    { name: 'five_sources_that_favour_the_same', sources: 5, favour: 1 },
  ];
  for (const world of promised) covers(say, world.name, world, true);
  // What two sources cannot tell: stated, not promised.
  covers(say, 'two_sources_that_favour_the_same', { sources: 2, favour: 1 }, false);
}

function covers(say: Say, name: string, world: Worlds, isPromised: boolean): void {
  const random = randomFrom(20_261_127 + world.sources);
  let covered = 0;
  let bounded = 0;
  let width = 0;
  let none = 0;
  for (let done = 0; done < worldsOfEach;) {
    const { total, histories } = drawn(world, random);
    const found = population(histories);
    if (typeof found === 'string') {
      none += 1;
      continue;
    }
    done += 1;
    if (found.low <= total && total <= (found.high ?? Number.POSITIVE_INFINITY)) covered += 1;
    if (found.high === null) continue;
    bounded += 1;
    width += (found.high - found.low) / total;
  }
  const share = (100 * covered) / worldsOfEach;
  say(`completeness_covered_${name}`, share, '%', isPromised ? share >= 93 && share <= 97 : undefined);
  say(`completeness_width_${name}`, width / bounded, 'of the truth');
  say(`completeness_not_estimated_${name}`, none, 'worlds');
}
