import fc from 'fast-check';
import { Client } from 'undici';
import { keyTiming } from '../test/key-timing.ts';
import { sampleService } from '../test/sample-service.ts';
import type { Check, Say } from './check.ts';

const rounds = 2_000;
/** Before times are taken: code that ran a few times is compiled anew. */
const warmUp = 400;

/** The check of a key that is not right, as a part of that of a right one: within a fifth. */
const checkToRight = { min: 0.8, max: 1.25 };
/** A refusal, as a part of a right key's cheapest answer: an answer is work of its own, and a refusal must neither be held up nor cut short. */
const refusalToAnswer = { min: 0.1, max: 1.25 };
const isWithin = (ratio: number, { min, max }: { readonly min: number; readonly max: number }): boolean => ratio >= min && ratio <= max;

interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
  readonly accept?: string;
}

/** What is called of a surface with a right key and with others. */
interface Surface {
  readonly name: string;
  readonly scheme: 'Basic' | 'Bearer';
  /** A call whose answer is work of next to nothing. */
  readonly cheapest: Call;
  /** HTTP status of that call with a key that is right and lacks the scope. */
  readonly withoutScope: number;
  /** What a call without a right key must be told, beside HTTP 401. */
  readonly told: (body: unknown) => string;
  readonly expected: string;
}

const surfaces: readonly Surface[] = [
  {
    name: 'v3',
    scheme: 'Basic',
    cheapest: { method: 'GET', path: '/v3/appendix/errors' },
    withoutScope: 200,
    told: (body) => {
      const { status_code: code, status_message: text } = body as { status_code: number; status_message: string };
      return `${code} ${text}`;
    },
    expected: '40100 You are not authorized to access this resource.',
  },
  {
    name: 'v1',
    scheme: 'Bearer',
    cheapest: { method: 'GET', path: '/v1/account/balance' },
    withoutScope: 403,
    told: (body) => (body as { error: { code: string } }).error.code,
    expected: 'unauthenticated',
  },
  {
    name: 'mcp',
    scheme: 'Bearer',
    cheapest: {
      method: 'POST',
      path: '/mcp',
      body: '{"jsonrpc":"2.0","id":1,"method":"ping"}',
      accept: 'application/json, text/event-stream',
    },
    withoutScope: 403,
    told: (body) => (body as { error: { code: string } }).error.code,
    expected: 'unauthenticated',
  },
];

/** Who cannot show a right key is told so as the contracts say, and takes no shorter or longer for it. */
export const dropIn: Check = async (say) => {
  const { right: rightNs, ...others } = keyTiming();
  say('key_check.right', rightNs, 'ns');
  for (const [whose, ns] of Object.entries(others)) {
    say(`key_check.${whose}`, ns, 'ns');
    say(`key_check.${whose}_to_right`, ns / rightNs, 'ratio', isWithin(ns / rightNs, checkToRight));
  }
  const service = await sampleService({ crawls: 1 });
  const client = new Client(service.address);
  try {
    await service.fill();
    const { key: revoked, id } = await service.backend.createKey('gone', ['read']);
    await service.backend.revokeKey(id);
    const { key: narrow } = await service.backend.createKey('narrow', ['ingest']);
    const right = service.readKey;
    // All but the last character of a key that is right.
    const wrong = `${right.slice(0, -1)}${right.endsWith('A') ? 'B' : 'A'}`;
    for (const surface of surfaces) {
      await toldSo(say, client, surface, { wrong, revoked, missing: null, malformed: 'no key' });
      await timed(say, client, surface, { right, without_scope: narrow, wrong, revoked, missing: null, malformed: 'no key' });
    }
  } finally {
    await client.close();
    await service[Symbol.asyncDispose]();
  }
};

type Given = Readonly<Record<string, string | null>>;

async function toldSo(say: Say, client: Client, surface: Surface, given: Given): Promise<void> {
  for (const [name, key] of Object.entries(given)) {
    const { status, text } = await called(client, surface.cheapest, surface.scheme, key);
    const told = status === 401 ? surface.told(JSON.parse(text)) : text.slice(0, 100);
    say(`${surface.name}.${name}`, `${status} ${told}`, 'answer', status === 401 && told === surface.expected);
  }
}

/**
 * Whether a refusal takes as long as it does to a right key. The same call is made by a key that is right and lacks the scope: it is refused too, by
 * the same code in the same words' length, so what is left is what the check of the key does, and `same` means within a tenth. Where the right key is
 * answered the call has an answer's work beside the check, so that it is only held to `refusalToAnswer`; what the check alone takes is in `key_check`.
 */
async function timed(say: Say, client: Client, { name, scheme, cheapest, withoutScope }: Surface, given: Given): Promise<void> {
  const medians = await mediansOf(client, cheapest, { right: 200, without_scope: withoutScope }, scheme, given);
  const { without_scope: same = Number.NaN, right = Number.NaN } = Object.fromEntries(medians);
  for (const [who, took] of medians) say(`${name}.${who}`, Math.round(took), 'us');
  for (const [who, took] of medians) {
    if (who === 'without_scope' || who === 'right') continue;
    say(`${name}.${who}_to_right_refused`, took / same, 'ratio', Math.abs(took / same - 1) < 0.1);
    say(`${name}.${who}_to_right_answered`, took / right, 'ratio', isWithin(took / right, refusalToAnswer));
  }
}

/** Median time of a call in microseconds by who makes it. Calls take turns, so that whatever else the machine does falls on all alike. */
async function mediansOf(
  client: Client,
  call: Call,
  statuses: Readonly<Record<string, number>>,
  scheme: string,
  given: Given,
): Promise<ReadonlyMap<string, number>> {
  const callers = Object.entries(given);
  const times = new Map(callers.map(([who]) => [who, [] as number[]]));
  // In another order each round: what an answer leaves to be done afterwards falls on whoever comes next.
  const orders = fc.sample(fc.shuffledSubarray(callers, { minLength: callers.length }), { seed: 20_261_127, numRuns: warmUp + rounds });
  for (const [round, order] of orders.entries())
    for (const [who, key] of order) {
      const started = process.hrtime.bigint();
      const { status } = await called(client, call, scheme, key);
      const took = Number(process.hrtime.bigint() - started) / 1000;
      const expected = statuses[who] ?? 401;
      if (status !== expected) throw new Error(`${call.path}: ${who} was answered ${status}, not ${expected}`);
      if (round >= warmUp) times.get(who)?.push(took);
    }
  return new Map([...times].map(([who, taken]) => [who, median(taken)]));
}

async function called(
  client: Client,
  { method, path, body, accept }: Call,
  scheme: string,
  key: string | null,
): Promise<{ status: number; text: string }> {
  const credentials = key === null ? null : scheme === 'Basic' ? Buffer.from(`someone:${key}`).toString('base64') : key;
  const { statusCode: status, body: answer } = await client.request({
    method,
    path,
    headers: {
      ...(credentials !== null && { authorization: `${scheme} ${credentials}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(accept !== undefined && { accept }),
    },
    ...(body !== undefined && { body }),
  });
  return { status, text: await answer.text() };
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
