import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openAccounts, openLedgerConnection } from '../store/accounts.ts';
import { GroupCommit } from './group-commit.ts';

it('commits the first write of a turn before it ends, and those behind it in one transaction when it does', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'openbacklinks-'));
  const path = join(folder, 'accounts.sqlite');
  const accounts = openAccounts(path);
  accounts.exec('CREATE TABLE written (n INTEGER)');
  const connection = openLedgerConnection(path);
  const commits = new GroupCommit(connection, `${path}-wal`);
  const insert = connection.prepare('INSERT INTO written VALUES (?)');
  /** What others see: only what is committed. */
  const seen = (): number => (accounts.prepare('SELECT count(*) AS n FROM written').get() as { n: number }).n;
  try {
    await turn();
    let ended = false;
    setImmediate(() => (ended = true));
    await commits.add(() => insert.run(1));
    expect([seen(), ended]).toEqual([1, false]);
    let seenWithin = 0;
    await Promise.all([
      commits.add(() => insert.run(2)),
      commits.add(() => {
        insert.run(3);
        seenWithin = seen();
      }),
    ]);
    expect([seenWithin, seen(), ended]).toEqual([1, 3, true]);
  } finally {
    await commits.close();
    connection.close();
    accounts.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
