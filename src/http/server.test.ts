import { EventEmitter, once } from 'node:events';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { z } from 'zod';
import { sampleService, type SampleService } from '../../test/sample-service.ts';
import { limits } from '../base/limits.ts';
import { keyRules } from '../meter/keys.ts';
import { operations } from '../query/operations.ts';
import type { Backend } from '../service/backend.ts';
import { buildApp, type AppOptions } from './app.ts';
import { errorEnvelope, successEnvelope } from './envelope.ts';
import { routes } from './routes.ts';
import { evidence, index, job, jobEvent, key, release, verdictsSet } from './schemas.ts';
import { startServer } from './server.ts';

const target = 'riverside-plumbing.example';
let service: SampleService;

beforeAll(async () => {
  service = await sampleService({ crawls: 2 });
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
});

interface Call {
  readonly method?: string;
  readonly key?: string | null;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A call with the read key, unless another or none is given. */
async function call(path: string, { method, key = service.readKey, body, headers }: Call = {}): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(`${service.address}${path}`, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: { ...(key !== null && { authorization: `Bearer ${key}` }), ...headers },
    ...(body !== undefined && { body: text }),
  });
}

/** The error of an answer, after its envelope has been held to its shape. */
async function errorOf(response: Response): Promise<{ status: number; code: string; message: string }> {
  const body = errorEnvelope.strict().parse(await response.json());
  expect(response.headers.get('x-request-id')).toBe(body.request_id);
  expect(body.error.docs).toBe(`/docs#error-${body.error.code}`);
  return { status: response.status, code: body.error.code, message: body.error.message };
}

async function dataOf<Schema extends z.ZodType>(response: Response, schema: Schema): Promise<z.output<Schema>> {
  expect(response.status).toBe(200);
  const { data, ...envelope } = (await response.json()) as { data: unknown };
  expect(successEnvelope.strict().parse(envelope)).toMatchObject({ credits_used: 0, credits_remaining: null, cached: false });
  return schema.parse(data);
}

const admin = (): Call => ({ key: service.adminKey });

describe('before the first release', () => {
  test('a question is refused, because nothing has been looked at', async () => {
    expect(await errorOf(await call('/v1/backlinks/summary', { body: { target } }))).toMatchObject({ status: 409, code: 'no_release' });
  });

  test('the process is up but not ready, and says why', async () => {
    expect((await call('/health', { key: null })).status).toBe(200);
    const { status, code, message } = await errorOf(await call('/ready', { key: null }));
    expect({ status, code }).toEqual({ status: 503, code: 'not_ready' });
    expect(message).toContain('no release yet');
  });

  test('the index is empty and has no release', async () => {
    expect(await dataOf(await call('/v1/index'), index)).toMatchObject({ archives: 0, live_release: null });
    expect(await dataOf(await call('/v1/releases'), release.array())).toEqual([]);
  });
});

