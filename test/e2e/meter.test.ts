/** What a caller of a server that charges meets, over HTTP and a real index. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleService, type SampleService } from '../sample-service.ts';

const target = 'riverside-plumbing.example';
let service: SampleService;
beforeAll(async () => {
  service = await sampleService({ crawls: 1, charges: true });
  await service.fill();
}, 120_000);
afterAll(async () => {
  await service[Symbol.asyncDispose]();
});

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: {
    readonly request_id: string;
    readonly credits_used: number;
    readonly credits_remaining: number | null;
    readonly cached: boolean;
    readonly truncated?: unknown;
    readonly data: Record<string, unknown> & { readonly rows: unknown[] };
    readonly error: {
      readonly code: string;
      readonly message: string;
      readonly required_credits?: number;
      readonly current_balance?: number;
    };
  };
}

async function call(key: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answered> {
  const response = await fetch(`${service.address}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${key}`, ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  return { status: response.status, headers: response.headers, text, body: (isJson ? JSON.parse(text) : {}) as Answered['body'] };
}

const ask = async (key: string, operation: string, body: object, headers?: Readonly<Record<string, string>>): Promise<Answered> =>
  call(key, `/v1/backlinks/${operation}`, body, headers);

/** A key of a new account with credits. */
async function keyWith(
  credits: number,
  rules: object = {},
): Promise<{ readonly id: string; readonly key: string; readonly account: string }> {
  const made = await service.backend.createKey('customer', ['read'], { rules });
  if (credits > 0) await service.backend.deposit({ to: made.id, credits });
  return made;
}

const left = async (id: string): Promise<number | null> => (await service.backend.balance(id)).credits_remaining;

describe('64 callers of one key', () => {
  test('spend what was granted to the credit, and are refused only after the last paid call', async () => {
    const { key, id } = await keyWith(300);
    const paid: { readonly at: number; readonly remaining: number }[] = [];
    const refusedAt: number[] = [];
    await Promise.all(
      Array.from({ length: 64 }, async () => {
        for (;;) {
          const { status, body } = await ask(key, 'summary', { target });
          if (status === 402) return void refusedAt.push(performance.now());
          expect(status).toBe(200);
          paid.push({ at: performance.now(), remaining: body.credits_remaining ?? -1 });
        }
      }),
    );
    expect(paid).toHaveLength(300);
    // Each paid call saw a balance of its own: none was charged twice, none saw less than nothing.
    expect(paid.map(({ remaining }) => remaining).sort((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, i) => i));
    expect(refusedAt).toHaveLength(64);
    expect(await left(id)).toBe(0);
    // Answers that leave the server in the same moment may arrive in either order.
    expect(Math.min(...refusedAt)).toBeGreaterThan(Math.max(...paid.map(({ at }) => at)) - 250);
  });
});

describe('a price', () => {
  test('is told before the call, and is what the call costs', async () => {
    const { key, id } = await keyWith(100);
    const quoted = await ask(key, 'list', { target, limit: 7, dry_run: true });
    expect(quoted.body).toMatchObject({ credits_used: 0, credits_remaining: 100 });
    expect(quoted.body.data).toMatchObject({
      dry_run: true,
      operation: 'list',
      rows: 7,
      credits: 1.14,
      credits_at_most: 1.14,
      charged: true,
    });
    expect(await left(id)).toBe(100);
    const asked = await ask(key, 'list', { target, limit: 7 });
    expect(asked.body.data.rows).toHaveLength(7);
    expect(asked.body).toMatchObject({ credits_used: 1.14, credits_remaining: 98.86, cached: false });
  });

  test('is nothing for calls that ask no question, which say what is left like the others', async () => {
    const { key } = await keyWith(100);
    await ask(key, 'list', { target, limit: 7 });
    for (const path of ['/v1/account/balance', '/v1/index', '/v1/jobs'])
      expect((await call(key, path)).body).toMatchObject({ credits_used: 0, credits_remaining: 98.86, cached: false });
    const looked = await call(key, '/v1/looks', { action: 'verify', target, dry_run: true });
    expect(looked.body).toMatchObject({ credits_used: 0, credits_remaining: 98.86 });
  });

  test('is for the rows that came, not for those that were asked for', async () => {
    const { key } = await keyWith(100);
    const { body } = await ask(key, 'list', { target, limit: 1000 });
    expect(body.data.rows.length).toBeLessThan(1000);
    expect(body.credits_used).toBeCloseTo(1 + 0.02 * body.data.rows.length, 6);
  });

  test('above max_credits refuses the call, or with truncate gives what the budget buys and says so', async () => {
    const { key, id } = await keyWith(100);
    const refused = await ask(key, 'list', { target, limit: 50, max_credits: 1.1 });
    expect(refused).toMatchObject({ status: 402, body: { error: { code: 'over_budget', required_credits: 2 } } });
    expect(await left(id)).toBe(100);
    const cut = await ask(key, 'list', { target, limit: 50, max_credits: 1.1, truncate: true });
    expect(cut.body.data.rows).toHaveLength(5);
    expect(cut.body).toMatchObject({ credits_used: 1.1, truncated: { rows_asked: 50, rows_given_at_most: 5, credits_at_most: 1.1 } });
    expect(cut.body.data.cursor).toEqual(expect.any(String));
  });

  test('above the balance is refused with both figures, or cut to the balance', async () => {
    const { key } = await keyWith(1.06);
    const refused = await ask(key, 'list', { target, limit: 50 });
    expect(refused).toMatchObject({
      status: 402,
      body: { error: { code: 'insufficient_credits', required_credits: 2, current_balance: 1.06 } },
    });
    const cut = await ask(key, 'list', { target, limit: 50, truncate: true });
    expect(cut.body.data.rows).toHaveLength(3);
    expect(cut.body.credits_remaining).toBe(0);
  });

  test('list is public and says what every question costs', async () => {
    const { status, body } = await call('', '/v1/prices');
    expect(status).toBe(200);
    expect(body.data.operations).toContainEqual({ operation: 'list', base: 1, row: 0.02, target: 0 });
  });
});

