/**
 * Every field that the published client of DataForSEO's Backlinks API types, read from its own declarations: those of a task are taken, each
 * at least once in a call; those of an answer are given in every row, with the type that is declared, or null where docs/dataforseo.md says so.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { BacklinksApi } from 'dataforseo-client';
import * as models from 'dataforseo-client/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleService, type SampleService } from '../sample-service.ts';
import { backlinksCalls, clientFields, walked } from './client-types.ts';

const target = 'riverside-plumbing.example';
const targets = [target, 'northgate-heating.example'];
const numbered = { '1': 'northgate-heating.example', '2': 'copper-line-plumbing.example' };
const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

/** What a task of each call must say to be answered with rows. */
const tasks: Readonly<Record<string, Record<string, unknown>>> = {
  backlinksIdList: { datetime_from: `${yesterday} 00:00:00 +00:00` },
  backlinksErrors: {},
  summaryLive: { target },
  historyLive: { target },
  backlinksLive: { target },
  anchorsLive: { target },
  domainPagesLive: { target },
  domainPagesSummaryLive: { target },
  referringDomainsLive: { target },
  referringNetworksLive: { target },
  competitorsLive: { target },
  domainIntersectionLive: { targets: numbered },
  pageIntersectionLive: { targets: numbered, intersection_mode: 'partial' },
  timeseriesSummaryLive: { target },
  timeseriesNewLostSummaryLive: { target },
  bulkRanksLive: { targets },
  bulkBacklinksLive: { targets },
  bulkSpamScoreLive: { targets },
  bulkReferringDomainsLive: { targets },
  bulkNewLostBacklinksLive: { targets },
  bulkNewLostReferringDomainsLive: { targets },
  bulkPagesSummaryLive: { targets: [...targets, `https://${target}/`] },
};

/** A value for each field of a task, whatever the call. */
const values: Readonly<Record<string, unknown>> = {
  include_subdomains: true,
  include_indirect_links: false,
  exclude_internal_backlinks: true,
  internal_list_limit: 5,
  backlinks_status_type: 'live',
  backlinks_filters: [['dofollow', '=', true]],
  rank_scale: 'one_hundred',
  tag: 'every field',
  limit: 20,
  offset: 0,
  date_from: '2026-08-01',
  date_to: '2026-10-31',
  group_range: 'week',
  network_address_type: 'subnet',
  main_domain: true,
  exclude_large_domains: true,
  exclude_targets: ['oakdaledental.example'],
  intersection_mode: 'partial',
  mode: 'as_is',
  custom_mode: { field: 'domain_from', value: 2 },
  datetime_from: `${yesterday} 00:00:00 +00:00`,
  datetime_to: '2099-01-01 00:00:00 +00:00',
  sort: 'asc',
  include_metadata: true,
  filtered_function: 'backlinks/summary/live',
};

/** Of the lists, each by its own fields. */
const chosen: Readonly<Record<string, { readonly filters: unknown[]; readonly order_by: string[] }>> = {
  backlinksLive: { filters: [['item_type', '=', 'anchor'], 'and', ['rank', '>=', '0']], order_by: ['rank,desc', 'first_seen,asc'] },
  anchorsLive: { filters: ['backlinks', '>=', 1], order_by: ['backlinks,desc'] },
  domainPagesLive: { filters: ['page_summary.backlinks', '>=', 1], order_by: ['page_summary.backlinks,desc'] },
  domainPagesSummaryLive: { filters: [['backlinks', '>=', 1], 'and', ['url', 'like', '%']], order_by: ['backlinks,desc'] },
  referringDomainsLive: { filters: ['backlinks', '>=', 1], order_by: ['backlinks,desc'] },
  referringNetworksLive: { filters: ['backlinks', '>=', 1], order_by: ['backlinks,desc'] },
  competitorsLive: { filters: ['intersections', '>=', 2], order_by: ['intersections,desc'] },
  domainIntersectionLive: { filters: ['1.backlinks', '>=', 1], order_by: ['1.backlinks,desc', '2.rank,asc'] },
  pageIntersectionLive: { filters: ['1.dofollow', '=', true], order_by: ['1.rank,desc'] },
};

let service: SampleService;
let backlinks: Readonly<Record<string, (body?: unknown[]) => Promise<unknown>>>;
let last: { readonly path: string; readonly body: unknown };

beforeAll(async () => {
  service = await sampleService({ crawls: 3 });
  await service.fill();
  const authorization = `Basic ${Buffer.from(`someone:${service.readKey}`).toString('base64')}`;
  const client = new BacklinksApi(service.address, {
    fetch: async (url: string | URL | Request, init?: RequestInit) => {
      const response = await fetch(url, { ...init, headers: { ...(init?.headers as Record<string, string>), authorization } });
      last = { path: new URL(response.url).pathname, body: await response.clone().json() };
      return response;
    },
  });
  backlinks = client;
  // A call that failed, for the log of errors.
  await backlinks['summaryLive']?.([task('BacklinksSummaryLiveRequestInfo', { target: 'no target' })]);
}, 120_000);
afterAll(async () => service[Symbol.asyncDispose]());

function task(model: string, said: Readonly<Record<string, unknown>>): unknown {
  const Model = (models as unknown as Record<string, new (data: object) => unknown>)[model];
  if (Model === undefined) throw new Error(`the client has no ${model}`);
  return new Model({ ...said });
}

