/**
 * A server that charges, killed at random moments while many callers spend from one key; afterwards its ledger is held to what the
 * callers were answered. Every call has an Idempotency-Key and is repeated until it is answered, as a careful client does it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { writeSampleWeb } from '../sample/sample-web.ts';
import { ledgerFaults } from '../src/meter/ledger-check.ts';
import { openAccounts } from '../src/store/accounts.ts';

export interface MeteredLoad {
  readonly kills: number;
  /** Calls that were answered, each once. */
  readonly answered: number;
  /** Times a caller lost its connection before an answer. */
  readonly brokenOff: number;
  /** What the ledger charged, in credits. */
  readonly charged: number;
  /** Reservations that a start found open and settled to zero. */
  readonly zeroed: number;
  /** What was not as it must be; empty when all is well. */
  readonly wrong: readonly string[];
}

const root = path.resolve(import.meta.dirname, '..');
const targets = ['riverside-plumbing.example', 'rivertown-gazette.example', 'nobody-links-here.example'];
const granted = 1_000_000;

interface Server {
  readonly process: ChildProcess;
  readonly address: string;
}

/** One call and what came of it. */
interface Call {
  readonly key: string;
  readonly target: string;
  requestId: string;
  digest: string;
}

/** `pausesMs`: how long the server runs before each kill. */
export async function meteredLoad(
  callers: number,
  pausesMs: readonly number[],
  tell: (line: string) => void = () => {},
): Promise<MeteredLoad> {
  const folder = mkdtempSync(path.join(tmpdir(), 'openbacklinks-meter-'));
  const data = path.join(folder, 'data');
  const talk: string[] = [];
  const agent = new Agent({ connections: callers, pipelining: 1 });
  let server: Server | null = null;
  try {
    const { files } = await writeSampleWeb(path.join(folder, 'web'));
    await command(data, ['ingest', '--refresh', ...files.slice(-1)]);
    const secret = (await command(data, ['keys', 'create', 'load'])).trim();
    const [{ id }] = JSON.parse(await command(data, ['keys', '--json'])) as [{ id: string }];
    await command(data, ['credits', 'grant', id, String(granted)]);

    const calls: Call[] = [];
    let brokenOff = 0;
    const over = new AbortController();
    server = await serve(data, talk);
    const ask = async (call: Call): Promise<void> => {
      for (;;) {
        try {
          const { statusCode, body } = await request(`${server?.address}/v1/backlinks/summary`, {
            method: 'POST',
            dispatcher: agent,
            headers: { authorization: `Bearer ${secret}`, 'idempotency-key': call.key },
            body: JSON.stringify({ target: call.target }),
          });
          const answer = (await body.json()) as { request_id: string; data: unknown };
          if (statusCode !== 200) throw new Refused(JSON.stringify(answer));
          call.requestId = answer.request_id;
          call.digest = digestOf(answer.data);
          return;
        } catch (thrown) {
          if (thrown instanceof Refused) throw thrown;
          brokenOff++;
          await delay(50);
        }
      }
    };
    const load = Promise.all(
      Array.from({ length: callers }, async (_, caller) => {
        for (let n = 0; !over.signal.aborted; n++) {
          const call = { key: `${caller}-${n}`, target: targets[(caller + n) % targets.length] ?? '', requestId: '', digest: '' };
          await ask(call);
          calls.push(call);
        }
      }),
    );
    for (const [kill, pauseMs] of pausesMs.entries()) {
      await Promise.race([load, delay(pauseMs)]);
      const before = calls.length;
      await stop(server, 'SIGKILL');
      server = await serve(data, talk);
      tell(`kill ${kill + 1} after ${pauseMs} ms: ${before} calls answered`);
    }
    await delay(500);
    over.abort();
    await load;

    const wrong = await repeats(calls, ask);
    await stop(server, 'SIGTERM');
    server = null;
    const books = booksOf(data, calls, wrong);
    if (talk.some((line) => line.includes(secret))) wrong.push('the key stands in the log');
    return { kills: pausesMs.length, answered: calls.length, brokenOff, ...books, wrong };
  } finally {
    if (server !== null) await stop(server, 'SIGKILL');
    await agent.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

class Refused extends Error {}

/** Asks some calls again: the same answer, the same request id. That it is not charged shows in the books. */
async function repeats(calls: readonly Call[], ask: (call: Call) => Promise<void>): Promise<string[]> {
  const some = calls.filter((_, i) => i % Math.ceil(calls.length / 100) === 0);
  const wrong: string[] = [];
  for (const call of some) {
    const again = { ...call };
    await ask(again);
    if (again.requestId !== call.requestId || again.digest !== call.digest) wrong.push(`a repeat of ${call.key} got another answer`);
  }
  return wrong;
}

/** Reads the ledger of a stopped server, and adds to `wrong` what does not fit to the calls. */
function booksOf(data: string, calls: readonly Call[], wrong: string[]): { charged: number; zeroed: number } {
  const accounts = openAccounts(path.join(data, 'accounts.sqlite'));
  try {
    const all = <T>(sql: string): T[] => accounts.prepare(sql).all() as T[];
    const number = (sql: string): number => all<{ n: number }>(sql)[0]?.n ?? Number.NaN;
    const expect = (what: string, is: number, shouldBe: number): void => {
      if (is !== shouldBe) wrong.push(`${what}: ${is} instead of ${shouldBe}`);
    };
    const charged = number(`SELECT sum(amount) / 1000.0 AS n FROM ledger WHERE kind = 'call'`);
    expect('charged calls', number(`SELECT count(*) AS n FROM ledger WHERE kind = 'call'`), calls.length);
    expect('credits charged', charged, calls.length);
    expect('balance', number(`SELECT balance / 1000.0 AS n FROM balances WHERE account LIKE 'customer:%'`), granted - calls.length);
    expect('credits still reserved', number('SELECT sum(reserved) AS n FROM balances'), 0);
    expect('reservations still open', number('SELECT count(*) AS n FROM reservations WHERE zeroed_at IS NULL'), 0);
    const charges = new Map(
      all<{ request_id: string; n: number }>(`SELECT request_id, count(*) AS n FROM ledger GROUP BY 1`).map((row) => [
        row.request_id,
        row.n,
      ]),
    );
    for (const { key, requestId } of calls)
      if (charges.get(requestId) !== 1) wrong.push(`${key} was charged ${charges.get(requestId) ?? 0} times`);
    wrong.push(...ledgerFaults(accounts).map((name) => `${name} is not the sum of its rows`));
    return { charged, zeroed: number('SELECT count(*) AS n FROM reservations') };
  } finally {
    accounts.close();
  }
}

function start(data: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', path.join(root, 'src/main.ts'), '--data', data, ...args], {
    cwd: root,
    env: { ...process.env, UV_THREADPOOL_SIZE: '16', OPENBACKLINKS_METER: 'on' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs a command to its end and returns what it printed. */
async function command(data: string, args: readonly string[]): Promise<string> {
  const child = start(data, args);
  const printed: Buffer[] = [];
  const told: Buffer[] = [];
  child.stdout?.on('data', (piece: Buffer) => printed.push(piece));
  child.stderr?.on('data', (piece: Buffer) => told.push(piece));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${Buffer.concat(told).toString('utf8')}`);
  return Buffer.concat(printed).toString('utf8');
}

async function serve(data: string, talk: string[]): Promise<Server> {
  const child = start(data, ['serve', '--port', '0']);
  if (child.stdout === null || child.stderr === null) throw new Error('a server without output');
  createInterface(child.stderr).on('line', (line) => talk.push(line));
  for await (const line of createInterface(child.stdout)) {
    talk.push(line);
    const address = /http:\/\/\S+/.exec(line)?.[0];
    if (address !== undefined) return { process: child, address };
  }
  throw new Error(`the server ended: ${talk.slice(-5).join('\n')}`);
}

async function stop({ process: child }: Server, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const ended = once(child, 'close');
  child.kill(signal);
  await ended;
}

function digestOf(data: unknown): string {
  return createHash('sha256').update(JSON.stringify(data)).digest('base64');
}
