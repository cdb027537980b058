import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { openAccounts, openLedgerConnection, type Accounts } from '../store/accounts.ts';
import { ledgerFaults, mendLedger } from './ledger-check.ts';
import type { Reservation, Settlement, Wish } from './ledger.ts';
import { SqliteLedger } from './sqlite-ledger.ts';

let folder: string;
let accounts: Accounts;
let connection: Accounts;
let ledger: SqliteLedger;

function open(): void {
  const path = join(folder, 'accounts.sqlite');
  connection = openLedgerConnection(path);
  ledger = new SqliteLedger(connection, path);
}
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'openbacklinks-'));
  accounts = openAccounts(join(folder, 'accounts.sqlite'));
  open();
});
afterEach(async () => {
  await ledger.close();
  connection.close();
  accounts.close();
  rmSync(folder, { recursive: true, force: true });
});

const wish = (amount: number, more: Partial<Wish> = {}): Wish => ({
  account: 'a',
  key: 'k',
  requestId: 'r',
  amount,
  at: new Date(),
  dailyCap: null,
  monthlyCap: null,
  ...more,
});
const settled = (amount: number, more: Partial<Settlement> = {}): Settlement => ({
  amount,
  operation: 'list',
  tag: null,
  rows: 1,
  priceList: 'p',
  ...more,
});
const grant = async (amount: number, reference: string | null = null): Promise<number> =>
  ledger.deposit({ account: 'a', amount, from: 'promotional', requestId: 'g', reference, note: null, at: new Date() });

async function reserved(amount: number, more?: Partial<Wish>): Promise<Reservation> {
  const result = await ledger.reserve(wish(amount, more));
  if (!('reservation' in result)) throw new Error(`lacks ${result.lacks}`);
  return result.reservation;
}