describe('nothing is charged for', () => {
  test.each([
    ['an invalid target', 'summary', { target: 'no target' }, 400],
    ['an unknown field', 'summary', { target, colour: 'blue' }, 400],
    ['a control that is none', 'summary', { target, max_credits: 'all' }, 400],
    ['a release that is not there', 'summary', { target, release: 99 }, 404],
    ['a broken cursor', 'list', { target, cursor: 'abc' }, 400],
  ])('%s', async (_, operation, body, status) => {
    const { key, id } = await keyWith(10);
    expect((await ask(key, operation, body)).status).toBe(status);
    expect(await left(id)).toBe(10);
  });

  test('a repeated Idempotency-Key, which gets the same answer under the same request id', async () => {
    const { key, id } = await keyWith(10);
    const once = { 'idempotency-key': 'audit-1' };
    const [first, meanwhile] = await Promise.all([ask(key, 'summary', { target }, once), ask(key, 'summary', { target }, once)]);
    const later = await ask(key, 'summary', { target }, once);
    for (const { body, headers } of [first, meanwhile, later]) {
      expect(body.data).toEqual(first.body.data);
      expect(body.request_id).toBe(first.body.request_id);
      expect(headers.get('x-request-id')).toBe(first.body.request_id);
    }
    expect([first, meanwhile, later].map(({ body }) => body.credits_used).sort((a, b) => a - b)).toEqual([0, 0, 1]);
    expect(later.body.cached).toBe(true);
    expect(await left(id)).toBe(9);
  });

  test('an Idempotency-Key that stands for another call', async () => {
    const { key, id } = await keyWith(10);
    const once = { 'idempotency-key': 'audit-1' };
    await ask(key, 'summary', { target }, once);
    expect(await ask(key, 'anchors', { target }, once)).toMatchObject({ status: 409, body: { error: { code: 'idempotency_conflict' } } });
    expect(await left(id)).toBe(9);
    const other = await keyWith(10);
    expect((await ask(other.key, 'anchors', { target }, once)).status).toBe(200);
  });
});

describe('a key', () => {
  test('is held to its calls a second, and told when to come back', async () => {
    const { key } = await keyWith(10, { requests_per_second: 1 });
    const first = await call(key, '/v1/index');
    expect(first.headers.get('ratelimit-limit')).toBe('1');
    expect(first.headers.get('ratelimit-remaining')).toBe('0');
    const second = await call(key, '/v1/index');
    expect(second).toMatchObject({ status: 429, body: { error: { code: 'rate_limited' } } });
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  });

  test('is held to its calls at the same time', async () => {
    const { key } = await keyWith(100, { concurrent: 2 });
    const all = await Promise.all(Array.from({ length: 12 }, async () => ask(key, 'list', { target, limit: 50 })));
    const statuses = all.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(2);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
    expect(all.find(({ status }) => status === 429)?.body.error.code).toBe('too_many_concurrent');
  });

  test('is held to its caps and its questions', async () => {
    const { key } = await keyWith(100, { daily_credits: 2, operations: ['summary'] });
    expect((await ask(key, 'summary', { target })).status).toBe(200);
    expect((await ask(key, 'summary', { target })).status).toBe(200);
    expect(await ask(key, 'summary', { target })).toMatchObject({
      status: 402,
      body: { error: { code: 'cap_reached', current_balance: 0 } },
    });
    expect(await ask(key, 'anchors', { target })).toMatchObject({ status: 403, body: { error: { code: 'operation_not_allowed' } } });
  });

  test('with the scope ingest starts jobs from addresses, and reads no paths of the server', async () => {
    const { key } = await service.backend.createKey('feeder', ['ingest']);
    expect(await call(key, '/v1/jobs', { kind: 'ingest', sources: ['/etc/passwd'] })).toMatchObject({
      status: 403,
      body: { error: { code: 'paths_need_admin' } },
    });
    expect((await call(key, '/v1/jobs', { kind: 'refresh' })).status).toBe(200);
    expect((await call(key, '/v1/keys')).status).toBe(403);
  });
});