describe('jobs', () => {
  test('an ingest that also refreshes is queued, followed to its end, and publishes a release', async () => {
    const started = await dataOf(
      await call('/v1/jobs', { ...admin(), body: { kind: 'ingest', sources: service.archives, refresh: true } }),
      job,
    );
    const lines = (await (await call(`/v1/jobs/${started.job_id}/events`)).text()).trimEnd().split('\n');
    const events = lines.map((line) => jobEvent.parse(JSON.parse(line)));
    expect(new Set(events.map(({ event }) => event))).toContain('progress');
    expect(events.at(-1)).toMatchObject({ event: 'end', job: { job_id: started.job_id, status: 'complete' } });
    expect(await dataOf(await call(started.poll_url), job)).toMatchObject({ kind: 'ingest', status: 'complete', error: null });
    expect((await dataOf(await call('/v1/jobs'), job.array())).map(({ job_id }) => job_id)).toContain(started.job_id);
    expect((await call('/ready', { key: null })).status).toBe(200);
  });

  test('a pinned release that was dropped is gone, and an unknown one unknown', async () => {
    for (let built = 0; built < limits.releasesKept; built++) {
      const started = await dataOf(await call('/v1/jobs', { ...admin(), body: { kind: 'refresh', full: true } }), job);
      await (await call(`${started.poll_url}/events`)).text();
    }
    expect(await dataOf(await call('/v1/releases'), release.array())).toHaveLength(limits.releasesKept);
    const pinned = async (number: number): Promise<unknown> =>
      errorOf(await call('/v1/backlinks/summary', { body: { target, release: number } }));
    expect(await pinned(1)).toMatchObject({ status: 410, code: 'release_gone' });
    expect(await pinned(99)).toMatchObject({ status: 404, code: 'release_unknown' });
  });

  test('events of a job that has ended are its end', async () => {
    const [ended] = await dataOf(await call('/v1/jobs'), job.array());
    const lines = (await (await call(`/v1/jobs/${ended?.job_id}/events`)).text()).trimEnd().split('\n');
    expect(jobEvent.parse(JSON.parse(lines.at(-1) ?? ''))).toMatchObject({ event: 'end', job: { status: 'complete' } });
  });

  test('an unknown job is not found, before a stream of its events begins', async () => {
    expect(await errorOf(await call('/v1/jobs/none'))).toMatchObject({ status: 404, code: 'not_found' });
    expect(await errorOf(await call('/v1/jobs/none/events'))).toMatchObject({ status: 404, code: 'not_found' });
    expect(await errorOf(await call('/v1/jobs/none/cancel', { ...admin(), method: 'POST' }))).toMatchObject({ status: 404 });
  });

  test('each kind takes its own fields', async () => {
    const refused = await errorOf(await call('/v1/jobs', { ...admin(), body: { kind: 'refresh', sources: ['a'] } }));
    expect(refused).toMatchObject({ status: 400, code: 'invalid_input' });
    expect(await errorOf(await call('/v1/jobs', { ...admin(), body: { kind: 'dig' } }))).toMatchObject({ status: 400 });
  });

  test('a job is cancelled', async () => {
    const started = await dataOf(await call('/v1/jobs', { ...admin(), body: { kind: 'refresh', full: true } }), job);
    await call(`${started.poll_url}/cancel`, { ...admin(), method: 'POST' });
    await (await call(`${started.poll_url}/events`)).text();
    expect(await dataOf(await call(started.poll_url), job)).toMatchObject({ status: 'cancelled' });
  });
});

