import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as tick } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { list } from '../query/list.ts';
import type { Operation } from '../query/operation.ts';
import { summary } from '../query/summary.ts';
import { openAccounts, openLedgerConnection, type Accounts } from '../store/accounts.ts';
import type { Caller } from './call.ts';
import { keyRules } from './keys.ts';
import { Meter } from './meter.ts';
import { defaultPrices } from './price.ts';
import { pricedWorks } from './priced-work.ts';
import type { Metered } from './question.ts';
import { SqliteLedger } from './sqlite-ledger.ts';

const folder = mkdtempSync(join(tmpdir(), 'openbacklinks-'));
let accounts: Accounts;
let connection: Accounts;
let meter: Meter;
beforeEach(() => {
  const path = join(folder, 'accounts.sqlite');
  accounts = openAccounts(path);
  connection = openLedgerConnection(path);
  meter = new Meter(new SqliteLedger(connection, path), { charges: true, prices: defaultPrices });
});
afterEach(async () => {
  await meter.ledger.close();
  connection.close();
  accounts.close();
  rmSync(folder, { recursive: true, force: true });
});

const caller: Caller = { holder: { id: 'k', account: 'a', scopes: ['read'], ...keyRules.parse({}) }, requestId: 'r' };
const found = { coverage: { status: 'found' }, rows: [] as unknown[] };

async function grant(credits: number): Promise<void> {
  const at = new Date();
  await meter.ledger.deposit({ account: 'a', amount: credits * 1000, from: 'payments', requestId: 'g', reference: null, note: null, at });
}

/** A question whose answer is made up: what the meter does around it is what is looked at. */
async function ask(operation: Operation, given: object, data: () => unknown = () => found, who: Caller | null = caller): Promise<Metered> {
  return meter.ask({
    operation,
    given: { target: 'example.com', ...given },
    caller: who,
    answer: async () => ({ release: 1, data: await data() }),
    release: () => 1,
    expectedRows: async (_input, limit) => ({ rows: Math.min(limit, 4), exact: true, rowsToRead: 4, asJob: false }),
  });
}

