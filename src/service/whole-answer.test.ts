import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import { hubWorld, loadWorlds } from '../../test/conformance/worlds.ts';
import { fail } from '../base/errors.ts';
import type { Caller } from '../meter/call.ts';
import { keyRules } from '../meter/keys.ts';
import { Meter } from '../meter/meter.ts';
import { defaultPrices } from '../meter/price.ts';
import { SqliteLedger } from '../meter/sqlite-ledger.ts';
import { ask, chosenRelease } from '../query/ask.ts';
import { expectedRows } from '../query/expected-rows.ts';
import { operationNamed } from '../query/operations.ts';
import { openLedgerConnection, type Accounts } from '../store/accounts.ts';
import { wholeAnswer, wholeQuote, type Piece, type WholeAsked } from './whole-answer.ts';

const target = 'hub.example';
const folder = mkdtempSync(join(tmpdir(), 'openbacklinks-'));
let index: TestIndex;
let connection: Accounts;
let meter: Meter;
let links: number;

beforeAll(async () => {
  index = await throwawayIndex();
  await loadWorlds(index, 'one', hubWorld(60, 3));
  await index.refresh();
  const path = join(index.folder, 'accounts.sqlite');
  connection = openLedgerConnection(path);
  meter = new Meter(new SqliteLedger(connection, path), { charges: true, prices: defaultPrices });
  links = (await index.ask<{ total: number }>('list', { target })).total;
}, 120_000);
afterAll(async () => {
  await meter.ledger.close();
  connection.close();
  await index[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const owner = null;
function callerOf(account: string): Caller {
  return { holder: { id: account, account, scopes: ['read'], ...keyRules.parse({}) }, requestId: account };
}

async function grant(account: string, credits: number): Promise<void> {
  const at = new Date();
  await meter.ledger.deposit({ account, amount: credits * 1000, from: 'payments', requestId: account, reference: null, note: null, at });
}

function whole(name: string, given: object, caller: Caller | null, rowsPerPiece = 7): WholeAsked {
  const operation = operationNamed(name);
  const { engine, accounts } = index;
  return {
    meter,
    operation,
    given: { target, ...given },
    caller,
    signal: undefined,
    rowsPerPiece,
    question: {
      answer: async (input) => ask(engine, accounts, operation, input, undefined, { rowsMax: 10_000 }),
      release: (input) => chosenRelease(accounts, input).id,
      expectedRows: async (input, limit) => expectedRows(engine, accounts, operation, { input, limit }),
    },
  };
}

async function read(asked: WholeAsked): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for await (const piece of wholeAnswer(asked)) pieces.push(piece);
  return pieces;
}

describe('a whole answer', () => {
  it.each(['list', 'referring-domains', 'referring-pages', 'referring-networks', 'anchors'])(
    'of %s has all rows, in their order',
    async (name) => {
      const { rows, total } = await index.ask<{ rows: unknown[]; total: number }>(name, { target, limit: 1_000 });
      const pieces = await read(whole(name, {}, owner));
      expect(pieces.length).toBe(Math.ceil(total / 7));
      expect(pieces.flatMap((piece) => piece.rows)).toEqual(rows);
      expect(pieces.at(-1)?.end).toMatchObject({ reason: 'complete', rows: total, total, cursor: null, target, credits_remaining: null });
      expect(pieces.slice(0, -1).every(({ end }) => end === null)).toBe(true);
    },
  );

  it('ends at its limit, and goes on from its cursor', async () => {
    const all = (await read(whole('list', {}, owner))).flatMap(({ rows }) => rows);
    const [first, rest] = [await read(whole('list', { limit: 10 }, owner)), (cursor: string) => read(whole('list', { cursor }, owner))];
    const { end } = first.at(-1) ?? {};
    expect(end).toMatchObject({ reason: 'limit', rows: 10, total: links });
    expect([...first, ...(await rest(end?.cursor ?? ''))].flatMap(({ rows }) => rows)).toEqual(all);
  });

  it('is charged by its rows and one base', async () => {
    await grant('rich', 100);
    const end = (await read(whole('list', {}, callerOf('rich')))).at(-1)?.end;
    const cost = (1_000 + 20 * links) / 1_000;
    expect(end).toMatchObject({ reason: 'complete', credits_used: cost, credits_remaining: 100 - cost });
    const quote = await wholeQuote(whole('list', { dry_run: true }, callerOf('rich')));
    expect(quote.data).toMatchObject({ dry_run: true, rows: links, credits: cost });
  });

  it('ends where credits do, never later, and goes on when there are more', async () => {
    await grant('poor', 1.25);
    const caller = callerOf('poor');
    const pieces = await read(whole('list', {}, caller));
    // 1 for the base; 0.25 buys twelve rows and a half.
    expect(pieces.flatMap(({ rows }) => rows)).toHaveLength(12);
    const { end } = pieces.at(-1) ?? {};
    expect(end).toMatchObject({ reason: 'credits', rows: 12, total: links, credits_used: 1.24, credits_remaining: 0.01 });
    await grant('poor', 50);
    const rest = await read(whole('list', { cursor: end?.cursor }, caller));
    expect(rest.flatMap(({ rows }) => rows)).toHaveLength(links - 12);
  });

  it('is held to max_credits as a whole', async () => {
    await grant('careful', 100);
    const end = (await read(whole('list', { max_credits: 1.2 }, callerOf('careful')))).at(-1)?.end;
    expect(end).toMatchObject({ reason: 'credits', rows: 10, credits_used: 1.2 });
  });

  it('that cannot be begun is refused before any row', async () => {
    await grant('empty', 0.5);
    await expect(read(whole('list', {}, callerOf('empty')))).rejects.toMatchObject({ code: 'insufficient_credits' });
    await expect(read(whole('summary', {}, owner))).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(read(whole('list', { limit: 0 }, owner))).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(read(whole('list', { filters: ['anchr', '=', 'a'] }, owner))).rejects.toMatchObject({ code: 'invalid_filter' });
    const repeat = { ...callerOf('rich'), idempotencyKey: 'again' };
    await expect(read(whole('list', {}, repeat))).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('that breaks in the middle does not end', async () => {
    const asked = whole('list', {}, owner);
    let pieces = 0;
    const broken = {
      ...asked,
      question: {
        ...asked.question,
        answer: async (input: unknown) => (++pieces > 2 ? fail('engine_failed') : asked.question.answer(input)),
      },
    };
    await expect(read(broken)).rejects.toMatchObject({ code: 'engine_failed' });
  });
});