describe('answers', () => {
  test.each(operations)('$name answers its example in the shape that it promises', async (operation) => {
    const response = await call(`/v1/backlinks/${operation.name}`, { body: operation.example });
    const data = (await dataOf(response, operation.output)) as { target: string; coverage: { status: string } };
    const asked = 'target' in operation.example ? { target: operation.example.target } : { targets: operation.example['targets'] };
    expect(data).toMatchObject({ ...asked, coverage: { status: 'found' } });
  });

  test('a body is JSON whatever its content type says', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await call('/v1/backlinks/summary', { body: { target }, headers: form })).status).toBe(200);
  });

  test('pages follow one another through the cursor', async () => {
    const first = await rows({ target, limit: 3 });
    const second = await rows({ target, limit: 3, cursor: first.cursor });
    const whole = await rows({ target, limit: 6 });
    expect([...first.ids, ...second.ids]).toEqual(whole.ids);
  });

  test('every backlink has evidence', async () => {
    const { ids } = await rows({ target, limit: 1 });
    const proof = await dataOf(await call(`/v1/evidence/${encodeURIComponent(ids[0] ?? '')}`), evidence);
    expect(proof).toMatchObject({ backlink: { id: ids[0] }, found_in_excerpt: true });
    expect(proof.excerpt).toContain(target);
  });

  test('verdicts are said by keys that may write, and stand beside the rows', async () => {
    const body = { verdicts: [{ domain: 'wexcombechamber.example', target, verdict: 'ok', tag: 'friends' }] };
    expect(await errorOf(await call('/v1/verdicts', { body }))).toMatchObject({ status: 403, code: 'forbidden' });
    expect(await dataOf(await call('/v1/verdicts', { ...admin(), body }), verdictsSet)).toEqual({ set: 1, removed: 0 });
    const asked = await call('/v1/backlinks/referring-domains', { body: { target, verdict_tag: 'friends' } });
    expect(await asked.json()).toMatchObject({ data: { total: 1, rows: [{ domain: 'wexcombechamber.example', verdict: 'ok' }] } });
    const wrong = await call('/v1/verdicts', { ...admin(), body: { verdicts: [{ verdict: 'ok' }] } });
    expect(await errorOf(wrong)).toMatchObject({ status: 400, code: 'invalid_input' });
  });

  test('the balance is not known while credits are not counted', async () => {
    const { data } = (await (await call('/v1/account/balance')).json()) as { data: unknown };
    expect(data).toEqual({ credits_remaining: null, daily_cap: null, plan: { name: 'self-hosted' } });
  });

  test('a caller may name its request', async () => {
    expect((await call('/v1/index', { headers: { 'x-request-id': 'audit-2026.10' } })).headers.get('x-request-id')).toBe('audit-2026.10');
    expect((await call('/v1/index', { headers: { 'x-request-id': 'not a name{}' } })).headers.get('x-request-id')).not.toContain(' ');
  });

  test('answers are not kept by caches, framed or sniffed', async () => {
    const { headers } = await call('/v1/index');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

async function rows(body: unknown): Promise<{ ids: string[]; cursor: string | null }> {
  const { data } = (await (await call('/v1/backlinks/list', { body })).json()) as {
    data: { rows: { id: string }[]; cursor: string | null };
  };
  return { ids: data.rows.map(({ id }) => id), cursor: data.cursor };
}

describe('400', () => {
  test.each([
    ['a target that is none', 'summary', { target: 'not a target' }, 'invalid_target'],
    ['no target', 'summary', {}, 'invalid_input'],
    ['no body', 'summary', '', 'invalid_input'],
    ['a body that is no JSON', 'summary', '{"target":', 'invalid_input'],
    ['a body that is a list', 'summary', [], 'invalid_input'],
    ['an unknown field', 'list', { target, colour: 'blue' }, 'invalid_input'],
    ['a limit out of range', 'list', { target, limit: limits.rowsPerAnswerMax + 1 }, 'limit_out_of_range'],
    ['a broken cursor', 'list', { target, cursor: 'abc' }, 'invalid_cursor'],
    ['a date that is none', 'list', { target, first_seen_from: '2026-13-01' }, 'invalid_filter'],
  ])('%s is refused as %s', async (_, operation, body, code) => {
    expect(await errorOf(await call(`/v1/backlinks/${operation}`, { method: 'POST', body }))).toMatchObject({ status: 400, code });
  });

  test('an unknown query parameter is refused', async () => {
    expect(await errorOf(await call('/v1/evidence/a~b?relase=1'))).toMatchObject({ status: 400, code: 'invalid_input' });
  });

  test('an address that cannot be decoded is refused', async () => {
    expect(await errorOf(await call('/v1/jobs/%zz'))).toMatchObject({ status: 400, code: 'invalid_input' });
  });

  test('bytes that are no HTTP get an answer in the envelope', async () => {
    const socket = connect(Number(new URL(service.address).port), '127.0.0.1');
    socket.write('GARBAGE\r\n\r\n');
    const [head = '', body = ''] = (await textOf(socket)).split('\r\n\r\n');
    expect(head).toContain('400 Bad Request');
    expect(errorEnvelope.parse(JSON.parse(body)).error.code).toBe('invalid_input');
  });
});

async function textOf(stream: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

describe('401 and 403', () => {
  test('no key, a wrong one, one of another scheme and a revoked one are all told the same', async () => {
    const { id, key: revoked } = await service.backend.createKey('short-lived', ['read']);
    await service.backend.revokeKey(id);
    for (const authorization of ['', 'Bearer obl_wrong', `Basic ${service.readKey}`, `Bearer ${revoked}`, `Bearer ${'x'.repeat(5_000)}`]) {
      const response = await call('/v1/index', { key: null, headers: { authorization } });
      expect(response.headers.get('www-authenticate')).toContain('Bearer');
      expect(await errorOf(response)).toMatchObject({ status: 401, code: 'unauthenticated' });
    }
  });

  test('a read key may not administer, and an admin key may read', async () => {
    const paths = routes.filter(({ scope }) => scope === 'admin');
    expect(paths.length).toBeGreaterThan(0);
    for (const { method, path } of paths) {
      expect(await errorOf(await call(path.replace('{id}', 'x'), { method }))).toMatchObject({ status: 403, code: 'forbidden' });
    }
    expect((await call('/v1/index', admin())).status).toBe(200);
  });

  test('every route that asks for a key refuses a call without one', async () => {
    for (const { method, path, scope } of routes) {
      const { status } = await call(path.replace('{id}', 'x'), { method, key: null });
      expect({ path, asks: status === 401 }).toEqual({ path, asks: scope !== null });
    }
  });

  test('the secret of a key is shown once', async () => {
    const made = await dataOf(await call('/v1/keys', { ...admin(), body: { name: 'reports' } }), key.loose());
    expect((await call('/v1/index', { key: String(made.key) })).status).toBe(200);
    const listed = await (await call('/v1/keys', admin())).text();
    expect(listed).toContain(made.id);
    expect(listed).not.toContain(String(made.key));
    await call(`/v1/keys/${made.id}`, { ...admin(), method: 'DELETE' });
    expect((await call('/v1/index', { key: String(made.key) })).status).toBe(401);
  });
});

describe('404, 405 and 413', () => {
  test('an unknown address is not found, in the envelope', async () => {
    expect(await errorOf(await call('/v1/nowhere?key=1'))).toEqual({
      status: 404,
      code: 'not_found',
      message: 'The address /v1/nowhere was not found.',
    });
  });

  test('an unknown operation is told of its neighbour', async () => {
    const near = await errorOf(await call('/v1/backlinks/sumary', { body: {} }));
    expect(near).toMatchObject({ status: 404, code: 'unknown_operation' });
    expect(near.message).toContain('"summary"');
    expect((await errorOf(await call('/v1/backlinks/referring_domains', { body: {} }))).message).toContain('"referring-domains"');
  });

  test('every route says which methods it answers', async () => {
    for (const { method, path } of routes) {
      const response = await call(path.replace('{id}', 'x'), { method: 'PATCH' });
      expect(response.headers.get('allow')?.split(', ')).toContain(method);
      expect(await errorOf(response)).toMatchObject({ status: 405, code: 'method_not_allowed' });
    }
    expect(await errorOf(await call('/v1/backlinks/summary'))).toMatchObject({ status: 405 });
  });

  test('a request beyond the limit is refused', async () => {
    const body = JSON.stringify({ target: 'x'.repeat(limits.requestBytesMax) });
    expect(await errorOf(await call('/v1/backlinks/summary', { body }))).toMatchObject({ status: 413, code: 'request_too_large' });
  });
});

describe('releases', () => {
  test('rolling back answers from the release before', async () => {
    const before = await dataOf(await call('/v1/index'), index);
    const back = await dataOf(await call('/v1/releases/rollback', { ...admin(), method: 'POST' }), release);
    expect(back.live).toBe(true);
    expect(back.release).toBeLessThan(before.live_release?.release ?? 0);
    expect((await dataOf(await call('/v1/index'), index)).live_release?.release).toBe(back.release);
  });
});

describe('the socket file', () => {
  test('is for its user alone, and whoever can open it is admin without a key', async () => {
    expect(statSync(service.folder.socket).mode & 0o777).toBe(0o600);
    const pool = new Pool('http://owner', { socketPath: service.folder.socket });
    const { statusCode, body } = await pool.request({ method: 'GET', path: '/v1/keys' });
    await body.dump();
    await pool.close();
    expect(statusCode).toBe(200);
  });

  test('is taken over when a crash left it, and removed at the end', async () => {
    const socketPath = `${service.folder.path}/other.sock`;
    writeFileSync(socketPath, '');
    const options = { host: '127.0.0.1', port: 0, socketPath, logLevel: 'silent', checkKey: () => null, version: '0' };
    const other = await startServer(service.backend, options);
    await other.close();
    expect(existsSync(socketPath)).toBe(false);
  });

  test('a taken port is told as such', async () => {
    const port = Number(new URL(service.address).port);
    const options = { host: '127.0.0.1', port, socketPath: null, logLevel: 'silent', checkKey: () => null, version: '0' };
    await expect(startServer(service.backend, options)).rejects.toMatchObject({ code: 'port_taken' });
  });
});

describe('metrics', () => {
  test('count calls by route and tell of the release, without a key on this machine', async () => {
    const text = await (await call('/metrics', { key: null })).text();
    expect(text).toContain('openbacklinks_http_requests_total{route="/v1/backlinks/summary",method="POST",status="200"}');
    expect(text).toMatch(/^openbacklinks_release [1-9]/m);
    expect(text).toContain('openbacklinks_jobs{kind="refresh",status="complete"}');
    expect(text).not.toContain(service.readKey);
  });

  test('ask for a key when a proxy passed the call on', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.9' };
    expect((await call('/metrics', { key: null, headers })).status).toBe(401);
    expect((await call('/metrics', { headers })).status).toBe(200);
  });
});

const openToAll: AppOptions = {
  logLevel: 'silent',
  checkKey: () => ({ id: 'key', account: 'account', scopes: ['read'], ...keyRules.parse({}) }),
  version: '0',
};

describe('a caller', () => {
  test('that leaves ends its question', async () => {
    const asked = new EventEmitter();
    const ask: Backend['ask'] = async (_operation, _input, signal) => {
      asked.emit('asked', signal);
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    };
    const app = buildApp(Object.create(service.backend, { ask: { value: ask } }) as Backend, openToAll);
    const address = await app.listen({ host: '127.0.0.1', port: 0 });
    const leaving = new AbortController();
    const isAsked = once(asked, 'asked') as Promise<[AbortSignal]>;
    const answer = fetch(`${address}/v1/backlinks/summary`, {
      method: 'POST',
      headers: { authorization: 'Bearer k' },
      body: '{}',
      signal: leaving.signal,
    });
    const [signal] = await isAsked;
    await sleep(20);
    expect(signal.aborted).toBe(false);
    leaving.abort();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() => expect(signal.aborted).toBe(true));
    await app.close();
  });

  test('does not learn what went wrong on our side', async () => {
    const ask: Backend['ask'] = async () => {
      throw new TypeError('secret detail');
    };
    const app = buildApp(Object.create(service.backend, { ask: { value: ask } }) as Backend, openToAll);
    const response = await app.inject({
      method: 'POST',
      url: '/v1/backlinks/summary',
      headers: { authorization: 'Bearer k' },
      payload: {},
    });
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain('secret');
    expect(response.json<{ error: { message: string } }>().error.message).toContain(String(response.headers['x-request-id']));
    await app.close();
  });
});

describe('the documentation', () => {
  test('is listed for programs, and read as Markdown without a key', async () => {
    const list = await call('/llms.txt', { key: null });
    expect(list.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const text = await list.text();
    for (const [, path = ''] of text.matchAll(/\]\((\/docs\/[^)]+\.md)\)/g)) {
      const page = await call(path, { key: null });
      expect([path, page.status, page.headers.get('content-type')]).toEqual([path, 200, 'text/markdown; charset=utf-8']);
    }
    for (const { name } of operations) expect(text).toContain(`POST /v1/backlinks/${name}:`);
  });

  test('has no page that it does not list', async () => {
    for (const path of ['/docs/nothing.md', '/docs/../package.json', '/docs/%2e%2e/package.json', '/docs/guide'])
      expect((await call(path, { key: null })).status).toBe(404);
  });

  test('says how /mcp is protected, and a refused call says where', async () => {
    const refused = await call('/mcp', { key: null, body: {} });
    expect(refused.status).toBe(401);
    const [, address = ''] = /resource_metadata="([^"]+)"/.exec(refused.headers.get('www-authenticate') ?? '') ?? [];
    const metadata: unknown = await (await fetch(address)).json();
    expect(metadata).toMatchObject({ resource: `${service.address}/mcp`, bearer_methods_supported: ['header'] });
  });
});
