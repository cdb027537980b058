/**
 * What the scores of a release cost, by step: `npm run bench -- pipeline/scores [LINKS [FOLDER]]` (default 2,000,000 links; the folder is
 * kept). The made-up web is that of store/release; at 20,000,000 links the folder of that bench can be given, and nothing is loaded again.
 *
 * A release is built whole and each step timed by what the build tells of itself, by the wall and in processor time (`../score-costs.ts`).
 * `scores_of_pagerank_and_summaries`: PageRank, all other scores, domains, pages and summaries, of PageRank, domains, pages and summaries alone. The goal is at most 2.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { refresh } from '../../src/pipeline/refresh.ts';
import { openAccounts } from '../../src/store/accounts.ts';
import { dropUncommitted } from '../../src/store/batches.ts';
import { openEmbedded } from '../../src/store/embedded.ts';
import { migrate } from '../../src/store/migrate.ts';
import { dropUnfinished } from '../../src/store/releases.ts';
import { ScoreCosts } from '../score-costs.ts';
import { loadSynthetic } from '../store/synthetic.ts';

const links = Number(process.argv[2] ?? 2_000_000);
const folder = process.argv[3] ?? `data/bench/synthetic-${links}`;
const loaded = existsSync(folder);
const stagingFolder = join(folder, 'staging');
mkdirSync(stagingFolder, { recursive: true });
const accounts = openAccounts(join(folder, 'accounts.db'));
const engine = openEmbedded({ path: join(folder, 'engine') });
await migrate(engine, accounts, folder);
await dropUncommitted(engine, accounts);
await dropUnfinished(engine, accounts);
const parts = 8;
for (let part = 0; part < (loaded ? 0 : parts); part++) {
  const firstPage = part * Math.ceil(links / parts / 40);
  await loadSynthetic(engine, accounts, stagingFolder, { firstPage, links: links / parts, fetchedAt: Date.UTC(2026, 8, 1) / 1000 });
}

const costs = new ScoreCosts();
const started = performance.now();
await refresh(engine, accounts, { stagingFolder, progress: costs.progress, full: true });
say('refresh', (performance.now() - started) / 1000, 's');
costs.say(say);
say('resident_max', process.resourceUsage().maxRSS / 1024, 'MB');
await engine.close();
accounts.close();

function say(name: string, value: number, unit: string): void {
  console.log(`pipeline/scores.${name} ${Number(value.toPrecision(4))} ${unit}`);
}
