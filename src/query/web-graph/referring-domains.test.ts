import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../base/limits.ts';
import { loadWorlds, pageCapture } from '../../../test/conformance/worlds.ts';
import { madeGraph, pageRankAt, writeWebGraph } from '../../../test/fixtures/web-graph.ts';
import { throwawayIndex, type TestIndex } from '../../../test/test-index.ts';
import { sql } from '../../store/literal.ts';
import { liveRelease, tableOf } from '../../store/releases.ts';
import { webGraphById } from '../../store/web-graphs.ts';
import { setVerdicts } from '../../store/verdicts.ts';
import type { Asking } from '../operation.ts';
import { referringDomains } from '../referring-domains.ts';
import type { Coverage, ReferringDomain } from '../shapes.ts';
import { referringDomainsOfGraph } from './graph-domains.ts';

interface Answer {
  readonly coverage: Coverage;
  readonly total: number;
  readonly rows: readonly ReferringDomain[];
  readonly cursor: string | null;
}

/** A town of 300 domains with a shared host among them; strong ones link and are linked most. */
const graph = madeGraph(7, [...Array.from({ length: 300 }, (_, i) => `site-${i}.example`), 'daily-news.example', 'blogspot.com'], 6_000);
const nodes = graph.names.length;
const target = graph.names[graph.positions.indexOf(3)] ?? '';
const sources = graph.names.filter(
  (name, i) => name !== target && graph.edges.some(([from, to]) => from === i && graph.names[to] === target),
);
const rankOf = (name: string): number => graph.positions[graph.names.indexOf(name)] ?? 0;

/** Linking pages that were captured: two domains of the graph (one has lost its link), one outside it, a tenant of the shared host. */
const [first = '', second = '', third = ''] = sources;
const captured = [
  pageCapture(`https://${first}/a`, [`https://${target}/`, 'https://elsewhere.example/']),
  pageCapture(`https://${second}/a`, [`https://${target}/`]),
  pageCapture('https://unheard-of.example/a', [`https://${target}/`]),
  pageCapture('https://anna.blogspot.com/a', [`https://${target}/`]),
  pageCapture(`https://${third}/a`, ['https://elsewhere.example/']),
];
const knownToIndex = new Set([first, second, 'blogspot.com']);
const onlyInGraph = sources.filter((name) => !knownToIndex.has(name));

