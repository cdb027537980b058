/**
 * The questions over HTTP, about targets of one to a million backlinks, asked by one caller and by eight at a time. `floor` is a call that asks nothing.
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

if (role === 'serve') await serve();
else if (existsSync(folder)) await bench();
else console.error(`${folder} does not exist. Run "npm run bench -- store/release" first.`);

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
      for (const { name } of operations) {
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
  } finally {
    server.stdin.end();
    await once(server, 'exit');
  }
}

/** Milliseconds of each call. Callers ask one after the other, side by side. */
async function timesOf(callers: number, ask: () => Promise<void>): Promise<number[]> {
  const one = async (): Promise<number[]> => {
    const times: number[] = [];
    for (let i = 0; i < calls / callers; i++) {
      const began = performance.now();
      await ask();
      times.push(performance.now() - began);
    }
    return times;
  };
  return (await Promise.all(Array.from({ length: callers }, one))).flat();
}

async function call(pool: Pool, method: 'GET' | 'POST', path: string, body?: string): Promise<void> {
  const headers = { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': 'application/json' }) };
  const answer = await pool.request({ method, path, headers, ...(body !== undefined && { body }) });
  const text = await answer.body.text();
  if (answer.statusCode !== 200) throw new Error(`${path} ${body}: ${text}`);
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
    symlinkSync(resolve(folder, 'accounts.db'), join(data, 'accounts.sqlite'));
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
