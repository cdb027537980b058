/**
 * The questions over HTTP, about targets of one to a million backlinks, asked by one caller and by eight at a time. `floor` is a call that asks nothing.
 * The common ones again while an ingest runs. Then, for one caller, what is not kept ready about the largest target: filters, having, modes, a late page beside the first, and the whole as a stream.
 * The ones that DuckDB can be asked too are asked of it in the same run (bench/duckdb.ts).
 * Asks the index that `npm run bench -- store/release [links] [folder]` left; the server is a process of its own.
 * `npm run bench -- http/questions [links] [folder] [parts]`; parts: of common, others, ingesting, filtered, duckdb, those that are named, or all.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { Pool } from 'undici';
import { readConfig } from '../../src/base/config.ts';
import type { CheckKey } from '../../src/http/identity.ts';
import { startServer } from '../../src/http/server.ts';
import { operations } from '../../src/query/operations.ts';
import { openOwn } from '../../src/service/open-backend.ts';
import { openAccounts } from '../../src/store/accounts.ts';
import { openEmbedded } from '../../src/store/embedded.ts';
import { liveRelease } from '../../src/store/releases.ts';
import { askYardstick, openYardstick } from '../duckdb.ts';
import { targetWith } from '../store/synthetic.ts';
import { unreadCopies } from '../unread-copies.ts';

/** Made by the server when it starts. */
let key = '';
const backlinksOfTargets = [10, 100, 1_000, 10_000, 100_000, 300_000, 1_000_000];
/** Of each common question about each target, by all callers together. */
const calls = 160;
/** Of each of the other questions. */
const callsOfOthers = 16;
const [links = '20000000', folder = `data/bench/synthetic-${links}`, parts = 'common,others,ingesting,filtered,duckdb'] =
  process.argv.slice(2);
/** Given to the process that serves instead of parts. */
const serving = 'serve';

