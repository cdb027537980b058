import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeSampleWeb } from '../../sample/sample-web.ts';
import { openAccounts } from '../../src/store/accounts.ts';

const targets = 40;
let folder = '';
let archive = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'openbacklinks-audit-'));
  archive = (await writeSampleWeb(join(folder, 'web'))).files.at(-1) ?? '';
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs until so many targets are done and then kills the process; to its end when that is null. Returns its last line. */
async function run(until: number | null): Promise<string> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/audit-run.ts', join(folder, 'data'), String(targets), archive], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let last = '';
  for await (const line of createInterface({ input: child.stdout })) {
    last = line;
    if (until !== null && Number(line) >= until) child.kill('SIGKILL');
  }
  await ended;
  return last;
}

it('an audit that is killed in the middle goes on, and no target is charged twice', async () => {
  await run(7);
  await run(19);
  expect(await run(null)).toBe('complete');
  const accounts = openAccounts(join(folder, 'data', 'accounts.sqlite'));
  try {
    const charged = accounts.prepare(`SELECT count(*) AS calls, sum(amount) AS amount FROM ledger WHERE operation = 'audit'`).get();
    expect(charged).toMatchObject({ calls: targets, amount: targets * 5_000 });
    const kept = accounts.prepare('SELECT count(*) AS results, max(place) AS last, sum(credits) AS credits FROM audit_results').get();
    expect(kept).toMatchObject({ results: targets, last: targets, credits: targets * 5 });
    expect(accounts.prepare(`SELECT balance FROM balances WHERE account LIKE 'customer:%' AND balance > 0`).all()).toMatchObject([
      { balance: 1_000_000 - targets * 5_000 },
    ]);
  } finally {
    accounts.close();
  }
}, 240_000);
