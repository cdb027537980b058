/**
 * The questions over HTTP, about targets of one to a million backlinks, asked by one caller and by eight at a time. `floor` is a call that asks nothing.
 * Then, for one caller, what is not kept ready about the largest target: filters, having, modes, a late page beside the first, and the whole as a stream.
 * Asks the index that `npm run bench -- store/release [links] [folder]` left; the server is a process of its own.
 * `npm run bench -- http/questions [links] [folder]`
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Pool } from 'undici';
import { readConfig } from '../../src/base/config.ts';
import type { CheckKey } from '../../src/http/identity.ts';
import { startServer } from '../../src/http/server.ts';
import { operations } from '../../src/query/operations.ts';
import { keyRules } from '../../src/meter/keys.ts';
import { openOwn } from '../../src/service/open-backend.ts';
import { targetWith } from '../store/synthetic.ts';

const key = 'bench';
const backlinksOfTargets = [10, 100, 1_000, 10_000, 100_000, 300_000, 1_000_000];
/** About each target, by all callers together. */
const calls = 160;
const [links = '20000000', folder = `data/bench/synthetic-${links}`, role = 'ask'] = process.argv.slice(2);

async function bench(): Promise<void> {
  const server = spawn(process.execPath, ['--import', 'tsx', import.meta.filename, links, folder, 'serve'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [address] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
  try {
    for (const callers of [1, 8]) {
      const pool = new Pool(address, { connections: callers });
      say(`floor.callers_${callers}`, await timesOf(callers, async () => call(pool, 'GET', '/health')));
      const all: number[] = [];
      for (const { name } of aboutOneTarget) {
        for (const backlinks of backlinksOfTargets) {
          const body = JSON.stringify({ target: targetWith(backlinks) });
          const ask = async (): Promise<void> => call(pool, 'POST', `/v1/backlinks/${name}`, body);
          await ask();
          const times = await timesOf(callers, ask);
          all.push(...times);
          say(`${name}.${backlinks}.callers_${callers}`, times);
        }
      }
      say(`all.callers_${callers}`, all);
      await pool.close();
    }
    await filtered(address);
  } finally {
    server.stdin.end();
    await once(server, 'exit');
  }
}

/** Questions that ask for nothing but a target. */
const aboutOneTarget = operations.filter(({ example }) => Object.keys(example).every((field) => field === 'target' || field === 'limit'));

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
  const ask = async (): Promise<void> => call(pool, 'POST', `/v1/backlinks/${operation}`, body);
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
async function timesOf(callers: number, ask: () => Promise<void>, count = calls): Promise<number[]> {
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

async function call(pool: Pool, method: 'GET' | 'POST', path: string, body?: string): Promise<void> {
  const answer = await pool.request({ method, path, headers: headersWith(body), ...(body !== undefined && { body }) });
  const text = await answer.body.text();
  if (answer.statusCode !== 200) throw new Error(`${path} ${body}: ${text}`);
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
  const { backend } = await openOwn(readConfig({ data }, {}));
  const checkKey: CheckKey = (given) => (given === key ? { id: 'bench', account: 'bench', scopes: ['read'], ...keyRules.parse({}) } : null);
  const server = await startServer(backend, { host: '127.0.0.1', port: 0, socketPath: null, logLevel: 'warn', checkKey, version: 'bench' });
  console.log(server.address);
  process.stdin.resume();
  await once(process.stdin, 'end');
  await server.close();
  await backend.close();
}

if (role === 'serve') await serve();
else if (existsSync(folder)) await bench();
else console.error(`${folder} does not exist. Run "npm run bench -- store/release" first.`);
