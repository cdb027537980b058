/**
 * What the scores of a release cost, by step: `npm run bench -- pipeline/scores [LINKS [FOLDER]]` (default 2,000,000 links; the folder is
 * kept). The made-up web is that of store/release; at 20,000,000 links the folder of that bench can be given, and nothing is loaded again.
 *
 * A release is built whole and each step timed by what the build tells of itself. `rank_and_summaries` is what PageRank and summaries alone take (edges numbered and
 * read, laid out, iterated once, written; domains, pages, summaries); `scores` what all other scores take (circles, crowds, trust, supporters, the run that
 * ignores rel, spam). The goal: both together are at most twice the first. `ratio_narrow` takes domains and pages, which hold counts and scores both, out of the
 * first.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { refresh } from '../../src/pipeline/refresh.ts';
import { openAccounts } from '../../src/store/accounts.ts';
import { dropUncommitted } from '../../src/store/batches.ts';
import { openEmbedded } from '../../src/store/embedded.ts';
import { migrate } from '../../src/store/migrate.ts';
import { dropUnfinished } from '../../src/store/releases.ts';
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

/** Steps of ranking by the run they are of, in the order told. */
const told: { step: string; at: number }[] = [];
let runs = 0;
const progress = {
  update: ({ task, step, unit }: { task: string; step: string; unit: string }) => {
    if (task === 'rank' && step === 'reading edges' && !told.at(-1)?.step.endsWith('reading edges')) runs++;
    const isStep = task === 'rank' || (task === 'refresh' && unit === 'steps');
    const name = task === 'rank' ? `authority ${runs > 1 ? 'any rel ' : ''}${step}` : step;
    if (isStep && told.at(-1)?.step !== name) told.push({ step: name, at: performance.now() });
  },
  note: () => {},
};
const started = performance.now();
await refresh(engine, accounts, { stagingFolder, progress, full: true });
const ended = performance.now();

const seconds = new Map<string, number>();
for (const [i, { step, at }] of told.entries()) seconds.set(step, (seconds.get(step) ?? 0) + ((told[i + 1]?.at ?? ended) - at) / 1000);
for (const [step, took] of seconds) say(`step.${step.replace(/\W+/g, '_')}`, took, 's');
const sum = (holds: (step: string) => boolean): number => [...seconds].reduce((all, [step, took]) => all + (holds(step) ? took : 0), 0);
const extra = (step: string): boolean => step.startsWith('authority any rel') || /^(authority (circles|trust|supporters)|spam)$/.test(step);
const ranking = (step: string): boolean => step.startsWith('authority') || ['domains', 'pages', 'summaries', 'web graph'].includes(step);
const [base, scores] = [sum((step) => ranking(step) && !extra(step)), sum(extra)];
say('refresh', (ended - started) / 1000, 's');
say('rank_and_summaries', base, 's');
say('scores', scores, 's');
say('ratio', (base + scores) / base, 'times the time of rank and summaries alone; the goal is 2');
const counts = sum((step) => step === 'domains' || step === 'pages');
say('ratio_narrow', (base - counts + scores) / (base - counts), 'the same without the steps of domains and pages');
say('resident_max', process.resourceUsage().maxRSS / 1024, 'MB');
await engine.close();
accounts.close();

function say(name: string, value: number, unit: string): void {
  console.log(`pipeline/scores.${name} ${Number(value.toPrecision(4))} ${unit}`);
}
