/** How calls of the DataForSEO contract fail: the code, the text that clients match on, and the HTTP status, as docs/dataforseo.md lists them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure, type FailureCode } from '../../src/base/errors.ts';
import { buildApp } from '../../src/http/app.ts';
import { keyRules } from '../../src/meter/keys.ts';
import type { Backend } from '../../src/service/backend.ts';
import { sampleService, type SampleService } from '../sample-service.ts';

const target = 'riverside-plumbing.example';
const summary = 'backlinks/summary/live';
let service: SampleService;

beforeAll(async () => {
  service = await sampleService({ crawls: 1, charges: true });
  await service.fill();
}, 120_000);
afterAll(async () => service[Symbol.asyncDispose]());

interface Status {
  readonly http: number;
  readonly code: number;
  readonly text: string;
}

/** The table of the documentation; `NAME` stands for a field. */
const documented: readonly Status[] = readFileSync(path.resolve(import.meta.dirname, '../../docs/dataforseo.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, code, text = '', http] = /^\| (\d{5}) \| `([^`]+)` \| (\d{3}) \|/.exec(line) ?? [];
    return code === undefined ? [] : [{ code: Number(code), text, http: Number(http) }];
  });

function documentedAs(code: number, name = ''): Status | undefined {
  const found = documented.find((status) => status.code === code);
  return found && { ...found, text: found.text.replace('NAME', name) };
}

interface Task {
  readonly status_code: number;
  readonly status_message: string;
  readonly cost: number;
  readonly result: unknown;
  readonly openbacklinks?: { readonly reason: string };
}

interface Answer {
  readonly http: number;
  readonly headers: Headers;
  readonly body: {
    readonly status_code: number;
    readonly status_message: string;
    readonly tasks_error: number;
    readonly tasks: readonly Task[];
  };
}