async function bench(): Promise<void> {
  const yardstick = await yardstickOf();
  const server = spawn(process.execPath, [import.meta.filename, links, folder, serving], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
  const [address = '', made = ''] = line.split(' ');
  key = made;
  try {
    for (const callers of asks('common') ? [1, 8] : []) {
      const pool = new Pool(address, { connections: callers });
      say(`floor.callers_${callers}`, await timesOf(callers, async () => call(pool, 'GET', '/health')));
      say(`all.callers_${callers}`, await asked(pool, common, callers, calls));
      await pool.close();
    }
    if (asks('others')) await asked(new Pool(address, { connections: 1 }), others, 1, callsOfOthers);
    if (asks('ingesting')) await whileIngesting(address);
    if (asks('filtered')) await filtered(address);
    if (asks('duckdb')) await sayYardstick(yardstick);
  } finally {
    yardstick.closeSync();
    server.stdin.end();
    await once(server, 'exit');
  }
}

function asks(part: 'common' | 'others' | 'ingesting' | 'filtered' | 'duckdb'): boolean {
  return parts.split(',').includes(part);
}

/** What is asked most, without filters. */
const common = ['summary', 'list', 'referring-domains', 'anchors'];
/** The other questions that ask for nothing but a target. */
const others = operations
  .filter(({ example }) => Object.keys(example).every((field) => field === 'target' || field === 'limit'))
  .map(({ name }) => name)
  .filter((name) => !common.includes(name));

/** Asks each question about each target; says each, and returns the milliseconds of all calls. */
async function asked(pool: Pool, names: readonly string[], callers: number, count: number): Promise<number[]> {
  const all: number[] = [];
  for (const name of names) {
    for (const backlinks of backlinksOfTargets) {
      const ask = asking(pool, name, backlinks);
      if ((await ask()) === 202) {
        console.log(`${name}.${backlinks}.becomes_a_job 1 job`);
        continue;
      }
      const times = await timesOf(callers, ask, count);
      all.push(...times);
      say(`${name}.${backlinks}.callers_${callers}`, times);
    }
  }
  return all;
}

function asking(pool: Pool, name: string, backlinks: number): () => Promise<number> {
  const body = JSON.stringify({ target: targetWith(backlinks) });
  return async () => call(pool, 'POST', `/v1/backlinks/${name}`, body);
}

/**
 * The common questions in turn, by eight callers, as long as an ingest of real pages runs in the same server. Its archives are copies that differ in a record
 * without links, so that each run reads them anew: it adds captures to the index, and no release.
 */
async function whileIngesting(address: string): Promise<void> {
  const copies = join(folder, 'ingesting');
  const sources = unreadCopies(copies);
  if (sources.length === 0) return console.log('ingesting.skipped 0 no ../shared/data/pages');
  const pool = new Pool(address, { connections: 9 });
  const body = JSON.stringify({ kind: 'ingest', sources, refresh: false });
  const started = await pool.request({ method: 'POST', path: '/v1/jobs', headers: headersWith(body), body });
  const { data, error } = (await started.body.json()) as { data?: { poll_url: string }; error?: unknown };
  if (data === undefined) throw new Error(`the ingest was refused: ${JSON.stringify(error)}`);
  const questions = common.flatMap((name) => backlinksOfTargets.map((backlinks) => asking(pool, name, backlinks)));
  const times: number[] = [];
  const job = { status: 'running' };
  const runs = (): boolean => job.status === 'queued' || job.status === 'running';
  let next = 0;
  const caller = async (): Promise<void> => {
    while (runs()) {
      const began = performance.now();
      await questions[next++ % questions.length]?.();
      times.push(performance.now() - began);
    }
  };
  const watcher = async (): Promise<void> => {
    while (runs()) {
      await delay(200);
      const answer = await pool.request({ method: 'GET', path: data.poll_url, headers: headersWith(undefined) });
      job.status = ((await answer.body.json()) as { data: { status: string } }).data.status;
    }
  };
  const began = performance.now();
  await Promise.all([watcher(), ...Array.from({ length: 8 }, caller)]);
  await pool.close();
  if (job.status !== 'complete') throw new Error(`the ingest ${job.status}`);
  console.log(`ingesting.seconds ${((performance.now() - began) / 1000).toFixed(1)} s`);
  say('ingesting.callers_8', times);
  rmSync(copies, { recursive: true, force: true });
}

const largest = targetWith(1_000_000);
const callsFiltered = 20;
const followedOffers = [['anchor', 'ilike', '%offers%'], 'and', ['followed', '=', true]];

/** Questions that read all rows of the largest target. */
const scanning: Readonly<Record<string, { readonly operation: string; readonly input: object }>> = {
  total_filtered: { operation: 'list', input: { limit: 1, filters: followedOffers } },
  total_regex: { operation: 'list', input: { limit: 1, filters: ['anchor', 'regex', '(?i)offer|report$'] } },
  list_ordered: { operation: 'list', input: { filters: ['followed', '=', true], order: ['first_seen,asc', 'anchor,desc'] } },
  list_one_per_domain: { operation: 'list', input: { mode: 'one_per_domain', filters: ['followed', '=', true] } },
  anchors_filtered: { operation: 'anchors', input: { filters: ['followed', '=', true] } },
  anchors_having: { operation: 'anchors', input: { having: ['referring_domains', '>=', 5], order: 'followed_share,asc' } },
  domains_filtered: { operation: 'referring-domains', input: { filters: ['placement', '=', 'content'] } },
  pages: { operation: 'referring-pages', input: {} },
  networks: { operation: 'referring-networks', input: {} },
};

/** Before the server has the engine, which takes one process at a time. */
async function yardstickOf(): Promise<DuckDBConnection> {
  const accounts = openAccounts(join(folder, 'accounts.db'));
  const engine = openEmbedded({ path: join(folder, 'engine') });
  try {
    const release = liveRelease(accounts);
    if (release === null) throw new Error(`${folder} has no release: run "npm run bench -- store/release ${links}" first`);
    return await openYardstick(engine, release.id, folder);
  } finally {
    await engine.close();
    accounts.close();
  }
}

async function sayYardstick(yardstick: DuckDBConnection): Promise<void> {
  for (const name of common)
    for (const backlinks of backlinksOfTargets) await sayOfYardstick(yardstick, name, `${name}.${backlinks}`, targetWith(backlinks));
  for (const name of [...Object.keys(scanning), 'page_1']) await sayOfYardstick(yardstick, `filtered.${name}`, `filtered.${name}`, largest);
}

async function sayOfYardstick(yardstick: DuckDBConnection, question: string, name: string, target: string): Promise<void> {
  if ((await askYardstick(yardstick, question, target)) === null) return;
  say(`duckdb.${name}`, await timesOf(1, async () => void (await askYardstick(yardstick, question, target)), callsFiltered));
}

async function filtered(address: string): Promise<void> {
  const pool = new Pool(address, { connections: 1, bodyTimeout: 0, headersTimeout: 0 });
  for (const [name, { operation, input }] of Object.entries(scanning)) await sayFiltered(pool, name, operation, input);
  const input = { filters: ['followed', '=', true], limit: 100 };
  const cursor = await cursorBehind(pool, { ...input, limit: 1_000 }, 49_900);
  await sayFiltered(pool, 'page_1', 'list', input);
  if (cursor !== null) await sayFiltered(pool, 'page_500', 'list', { ...input, cursor });
  await sayStream(pool);
  await pool.close();
}

async function sayFiltered(pool: Pool, name: string, operation: string, input: object): Promise<void> {
  const body = JSON.stringify({ target: largest, ...input });
  const ask = async (): Promise<number> => call(pool, 'POST', `/v1/backlinks/${operation}`, body);
  await ask();
  say(`filtered.${name}`, await timesOf(1, ask, callsFiltered));
}

/** Where a list goes on behind so many rows; null when it has fewer. */
async function cursorBehind(pool: Pool, input: { readonly limit: number }, rows: number): Promise<string | null> {
  let cursor: string | null = null;
  for (let behind = 0; behind < rows;) {
    const limit = Math.min(input.limit, rows - behind);
    const body = JSON.stringify({ target: largest, ...input, limit, ...(cursor !== null && { cursor }) });
    const answer = await pool.request({ method: 'POST', path: '/v1/backlinks/list', headers: headersWith(body), body });
    const { data } = (await answer.body.json()) as { data: { rows: unknown[]; cursor: string | null } };
    behind += data.rows.length;
    cursor = data.cursor;
    if (cursor === null) return null;
  }
  return cursor;
}

/** The whole list of the largest target, in rows a second. */
async function sayStream(pool: Pool): Promise<void> {
  const body = JSON.stringify({ target: largest });
  const began = performance.now();
  const answer = await pool.request({ method: 'POST', path: '/v1/backlinks/list?format=ndjson', headers: headersWith(body), body });
  let rows = 0;
  for await (const chunk of answer.body) for (const byte of chunk as Buffer) if (byte === 0x0a) rows++;
  const seconds = (performance.now() - began) / 1000;
  console.log(`stream.rows ${rows} rows`);
  console.log(`stream.rows_per_second ${Math.round(rows / seconds)} rows/s`);
}

/** Milliseconds of each call. Callers ask one after the other, side by side. */
async function timesOf(callers: number, ask: () => Promise<unknown>, count = calls): Promise<number[]> {
  const one = async (): Promise<number[]> => {
    const times: number[] = [];
    for (let i = 0; i < count / callers; i++) {
      const began = performance.now();
      await ask();
      times.push(performance.now() - began);
    }
    return times;
  };
  return (await Promise.all(Array.from({ length: callers }, one))).flat();
}

/** The status: 200, or 202 for what would read too much and becomes a job. Throws for any other. */
async function call(pool: Pool, method: 'GET' | 'POST', path: string, body?: string): Promise<number> {
  const answer = await pool.request({ method, path, headers: headersWith(body), ...(body !== undefined && { body }) });
  const text = await answer.body.text();
  if (answer.statusCode !== 200 && answer.statusCode !== 202) throw new Error(`${path} ${body}: ${text}`);
  return answer.statusCode;
}

function headersWith(body: string | undefined): Record<string, string> {
  return { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': 'application/json' }) };
}

function say(name: string, times: readonly number[]): void {
  const sorted = times.toSorted((a, b) => a - b);
  for (const [label, share] of [
    ['p50', 0.5],
    ['p99', 0.99],
  ] as const) {
    const at = Math.min(sorted.length - 1, Math.floor(sorted.length * share));
    console.log(`${name}.${label} ${(sorted[at] ?? Number.NaN).toFixed(1)} ms`);
  }
}

/** Serves the release bench's store as a data directory until stdin ends. */
async function serve(): Promise<void> {
  const data = join(folder, 'service');
  if (!existsSync(data)) {
    mkdirSync(data);
    for (const part of ['', '-wal', '-shm']) symlinkSync(resolve(folder, `accounts.db${part}`), join(data, `accounts.sqlite${part}`));
    symlinkSync(resolve(folder, 'engine'), join(data, 'engine'));
  }
  const { backend, instance } = await openOwn(readConfig({ data }, {}));
  const { key: made } = await backend.createKey('bench', ['read', 'ingest', 'admin']);
  const checkKey: CheckKey = (given) => instance.keys.check(given);
  const server = await startServer(backend, { host: '127.0.0.1', port: 0, socketPath: null, logLevel: 'warn', checkKey, version: 'bench' });
  console.log(`${server.address} ${made}`);
  process.stdin.resume();
  await once(process.stdin, 'end');
  await server.close();
  await backend.close();
}

if (parts === serving) await serve();
else if (existsSync(folder)) await bench();
else console.error(`${folder} does not exist. Run "npm run bench -- store/release" first.`);
