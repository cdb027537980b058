/** The figures of DataForSEO's calls are those of our own answers to the same questions, row for row. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rank1000 } from '../../src/compute/authority.ts';
import type { Backlink } from '../../src/query/shapes.ts';
import { sampleService, type SampleService } from '../sample-service.ts';

type Row = Record<string, unknown>;

const target = 'riverside-plumbing.example';
const others = ['northgate-heating.example', 'copper-line-plumbing.example'];
const numbered = { '1': 'northgate-heating.example', '2': 'copper-line-plumbing.example' };
const limit = 1000;
let service: SampleService;

beforeAll(async () => {
  service = await sampleService({ crawls: 3 });
  await service.fill();
}, 120_000);
afterAll(async () => service[Symbol.asyncDispose]());

async function call(path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${service.address}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${service.readKey}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return response.json();
}

/** `data` of our own answer. */
async function own(operation: string, input: Row): Promise<Row & { total: number; rows: Row[] }> {
  return ((await call(`/v1/backlinks/${operation}`, input)) as { data: Row & { total: number; rows: Row[] } }).data;
}

/** The one result of a call in DataForSEO's words. */
async function theirs(name: string, task?: Row): Promise<Row & { total_count: number; items: Row[] }> {
  const answer = await call(`/v3/backlinks/${name}${task === undefined ? '' : '/live'}`, task && [task]);
  const [only] = (answer as { tasks: { status_message: string; result: (Row & { total_count: number; items: Row[] })[] | null }[] }).tasks;
  const [result] = only?.result ?? [];
  if (result === undefined) throw new Error(`${name}: ${only?.status_message}`);
  return result;
}

function moment(iso: unknown): string | null {
  return typeof iso === 'string' ? `${iso.slice(0, 10)} ${iso.slice(11, 19)} +00:00` : null;
}

/** The figures of our own summaries and breakdowns under DataForSEO's names. */
function figures(row: Row | undefined): Row {
  const by = (name: string): [string, number][] =>
    Object.entries((row?.[name] ?? {}) as Record<string, number>).filter(([, count]) => count > 0);
  const types = Object.fromEntries(by('backlinks_by_type'));
  return {
    backlinks: row?.['backlinks_total'],
    first_seen: moment(row?.['first_seen']),
    backlinks_spam_score: row?.['spam_score'],
    referring_domains: row?.['referring_hosts'],
    referring_domains_nofollow: row?.['referring_hosts_nofollow'],
    referring_main_domains: row?.['referring_domains'],
    referring_main_domains_nofollow: row?.['referring_domains_nofollow'],
    referring_pages: row?.['referring_pages'],
    referring_pages_nofollow: row?.['referring_pages_nofollow'],
    referring_ips: row?.['referring_ips'],
    referring_subnets: row?.['referring_subnets'],
    referring_links_tld: Object.fromEntries(by('by_tld')),
    referring_links_attributes: Object.fromEntries(by('by_rel')),
    anchors: (types['anchor'] ?? 0) + (types['area'] ?? 0),
    redirects: types['redirect'] ?? 0,
    placed: by('by_placement').reduce((sum, [, count]) => sum + count, 0),
    classed: by('by_class').reduce((sum, [, count]) => sum + count, 0),
  };
}

/** The same of one of their rows. */
function figuresThere(item: Row): Row {
  const names = Object.keys(figures({})).filter((name) => !['anchors', 'redirects', 'placed', 'classed'].includes(name));
  const counts = (name: string): Record<string, number> => item[name] as Record<string, number>;
  const sum = (name: string): number => Object.values(counts(name)).reduce((total, count) => total + count, 0);
  return {
    ...Object.fromEntries(names.map((name) => [name, item[name]])),
    anchors: (counts('referring_links_types')['anchor'] ?? 0) + (counts('referring_links_types')['image'] ?? 0),
    redirects: counts('referring_links_types')['redirect'] ?? 0,
    placed: sum('referring_links_semantic_locations'),
    classed: sum('referring_links_platform_types'),
  };
}

/** Links of a state, of one of our own rows. */
function linksOf(row: Row | undefined, state: 'live' | 'lost' | 'all'): number {
  return (state === 'lost' ? 0 : Number(row?.['backlinks_total'])) + (state === 'live' ? 0 : Number(row?.['lost_backlinks']));
}