describe('the meter', () => {
  it('charges nothing for an answer that says it has not looked, and nothing for a failure', async () => {
    await grant(10);
    const { bill } = await ask(list, {}, () => ({ coverage: { status: 'not_looked' }, rows: [] }));
    expect(bill).toEqual({ credits_used: 0, credits_remaining: 10, cached: false });
    await expect(ask(list, {}, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect((await ask(summary, {})).bill).toMatchObject({ credits_used: 1, credits_remaining: 9 });
  });

  it('refuses only after the last paid call has ended', async () => {
    await grant(3);
    const order: string[] = [];
    let running = 0;
    const slow = async (): Promise<unknown> => {
      running++;
      for (let i = 0; i < 5; i++) await tick();
      running--;
      return found;
    };
    await Promise.all(
      Array.from({ length: 20 }, async () =>
        ask(summary, {}, slow).then(
          () => void order.push('paid'),
          (thrown: { code: string }) => {
            expect(running).toBe(0);
            order.push(thrown.code);
          },
        ),
      ),
    );
    expect(order).toEqual(['paid', 'paid', 'paid', ...Array.from({ length: 17 }, () => 'insufficient_credits')]);
  });

  it('asks while it reserves, yet nothing that the credits do not cover', async () => {
    await grant(3);
    let asked = 0;
    const counting = (): unknown => {
      asked++;
      return tick(found);
    };
    const calls = Array.from({ length: 20 }, async () => ask(summary, {}, counting));
    for (let i = 0; i < 10; i++) await Promise.resolve();
    expect(asked).toBe(3);
    const ended = await Promise.allSettled(calls);
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(asked).toBe(3);
  });

  it('throws an answer away whose credits were gone when they were to be reserved', async () => {
    // As when another process that shares the ledger takes them in between.
    meter.ledger.fits = async () => true;
    let asked = 0;
    await expect(ask(summary, {}, () => (asked++, found))).rejects.toMatchObject({ code: 'insufficient_credits' });
    expect(asked).toBe(1);
  });

  it('lets a call that waits for credits have what the others leave', async () => {
    await grant(4);
    // Each could cost 3, and each comes to 1.
    const bills = await Promise.all(Array.from({ length: 2 }, async () => (await ask(list, {}, tick.bind(null, found))).bill));
    expect(bills.map(({ credits_remaining }) => credits_remaining)).toEqual([3, 2]);
  });

  it('tells a price without asking', async () => {
    await grant(10);
    const never = (): never => {
      throw new Error('asked');
    };
    expect((await ask(list, { dry_run: true, limit: 50 }, never)).data).toMatchObject({
      rows: 4,
      rows_are: 'exact',
      credits: 1.08,
      rows_at_most: 50,
      credits_at_most: 2,
      charged: true,
    });
    expect((await ask(summary, { dry_run: true }, never)).data).toMatchObject({ rows: 0, rows_are: 'exact', credits: 1 });
    await expect(ask(list, { dry_run: true, limit: 0 }, never)).rejects.toMatchObject({ code: 'limit_out_of_range' });
  });

  it('does not charge the owner, and nobody when it is off', async () => {
    expect((await ask(list, {}, () => found, null)).bill.credits_remaining).toBeNull();
    const off = new Meter(meter.ledger, { charges: false, prices: defaultPrices });
    meter = off;
    expect((await ask(list, {})).bill).toEqual({ credits_used: 0, credits_remaining: null, cached: false });
  });

  it('gives a failed call with an idempotency key another try', async () => {
    await grant(10);
    const once = { ...caller, idempotencyKey: 'i' };
    await expect(ask(summary, {}, () => Promise.reject(new Error('broken')), once)).rejects.toThrow('broken');
    expect((await ask(summary, {}, () => found, once)).bill).toMatchObject({ credits_used: 1, cached: false });
    expect((await ask(summary, {}, () => found, once)).bill).toMatchObject({ credits_used: 0, cached: true, credits_remaining: 9 });
  });

  it('holds what long work can cost, and charges what it did, once under its name', async () => {
    await grant(10);
    const signal = new AbortController().signal;
    let runs = 0;
    const work = async (fetched: number, requestId = 'job'): Promise<string> =>
      meter.work({
        work: pricedWorks.verify,
        caller: { ...caller, requestId },
        most: 40,
        tag: null,
        signal,
        run: async () => {
          runs++;
          // 1 and 40 times 0.1 are held: of 10 credits 5 are left for others, who do not wait for it.
          expect((await ask(summary, {})).bill.credits_remaining).toBe(9);
          await expect(ask(list, { limit: 250 })).rejects.toMatchObject({ code: 'insufficient_credits' });
          return { result: 'seen', fetched };
        },
      });
    expect(await work(7)).toBe('seen');
    expect(await meter.ledger.balance('a')).toBe(9_000 - 1_700);
    expect(await work(7)).toBe('seen');
    expect([runs, await meter.ledger.balance('a')]).toEqual([1, 7_300]);
  });

  it('charges nothing for long work that fails, and refuses what cannot be paid before it runs', async () => {
    await grant(3);
    const signal = new AbortController().signal;
    const wanted = { work: pricedWorks.crawl, caller, tag: null, signal };
    await expect(meter.work({ ...wanted, most: 20, run: () => Promise.reject(new Error('broken')) })).rejects.toThrow('broken');
    expect(await meter.ledger.balance('a')).toBe(3_000);
    const never = (): never => {
      throw new Error('ran');
    };
    await expect(meter.work({ ...wanted, most: 21, run: never })).rejects.toMatchObject({ code: 'insufficient_credits' });
    await expect(meter.canPay(caller, 3_001)).rejects.toMatchObject({ code: 'insufficient_credits' });
    await meter.canPay(caller, 3_000);
    expect(await meter.ledger.balance('a')).toBe(3_000);
  });
});
