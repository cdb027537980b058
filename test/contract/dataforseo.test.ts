/** The Backlinks API of DataForSEO, called by its published client, unmodified: only the base address and the credentials are ours. */
import { BacklinksApi, AppendixApi } from 'dataforseo-client';
import {
  type BacklinksAnchorsLiveItem,
  BacklinksAnchorsLiveRequestInfo,
  type BacklinksBacklinksLiveItem,
  BacklinksBacklinksLiveRequestInfo,
  BacklinksBulkBacklinksLiveRequestInfo,
  BacklinksBulkNewLostBacklinksLiveRequestInfo,
  BacklinksBulkNewLostReferringDomainsLiveRequestInfo,
  BacklinksBulkPagesSummaryLiveRequestInfo,
  BacklinksBulkRanksLiveRequestInfo,
  BacklinksBulkReferringDomainsLiveRequestInfo,
  BacklinksBulkSpamScoreLiveRequestInfo,
  type BacklinksCompetitorsLiveItem,
  BacklinksCompetitorsLiveRequestInfo,
  BacklinksDomainIntersectionLiveRequestInfo,
  BacklinksDomainPagesLiveRequestInfo,
  type BacklinksDomainPagesSummaryLiveItem,
  BacklinksDomainPagesSummaryLiveRequestInfo,
  type BacklinksHistoryLiveItem,
  BacklinksHistoryLiveRequestInfo,
  BacklinksPageIntersectionLiveRequestInfo,
  type BacklinksReferringDomainsLiveItem,
  BacklinksReferringDomainsLiveRequestInfo,
  BacklinksReferringNetworksLiveRequestInfo,
  BacklinksSummaryLiveRequestInfo,
  BacklinksTimeseriesNewLostSummaryLiveRequestInfo,
  type BacklinksTimeseriesSummaryLiveItem,
  BacklinksTimeseriesSummaryLiveRequestInfo,
} from 'dataforseo-client/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpoints } from '../../src/http/dataforseo/endpoints.ts';
import type { Backlink } from '../../src/query/shapes.ts';
import { sampleService, type SampleService } from '../sample-service.ts';

const target = 'riverside-plumbing.example';
let service: SampleService;
let backlinks: BacklinksApi;

beforeAll(async () => {
  service = await sampleService({ crawls: 3 });
  await service.fill();
  backlinks = new BacklinksApi(service.address, clientFetch(service.readKey));
}, 120_000);
afterAll(async () => service[Symbol.asyncDispose]());

/** The client adds no credentials itself. */
function clientFetch(key: string): { fetch: (url: string | URL | Request, init?: RequestInit) => Promise<Response> } {
  const authorization = `Basic ${Buffer.from(`someone@example.com:${key}`).toString('base64')}`;
  return { fetch: async (url, init) => fetch(url, { ...init, headers: { ...(init?.headers as Record<string, string>), authorization } }) };
}

interface Answer {
  readonly http: number;
  readonly headers: Headers;
  readonly body: {
    readonly status_code: number;
    readonly status_message: string;
    readonly tasks_error: number;
    readonly tasks: readonly {
      readonly status_code: number;
      readonly status_message: string;
      readonly cost: number;
      readonly result: unknown;
    }[];
  };
}