describe('another account', () => {
  test('finds nothing of ours: the same bytes as for what never was', async () => {
    const ours = await service.backend.createKey('ours', ['ingest', 'read']);
    const { body } = await call(ours.key, '/v1/jobs', { kind: 'refresh' });
    const job = String(body.data.job_id);
    expect((await call(ours.key, `/v1/jobs/${job}`)).status).toBe(200);
    const other = await service.backend.createKey('other', ['ingest', 'read']);
    const missing = job.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    const bytes = async (path: string, id: string): Promise<string> => {
      const { status, text } = await call(other.key, path, undefined, { 'x-request-id': 'same-request' });
      expect(status).toBe(404);
      return text.replaceAll(id, 'ID');
    };
    for (const suffix of ['', '/events']) {
      expect(await bytes(`/v1/jobs/${job}${suffix}`, job)).toBe(await bytes(`/v1/jobs/${missing}${suffix}`, missing));
    }
    for (const path of ['/v1/accounts/ID/balance', '/v1/usage?account=ID', '/v1/usage/statement?tag=a&month=2026-11&account=ID'])
      expect(await bytes(path.replace('ID', ours.account), ours.account)).toBe(await bytes(path.replace('ID', 'acc_none'), 'acc_none'));
    expect((await call(other.key, '/v1/jobs')).body.data).toEqual([]);
  });
});

describe('usage', () => {
  test('tells by day, key, operation and tag what was asked, as JSON and CSV, and adds up to what was spent', async () => {
    const { key, id } = await keyWith(100, { tag: 'river' });
    await ask(key, 'summary', { target });
    await ask(key, 'list', { target, limit: 10 });
    await ask(key, 'list', { target, limit: 10, tag: '=hill' });
    const { body } = await call(key, '/v1/usage?by=key,operation,tag');
    expect(body.data).toMatchObject({ calls: 3, credits: 3.4 });
    expect(body.data.rows).toContainEqual({ day: null, key: id, operation: 'list', tag: 'river', calls: 1, rows: 10, credits: 1.2 });
    expect(await left(id)).toBe(96.6);
    const csv = await call(key, '/v1/usage?by=operation,tag&format=csv');
    expect(csv.text).toContain(`,,list,'=hill,1,10,1.2\r\n`);
    const month = new Date().toISOString().slice(0, 7);
    const statement = await call(key, `/v1/usage/statement?tag=river&month=${month}`);
    expect(statement.body.data).toMatchObject({ tag: 'river', calls: 2, credits: 2.2, money: { amount: 0.01, currency: 'USD' } });
  });

  test('of a payment counts it once, however often it is told', async () => {
    const { id } = await keyWith(0);
    const paid = { to: id, credits: 50, from: 'payments', reference: `invoice-${id}` };
    expect((await call(service.adminKey, '/v1/credits', paid)).body.data.credits_remaining).toBe(50);
    expect((await call(service.adminKey, '/v1/credits', paid)).body.data.credits_remaining).toBe(50);
    expect((await call(service.adminKey, '/v1/credits', { ...paid, credits: 60 })).status).toBe(409);
  });
});

describe('a secret', () => {
  test('stands in no answer, no metric and no list', async () => {
    const { key } = await keyWith(1);
    const wrong = await call(`${key}x`, '/v1/index');
    const answers = [wrong, await call(key, `/v1/nowhere/${key.slice(4, 12)}`), await call(service.adminKey, '/v1/keys')];
    const metrics = await call(service.adminKey, '/metrics');
    for (const { text } of [...answers, metrics]) expect(text).not.toContain(key);
  });
});
