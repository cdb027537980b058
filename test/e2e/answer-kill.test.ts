import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeSampleWeb } from '../../sample/sample-web.ts';
import { openAccounts } from '../../src/store/accounts.ts';

let folder = '';
let archive = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'openbacklinks-answer-'));
  archive = (await writeSampleWeb(join(folder, 'web'))).files.at(-1) ?? '';
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs until so many rows are put down and then kills the process; to its end when that is null. Returns its last line. */
async function run(until: number | null): Promise<string> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/answer-run.ts', join(folder, 'data'), archive], {
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

it('an answer whose process is killed goes on behind the last piece, has each row once, and is charged once', async () => {
  expect(Number(await run(10))).toBeGreaterThanOrEqual(10);
  await run(30);
  const { result, rows, different } = JSON.parse(await run(null)) as {
    result: { rows: number; total: number; reason: string; credits: number };
    rows: number;
    different: number;
  };
  expect(rows).toBeGreaterThan(40);
  expect(result).toMatchObject({ rows, total: rows, reason: 'complete', credits: 1 + 0.02 * rows });
  expect(different).toBe(rows);
  const accounts = openAccounts(join(folder, 'data', 'accounts.sqlite'));
  try {
    const charged = accounts
      .prepare(`SELECT count(*) AS calls, sum(rows) AS rows, sum(amount) AS amount FROM ledger WHERE operation = 'list'`)
      .get();
    expect(charged).toMatchObject({ calls: 1, rows, amount: 1_000 + 20 * rows });
    expect(accounts.prepare('SELECT count(*) AS open FROM reservations WHERE zeroed_at IS NULL').get()).toMatchObject({ open: 0 });
  } finally {
    accounts.close();
  }
}, 240_000);
