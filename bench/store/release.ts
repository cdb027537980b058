/**
 * Loads a made-up web (20 M links unless told otherwise), builds a release, adds one file, refreshes. Keeps the data for
 * bench/http/questions.ts. `npm run bench -- store/release [links] [folder]`
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { refresh } from '../../src/pipeline/refresh.ts';
import { openAccounts } from '../../src/store/accounts.ts';
import { openEmbedded } from '../../src/store/embedded.ts';
import { dropUncommitted, lastBatch } from '../../src/store/batches.ts';
import { dropUnfinished } from '../../src/store/releases.ts';
import { sql } from '../../src/store/literal.ts';
import { migrate } from '../../src/store/migrate.ts';
import { ScoreCosts } from '../score-costs.ts';
import { loadSynthetic } from './synthetic.ts';

const links = Number(process.argv[2] ?? 20_000_000);
const folder = process.argv[3] ?? `data/bench/synthetic-${links}`;
const loadedBefore = existsSync(folder);
const stagingFolder = join(folder, 'staging');
mkdirSync(stagingFolder, { recursive: true });
const accounts = openAccounts(join(folder, 'accounts.db'));
const engine = openEmbedded({ path: join(folder, 'engine') });
await migrate(engine, accounts, folder);

const parts = 8;
const fetchedAt = Date.UTC(2026, 8, 1) / 1000;
let [stageSeconds, loadSeconds, loaded] = [0, 0, 0];
await dropUncommitted(engine, accounts);
await dropUnfinished(engine, accounts);
const missing = loadedBefore ? 0 : parts;
for (let part = 0; part < missing; part++) {
  const done = await loadSynthetic(engine, accounts, stagingFolder, {
    firstPage: part * Math.ceil(links / parts / 40),
    links: links / parts,
    fetchedAt,
  });
  stageSeconds += done.stageSeconds;
  loadSeconds += done.loadSeconds;
  loaded += done.links;
}
if (missing > 0) {
  say('links', loaded, 'rows');
  say('stage', loaded / stageSeconds, 'rows/s');
  say('load', loaded / loadSeconds, 'rows/s');
}

const costs = new ScoreCosts();
const first = await timed(() => refresh(engine, accounts, { stagingFolder, progress: costs.progress }));
costs.say((name, value, unit) => say(`first_refresh.${name}`, value, unit));
say('first_refresh', first, 's');
await sizes('after_first');

const more = Math.min(100_000, links / 20);
await loadSynthetic(engine, accounts, stagingFolder, {
  firstPage: Math.ceil(links / 40) * lastBatch(accounts),
  links: more,
  fetchedAt: fetchedAt + 30 * 86_400,
});
const costsOfSecond = new ScoreCosts();
const second = await timed(() => refresh(engine, accounts, { stagingFolder, progress: costsOfSecond.progress }));
costsOfSecond.say((name, value, unit) => say(`second_refresh.${name}`, value, unit));
say('second_refresh', second, 's');
say('second_refresh_share', second / first, 'of the first');
say('resident', process.memoryUsage().rss / 1024 / 1024, 'MB');
await engine.close();
accounts.close();

async function sizes(when: string): Promise<void> {
  const rows = await engine.ask<{ table: string; bytes: number; found: number }>(
    sql`SELECT table, sum(bytes_on_disk) AS bytes, sum(rows) AS found FROM system.parts WHERE active AND database = currentDatabase() GROUP BY table ORDER BY bytes DESC`,
  );
  for (const { table, bytes, found } of rows) say(`${when}.${table}`, bytes / found, 'bytes/row');
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

function say(name: string, value: number, unit: string): void {
  console.log(`store/release.${name} ${Number(value.toPrecision(4))} ${unit}`);
}
