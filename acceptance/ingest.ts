/**
 * `archives/` in one ingest: 115 real and deliberately odd files. Nothing stops it, every archive is in the index, and every record is
 * a capture, skipped for a named reason, or reported as damage.
 */
import { join } from 'node:path';
import { skipReasons } from '../src/extract/skip-reason.ts';
import { sql } from '../src/store/literal.ts';
import { throwawayIndex } from '../test/test-index.ts';
import type { Check } from './check.ts';

const archivesKnown = 87;

export const ingest: Check = async (say, dataDir) => {
  const folder = join(dataDir, 'archives');
  const skippedFiles: string[] = [];
  await using index = await throwawayIndex();
  const result = await index.ingest([folder], {
    update: () => {},
    note: ({ text }) => {
      if (text.startsWith('skipped ')) skippedFiles.push(text);
    },
  });
  const archives = result.each.filter(({ error }) => error === null);
  const refused = skippedFiles.filter((text) => /\.(?:warc|arc|wat|wacz)(?:\.gz)?: /.test(text));
  say('archives', archives.length, 'archives', archives.length + refused.length === archivesKnown);
  for (const text of refused) say('refused', text.replace(folder, 'archives'), '-');
  say('failed', result.archives_failed, 'archives', result.archives_failed === 0);
  for (const { archive, error } of result.each) if (error !== null) say(`failed ${archive.slice(folder.length + 1)}`, error.message, '-');
  say('known', result.archives_known, 'archives with the bytes of another');
  say('not_archives', skippedFiles.length, 'files, each skipped by name');

  const reasons = new Map<string, number>();
  for (const { skipped } of archives)
    for (const [reason, count] of Object.entries(skipped)) reasons.set(reason, (reasons.get(reason) ?? 0) + count);
  const skipped = [...reasons.values()].reduce((sum, count) => sum + count, 0);
  say('records', result.records, 'records', result.records === result.captures + skipped);
  say('captures', result.captures, 'captures');
  say(
    'skipped',
    skipped,
    'records',
    [...reasons.keys()].every((reason) => reason in skipReasons),
  );
  for (const [reason, count] of [...reasons].sort(([, a], [, b]) => b - a)) say(`skipped.${reason}`, count, 'records');
  const damages = archives.reduce((sum, { damages_total: found }) => sum + found, 0);
  say(
    'damages',
    damages,
    'places, each with its offset',
    archives.every((archive) => archive.damages.length === archive.damages_total),
  );

  const [stored] = await index.engine.ask<{ captures: number }>(sql`SELECT count() AS captures FROM captures`);
  say('stored', stored?.captures ?? 0, 'captures', stored?.captures === result.captures);
  const again = await index.ingest([folder]);
  say('again', again.archives_known, 'archives in the index already', again.archives_known === result.archives && again.captures === 0);
  const { release } = await index.refresh();
  say('backlinks', release.facts.backlinks_live + release.facts.backlinks_lost, 'backlinks', release.facts.backlinks_live > 0);
};
