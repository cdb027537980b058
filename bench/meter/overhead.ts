/**
 * What metering adds to a call: the same question over HTTP to two servers in one process, over one index, one that charges and one that
 * does not, asked in turn, so that whatever else the machine does falls on both alike. By one caller, by eight at a time, and with an answer that costs
 * nothing, which is as many calls a second as the server bears.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { writeSampleWeb } from '../../sample/sample-web.ts';
import { readConfig } from '../../src/base/config.ts';
import { silent } from '../../src/base/progress.ts';
import { startServer } from '../../src/http/server.ts';
import { Meter } from '../../src/meter/meter.ts';
import { operationNamed } from '../../src/query/operations.ts';
import type { Backend } from '../../src/service/backend.ts';
import { LocalBackend } from '../../src/service/local-backend.ts';
import { openOwn } from '../../src/service/open-backend.ts';

const agent = new Agent({ connections: 64, pipelining: 1 });
const callsOfRound = 5;
const target = 'riverside-plumbing.example';

interface Side {
  readonly address: string;
  readonly ms: number[];
}

async function main(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'openbacklinks-bench-'));
  const { files } = await writeSampleWeb(join(data, 'web'));
  const { backend, instance } = await openOwn(readConfig({ data }, { OPENBACKLINKS_METER: 'on' }));
  const { job_id } = await backend.startJob('ingest', { sources: files, refresh: true });
  await backend.followJob(job_id, silent);
  const { key, id } = await backend.createKey('bench', ['read']);
  await backend.deposit({ to: id, credits: 1e9 });

  const free = new Meter(instance.meter.ledger, { charges: false, prices: instance.meter.prices });
  const servers: { close(): Promise<void> }[] = [];
  const listen = async (meter: Meter, isInstant: boolean): Promise<Side> => {
    const local = new LocalBackend({ ...instance, meter });
    const asked = isInstant ? await instantly(local, meter) : local;
    const server = await startServer(asked, {
      host: '127.0.0.1',
      port: 0,
      socketPath: null,
      logLevel: 'silent',
      checkKey: (given) => instance.keys.check(given),
      version: 'bench',
    });
    servers.push(server);
    return { address: server.address, ms: [] };
  };
  try {
    const real = { on: await listen(instance.meter, false), off: await listen(free, false) };
    const instant = { on: await listen(instance.meter, true), off: await listen(free, true) };
    await compare('instant.callers_1', instant, key, 1, 400);
    await compare('instant.callers_64', instant, key, 64, 12);
    await compare('question.callers_1', real, key, 1, 80);
    await compare('question.callers_8', real, key, 8, 16);
  } finally {
    for (const server of servers) await server.close();
    await agent.close();
    await backend.close();
    rmSync(data, { recursive: true, force: true });
  }
}

/** A backend that has its answer at hand: everything but the engine. */
async function instantly(local: LocalBackend, meter: Meter): Promise<Backend> {
  const operation = operationNamed('summary');
  const { release, data } = await local.ask('summary', { target });
  const ask: Backend['ask'] = async (_name, given, signal, caller) =>
    meter.ask({
      operation,
      given,
      signal,
      caller: caller ?? null,
      answer: async () => ({ release, data }),
      release: () => release,
      expectedRows: async () => ({ rows: 0, exact: true, rowsToRead: 0, asJob: false }),
    });
  return Object.create(local, { ask: { value: ask } }) as Backend;
}

/** Rounds of calls, one side after the other; the first rounds warm up. */
async function compare(
  name: string,
  sides: { readonly on: Side; readonly off: Side },
  key: string,
  callers: number,
  rounds: number,
): Promise<void> {
  const tookMs = { on: 0, off: 0 };
  const cpuMs = { on: 0, off: 0 };
  const added: number[] = [];
  for (const side of ['on', 'off'] as const) sides[side].ms.length = 0;
  for (let round = -Math.ceil(rounds / 10); round < rounds; round++) {
    const medians = { on: 0, off: 0 };
    for (const side of round % 2 === 0 ? (['on', 'off'] as const) : (['off', 'on'] as const)) {
      const started = performance.now();
      const before = process.cpuUsage();
      const taken = (await Promise.all(Array.from({ length: callers }, async () => calling(sides[side].address, key)))).flat();
      if (round < 0) continue;
      tookMs[side] += performance.now() - started;
      const { user, system } = process.cpuUsage(before);
      cpuMs[side] += (user + system) / 1000;
      sides[side].ms.push(...taken);
      medians[side] = median(taken);
    }
    if (round >= 0) added.push(medians.on - medians.off);
  }
  const p50 = { on: median(sides.on.ms), off: median(sides.off.ms) };
  const calls = rounds * callers * callsOfRound;
  const line = (figure: string, value: number, unit: string): void => console.log(`meter.${name}.${figure} ${value.toFixed(3)} ${unit}`);
  line('p50_on', p50.on, 'ms');
  line('p50_off', p50.off, 'ms');
  line('p50_added', p50.on - p50.off, 'ms');
  // Of neighbouring rounds, which a busy machine slows down alike.
  line('p50_added_in_pairs', median(added), 'ms');
  line('added_per_call', (tookMs.on - tookMs.off) / calls, 'ms');
  // Of client, server and engine together, which are one process.
  line('cpu_added_per_call', (cpuMs.on - cpuMs.off) / calls, 'ms');
  line('calls_on', calls / (tookMs.on / 1000), 'calls/s');
  line('calls_off', calls / (tookMs.off / 1000), 'calls/s');
}

/** One after the other, so that callers of a round do not stay in step. */
async function calling(address: string, key: string): Promise<number[]> {
  const taken: number[] = [];
  for (let i = 0; i < callsOfRound; i++) taken.push(await call(address, key));
  return taken;
}

async function call(address: string, key: string): Promise<number> {
  const started = performance.now();
  const { statusCode, body } = await request(`${address}/v1/backlinks/summary`, {
    method: 'POST',
    dispatcher: agent,
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify({ target }),
  });
  await body.text();
  if (statusCode !== 200) throw new Error(`answered ${statusCode}`);
  return performance.now() - started;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

await main();