let index: TestIndex;
let folder: string;
beforeAll(async () => {
  index = await throwawayIndex();
  folder = mkdtempSync(join(tmpdir(), 'openbacklinks-graph-'));
  writeWebGraph(folder, graph, { name: 'town-domain' });
  await loadWorlds(index, 'town', captured);
  await loadWorlds(index, 'later', [pageCapture(`https://${second}/a`, [], { day: 30 })]);
});
afterAll(async () => {
  await index[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function walked(input: Record<string, unknown>, limit: number): Promise<ReferringDomain[]> {
  const rows: ReferringDomain[] = [];
  const totals = new Set<number>();
  let cursor: string | null = null;
  do {
    const answer: Answer = await index.ask('referring-domains', { target, limit, ...input, ...(cursor !== null && { cursor }) });
    rows.push(...answer.rows);
    totals.add(answer.total);
    ({ cursor } = answer);
  } while (cursor !== null);
  expect([...totals]).toEqual([rows.length]);
  return rows;
}

function asking(): Asking {
  const release = liveRelease(index.accounts);
  if (release === null) throw new Error('there is no release');
  return { engine: index.engine, accounts: index.accounts, release };
}

/** The release's own scores, as it tells them. */
async function ownScores(): Promise<Map<string, number>> {
  const rows = await index.engine.ask<{ domain: string; authority: number }>(
    sql`SELECT domain, authority FROM ${tableOf('domains', liveRelease(index.accounts)?.id ?? 0)}`,
  );
  return new Map(rows.map(({ domain, authority }) => [domain, authority]));
}

/** METRICS section 1.5: 100 · ln(r / r0) / ln(r1 / r0), r as multiples of the average, r0 of a node nobody links to, r1 of the top twenty and at least 1,000. */
function graphScore(name: string): number {
  const r = (position: number): number => nodes * Number(pageRankAt(position, nodes));
  const top = Math.exp(Array.from({ length: 20 }, (_, i) => Math.log(r(i + 1))).reduce((a, b) => a + b) / 20);
  return Math.round((100 * Math.log(r(rankOf(name)) / r(nodes))) / Math.log(Math.max(top, 1_000) / r(nodes)));
}

describe('without a web graph', () => {
  it('rows are those of the index, and nothing is said of a graph', async () => {
    await index.refresh();
    const answer = await index.ask<Answer>('referring-domains', { target });
    expect(answer.rows.map((row) => [row.evidence, row.webgraph])).toEqual(Array.from({ length: 3 }, () => ['index', null]));
    expect(answer.coverage.webgraph).toBeNull();
    expect(await index.ask('summary', { target })).toMatchObject({ referring_domains_webgraph: null, webgraph: null });
    const asking = {
      engine: index.engine,
      accounts: index.accounts,
      release: liveRelease(index.accounts) ?? (await index.refresh()).release,
    };
    expect(await referringDomainsOfGraph(asking, target, 5)).toBeNull();
  });
});

describe('with the web graph of the town', () => {
  const built: boolean[] = [];
  beforeAll(async () => {
    await index.importWebGraph(folder);
    built.push((await index.refresh()).built, (await index.refresh()).built);
  });

  it('a new graph is reason for a new release, and the same one for none', () => {
    expect(built).toEqual([true, false]);
  });

  it('domains that only the graph knows stand beside those of the index, each once, in one order over all pages', async () => {
    const own = await ownScores();
    const expected = [
      ...[first, 'unheard-of.example', 'anna.blogspot.com'].map((domain) => ({ domain, authority: own.get(domain) ?? -1, graph: false })),
      ...onlyInGraph.map((domain) => ({ domain, authority: own.get(domain) ?? graphScore(domain), graph: true })),
    ].sort(
      (a, b) =>
        b.authority - a.authority ||
        Number(a.graph) - Number(b.graph) ||
        (a.graph ? rankOf(a.domain) - rankOf(b.domain) : a.domain < b.domain ? -1 : 1),
    );
    expect(onlyInGraph.length).toBeGreaterThan(100);
    for (const limit of [1_000, 7, 1]) {
      const rows = await walked({}, limit);
      expect(rows.map((row) => ({ domain: row.domain, authority: row.domain_authority, graph: row.evidence === 'webgraph' }))).toEqual(
        expected,
      );
    }
  });

  it('a row says where the domain stands in the graph, and nothing of links that nobody saw', async () => {
    const rows = await walked({}, 1_000);
    const byDomain = new Map(rows.map((row) => [row.domain, row]));
    for (const domain of onlyInGraph) {
      expect(byDomain.get(domain)).toMatchObject({
        webgraph: { rank: rankOf(domain), harmonic_rank: 1 + nodes - rankOf(domain) },
        backlinks: null,
        referring_pages: null,
        first_seen: null,
        state: 'live',
      });
    }
    expect(byDomain.get(first)).toMatchObject({ evidence: 'index', backlinks: 1, webgraph: { rank: rankOf(first) } });
    expect(byDomain.get('unheard-of.example')?.webgraph).toBeNull();
    expect(byDomain.get('anna.blogspot.com')?.webgraph).toBeNull();
    expect(byDomain.has('blogspot.com')).toBe(false);
  });

  it.each([
    ['evidence of the index', { evidence: 'index' }, (row: ReferringDomain) => row.evidence === 'index'],
    ['evidence of the graph', { evidence: 'webgraph' }, (row: ReferringDomain) => row.evidence === 'webgraph'],
    ['followed links, of which the graph knows nothing', { followed: true }, (row: ReferringDomain) => row.evidence === 'index'],
    ['the lowest authority', { authority_min: 20 }, (row: ReferringDomain) => (row.domain_authority ?? -1) >= 20],
    ['the highest authority', { authority_max: 12 }, (row: ReferringDomain) => (row.domain_authority ?? 101) <= 12],
    ['a class', { source_class: 'news' }, (row: ReferringDomain) => row.source_class === 'news'],
    ['domains', { source_domain: [third, first] }, (row: ReferringDomain) => row.domain === third || row.domain === first],
  ])('a filter by %s shows what matches', async (_, input, matches) => {
    const all = await walked({}, 1_000);
    const expected = all.filter(matches);
    expect(expected.length).toBeGreaterThan(0);
    for (const limit of [1_000, 3]) expect(await walked(input, limit)).toEqual(expected);
  });

  const byDomain = (a: ReferringDomain, b: ReferringDomain): number => (a.domain < b.domain ? -1 : 1);
  /** What is unknown stands below everything. */
  const figure = (value: number | null): number => value ?? -1;

  it.each([
    ['backlinks,desc', (a, b) => figure(b.backlinks) - figure(a.backlinks) || byDomain(a, b)],
    ['backlinks,asc', (a, b) => figure(a.backlinks) - figure(b.backlinks) || byDomain(a, b)],
    ['domain,desc', (a, b) => byDomain(b, a)],
    [
      ['followed_backlinks,desc', 'domain_authority,asc', 'domain,desc'],
      (a, b) =>
        figure(b.followed_backlinks) - figure(a.followed_backlinks) ||
        figure(a.domain_authority) - figure(b.domain_authority) ||
        byDomain(b, a),
    ],
  ] as [string | string[], (a: ReferringDomain, b: ReferringDomain) => number][])('in the order of %s', async (order, compare) => {
    const expected = (await walked({}, 1_000)).sort(compare);
    for (const limit of [1_000, 9]) expect(await walked({ order }, limit)).toEqual(expected);
  });

  it.each([
    ['name', { having: ['domain', 'like', '%-1%'] }, (row) => row.domain.includes('-1'), 'conditions'],
    ['authority', { having: ['domain_authority', '>', 20] }, (row) => figure(row.domain_authority) > 20, 'conditions'],
    ['what is known of links', { having: ['backlinks', '>=', 1] }, (row) => row.evidence === 'index', 'conditions'],
    ['what is not', { having: ['first_seen', '=', null] }, (row) => row.evidence === 'webgraph', null],
    ['a negation, which holds of what is unknown', { having: ['backlinks', '<>', 1] }, (row) => row.backlinks !== 1, null],
    ['state', { having: ['state', '=', 'live'] }, () => true, null],
    ['class of the linking domain', { filters: ['source_class', '=', 'news'] }, (row) => row.source_class === 'news', 'conditions'],
    [
      'name or authority of the linking domain',
      { filters: [['domain_authority', '<', 12], 'or', ['source_domain', '=', 'site-1.example']] },
      (row) => (row.domain_authority !== null && row.domain_authority < 12) || row.domain === 'site-1.example',
      'conditions',
    ],
    ['anchors, which a graph does not know', { filters: ['anchor', '<>', 'x'] }, (row) => row.evidence === 'index', 'links'],
    ['followed links', { followed: true }, (row) => row.evidence === 'index', 'links'],
    ['the lowest authority', { authority_min: 20 }, (row) => figure(row.domain_authority) >= 20, 'conditions'],
    ['nothing', {}, () => true, null],
  ] as [string, object, (row: ReferringDomain) => boolean, string | null][])(
    'conditions on %s choose among both, and the left out are told',
    async (_, input, matches, because) => {
      const all = await walked({}, 1_000);
      const expected = all.filter(matches).sort(byDomain);
      const found = await walked({ ...input }, 8);
      expect(found.sort(byDomain)).toEqual(expected);
      const answer = await index.ask<{ webgraph_left_out: unknown }>('referring-domains', { target, ...input, limit: 1 });
      const left = onlyInGraph.length - expected.filter(({ evidence }) => evidence === 'webgraph').length;
      const told = { domains: left, because, reason: expect.any(String) as unknown };
      expect(answer.webgraph_left_out).toEqual(because === null ? null : told);
      expect(left === 0).toBe(because === null);
    },
  );

  it('those of one kind in any order', async () => {
    const all = await walked({}, 1_000);
    for (const evidence of ['index', 'webgraph']) {
      const expected = all.filter((row) => row.evidence === evidence).sort(byDomain);
      expect(await walked({ evidence, order: 'domain,asc' }, 11)).toEqual(expected);
    }
  });

  it('what was said of a domain stands beside it and chooses, whoever knows it', async () => {
    const all = await walked({}, 1_000);
    setVerdicts(index.accounts, [
      { kind: 'domain', name: third, target: '', verdict: 'disavowed', tag: null, note: null },
      { kind: 'domain', name: first, target, verdict: 'disavowed', tag: 'mailed', note: null },
    ]);
    const judged = (await walked({ verdict: 'disavowed' }, 1_000)) as (ReferringDomain & { verdict: string | null })[];
    expect(new Map(judged.map(({ domain, verdict, evidence }) => [domain, [verdict, evidence]]))).toEqual(
      new Map([
        [third, ['disavowed', 'webgraph']],
        [first, ['disavowed', 'index']],
      ]),
    );
    expect((await walked({ verdict: 'none' }, 1_000)).map(({ domain }) => domain)).toEqual(
      all.map(({ domain }) => domain).filter((domain) => domain !== first && domain !== third),
    );
    setVerdicts(
      index.accounts,
      [
        { name: third, target: '' },
        { name: first, target },
      ].map((said) => ({ ...said, kind: 'domain' as const, verdict: null, tag: null, note: null })),
    );
  });

  it('lost links are of the index alone', async () => {
    expect(await walked({ state: 'lost' }, 1_000)).toEqual([expect.objectContaining({ domain: second, state: 'lost', evidence: 'index' })]);
  });

  it('few rows and scanned rows give the same list', async () => {
    const scanned = await referringDomains.run({ ...asking(), fewRowsMax: 0 }, referringDomains.input.parse({ target, limit: 1_000 }));
    expect(await index.ask('referring-domains', { target, limit: 1_000 })).toEqual(scanned);
  });

  it('a summary counts them, and says where the target stands', async () => {
    expect(await index.ask('summary', { target })).toMatchObject({
      referring_domains: 3,
      referring_domains_webgraph: onlyInGraph.length,
      webgraph: { rank: 3, harmonic_rank: nodes - 2 },
      coverage: { status: 'found', webgraph: { name: 'town-domain', level: 'domain', looked: true, targets: null } },
    });
  });

  it('a domain that the graph does not hold was looked for; a host, a page and a tenant of a shared host were not', async () => {
    const nobody = await index.ask<Answer>('referring-domains', { target: 'nobody-links.example' });
    expect(nobody).toMatchObject({ total: 0, coverage: { status: 'looked_not_found', webgraph: { looked: true } } });
    for (const [name, note] of [
      [`blog.${target}`, 'no hosts'],
      [`https://${target}/page`, 'no pages'],
      ['bert.blogspot.com', 'all of blogspot.com as one domain'],
    ] as const) {
      const answer = await index.ask<Answer>('referring-domains', { target: name });
      expect(answer.coverage.webgraph).toMatchObject({ looked: false, note: expect.stringContaining(note) as string });
      expect(await index.ask('summary', { target: name })).toMatchObject({ referring_domains_webgraph: null });
    }
    expect((await index.ask<Answer>('referring-domains', { target: 'blogspot.com' })).coverage.webgraph?.looked).toBe(true);
  });

  it('the strongest that only the graph knows are given to who wants to look closer', async () => {
    const found = await referringDomainsOfGraph(asking(), target, 5);
    const rows = await walked({ evidence: 'webgraph' }, 1_000);
    expect(found).toEqual(rows.slice(0, 5).map(({ domain, domain_authority, webgraph }) => ({ domain, domain_authority, webgraph })));
  });

  it('held to targets it gives the same answer for them, and says of others that it did not look', async () => {
    const whole = await walked({}, 1_000);
    const targets = join(folder, 'targets.txt');
    writeFileSync(targets, `${target}, ${third}\n`);
    await index.importWebGraph(folder, { targets });
    await index.refresh();
    expect(await walked({}, 1_000)).toEqual(whole);
    const other = onlyInGraph.find((name) => name !== third) ?? '';
    const answer = await index.ask<Answer>('referring-domains', { target: other });
    expect(answer).toMatchObject({
      total: 0,
      coverage: { webgraph: { looked: false, targets: 2, note: expect.stringContaining('was not one of them') as string } },
    });
    expect(await index.ask('summary', { target: other })).toMatchObject({ referring_domains_webgraph: null });
  });

  it('goes when no kept release answers from it', async () => {
    const graphs = async (): Promise<number[]> =>
      (await index.engine.ask<{ graph: number }>(sql`SELECT DISTINCT graph FROM webgraph_nodes ORDER BY graph`)).map(({ graph: id }) => id);
    expect(await graphs()).toEqual([1, 2]);
    // Cursors that were followed above hold their releases.
    index.accounts.prepare('DELETE FROM leases').run();
    for (let i = 0; i < limits.releasesKept; i++) await index.refresh(true);
    expect(await graphs()).toEqual([2]);
    expect(webGraphById(index.accounts, 2)).toMatchObject({ targets: 2 });
    expect(() => webGraphById(index.accounts, 1)).toThrow('which is gone');
  });
});
