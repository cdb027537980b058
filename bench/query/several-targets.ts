/**
 * Questions about several targets over the made-up web of bench/store/release.ts: the largest targets it has, and a thousand at once. Also what
 * the edges in the order of their sources take on the disk. `npm run bench -- query/several-targets [links] [folder]`
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../src/base/errors.ts';
import { ask } from '../../src/query/ask.ts';
import { operationNamed } from '../../src/query/operations.ts';
import { openAccounts } from '../../src/store/accounts.ts';
import { openEmbedded } from '../../src/store/embedded.ts';
import { sql } from '../../src/store/literal.ts';
import { targetWith } from '../store/synthetic.ts';

const links = Number(process.argv[2] ?? 20_000_000);
const folder = process.argv[3] ?? `data/bench/synthetic-${links}`;
if (!existsSync(folder)) throw new Error(`${folder} is not there: run "npm run bench -- store/release ${links}" first`);
const accounts = openAccounts(join(folder, 'accounts.db'));
const engine = openEmbedded({ path: join(folder, 'engine') });

const many = Array.from({ length: 1_000 }, (_, i) => (i % 10 === 0 ? `tier3-${(i / 10) % 100}.com` : `name${i * 37}.org`));
const [hub, ...rivals] = [
  'tier0-0.com',
  'tier1-0.com',
  'tier1-1.com',
  'tier1-2.com',
  ...Array.from({ length: 7 }, (_, i) => `tier2-${i}.com`),
];
const small = ['tier4-0.com', 'tier4-1.com', 'tier4-2.com', 'tier4-3.com'];
const questions: readonly (readonly [name: string, operation: string, input: Record<string, unknown>])[] = [
  ['bulk_ranks_1000', 'bulk', { targets: many, figures: ['ranks'] }],
  ['bulk_counts_1000', 'bulk', { targets: many }],
  ['bulk_new_lost_1000', 'bulk', { targets: many, figures: ['new_lost'] }],
  ['gap_small', 'gap', { target: small[0], competitors: small.slice(1) }],
  ['gap_of_hubs', 'gap', { target: hub, competitors: rivals }],
  ['intersection_of_hubs', 'intersection', { targets: [hub, ...rivals], targets_min: 3 }],
  ['competitors_small', 'competitors', { target: targetWith(1_000) }],
  ['competitors_of_a_hub', 'competitors', { target: hub }],
  ['needed_among_hubs', 'needed', { target: hub, competitors: rivals }],
  ['compare_hubs', 'compare', { targets: [hub, ...rivals].slice(0, 10) }],
  ['follow_value_of_a_hub', 'follow-value', { target: hub }],
];

for (const [name, operation, input] of questions) {
  const median = await medianOf(async () => ask(engine, accounts, operationNamed(operation), input));
  console.log(median === null ? `${name}_becomes_a_job 1 job` : `${name}_median ${median.toFixed(1)} ms`);
}
const sizes = await engine.ask<{ name: string; rows: number; bytes: number }>(
  sql`SELECT extract(table, '^(domain_edges|domain_targets|backlinks)_') AS name, sum(rows) AS rows, sum(bytes_on_disk) AS bytes FROM system.parts
      WHERE active AND database = currentDatabase() AND table = concat(name, '_', (SELECT max(toUInt32OrZero(extract(table, '_(\\d+)$'))) FROM system.parts)::String) GROUP BY name ORDER BY name`,
);
for (const { name, rows, bytes } of sizes) console.log(`${name}_bytes_a_row ${(bytes / rows).toFixed(2)} B\n${name}_rows ${rows} rows`);
await engine.close();
accounts.close();

/** Milliseconds of the middle of nine; null for a question that reads so much that it is a job's. */
async function medianOf(question: () => Promise<unknown>): Promise<number | null> {
  const times: number[] = [];
  try {
    for (let i = 0; i < 9; i++) {
      const started = performance.now();
      await question();
      times.push(performance.now() - started);
    }
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.code === 'too_many_rows') return null;
    throw thrown;
  }
  return times.sort((a, b) => a - b)[4] ?? null;
}