async function breakdown(about: string, by: string, names: readonly unknown[], state = 'all'): Promise<Map<unknown, Row>> {
  const { rows } = await own('breakdown', { target: about, by, names, state });
  return new Map(rows.map((row) => [row['name'], row]));
}

describe('figures', () => {
  it('of a target', async () => {
    for (const about of [target, `www.${target}`, `https://${target}/`, 'nobody-knows-it.example']) {
      const ours = await own('summary', { target: about });
      const there = await theirs('summary', { target: about, internal_list_limit: 1000 });
      expect(figuresThere(there)).toEqual(figures(ours));
      expect([there['rank'], there['broken_backlinks']]).toEqual([
        ours['authority'] === null ? null : rank1000(Number(ours['authority'])),
        ours['broken_backlinks'],
      ]);
    }
  });

  it('of a target count only the links that a task chooses', async () => {
    const followed = await own('breakdown', { target, by: 'target', filters: ['followed', '=', true] });
    const there = await theirs('summary', { target, internal_list_limit: 1000, backlinks_filters: ['dofollow', '=', true] });
    expect(figuresThere(there)).toEqual(figures(followed.rows[0]));
    const { total } = await own('list', { target, limit: 1, filters: ['followed', '=', true] });
    expect(there['backlinks']).toBe(total);
    expect(total).toBeLessThan(Number((await theirs('summary', { target }))['backlinks']));
    const direct = await theirs('summary', { target, include_indirect_links: false });
    expect(direct['backlinks']).toBe(
      (await own('list', { target, limit: 1, filters: ['kind', 'not_in', ['redirect', 'canonical']] })).total,
    );
    const none = await theirs('summary', { target, backlinks_filters: ['anchor', '=', 'nobody wrote this'] });
    expect([none['backlinks'], none['referring_main_domains'], none['rank']]).toEqual([0, 0, there['rank']]);
    await expect(theirs('summary', { target, backlinks_filters: ['foo', '=', 1] })).rejects.toThrow('backlinks_filters: foo');
  });

  it('of a target count links of the status that is asked for', async () => {
    const ours = await own('summary', { target });
    for (const state of ['live', 'lost', 'all'] as const)
      expect((await theirs('summary', { target, backlinks_status_type: state }))['backlinks']).toBe(linksOf(ours, state));
    expect(Number(ours['lost_backlinks'])).toBeGreaterThan(0);
  });

  it.each([
    ['anchors', 'anchors', 'anchor', 'anchor', 'anchor', {}],
    ['referring_domains', 'referring-domains', 'domain', 'domain', 'domain', { evidence: 'index' }],
    ['referring_networks', 'referring-networks', 'network_address', 'network', 'ip', { by: 'ip' }],
  ])('of each row of %s', async (name, operation, nameThere, nameHere, by, input) => {
    for (const state of ['live', 'lost', 'all'] as const) {
      const ours = await own(operation, { target, limit, state, ...input });
      const there = await theirs(name, { target, limit, internal_list_limit: 1000, backlinks_status_type: state });
      expect(there.total_count).toBe(ours.total);
      expect(there.items.map((item) => item[nameThere])).toEqual(ours.rows.map((row) => row[nameHere]));
      const each = await breakdown(
        target,
        by,
        ours.rows.map((row) => row[nameHere]),
      );
      const expected = ours.rows.map((row) => ({
        ...figures(each.get(row[nameHere])),
        backlinks: linksOf(each.get(row[nameHere]), state),
      }));
      expect(there.items.map(figuresThere)).toEqual(expected);
      // A referring domain of ours says how many of its links are live, whatever was asked for.
      const isLive = state === 'live' || name === 'referring_domains';
      expect(ours.rows.map((row) => row['backlinks'])).toEqual(
        ours.rows.map((row) => linksOf(each.get(row[nameHere]), isLive ? 'live' : state)),
      );
    }
  });

  it('of linked pages', async () => {
    const ours = await own('pages', { target, limit });
    const each = await breakdown(
      target,
      'target_page',
      ours.rows.map(({ url }) => url),
      'live',
    );
    const expected = ours.rows.map((row) => ({
      url: row['url'],
      rank: rank1000(Number(row['page_authority'])),
      ...figures(each.get(row['url'])),
    }));
    const summaries = await theirs('domain_pages_summary', { target, limit, internal_list_limit: 1000 });
    expect(summaries.total_count).toBe(ours.total);
    expect(summaries.items.map((item) => ({ url: item['url'], rank: item['rank'], ...figuresThere(item) }))).toEqual(expected);
    const pages = await theirs('domain_pages', { target, limit, internal_list_limit: 1000 });
    const shown = pages.items.map((item) => ({ item, summary: item['page_summary'] as Row }));
    expect(shown.map(({ item, summary }) => ({ url: item['page'], rank: summary['rank'], ...figuresThere(summary) }))).toEqual(expected);
    expect(shown.map(({ item }) => [item['status_code'], item['location']])).toEqual(
      ours.rows.map((row) => [row['http_status'], row['redirects_to']]),
    );
    expect(new Set(shown.map(({ item }) => item['main_domain']))).toEqual(new Set([target]));
  });

  it('of every backlink', async () => {
    const ours = (await own('list', { target, limit, state: 'all' })) as unknown as { total: number; rows: Backlink[] };
    const there = await theirs('backlinks', { target, limit, backlinks_status_type: 'all', rank_scale: 'one_hundred' });
    expect(there.total_count).toBe(ours.total);
    expect(there.items.map(linkThere)).toEqual(ours.rows.map(link));
  });

  function link(row: Backlink): Row {
    return {
      from: [row.source_url, row.source_host, row.source_ip, row.source_title, row.source_language, row.source_status],
      to: [row.target_url, row.target_host],
      links: [row.source_internal_links, row.source_external_links, row.links_count],
      scores: [row.domain_authority, row.domain_authority, row.page_authority, row.spam_score],
      state: [row.is_new, row.state === 'lost', row.followed, row.discovery === 'discovered'],
      seen: [moment(row.first_seen), moment(row.last_seen)],
      text: [row.anchor, row.text_before, row.text_after],
      rel: row.rel,
      id: row.id,
    };
  }

  function linkThere(item: Row): Row {
    const values = (...names: string[]): unknown[] => names.map((name) => item[name]);
    return {
      from: values('url_from', 'domain_from', 'domain_from_ip', 'page_from_title', 'page_from_language', 'page_from_status_code'),
      to: values('url_to', 'domain_to'),
      links: values('page_from_internal_links', 'page_from_external_links', 'links_count'),
      scores: values('rank', 'domain_from_rank', 'page_from_rank', 'backlink_spam_score'),
      state: values('is_new', 'is_lost', 'dofollow', 'original'),
      seen: values('first_seen', 'last_seen'),
      text: values('anchor', 'text_pre', 'text_post'),
      rel: item['attributes'],
      id: (item['openbacklinks'] as Row)['id'],
    };
  }

  it('of the past, by every length of time', async () => {
    interface Flow {
      readonly live: number;
      readonly new: number;
      readonly lost: number;
    }
    type Bucket = { from: string; to: string } & Record<'backlinks' | 'referring_hosts' | 'referring_domains', Flow>;
    for (const by of ['day', 'week', 'month', 'year']) {
      const ours = ((await own('history', { target, by })) as unknown as { rows: Bucket[] }).rows;
      const range = { target, group_range: by, date_from: ours[0]?.from, date_to: ours.at(-1)?.to };
      expect(
        (await theirs('timeseries_summary', range)).items.map((item) => [
          item['date'],
          item['backlinks'],
          item['referring_domains'],
          item['referring_main_domains'],
        ]),
      ).toEqual(ours.map((row) => [`${row.to} 00:00:00 +00:00`, row.backlinks.live, row.referring_hosts.live, row.referring_domains.live]));
      const moved = (await theirs('timeseries_new_lost_summary', range)).items;
      const names = ['backlinks', 'referring_domains', 'referring_main_domains'];
      expect(moved.map((item) => [item['date'], ...names.flatMap((name) => [item[`new_${name}`], item[`lost_${name}`]])])).toEqual(
        ours.map((row) => [
          `${row.to} 00:00:00 +00:00`,
          ...[row.backlinks, row.referring_hosts, row.referring_domains].flatMap((flow) => [flow.new, flow.lost]),
        ]),
      );
      if (by !== 'month') continue;
      const history = (await theirs('history', { target })).items;
      expect(
        history.map((item) => [
          item['date'],
          item['backlinks'],
          item['new_backlinks'],
          item['lost_backlinks'],
          item['referring_domains'],
          item['new_referring_domains'],
          item['lost_referring_domains'],
          item['referring_main_domains'],
        ]),
      ).toEqual(
        ours.map((row) => [
          `${row.from} 00:00:00 +00:00`,
          ...Object.values(pick(row.backlinks)),
          ...Object.values(pick(row.referring_hosts)),
          row.referring_domains.live,
        ]),
      );
    }
    function pick({ live, new: came, lost }: Flow): Flow {
      return { live, new: came, lost };
    }
  });

  it('of competitors', async () => {
    const ours = await own('competitors', { target, limit });
    const there = await theirs('competitors', { target, limit, rank_scale: 'one_hundred' });
    expect(there.total_count).toBe(ours.total);
    expect(there.items.map((item) => [item['target'], item['intersections'], item['rank']])).toEqual(
      ours.rows.map((row) => [row['domain'], row['shared_domains'], row['domain_authority']]),
    );
  });

  it('of who links to several, by domain and by page', async () => {
    const domains = await own('intersection', { targets: Object.values(numbered), targets_min: 1, limit });
    const names = domains.rows.map(({ domain }) => domain);
    const each = [await breakdown(numbered['1'], 'domain', names, 'live'), await breakdown(numbered['2'], 'domain', names, 'live')];
    const there = await theirs('domain_intersection', {
      targets: numbered,
      intersection_mode: 'partial',
      limit,
      internal_list_limit: 1000,
    });
    expect(there.total_count).toBe(domains.total);
    expect(there.items.map((item) => (item['summary'] as Row)['intersections_count'])).toEqual(domains.rows.map((row) => row['targets']));
    expect(
      there.items.map((item) =>
        Object.values(item['domain_intersection'] as Record<string, Row | null>).map((links) => links && figuresThere(links)),
      ),
    ).toEqual(names.map((name) => each.map((found) => (found.has(name) ? figures(found.get(name)) : null))));

    const pages = await own('intersection', { targets: Object.values(numbered), targets_min: 1, by: 'page', limit });
    const links = await Promise.all(
      Object.values(numbered).map(async (about) => (await own('list', { target: about, limit })).rows as unknown as Backlink[]),
    );
    const byPage = await theirs('page_intersection', { targets: numbered, intersection_mode: 'partial', limit, rank_scale: 'one_hundred' });
    expect(byPage.total_count).toBe(pages.total);
    expect(
      byPage.items.map((item) => Object.values(item['page_intersection'] as Record<string, Row[]>).map((found) => found.map(linkThere))),
    ).toEqual(pages.rows.map(({ source_url: url }) => links.map((rows) => rows.filter(({ source_url: from }) => from === url).map(link))));
  });

  it('of many targets at once', async () => {
    const targets = [target, ...others, `https://${target}/`, 'nobody-knows-it.example', target];
    const ours = (await own('bulk', { targets, figures: ['ranks', 'counts', 'spam', 'new_lost'] })).rows;
    const rowOf = (name: string): Row | undefined => ours.find((row) => row['target'] === name);
    const expected = (...names: string[]): unknown[] => targets.map((name) => names.map((field) => rowOf(name)?.[field]));
    const found = async (name: string, ...names: string[]): Promise<unknown[]> =>
      (await theirs(name, { targets, ...(name === 'bulk_ranks' && { rank_scale: 'one_hundred' }) })).items.map((item) =>
        names.map((field) => item[field]),
      );
    expect(await found('bulk_ranks', 'rank')).toEqual(expected('authority'));
    expect(await found('bulk_backlinks', 'backlinks')).toEqual(expected('backlinks'));
    expect(await found('bulk_spam_score', 'spam_score')).toEqual(expected('spam_score'));
    expect(await found('bulk_referring_domains', 'referring_main_domains')).toEqual(expected('referring_domains'));
    expect(await found('bulk_new_lost_backlinks', 'new_backlinks', 'lost_backlinks')).toEqual(
      expected('new_backlinks_30d', 'lost_backlinks_30d'),
    );
    expect(await found('bulk_new_lost_referring_domains', 'new_referring_main_domains', 'lost_referring_main_domains')).toEqual(
      expected('new_referring_domains_30d', 'lost_referring_domains_30d'),
    );
    const pages = (await theirs('bulk_pages_summary', { targets })).items;
    const summaries = await Promise.all(targets.map(async (name) => own('summary', { target: name })));
    const names = Object.keys(figures({})).filter((name) => /^(?:backlinks|referring_(?!links))/.test(name));
    expect(pages.map((item) => names.map((name) => item[name]))).toEqual(summaries.map((row) => names.map((name) => figures(row)[name])));
  });

  it('of what came and went since a day', async () => {
    const from = '2026-08-15';
    const there = await theirs('bulk_new_lost_backlinks', { targets: [target, ...others], date_from: from });
    for (const [place, name] of [target, ...others].entries()) {
      const { rows } = await own('history', { target: name, by: 'day', from });
      const sum = (of: 'new' | 'lost'): number => rows.reduce((total, row) => total + Number((row['backlinks'] as Row)[of]), 0);
      expect(there.items[place]).toMatchObject({ target: name, new_backlinks: sum('new'), lost_backlinks: sum('lost') });
    }
  });

  it('of the index', async () => {
    const { data } = (await call('/v1/releases')) as { data: { releases?: Row[] } | Row[] };
    const releases = (Array.isArray(data) ? data : data.releases) as { as_of: string; live: boolean; facts: Record<string, number> }[];
    const live = releases.find((release) => release.live)?.facts;
    expect(await theirs('index')).toMatchObject({
      total_backlinks: live?.['backlinks_live'],
      total_pages: live?.['pages_captured'],
      index_history: releases.map(({ as_of, facts }) => ({
        date: moment(as_of),
        total_backlinks: facts['backlinks_live'],
        total_pages: facts['pages_captured'],
      })),
    });
  });
});