interface Answer {
  readonly status_code: number;
  readonly tasks: readonly {
    readonly status_code: number;
    readonly status_message: string;
    readonly data: Record<string, unknown>;
    readonly result: readonly { readonly items?: readonly unknown[]; readonly search_after_token?: string }[];
  }[];
}

/** What the server answered to a call of the client, before the client read it. */
async function answered(method: string, model: string | null, said: Readonly<Record<string, unknown>>): Promise<Answer> {
  await backlinks[method]?.(...(model === null ? [] : [[task(model, said)]]));
  return last.body as Answer;
}

/** `null always` and `null where it is not known` of docs/dataforseo.md: fields by the place where they stand. */
function documentedNulls(): { readonly always: ReadonlySet<string>; readonly sometimes: ReadonlySet<string> } {
  const text = readFileSync(path.resolve(import.meta.dirname, '../../docs/dataforseo.md'), 'utf8');
  const [, section = ''] = /\n### What is null\n([\s\S]*?)\n## /.exec(text) ?? [];
  const names = (cell: string | undefined): string[] => Array.from((cell ?? '').matchAll(/`([\w.]+)`/g), ([, name = '']) => name);
  const always = new Set<string>();
  const sometimes = new Set<string>();
  for (const row of section.split('\n').filter((line) => line.startsWith('| `'))) {
    const [, places, ofAlways, ofSometimes] = row.split('|');
    for (const place of names(places)) {
      for (const field of names(ofAlways)) always.add(`${place}.${field}`);
      for (const field of names(ofSometimes)) sometimes.add(`${place}.${field}`);
    }
  }
  return { always, sometimes };
}

/** `tasks.result.items.rank` of the call `backlinks/anchors/live` as the documentation names it: `anchors.items.rank`. */
function documentedName(at: string): string {
  const name = last.path.split('/')[3] ?? '';
  return at.startsWith('tasks.result') ? at.replace('tasks.result', name) : at;
}

const calls = backlinksCalls();
const nulls = documentedNulls();
/** Every field met in an answer, and whether it was null, had a value, or both. */
const met = new Map<string, Set<'null' | 'value'>>();

it('there is a task for every call of the client', () => {
  expect(calls.length).toBe(24);
  expect(
    calls
      .filter(({ task: model }) => model !== null)
      .map(({ method }) => method)
      .toSorted(),
  ).toEqual(Object.keys(tasks).toSorted());
});

describe.each(calls)('$method', ({ method, task: model, response }) => {
  it('gives every field that is typed, in every row, of its type or null where that is documented', async () => {
    const answer = await answered(method, model, tasks[method] ?? {});
    expect([answer.status_code, answer.tasks[0]?.status_code, answer.tasks[0]?.status_message]).toEqual([20000, 20000, 'Ok.']);
    const [result] = answer.tasks[0]?.result ?? [];
    expect(result).toBeDefined();
    const isList = clientFields(response.replace('ResponseInfo', 'ResultInfo')).has('items');
    expect(isList ? result?.items?.length : 1).toBeGreaterThan(0);
    faultless(answer, response);
  });
});

const callsWithTasks = calls.flatMap(({ task: model, ...call }) => (model === null ? [] : [{ ...call, model }]));

describe.each(callsWithTasks)('$method', ({ method, model, response }) => {
  it('takes every field of a task, all of them in one call', async () => {
    const isPaged = clientFields(model).has('search_after_token');
    const fields = [...clientFields(model).keys()].filter((field) => field !== 'search_after_token');
    const said = Object.fromEntries(
      fields.map((field) => [field, tasks[method]?.[field] ?? chosen[method]?.[field as 'filters'] ?? values[field]]),
    );
    expect(fields.filter((field) => said[field] === undefined)).toEqual([]);
    const first = await answered(method, model, isPaged ? { ...said, limit: 2 } : said);
    expect(first.tasks[0]).toMatchObject({ status_code: 20000, data: isPaged ? { ...said, limit: 2 } : said });
    faultless(first, response);
    const token = first.tasks[0]?.result[0]?.search_after_token;
    const paged = isPaged ? { ...said, limit: 2, search_after_token: token } : said;
    const next = await answered(method, model, paged);
    expect(next.tasks[0]).toMatchObject({ status_code: 20000, data: paged });
  });
});

/** Nothing of an answer is missing or of another type; what is null is remembered. */
function faultless(answer: Answer, response: string): void {
  const faults = new Set<string>();
  for (const { at, fault, isNull } of walked(answer, { of: 'model', name: response }, '')) {
    const name = documentedName(at);
    if (fault !== null) faults.add(`${name} is ${fault}`);
    if (name === '') continue;
    met.set(name, (met.get(name) ?? new Set()).add(isNull ? 'null' : 'value'));
  }
  expect([...faults]).toEqual([]);
}

describe('what is null', () => {
  it('is documented as such', () => {
    const silent = [...met].filter(([name, seen]) => seen.has('null') && !nulls.always.has(name) && !nulls.sometimes.has(name));
    expect(silent.map(([name]) => name)).toEqual([]);
  });

  it('is null in every row where the documentation says always, and is a field that the client types', () => {
    expect([...nulls.always].filter((name) => !met.has(name) || met.get(name)?.has('value'))).toEqual([]);
    expect([...nulls.sometimes].filter((name) => !met.has(name))).toEqual([]);
  });
});
