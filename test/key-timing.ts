import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noKey } from '../src/http/identity.ts';
import { Keys } from '../src/meter/keys.ts';
import { openAccounts } from '../src/store/accounts.ts';

/** Whose key is checked: `almost` is the right one but for its last character, `missing` what is checked when none is given. */
export type Checked = 'right' | 'almost' | 'revoked' | 'missing';

/** Median time of a check of a key, in ns, by whose it is. */
export function keyTiming(rounds = 40_000): Readonly<Record<Checked, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'openbacklinks-keys-'));
  const accounts = openAccounts(join(folder, 'accounts.sqlite'));
  try {
    const keys = new Keys(accounts);
    const { key: right } = keys.create('timed', ['read']);
    const { key: revoked, id } = keys.create('gone', ['read']);
    keys.revoke(id);
    const almost = `${right.slice(0, -1)}${right.endsWith('A') ? 'B' : 'A'}`;
    const given = { right, almost, revoked, missing: noKey };
    const times: Record<Checked, number[]> = { right: [], almost: [], revoked: [], missing: [] };
    const whose = Object.keys(given) as Checked[];
    // In turn and each first as often, so that whatever else the machine does falls on all alike.
    for (let i = 0; i < rounds; i++)
      for (const [place] of whose.entries()) {
        const checked = whose[(place + i) % whose.length] ?? 'right';
        times[checked].push(timeOf(() => keys.check(given[checked])));
      }
    return { right: median(times.right), almost: median(times.almost), revoked: median(times.revoked), missing: median(times.missing) };
  } finally {
    accounts.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function timeOf(work: () => unknown): number {
  const started = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - started);
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