async function post(key: string | null, name: string, body: unknown = [{ target }], address = service.address): Promise<Answer> {
  const response = await fetch(`${address}/v3/${name}`, {
    method: 'POST',
    headers: key === null ? {} : { authorization: `Basic ${Buffer.from(`login:${key}`).toString('base64')}` },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { http: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
}

/** The status of the only task, or that of a call that was refused as a whole. */
function statusOf({ http, body }: Answer): Status {
  const [task] = body.tasks;
  const told = task ?? body;
  return { http, code: told.status_code, text: told.status_message };
}

async function keyWith(credits: number, rules: object = {}): Promise<string> {
  const made = await service.backend.createKey('customer', ['read'], { rules });
  if (credits > 0) await service.backend.deposit({ to: made.id, credits });
  return made.key;
}

it('every status is documented, and given by the call that lists them', async () => {
  const response = await fetch(`${service.address}/v3/appendix/errors`, { headers: { authorization: `Bearer ${service.readKey}` } });
  const { tasks } = (await response.json()) as { tasks: { result: { code: number; message: string }[] }[] };
  const plain = documented.map(({ code, text }) => ({ code, message: text.replace(/: 'NAME'/, '') }));
  expect(tasks[0]?.result).toEqual(plain);
});

describe('a call', () => {
  it('without enough credits', async () => {
    const key = await keyWith(1);
    expect(statusOf(await post(key, summary))).toEqual(documentedAs(20000));
    const refused = await post(key, summary);
    expect(statusOf(refused)).toEqual(documentedAs(40210));
    expect(refused.body.tasks[0]).toMatchObject({ cost: 0, result: null });
    expect(refused.body.tasks[0]?.openbacklinks?.reason).toMatch(
      /^This call costs up to \d+ credits and 0 are left\. Add credits, or ask for fewer rows with "limit"\.$/,
    );
  });

  it('of a key that has spent what it may', async () => {
    const key = await keyWith(100, { daily_credits: 1 });
    expect(statusOf(await post(key, summary))).toEqual(documentedAs(20000));
    expect(statusOf(await post(key, summary))).toEqual(documentedAs(40203));
  });

  it('of a key that makes too many a second, which is told what is left', async () => {
    const key = await keyWith(100, { requests_per_second: 0.01 });
    const first = await post(key, summary);
    expect([first.headers.get('x-ratelimit-limit'), first.headers.get('x-ratelimit-remaining')]).toEqual(['1', '0']);
    const second = await post(key, summary);
    expect(statusOf(second)).toEqual(documentedAs(40202));
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('of a key that makes too many at the same time', async () => {
    const key = await keyWith(100, { concurrent: 1 });
    const answers = await Promise.all(
      Array.from({ length: 6 }, async () =>
        post(key, 'backlinks/bulk_pages_summary/live', [{ targets: [target, 'northgate-heating.example'] }]),
      ),
    );
    const statuses = answers.map(statusOf);
    expect(statuses).toContainEqual(documentedAs(20000));
    expect(statuses).toContainEqual(documentedAs(40209));
    expect(new Set(statuses.map(({ code }) => code))).toEqual(new Set([20000, 40209]));
  });

  it('of a key that may not ask the question', async () => {
    const key = await keyWith(100, { operations: ['list'] });
    expect(statusOf(await post(key, summary))).toEqual(documentedAs(40204));
    expect(statusOf(await post(key, 'backlinks/backlinks/live'))).toEqual(documentedAs(20000));
  });

  it.each([
    ['summary', { target: 'a b' }, 'target'],
    ['bulk_ranks', { targets: [target, 'a b'] }, 'targets'],
    ['history', { target, date_from: '2026-10-01', date_to: '2026-09-01' }, 'date_to'],
    ['anchors', { target, backlinks_filters: ['anchor', 'regex', '('] }, 'backlinks_filters'],
    ['backlinks', { target, filters: ['anchor', 'regex', '('] }, 'filters'],
  ])('of %s with %j names the field as the task does', async (name, task, field) => {
    const answer = await post(await keyWith(100), `backlinks/${name}/live`, [task]);
    expect(statusOf(answer)).toEqual(documentedAs(40501, field));
    expect(answer.body.tasks[0]?.openbacklinks?.reason).not.toBe('');
  });

  it('without a key, with a wrong one, with one that was revoked', async () => {
    const { key, id } = await service.backend.createKey('gone', ['read']);
    await service.backend.revokeKey(id);
    for (const name of [summary, `${summary}.ai`, 'backlinks/nothing/live'])
      for (const given of [null, 'obl_wrong', key]) {
        const answer = await post(given, name);
        expect(statusOf(answer)).toEqual(documentedAs(40100));
        expect(answer.headers.get('www-authenticate')).toBe('Basic realm="openbacklinks"');
      }
  });

  it('with a wrong field, an unknown field or two tasks', async () => {
    const key = await keyWith(100);
    expect(statusOf(await post(key, summary, [{ target: 'no target' }]))).toEqual(documentedAs(40501, 'target'));
    expect(statusOf(await post(key, summary, [{ target, limits: 1 }]))).toEqual(documentedAs(40506, 'limits'));
    const { body } = await post(key, summary, [{ target }, { target }]);
    expect(body).toMatchObject({ tasks_error: 1 });
    expect(body.tasks.map(({ status_code: code, status_message: text }) => ({ http: 200, code, text }))).toEqual([
      documentedAs(20000),
      documentedAs(40000),
    ]);
  });

  it('with no tasks, more than 100, or no JSON, and to a path that is none', async () => {
    const key = await keyWith(100);
    expect(statusOf(await post(key, summary, '[]'))).toEqual(documentedAs(40502));
    expect(
      statusOf(
        await post(
          key,
          summary,
          Array.from({ length: 101 }, () => ({ target })),
        ),
      ),
    ).toEqual(documentedAs(40006));
    expect(statusOf(await post(key, summary, '{"target'))).toEqual(documentedAs(40503));
    expect(statusOf(await post(key, summary, `[{"target":"${'a'.repeat(1024 * 1024)}"}]`))).toEqual(documentedAs(40503));
    expect(statusOf(await post(key, 'backlinks/everything/live'))).toEqual(documentedAs(40402));
  });
});

/** A call of the app over a backend that answers questions so. */
async function answeredBy(ask: Backend['ask']): Promise<Answer> {
  const app = buildApp(Object.create(service.backend, { ask: { value: ask } }) as Backend, {
    logLevel: 'silent',
    checkKey: () => ({ id: 'key', account: 'account', scopes: ['read'], ...keyRules.parse({}) }),
    version: '0',
  });
  try {
    return await post('any', summary, [{ target }], await app.listen({ host: '127.0.0.1', port: 0 }));
  } finally {
    await app.close();
  }
}

async function failing(thrown: unknown): Promise<Answer> {
  return answeredBy(async () => Promise.reject(thrown));
}

it('what nobody looked at has no results, and what was looked at and not found has zeros', async () => {
  const told = async (status: string): Promise<Answer> =>
    answeredBy(async (operation, input) => {
      const answer = await service.backend.ask(operation, { ...(input as object), target: 'nobody-links-here.example' });
      const { coverage, ...data } = answer.data as { coverage: object };
      return { ...answer, data: { ...data, coverage: { ...coverage, status } } };
    });
  expect(statusOf(await told('not_looked'))).toEqual(documentedAs(40102));
  const found = await told('looked_not_found');
  expect(statusOf(found)).toEqual(documentedAs(20000));
  expect(found.body.tasks[0]?.result).toMatchObject([{ backlinks: 0, referring_domains: 0 }]);
});

describe('a question that fails', () => {
  it('by a fault of ours is an internal error, without its cause', async () => {
    const answer = await failing(new TypeError('secret detail'));
    expect(statusOf(answer)).toEqual(documentedAs(50000));
    expect(JSON.stringify(answer.body)).not.toContain('secret');
  });

  const failures: readonly (readonly [FailureCode, Record<string, string | number>, number, string])[] = [
    ['no_release', {}, 50303, ''],
    ['release_outdated', { release: 1 }, 50303, ''],
    ['not_ready', { reason: 'it starts.' }, 50303, ''],
    ['too_slow', { seconds: 30 }, 50401, ''],
    ['too_much_memory', {}, 50401, ''],
    ['engine_failed', { request: 'r' }, 50000, ''],
    ['over_budget', { required_credits: 2, max_credits: 1 }, 40200, ''],
    ['too_many_links', { rows: 11, max: 10 }, 40501, 'target'],
    ['too_many_rows', { max: 10 }, 40501, 'target'],
    ['invalid_filter', { reason: 'no' }, 40501, 'filters'],
    ['invalid_pattern', { reason: 'no' }, 40501, 'filters'],
    ['release_gone', { release: 1, kept: '2' }, 40501, 'search_after_token'],
  ];
  it.each(failures)('%s', async (code, params, status, name) => {
    const failure = new Failure(code, params);
    const answer = await failing(failure);
    expect(statusOf(answer)).toEqual(documentedAs(status, name));
    expect(answer.body.tasks[0]?.openbacklinks?.reason).toBe(failure.message);
  });
});
