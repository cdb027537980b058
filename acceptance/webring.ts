import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressOf } from '../src/model/url.ts';
import type { Backlink } from '../src/query/shapes.ts';
import type { Check } from './check.ts';
import { throwawayIndex } from '../test/test-index.ts';

interface Truth {
  readonly url: string;
  readonly key: string;
  readonly domain: string;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly state: string;
}

/** One page captured at 73 month ends: state, first and last sight of each of its links equal the list's own history. */
export const webring: Check = async (say, dataDir) => {
  const folder = join(dataDir, 'webring');
  await using index = await throwawayIndex();
  await index.ingest([join(folder, 'webring-monthly.warc.gz')]);
  await index.refresh();

  const all = truthRows(join(folder, 'truth.tsv'));
  const perKey = new Map<string, number>();
  for (const row of all) perKey.set(row.key, (perKey.get(row.key) ?? 0) + 1);
  const folded = all.filter((row) => (perKey.get(row.key) ?? 0) > 1);
  const inside = all.filter((row) => row.domain === 'xxiivv.com');
  const judged = all.filter((row) => perKey.get(row.key) === 1 && row.domain !== 'xxiivv.com');

  const found = new Map<string, Backlink>();
  for (const domain of new Set(all.map((row) => row.domain))) {
    const answer = await index.ask<{ rows: Backlink[] }>('list', { target: domain, state: 'all', limit: 1000 });
    for (const row of answer.rows) found.set(addressOf(row.target_url)?.key ?? '', row);
  }
  const wrong = judged.filter((row) => !agrees(row, found.get(row.key)));

  say('rows', all.length, 'targets');
  say('judged', judged.length, 'targets', judged.length > 580);
  say('equal', judged.length - wrong.length, 'targets', wrong.length === 0);
  say('lost', judged.filter((row) => row.state === 'lost' && found.get(row.key)?.state === 'lost').length, 'targets');
  say('inside_the_source_domain', inside.length, 'targets');
  for (const row of wrong.slice(0, 20)) say(`differs ${row.url}`, JSON.stringify([row, shown(found.get(row.key))]), '-');
  for (const row of folded) say(`folded ${row.url}`, `${row.state} ${row.firstSeen} ${row.lastSeen} -> ${shown(found.get(row.key))}`, '-');
};

function agrees(truth: Truth, row: Backlink | undefined): boolean {
  return row !== undefined && row.state === truth.state && row.first_seen === truth.firstSeen && row.last_seen === truth.lastSeen;
}

function shown(row: Backlink | undefined): string {
  return row === undefined ? 'absent' : `${row.target_url} ${row.state} ${row.first_seen} ${row.last_seen}`;
}

function truthRows(path: string): Truth[] {
  return readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [url = '', firstSeen = '', lastSeen = '', , state = ''] = line.split('\t');
      const address = addressOf(url);
      return { url, key: address?.key ?? url, domain: address?.domain ?? '', firstSeen, lastSeen, state };
    });
}