describe('filters and orders', () => {
  it('are taken for every field that is listed as available, and leave what its negation does not', async () => {
    const available = (await theirs('available_filters')) as unknown as Record<string, Record<string, string>>;
    const ofType: Readonly<Record<string, unknown>> = { num: 1, str: 'wexcombechamber.example', bool: true, time: '2026-09-02' };
    const ofField: Readonly<Record<string, string>> = { item_type: 'redirect', attributes: 'nofollow', semantic_location: 'nav' };
    let [tried, chosen] = [0, 0];
    for (const [name, fields] of Object.entries(available)) {
      if (name === 'content_duplicates') continue;
      const about = name.endsWith('_intersection') ? { targets: numbered, intersection_mode: 'partial' } : { target };
      const totalOf = async (filters: unknown[]): Promise<number> => (await theirs(name, { ...about, limit: 1, filters })).total_count;
      const all = await totalOf([]);
      for (const [field, type] of Object.entries(fields)) {
        const value = ofField[field.replace(/^\d\./, '')] ?? ofType[type];
        const found = await totalOf([field, '=', value]);
        expect({ name, field, total: found + (await totalOf([field, '<>', value])) }).toEqual({ name, field, total: all });
        tried++;
        if (found > 0) chosen++;
      }
    }
    expect(tried).toBeGreaterThan(70);
    expect(chosen).toBeGreaterThan(20);
  }, 300_000);

  type Shared = { links: Record<string, Row | null> };
  const sharedOf = ({ items }: { items: Row[] }): Shared[] =>
    items.map((item) => ({ links: item['domain_intersection'] as Shared['links'] }));
  const number = ({ links }: Shared, place: string, field: string): number => Number(links[place]?.[field] ?? -1);

  it('of intersections choose and order by the links to single targets', async () => {
    const both = { '1': target, '2': numbered['1'] };
    const all = sharedOf(await theirs('domain_intersection', { targets: both, intersection_mode: 'partial', limit }));
    const filters = [['1.backlinks', '>=', '2'], 'or', [['2.rank', '>', 0], 'and', ['1.target', 'not_like', '%a%']]];
    const found = await theirs('domain_intersection', {
      targets: both,
      intersection_mode: 'partial',
      limit,
      filters,
      order_by: ['2.backlinks,desc', '1.rank,asc'],
    });
    const expected = all
      .filter(
        (row) =>
          number(row, '1', 'backlinks') >= 2 ||
          (number(row, '2', 'rank') > 0 && !(row.links['1']?.['target'] as string | undefined)?.includes('a')),
      )
      .map((row, place) => ({ row, place }))
      .sort(
        (a, b) =>
          number(b.row, '2', 'backlinks') - number(a.row, '2', 'backlinks') ||
          number(a.row, '1', 'rank') - number(b.row, '1', 'rank') ||
          a.place - b.place,
      )
      .map(({ row }) => row.links);
    expect(expected.length).toBeGreaterThan(3);
    expect(expected.length).toBeLessThan(all.length);
    expect(found.total_count).toBe(expected.length);
    expect(sharedOf(found).map(({ links }) => links)).toEqual(expected);
    const page = await theirs('domain_intersection', {
      targets: both,
      intersection_mode: 'partial',
      limit: 2,
      offset: 1,
      filters,
      order_by: ['2.backlinks,desc', '1.rank,asc'],
    });
    expect(page).toMatchObject({ total_count: expected.length, items_count: 2 });
    expect(sharedOf(page).map(({ links }) => links)).toEqual(expected.slice(1, 3));
  });

  it.each([
    ['followed links', { backlinks_filters: ['dofollow', '=', true] }, (row: Backlink) => row.followed],
    [
      'links that are no redirects',
      { include_indirect_links: false },
      (row: Backlink) => row.kind !== 'redirect' && row.kind !== 'canonical',
    ],
    [
      'links to the domain’s own host',
      { include_subdomains: false },
      (row: Backlink) => row.target_host.replace(/^www\./, '') === row.target_domain,
    ],
  ])('of an intersection can let only %s count', async (_, said, counts) => {
    const lists = await Promise.all(
      Object.values(numbered).map(async (about) =>
        ((await own('list', { target: about, limit })).rows as unknown as Backlink[]).filter(counts),
      ),
    );
    const [first = new Set<string>(), second = new Set<string>()] = lists.map(
      (rows) => new Set(rows.map(({ source_domain: domain }) => domain)),
    );
    const found = await theirs('domain_intersection', { targets: numbered, limit, ...said });
    const names = sharedOf(found).map(({ links }) => String(links['1']?.['target']));
    expect(names.toSorted()).toEqual([...first].filter((domain) => second.has(domain)).toSorted());
    expect(sharedOf(found).map(({ links }) => links['2']?.['backlinks'])).toEqual(
      names.map((name) => lists[1]?.filter(({ source_domain: domain }) => domain === name).length),
    );
  });

  it('of pages hold for one of the links of a page to a target', async () => {
    const all = await theirs('page_intersection', { targets: numbered, intersection_mode: 'partial', limit });
    const linksTo = (item: Row, place: string): Row[] => (item['page_intersection'] as Record<string, Row[]>)[place] ?? [];
    const found = await theirs('page_intersection', {
      targets: numbered,
      intersection_mode: 'partial',
      limit,
      filters: [['1.dofollow', '=', true], 'and', ['1.anchor', 'ilike', '%NORTH%']],
    });
    const expected = all.items.filter((item) => {
      const links = linksTo(item, '1');
      return links.some((one) => one['dofollow'] === true) && links.some((one) => String(one['anchor']).toLowerCase().includes('north'));
    });
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.length).toBeLessThan(all.items.length);
    expect(found.items).toEqual(expected);
  });

  it('of competitors and of pages choose among all of them', async () => {
    const all = await theirs('competitors', { target, limit });
    const chosen = await theirs('competitors', {
      target,
      limit,
      filters: [['intersections', '>=', 3], 'and', ['target', 'like', '%heating%']],
    });
    const expected = all.items.filter((item) => Number(item['intersections']) >= 3 && String(item['target']).includes('heating'));
    expect(expected.length).toBeGreaterThan(0);
    expect(chosen).toMatchObject({ total_count: expected.length, items: expected });
    const pages = await theirs('domain_pages_summary', { target, limit });
    const few = await theirs('domain_pages_summary', {
      target,
      limit,
      filters: [['backlinks', '>', 2], 'and', ['url', 'not_like', '%.example/']],
    });
    const left = pages.items.filter((item) => Number(item['backlinks']) > 2 && !String(item['url']).endsWith('.example/'));
    expect(left.length).toBeGreaterThan(0);
    expect(few).toMatchObject({ total_count: left.length, items: left });
  });

  it.each([
    ['domain_intersection', { targets: numbered, filters: ['3.rank', '>', 1] }, "Invalid Field: 'filters: 3.rank'."],
    ['domain_intersection', { targets: numbered, filters: ['1.target', 'regex', '(a+)+'] }, "Invalid Field: 'filters: 1.target'."],
    ['domain_intersection', { targets: numbered, order_by: ['1.rank,up'] }, "Invalid Field: 'order_by'."],
    ['competitors', { target, filters: [['rank', '>', 1], 'nor', ['rank', '<', 9]] }, "Invalid Field: 'filters'."],
    ['domain_pages', { target, filters: ['status_code', '=', 404] }, "Invalid Field: 'filters: status_code'."],
  ])('of %s are refused where they cannot be answered', async (name, task, message) => {
    await expect(theirs(name, task)).rejects.toThrow(message);
  });
});