describe('the ledger', () => {
  it('holds what is reserved, charges what a call came to and gives back the rest', async () => {
    await grant(100);
    const one = await reserved(80);
    expect(await ledger.reserve(wish(30))).toEqual({ lacks: 'balance', left: 100, mayFit: true });
    expect(await ledger.settle(one, settled(25))).toBe(75);
    expect(await ledger.reserve(wish(76))).toEqual({ lacks: 'balance', left: 75, mayFit: false });
    await ledger.release(await reserved(75));
    expect(await ledger.balance('a')).toBe(75);
    expect(ledgerFaults(accounts)).toEqual([]);
  });

  it('hints at what would be granted as things stand', async () => {
    await grant(100);
    expect(await ledger.fits(wish(100))).toBe(true);
    const one = await reserved(80);
    expect([await ledger.fits(wish(20)), await ledger.fits(wish(21))]).toEqual([true, false]);
    await ledger.release(one);
    expect([await ledger.fits(wish(100)), await ledger.fits(wish(101))]).toEqual([true, false]);
    await ledger.settle(await reserved(80), settled(30));
    expect([await ledger.fits(wish(70)), await ledger.fits(wish(71))]).toEqual([true, false]);
    await grant(5);
    expect([
      await ledger.fits(wish(75)),
      await ledger.fits(wish(10, { dailyCap: 39 })),
      await ledger.fits(wish(10, { dailyCap: 40 })),
    ]).toEqual([true, false, true]);
  });

  it('settles a reservation once', async () => {
    await grant(100);
    const one = await reserved(10);
    await ledger.settle(one, settled(10));
    await expect(ledger.settle(one, settled(10))).rejects.toThrow('settled before');
    await expect(ledger.release(one)).rejects.toThrow('settled before');
    expect(await ledger.balance('a')).toBe(90);
  });

  it('keeps the writes of others when one of the same moment fails', async () => {
    await grant(100);
    const [one, two] = [await reserved(10), await reserved(10)];
    const ends = await Promise.allSettled([
      ledger.settle(one, settled(10)),
      ledger.settle(one, settled(10)),
      ledger.settle(two, settled(5)),
    ]);
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await ledger.balance('a')).toBe(85);
    expect(ledgerFaults(accounts)).toEqual([]);
  });

  it('charges an idempotency key once, whoever settles', async () => {
    await grant(100);
    const answer = { idempotencyKey: 'i', question: 'q', requestId: 'first', text: '{}' };
    await ledger.settle(await reserved(10), settled(10, { answer }));
    expect(
      await ledger.settle(await reserved(10, { requestId: 'second' }), settled(10, { answer: { ...answer, requestId: 'second' } })),
    ).toBe(90);
    expect(await ledger.keptAnswer('a', 'i')).toMatchObject({ requestId: 'r' });
    expect(await ledger.keptAnswer('b', 'i')).toBeNull();
  });

  it('holds a key to its caps a day and a month, reservations included', async () => {
    await grant(1000);
    const capped = { dailyCap: 30, monthlyCap: 50, at: new Date('2026-11-10T12:00:00Z') };
    const one = await reserved(20, capped);
    expect(await ledger.reserve(wish(20, capped))).toEqual({ lacks: 'day', left: 30, mayFit: true });
    await ledger.settle(one, settled(20));
    expect(await ledger.reserve(wish(20, capped))).toEqual({ lacks: 'day', left: 10, mayFit: false });
    const tomorrow = { ...capped, at: new Date('2026-11-11T12:00:00Z') };
    await ledger.settle(await reserved(30, tomorrow), settled(30));
    expect(await ledger.reserve(wish(1, { ...capped, at: new Date('2026-11-12T12:00:00Z') }))).toMatchObject({ lacks: 'month', left: 0 });
    await ledger.release(await reserved(30, { ...capped, at: new Date('2026-12-01T00:00:00Z') }));
    expect(ledgerFaults(accounts)).toEqual([]);
  });

  it('posts a payment once by its reference', async () => {
    expect(await grant(50, 'invoice-1')).toBe(50);
    expect(await grant(50, 'invoice-1')).toBe(50);
    await expect(grant(60, 'invoice-1')).rejects.toMatchObject({ code: 'idempotency_conflict' });
    expect(await ledger.balance('a')).toBe(50);
  });

  it('settles to zero, at the next start, what a crash left reserved', async () => {
    await grant(100);
    await reserved(60, { dailyCap: 80 });
    await ledger.close();
    connection.close();
    open();
    expect(await ledger.balance('a')).toBe(100);
    expect('reservation' in (await ledger.reserve(wish(80, { dailyCap: 80 })))).toBe(true);
    expect(accounts.prepare('SELECT amount, zeroed_at IS NOT NULL AS zeroed FROM reservations ORDER BY id').all()).toMatchObject([
      { amount: 60, zeroed: 1 },
      { amount: 80, zeroed: 0 },
    ]);
  });

  it('is append-only', async () => {
    await grant(100);
    expect(() => accounts.exec('UPDATE ledger SET amount = 0')).toThrow('append-only');
    expect(() => accounts.exec('DELETE FROM ledger')).toThrow('append-only');
  });

  it('shows a balance that was changed beside it, and makes it anew from its rows', async () => {
    await grant(100);
    await ledger.settle(await reserved(10), settled(10));
    accounts.exec(`UPDATE balances SET balance = 1000 WHERE account = 'customer:a'`);
    expect(ledgerFaults(accounts)).toEqual(expect.arrayContaining(['customer:a', 'the sum of all balances']));
    mendLedger(accounts);
    expect(ledgerFaults(accounts)).toEqual([]);
    expect(await ledger.balance('a')).toBe(90);
  });

  it('adds up whatever is reserved, settled and released, in whatever order', async () => {
    await grant(1000);
    const step = fc.record({ amount: fc.integer({ min: 0, max: 300 }), spent: fc.integer({ min: 0, max: 300 }), end: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        await Promise.all(
          steps.map(async ({ amount, spent, end }) => {
            const result = await ledger.reserve(wish(amount, { dailyCap: 100_000 }));
            if (!('reservation' in result)) return;
            if (end) await ledger.settle(result.reservation, settled(Math.min(amount, spent)));
            else await ledger.release(result.reservation);
          }),
        );
        expect(ledgerFaults(accounts)).toEqual([]);
        expect(accounts.prepare('SELECT sum(reserved) AS held FROM balances').get()).toMatchObject({ held: 0 });
        await grant(500);
      }),
      { seed: 20_261_122, numRuns: 30 },
    );
  });
});
