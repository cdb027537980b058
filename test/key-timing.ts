import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Keys } from '../src/meter/keys.ts';
import { openAccounts } from '../src/store/accounts.ts';

/** Median time of a check of wrong keys: of those that begin like a key which exists (all but the last character) and of others. */
export function keyTiming(rounds = 40_000): { readonly knownNs: number; readonly unknownNs: number } {
  const folder = mkdtempSync(join(tmpdir(), 'openbacklinks-keys-'));
  const accounts = openAccounts(join(folder, 'accounts.sqlite'));
  try {
    const keys = new Keys(accounts);
    const { key } = keys.create('timed', ['read']);
    const revoked = keys.create('gone', ['read']);
    keys.revoke(revoked.id);
    const known = `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`;
    const times: { readonly known: number[]; readonly unknown: number[] } = { known: [], unknown: [] };
    // In turn, so that whatever else the machine does falls on both alike.
    for (let i = 0; i < rounds; i++) {
      times.known.push(timeOf(() => keys.check(known)));
      times.unknown.push(timeOf(() => keys.check(revoked.key)));
    }
    return { knownNs: median(times.known), unknownNs: median(times.unknown) };
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
