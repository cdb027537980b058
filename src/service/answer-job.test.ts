/** Questions answered as jobs: the same rows as asked page by page, put down piece by piece, gone on with, charged once. */
import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSampleWeb } from '../../sample/sample-web.ts';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import type { ProgressEvent } from '../base/progress.ts';
import type { Caller } from '../meter/call.ts';
import { Keys } from '../meter/keys.ts';
import { Meter } from '../meter/meter.ts';
import { defaultPrices } from '../meter/price.ts';
import { SqliteLedger } from '../meter/sqlite-ledger.ts';
import { operationNamed } from '../query/operations.ts';
import { openLedgerConnection, type Accounts } from '../store/accounts.ts';
import { keptAnswerOf } from '../store/answers-of-jobs.ts';
import { sql } from '../store/literal.ts';
import { answerJobInput, runAnswer, type AnswerPlace } from './answer-job.ts';
import { answerPage, answerPieces } from './job-answer.ts';
import type { JobInputs, JobResults, JobView } from './backend.ts';
import { JobStore } from './job-store.ts';

const target = 'riverside-plumbing.example';
let folder: string;
let index: TestIndex;
let money: Accounts;
let place: AnswerPlace;
let jobs: JobStore;
let caller: Caller;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'openbacklinks-answers-'));
  index = await throwawayIndex();
  await index.ingest((await writeSampleWeb(join(folder, 'web'))).files.slice(-2));
  await index.refresh();
  const path = join(index.folder, 'accounts.sqlite');
  money = openLedgerConnection(path);
  const meter = new Meter(new SqliteLedger(money, path), { charges: true, prices: defaultPrices });
  const keys = new Keys(index.accounts);
  place = { engine: index.engine, accounts: index.accounts, meter, keys, folder: join(folder, 'answers'), rowsPerPiece: 7 };
  jobs = new JobStore(index.accounts);
  const holder = keys.check(keys.create('reader', ['read']).key);
  if (holder === null) throw new Error('a new key is valid');
  caller = { holder, requestId: 'req_test' };
  await meter.ledger.deposit({
    account: holder.account,
    amount: 100_000,
    from: 'payments',
    requestId: 'g',
    reference: null,
    note: null,
    at: new Date(),
  });
}, 120_000);
afterAll(async () => {
  await place.meter.ledger.close();
  money.close();
  await index[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

async function queued(operation: string, given: object, whole: boolean, who: Caller | null): Promise<[string, JobInputs['answer']]> {
  const input = await answerJobInput(place, operationNamed(operation), given, whole, who);
  return [jobs.add('answer', input, who?.holder.account ?? null).job_id, input];
}

/** Runs a job to its end, or until so many rows are put down. */
async function run(job: string, input: JobInputs['answer'], until = Number.POSITIVE_INFINITY): Promise<JobResults['answer']> {
  const abort = new AbortController();
  jobs.start(job);
  const update = ({ done }: ProgressEvent): void => {
    if (done >= until) abort.abort();
  };
  const result = await runAnswer(place, input, { job, signal: abort.signal, progress: { update, note: () => {} } });
  jobs.complete(job, result);
  return result;
}

async function rowsOf(view: JobView): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const piece of answerPieces(place, view)) rows.push(...piece.rows);
  return rows;
}

/** All rows, page by page, as questions answer them. */
async function walked(operation: string, given: object): Promise<unknown[]> {
  const rows: unknown[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await index.ask<{ rows: unknown[]; cursor: string | null }>(operation, {
      ...given,
      limit: 100,
      ...(cursor !== undefined && { cursor }),
    });
    rows.push(...page.rows);
    cursor = page.cursor;
  }
  return rows;
}

async function balance(): Promise<number> {
  return place.meter.ledger.balance(caller.holder.account);
}

async function spools(): Promise<string[]> {
  const found = await index.engine.ask<{ name: string }>(sql`SELECT name FROM system.tables WHERE startsWith(name, 'answer_of_')`);
  return found.map(({ name }) => name);
}

describe('a question that is answered as a job', () => {
  it.each([
    ['list', { target, state: 'all', filters: ['anchor', '<>', ''], order: ['anchor,asc', 'first_seen,desc', 'source_url,asc'] }],
    ['list', { target, mode: 'one_per_domain', filters: ['followed', '=', true] }],
    ['list', { target }],
    ['referring-domains', { target, filters: ['source_tld', '=', 'example'], order: 'backlinks,desc' }],
    ['referring-domains', { target, having: ['backlinks', '>', 1] }],
    ['referring-domains', { target }],
    ['referring-pages', { target, order: ['first_seen', 'source_url'] }],
    ['referring-networks', { target, filters: ['source_ip', '<>', null] }],
    ['anchors', { target, having: ['referring_domains', '>=', 1], order: 'anchor,asc' }],
    ['new-lost', { target, from: '2020-01-01', filters: ['domain_authority', '>=', 0] }],
    ['new-lost', { target, from: '2020-01-01' }],
    ['pages', { target }],
    ['outgoing', { target: 'wexcombechamber.example', by: 'page' }],
    ['gap', { target: 'copper-line-plumbing.example', competitors: [target] }],
  ])('has the rows of %s %j, in their order', async (operation, given) => {
    const [job, input] = await queued(operation, given, true, null);
    const expected = await walked(operation, given);
    expect(expected.length).toBeGreaterThan(0);
    const result = await run(job, input);
    expect(result).toMatchObject({
      operation,
      rows: expected.length,
      total: expected.length,
      reason: 'complete',
      cursor: null,
      credits: 0,
    });
    expect(await rowsOf(jobs.view(job))).toEqual(expected);
    expect(await spools()).toEqual([]);
    // In pages, with cursors of their own.
    const pages: unknown[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = (await answerPage(place, jobs.view(job), { limit: 5, cursor: cursor ?? undefined })) as {
        rows: unknown[];
        cursor: string | null;
      };
      pages.push(...page.rows);
      cursor = page.cursor;
    }
    expect(pages).toEqual(expected);
  });

  it.each([
    ['summary', { target: 'riverside-plumbing.example/*' }],
    ['anchors-profile', { target }],
    ['history', { target, by: 'year', filters: ['followed', '=', true] }],
    ['compare', { targets: [target, 'northgate-heating.example'] }],
    ['list', { target, limit: 3, filters: ['anchor', '<>', ''] }],
    ['list', { target: 'nobody-links.example', filters: ['anchor', '<>', ''] }],
  ])('answers %s %j as the question does', async (operation, given) => {
    const [job, input] = await queued(operation, given, false, null);
    await run(job, input);
    const { coverage: _, ...expected } = await index.ask(operation, given);
    expect(await answerPage(place, jobs.view(job), {})).toMatchObject(expected);
  });

  it('goes on where it was stopped, whatever the end left behind, and is charged once', async () => {
    const given = { target: 'wexcombechamber.example', state: 'all', filters: ['source_domain', 'like', '%'], tag: 'audit' };
    const { tag: _, ...question } = given;
    const expected = await walked('list', question);
    expect(expected.length).toBeGreaterThan(30);
    const before = await balance();
    const [job, input] = await queued('list', given, true, caller);
    await expect(run(job, input, 10)).rejects.toThrow('aborted');
    expect(keptAnswerOf(index.accounts, job)).toMatchObject({ rows: 14, ended: false });
    expect(await balance()).toBe(before);
    expect(await spools()).toHaveLength(1);
    // Half a row, as a power failure leaves it.
    appendFileSync(join(place.folder, `${job}.ndjson`), '{"id": "riv');
    await expect(run(job, input, 20)).rejects.toThrow('aborted');
    const result = await run(job, input);
    const credits = 1 + 0.02 * expected.length;
    expect(result).toMatchObject({ rows: expected.length, reason: 'complete', credits });
    expect(await rowsOf(jobs.view(job))).toEqual(expected);
    expect(await balance()).toBe(before - credits * 1000);
    // The process ended between the charge and the job's end.
    expect(await run(job, input)).toEqual(result);
    expect(await balance()).toBe(before - credits * 1000);
    const [row] = await place.meter.ledger.usage({
      account: caller.holder.account,
      from: '2020-01-01',
      to: '2100-01-01',
      by: ['tag'],
      tag: 'audit',
    });
    expect(row).toMatchObject({ calls: 1, rows: expected.length });
    expect(await spools()).toEqual([]);
  });

  it('has as many rows as were asked for, or can be paid, and says where they go on', async () => {
    const given = { target: 'wexcombechamber.example', state: 'all', filters: ['source_domain', 'like', '%'] };
    const expected = await walked('list', given);
    const [job, input] = await queued('list', { ...given, limit: 16 }, true, null);
    const result = await run(job, input);
    expect(result).toMatchObject({ rows: 16, total: expected.length, reason: 'limit' });
    expect(await walked('list', { ...given, cursor: result.cursor })).toEqual(expected.slice(16));
    const [paid, dear] = await queued('list', { ...given, max_credits: 1.2 }, true, caller);
    expect(await run(paid, dear)).toMatchObject({ rows: 10, reason: 'credits', credits: 1.2 });
    expect(await rowsOf(jobs.view(paid))).toEqual(expected.slice(0, 10));
  });

  it('costs nothing when it fails, and is refused before when nothing is left to pay with', async () => {
    const before = await balance();
    const [job, input] = await queued('list', { target, filters: ['anchor', 'regex', '('] }, true, caller);
    await expect(run(job, input)).rejects.toThrow('regular expression');
    expect(await balance()).toBe(before);
    const poor = { ...caller, holder: { ...caller.holder, account: 'acc_of_nobody' } };
    await expect(queued('list', { target }, true, poor)).rejects.toMatchObject({ code: 'insufficient_credits' });
    await expect(queued('summary', { target }, true, caller)).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(queued('list', { target, limt: 3 }, true, caller)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('leaves nothing behind when its job is gone', async () => {
    const [job, input] = await queued('list', { target }, true, null);
    await expect(run(job, input, 1)).rejects.toThrow('aborted');
    index.accounts.prepare('DELETE FROM jobs WHERE id = ?').run(job);
    expect(keptAnswerOf(index.accounts, job)).toBeNull();
    const [other, its] = await queued('list', { target, limit: 2 }, true, null);
    await run(other, its);
    expect(readdirSync(place.folder)).not.toContain(`${job}.ndjson`);
    expect(readdirSync(place.folder)).toContain(`${other}.ndjson`);
    expect(await spools()).toEqual([]);
  });
});