async function post(path: string, body: unknown, authorization: string | null = `Bearer ${service.readKey}`): Promise<Answer> {
  const response = await fetch(`${service.address}/v3/${path}`, {
    method: 'POST',
    headers: authorization === null ? {} : { authorization },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { http: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
}

describe('the published client', () => {
  it('gets the figures of our own summary', async () => {
    const own = await ownAnswer('summary', { target });
    const answer = await backlinks.summaryLive([new BacklinksSummaryLiveRequestInfo({ target, internal_list_limit: 3, tag: 'a client' })]);
    const [task] = answer?.tasks ?? [];
    expect(answer).toMatchObject({ status_code: 20000, status_message: 'Ok.', tasks_count: 1, tasks_error: 0 });
    expect(task).toMatchObject({
      status_code: 20000,
      path: ['v3', 'backlinks', 'summary', 'live'],
      data: { api: 'backlinks', function: 'summary', target, tag: 'a client' },
      result_count: 1,
    });
    expect(task?.id).toMatch(/^\d{8}-[0-9a-f]{4}-[0-9a-f]{4}-0000-[0-9a-f]{12}$/);
    expect(task?.result?.[0]).toMatchObject({
      target,
      rank: own['rank'],
      backlinks: own['backlinks_total'],
      referring_main_domains: own['referring_domains'],
      referring_pages: own['referring_pages'],
    });
    expect(Object.keys(task?.result?.[0]?.referring_links_tld ?? {}).length).toBeLessThanOrEqual(3);
  });

  it('gets the rows of our own list, in every mode and order', async () => {
    const own = (await ownAnswer('list', { target, limit: 1000, state: 'all' })) as { rows: Backlink[]; total: number };
    const all = await backlinks.backlinksLive([
      new BacklinksBacklinksLiveRequestInfo({ target, limit: 1000, backlinks_status_type: 'all', order_by: ['rank,desc'], mode: 'as_is' }),
    ]);
    const [result] = all?.tasks?.[0]?.result ?? [];
    expect(result).toMatchObject({ target, total_count: own.total, items_count: own.rows.length });
    expect(
      result?.items?.map((item: BacklinksBacklinksLiveItem) => [item.url_from, item.url_to, item.anchor, item.dofollow, item.is_lost]),
    ).toEqual(own.rows.map((row) => [row.source_url, row.target_url, row.anchor, row.followed, row.state === 'lost']));
    const one = await backlinks.backlinksLive([new BacklinksBacklinksLiveRequestInfo({ target, mode: 'one_per_domain', limit: 1000 })]);
    const domains = one?.tasks?.[0]?.result?.[0]?.items?.map((item: BacklinksBacklinksLiveItem) => item.domain_from) ?? [];
    expect(new Set(domains).size).toBe(domains.length);
  });

  it('filters by its own names and values, and goes on behind a token', async () => {
    const own = (await ownAnswer('list', { target, limit: 1000 })) as { rows: Backlink[] };
    const authorities = own.rows.filter(({ followed }) => followed).map((row) => row.domain_authority);
    const middle = authorities.toSorted((a, b) => a - b)[Math.floor(authorities.length / 3)] ?? 0;
    const answer = await backlinks.backlinksLive([
      new BacklinksBacklinksLiveRequestInfo({
        target,
        limit: 5,
        rank_scale: 'one_hundred',
        filters: [['dofollow', '=', true], 'and', [['rank', '>=', String(middle)], 'or', ['item_type', 'in', ['redirect', 'canonical']]]],
        order_by: ['first_seen,asc', 'url_from,asc'],
      }),
    ]);
    const [page] = answer?.tasks?.[0]?.result ?? [];
    const expected = own.rows.filter(
      (row) => row.followed && (row.domain_authority >= middle || ['redirect', 'canonical'].includes(row.kind)),
    );
    expect(expected.length).toBeGreaterThan(6);
    expect(page?.total_count).toBe(expected.length);
    const rest = await backlinks.backlinksLive([
      new BacklinksBacklinksLiveRequestInfo({
        target,
        limit: 1000,
        rank_scale: 'one_hundred',
        filters: [['dofollow', '=', true], 'and', [['rank', '>=', String(middle)], 'or', ['item_type', 'in', ['redirect', 'canonical']]]],
        order_by: ['first_seen,asc', 'url_from,asc'],
        search_after_token: page?.search_after_token,
      }),
    ]);
    const shown = [...(page?.items ?? []), ...(rest?.tasks?.[0]?.result?.[0]?.items ?? [])];
    expect(shown.map((item: BacklinksBacklinksLiveItem) => String(item.url_from)).toSorted()).toEqual(
      expected.map((row) => row.source_url).toSorted(),
    );
  });

  it('gets the months of our own history, and what came and went', async () => {
    const own = (await ownAnswer('history', { target, by: 'month' })) as {
      rows: { from: string; to: string; backlinks: { live: number; new: number; lost: number }; referring_domains: { live: number } }[];
    };
    const answer = await backlinks.historyLive([new BacklinksHistoryLiveRequestInfo({ target })]);
    const items = answer?.tasks?.[0]?.result?.[0]?.items ?? [];
    expect(items.length).toBeGreaterThan(1);
    expect(items.map((item: BacklinksHistoryLiveItem) => [item.date, item.backlinks, item.new_backlinks, item.lost_backlinks])).toEqual(
      own.rows.map((row) => [`${row.from} 00:00:00 +00:00`, row.backlinks.live, row.backlinks.new, row.backlinks.lost]),
    );
    const series = await backlinks.timeseriesSummaryLive([
      new BacklinksTimeseriesSummaryLiveRequestInfo({
        target,
        group_range: 'month',
        date_from: own.rows[0]?.from,
        date_to: own.rows.at(-1)?.to,
      }),
    ]);
    const live = series?.tasks?.[0]?.result?.[0]?.items ?? [];
    expect(live.map((item: BacklinksTimeseriesSummaryLiveItem) => [item.date, item.referring_main_domains])).toEqual(
      own.rows.map((row) => [`${row.to} 00:00:00 +00:00`, row.referring_domains.live]),
    );
    const moved = await backlinks.timeseriesNewLostSummaryLive([
      new BacklinksTimeseriesNewLostSummaryLiveRequestInfo({ target, group_range: 'month' }),
    ]);
    expect(moved?.tasks?.[0]?.result?.[0]?.items?.length).toBe(items.length);
  });

  it('gets who links to several, and who shares the links', async () => {
    const targets = { '1': 'northgate-heating.example', '2': 'copper-line-plumbing.example' };
    const own = (await ownAnswer('intersection', { targets: Object.values(targets), limit: 1000 })) as {
      total: number;
      rows: { domain: string }[];
    };
    const answer = await backlinks.domainIntersectionLive([new BacklinksDomainIntersectionLiveRequestInfo({ targets, limit: 1000 })]);
    const [result] = answer?.tasks?.[0]?.result ?? [];
    expect(result?.total_count).toBe(own.total);
    const found = result?.items as { domain_intersection: Record<string, { target: string; backlinks: number }>; summary: object }[];
    expect(found.map((item) => item.domain_intersection['1']?.target)).toEqual(own.rows.map((row) => row.domain));
    expect(found.every((item) => (item.domain_intersection['2']?.backlinks ?? 0) > 0)).toBe(true);
    const pages = await backlinks.pageIntersectionLive([new BacklinksPageIntersectionLiveRequestInfo({ targets, limit: 5 })]);
    expect(pages).toMatchObject({ status_code: 20000, tasks_error: 0 });
    const rivals = await backlinks.competitorsLive([new BacklinksCompetitorsLiveRequestInfo({ target, limit: 3 })]);
    const ours = (await ownAnswer('competitors', { target, limit: 3 })) as { rows: { domain: string; shared_domains: number }[] };
    expect(rivals?.tasks?.[0]?.result?.[0]?.items?.map((item: BacklinksCompetitorsLiveItem) => [item.target, item.intersections])).toEqual(
      ours.rows.map((row) => [row.domain, row.shared_domains]),
    );
  });

  it('gets anchors, domains and networks with all their figures', async () => {
    const own = (await ownAnswer('referring-domains', { target, limit: 1000, evidence: 'index' })) as {
      total: number;
      rows: { domain: string; backlinks: number; domain_authority: number }[];
    };
    const domains = await backlinks.referringDomainsLive([
      new BacklinksReferringDomainsLiveRequestInfo({ target, limit: 1000, rank_scale: 'one_hundred' }),
    ]);
    const [ofDomains] = domains?.tasks?.[0]?.result ?? [];
    expect(ofDomains?.total_count).toBe(own.total);
    expect(ofDomains?.items?.map((item: BacklinksReferringDomainsLiveItem) => [item.domain, item.backlinks, item.rank])).toEqual(
      own.rows.map((row) => [row.domain, row.backlinks, row.domain_authority]),
    );
    const [first] = (ofDomains?.items ?? []) as BacklinksReferringDomainsLiveItem[];
    expect(first).toMatchObject({
      referring_main_domains: 1,
      referring_links_countries: null,
      referring_links_types: expect.any(Object) as object,
    });

    const ours = (await ownAnswer('anchors', { target, limit: 3 })) as {
      rows: { anchor: string; backlinks: number; referring_domains: number }[];
    };
    const anchors = await backlinks.anchorsLive([
      new BacklinksAnchorsLiveRequestInfo({ target, limit: 2, offset: 1, filters: ['backlinks', '>', 0] }),
    ]);
    expect(
      anchors?.tasks?.[0]?.result?.[0]?.items?.map((item: BacklinksAnchorsLiveItem) => [
        item.anchor,
        item.backlinks,
        item.referring_main_domains,
      ]),
    ).toEqual(ours.rows.slice(1).map((row) => [row.anchor, row.backlinks, row.referring_domains]));

    const networks = await backlinks.referringNetworksLive([
      new BacklinksReferringNetworksLiveRequestInfo({ target, network_address_type: 'subnet', limit: 1000 }),
    ]);
    const total = (await ownAnswer('summary', { target }))['referring_subnets'];
    expect(networks?.tasks?.[0]?.result?.[0]?.total_count).toBe(total);
  });

  it('gets the linked pages with their figures', async () => {
    const own = (await ownAnswer('pages', { target, limit: 3 })) as {
      total: number;
      rows: { url: string; backlinks: number; referring_domains: number }[];
    };
    const answer = await backlinks.domainPagesSummaryLive([new BacklinksDomainPagesSummaryLiveRequestInfo({ target, limit: 3 })]);
    const [result] = answer?.tasks?.[0]?.result ?? [];
    expect(result?.total_count).toBe(own.total);
    expect(
      result?.items?.map((item: BacklinksDomainPagesSummaryLiveItem) => [item.url, item.backlinks, item.referring_main_domains]),
    ).toEqual(own.rows.map((row) => [row.url, row.backlinks, row.referring_domains]));
    const pages = await backlinks.domainPagesLive([
      new BacklinksDomainPagesLiveRequestInfo({ target, limit: 3, order_by: ['page_summary.backlinks,desc'] }),
    ]);
    const [first] = pages?.tasks?.[0]?.result?.[0]?.items ?? [];
    expect(first?.page_summary?.backlinks).toBeGreaterThan(0);
  });

  it('every call of the client is answered', () => {
    const paths = endpoints.map(({ path }) => path).filter((path) => path.startsWith('backlinks/'));
    expect(paths.length).toBe(24);
    expect(new Set(paths).size).toBe(24);
  });

  it('says by what each list can be filtered', async () => {
    const [filters] = (await backlinks.backlinksAvailableFilters())?.tasks?.[0]?.result ?? [];
    expect(filters).toMatchObject({
      backlinks: { dofollow: 'bool', rank: 'num', anchor: 'str', first_seen: 'time' },
      referring_domains: { domain: 'str' },
    });
  });

  it('gets the figures of many targets at once', async () => {
    const targets = [target, 'northgate-heating.example', 'https://copper-line-plumbing.example/', target];
    const own = (await ownAnswer('bulk', { targets, figures: ['ranks', 'counts', 'new_lost'] })) as { rows: Record<string, number>[] };
    const of = (field: string): unknown[] => [0, 1, 2, 0].map((place) => own.rows[place]?.[field]);
    const items = (answer: { tasks?: { result?: { items?: object[] }[] }[] } | null, field: string): unknown[] =>
      (answer?.tasks?.[0]?.result?.[0]?.items ?? []).map((item) => (item as Record<string, unknown>)[field]);
    expect(items(await backlinks.bulkRanksLive([new BacklinksBulkRanksLiveRequestInfo({ targets })]), 'rank')).toEqual(of('rank'));
    expect(items(await backlinks.bulkBacklinksLive([new BacklinksBulkBacklinksLiveRequestInfo({ targets })]), 'backlinks')).toEqual(
      of('backlinks'),
    );
    const domains = await backlinks.bulkReferringDomainsLive([new BacklinksBulkReferringDomainsLiveRequestInfo({ targets })]);
    expect(items(domains, 'referring_main_domains')).toEqual(of('referring_domains'));
    const moved = await backlinks.bulkNewLostBacklinksLive([new BacklinksBulkNewLostBacklinksLiveRequestInfo({ targets })]);
    expect(items(moved, 'new_backlinks')).toEqual(of('new_backlinks_30d'));
    const since = await backlinks.bulkNewLostReferringDomainsLive([
      new BacklinksBulkNewLostReferringDomainsLiveRequestInfo({ targets: [target], date_from: '2020-01-01' }),
    ]);
    expect(Number(items(since, 'new_referring_main_domains')[0])).toBeGreaterThan(0);
    const spam = await backlinks.bulkSpamScoreLive([new BacklinksBulkSpamScoreLiveRequestInfo({ targets })]);
    expect(items(spam, 'target')).toEqual(targets);
    const pages = await backlinks.bulkPagesSummaryLive([new BacklinksBulkPagesSummaryLiveRequestInfo({ targets: [target] })]);
    expect(items(pages, 'backlinks')).toEqual([own.rows[0]?.['backlinks']]);
  });

  it('learns of its account, of the index and of every status', async () => {
    const appendix = new AppendixApi(service.address, clientFetch(service.readKey));
    expect((await appendix.userData())?.tasks?.[0]?.result?.[0]).toMatchObject({
      timezone: 'UTC',
      backlinks_subscription_expiry_date: null,
    });
    expect((await appendix.errors())?.tasks?.[0]?.result).toContainEqual(
      expect.objectContaining({ code: 40102, message: 'No Search Results.' }),
    );
    expect((await appendix.appendixStatus())?.tasks?.[0]?.result?.[0]).toMatchObject({ api: 'backlinks', status: 'ok' });
    expect((await backlinks.index())?.tasks?.[0]?.result?.[0]?.total_backlinks).toBeGreaterThan(100);
  });
});

describe('a call that goes wrong is told in the contract’s words', () => {
  const summary = 'backlinks/summary/live';
  it.each([
    ['a wrong field', summary, [{ target: 'not a target' }], 200, 40501, "Invalid Field: 'target'."],
    ['a wrong value', summary, [{ target, rank_scale: 'ten' }], 200, 40501, "Invalid Field: 'rank_scale'."],
    ['a missing target', summary, [{}], 200, 40501, "Invalid Field: 'target'."],
    [
      'a field that is not known to filters',
      'backlinks/backlinks/live',
      [{ target, filters: ['page_from_size', '>', 1] }],
      200,
      40501,
      "Invalid Field: 'filters: page_from_size'.",
    ],
    ['a wrong order', 'backlinks/backlinks/live', [{ target, order_by: ['rank,up'] }], 200, 40501, "Invalid Field: 'order_by'."],
    ['an unknown field', summary, [{ target, depth: 3 }], 200, 40506, "Unknown Fields in POST Data: 'depth'."],
  ])('%s', async (_, path, body, http, code, message) => {
    const answer = await post(path, body);
    expect(answer.http).toBe(http);
    expect(answer.body).toMatchObject({ status_code: 20000, tasks_error: 1 });
    expect(answer.body.tasks[0]).toMatchObject({ status_code: code, status_message: message, cost: 0, result: null });
  });

  it.each([
    ['an empty body', '', 40502, 'POST Data Is Empty.'],
    ['no tasks', '[]', 40502, 'POST Data Is Empty.'],
    ['no JSON', '[{', 40503, 'POST Data Is Invalid.'],
    ['no objects', '[1]', 40503, 'POST Data Is Invalid.'],
  ])('%s', async (_, body, code, message) => {
    const answer = await post(summary, body);
    expect(answer.http).toBe(200);
    expect(answer.body).toMatchObject({ status_code: code, status_message: message, tasks: [] });
  });

  it('of two live tasks the first is done and the second refused', async () => {
    const { body } = await post(summary, [{ target }, { target }]);
    expect(body.tasks.map(({ status_code, status_message }) => [status_code, status_message])).toEqual([
      [20000, 'Ok.'],
      [40000, 'You can set only one task at a time.'],
    ]);
  });

  it('an unknown path', async () => {
    const answer = await post('backlinks/nothing/live', [{ target }]);
    expect([answer.http, answer.body.status_code, answer.body.status_message]).toEqual([404, 40402, 'Invalid Path.']);
  });

  it.each([
    ['no header', null],
    ['a wrong key', `Basic ${Buffer.from('a:obl_wrong').toString('base64')}`],
    ['no pair', 'Basic !!!'],
  ])('%s', async (_, authorization) => {
    for (const path of [summary, 'backlinks/nothing/live']) {
      const answer = await post(path, [{ target }], authorization);
      expect([answer.http, answer.body.status_code, answer.body.status_message]).toEqual([
        401,
        40100,
        'You are not authorized to access this resource.',
      ]);
    }
  });

  it('is found in the log of errors, and every call in the list of ids', async () => {
    const { body } = await post('backlinks/errors', [{ filtered_function: 'backlinks/summary/live' }]);
    expect(body.tasks[0]?.result).toContainEqual(expect.objectContaining({ error_code: 40506, http_code: 200, http_method: 'POST' }));
    const list = await post('backlinks/id_list', [
      { datetime_from: new Date(Date.now() - 3_600_000).toISOString(), include_metadata: true },
    ]);
    expect(list.body.tasks[0]?.result).toContainEqual(
      expect.objectContaining({ metadata: expect.objectContaining({ tag: 'a client' }) as unknown }),
    );
  });
});

describe('a path that ends in .ai', () => {
  it('leaves out the envelope and what says nothing', async () => {
    const { body } = (await post('backlinks/summary/live.ai', [{ target }])) as unknown as { body: Record<string, unknown> };
    expect(Object.keys(body)).toEqual(['id', 'status_code', 'status_message', ...Object.keys(body).slice(3)]);
    expect(body).toMatchObject({ status_code: 20000, items: [{ target }] });
    expect(JSON.stringify(body)).not.toMatch(/:(?:null|false|""|\{\}|\[\])/);
  });

  it('has ten rows unless more are asked for', async () => {
    const itemsOf = async (task: object): Promise<unknown[]> =>
      ((await post('backlinks/backlinks/live.ai', [task])) as unknown as { body: { items: unknown[] } }).body.items;
    expect((await itemsOf({ target })).length).toBe(10);
    expect((await itemsOf({ target, limit: null })).length).toBe(10);
    expect((await itemsOf({ target, limit: 12 })).length).toBe(12);
  });
});

/** `data` of our own answer. */
async function ownAnswer(operation: string, input: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(`${service.address}/v1/backlinks/${operation}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${service.readKey}` },
    body: JSON.stringify(input),
  });
  return ((await response.json()) as { data: Record<string, unknown> }).data;
}
