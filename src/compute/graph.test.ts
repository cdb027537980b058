import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadWorlds, pageCapture } from '../../test/conformance/worlds.ts';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import { plainWeightedRank, type WeighedEdge } from '../../test/weighted-rank.ts';
import { flag } from '../model/link.ts';
import { sql } from '../store/literal.ts';
import { liveRelease, tableOf } from '../store/releases.ts';

/**
 * paper.example   links to shop.example/ and shop.example/b, followed, from two pages; one of them was lost later
 * blog.example    links to shop.example/ with nofollow, and to paper.example
 * foot.example    links to shop.example/ with one anchor from 24 of its 25 pages, wide.example from 19
 */
const foot = Array.from({ length: 25 }, (_, i) =>
  pageCapture(
    `https://foot.example/${i}`,
    i === 24 ? [] : i < 19 ? ['https://shop.example/', 'https://wide.example/'] : ['https://shop.example/'],
    {
      anchor: 'our sponsor',
    },
  ),
);
const captures = [
  pageCapture('https://paper.example/1', ['https://shop.example/', 'https://shop.example/b']),
  pageCapture('https://paper.example/2', ['https://shop.example/', 'https://blog.example/']),
  pageCapture('https://paper.example/2', ['https://blog.example/'], { day: 30 }),
  pageCapture('https://blog.example/', ['https://shop.example/'], { rel: flag.nofollow }),
  pageCapture('https://blog.example/a', ['https://paper.example/']),
  // Pages by which a site can be reached; one is gone.
  pageCapture('https://blog.example/about/Contact-Us.html?from=menu', []),
  pageCapture('https://paper.example/contact', []),
  pageCapture('https://paper.example/contact', [], { proof: 'gone', day: 9 }),
  pageCapture('https://paper.example/submit-your-news/', []),
  ...foot,
];

let index: TestIndex;
let release: number;
beforeAll(async () => {
  index = await throwawayIndex();
  await loadWorlds(index, 'town', captures);
  await index.refresh();
  release = liveRelease(index.accounts)?.id ?? 0;
});
afterAll(async () => index[Symbol.asyncDispose]());

it('an edge counts the links between two domains, live and lost, followed and ranked, and the pages they stand on', async () => {
  const rows = await index.engine.ask(
    sql`SELECT source_domain, target_domain, live, lost, followed, ranked, ranked_pages, live_pages, pages, lost_at FROM ${tableOf('domain_edges', release)} ORDER BY target_domain, source_domain`,
  );
  const row = (source: string, target: string, counts: readonly (number | null)[]): Record<string, unknown> => ({
    source_domain: source,
    target_domain: target,
    ...Object.fromEntries(
      ['live', 'lost', 'followed', 'ranked', 'ranked_pages', 'live_pages', 'pages'].map((name, i) => [name, counts[i]]),
    ),
    lost_at: null,
  });
  expect(rows).toEqual([
    row('paper.example', 'blog.example', [1, 0, 1, 1, 1, 1, 1]),
    row('blog.example', 'paper.example', [1, 0, 1, 1, 1, 1, 1]),
    row('blog.example', 'shop.example', [1, 0, 0, 0, 0, 1, 1]),
    row('foot.example', 'shop.example', [24, 0, 24, 24, 1, 24, 24]),
    row('paper.example', 'shop.example', [2, 1, 2, 2, 2, 1, 2]),
    row('foot.example', 'wide.example', [19, 0, 19, 19, 1, 19, 19]),
  ]);
});

it('an edge tells links that only rel keeps from ranking, and followed links in content', async () => {
  const rows = await index.engine.ask<Record<string, unknown>>(
    sql`SELECT source_domain, target_domain, ranked, rankable, content FROM ${tableOf('domain_edges', release)} WHERE target_domain = 'shop.example' ORDER BY source_domain`,
  );
  expect(rows.map((row) => Object.values(row))).toEqual([
    ['blog.example', 'shop.example', 0, 1, 0],
    ['foot.example', 'shop.example', 24, 24, 24],
    ['paper.example', 'shop.example', 2, 2, 2],
  ]);
});

it('the edges stand in the order of their sources too', async () => {
  const columns = sql`source_domain, target_domain, live, lost, followed, first_seen, last_seen, lost_at`;
  const both = await Promise.all(
    ['domain_edges', 'domain_targets'].map((table) =>
      index.engine.ask(sql`SELECT ${columns} FROM ${tableOf(table, release)} ORDER BY source_domain, target_domain`),
    ),
  );
  expect(both[1]).toEqual(both[0]);
  expect(both[1]).toHaveLength(6);
});

it('a site-wide anchor says how many links of its edge it is', async () => {
  const rows = await index.engine.ask<{ followed: number; content: number }>(
    sql`SELECT followed, content FROM ${tableOf('sitewide', release)} WHERE edge = cityHash64('shop.example', 'foot.example')`,
  );
  expect(rows).toEqual([{ followed: 24, content: 24 }]);
});

it('a domain has the addresses by which it can be asked, unless they are gone', async () => {
  const rows = await index.engine.ask<{ domain: string; contact_url: string; submission_url: string }>(
    sql`SELECT domain, contact_url, submission_url FROM ${tableOf('domains', release)} WHERE domain IN ('blog.example', 'paper.example', 'shop.example') ORDER BY domain`,
  );
  expect(rows).toEqual([
    { domain: 'blog.example', contact_url: 'https://blog.example/about/Contact-Us.html?from=menu', submission_url: '' },
    { domain: 'paper.example', contact_url: '', submission_url: 'https://paper.example/submit-your-news/' },
    { domain: 'shop.example', contact_url: '', submission_url: '' },
  ]);
});

it('a domain has the counts of its edges and of its captures', async () => {
  const rows = await index.engine.ask(
    sql`SELECT domain, pages_captured, referring_domains, followed_referring_domains, referring_domains_ever, backlinks_live, backlinks_lost, linked_domains
        FROM ${tableOf('domains', release)} ORDER BY domain`,
  );
  expect(rows.map((row) => Object.values(row))).toEqual([
    ['blog.example', 3, 1, 1, 1, 1, 0, 2],
    ['foot.example', 25, 0, 0, 0, 0, 0, 2],
    ['paper.example', 4, 1, 1, 1, 1, 0, 2],
    ['shop.example', 0, 3, 2, 3, 27, 1, 0],
    ['wide.example', 0, 1, 1, 1, 19, 0, 0],
  ]);
});

const names = ['blog', 'foot', 'paper', 'shop', 'wide'];
const edge = (source: string, target: string, weight: number): WeighedEdge => [names.indexOf(source), names.indexOf(target), weight];
/** One link weighs 1, two links 1.25, links on 19 pages twice as much, and the site-wide anchor of foot.example 0.3 (in units of 1/1024). */
const followedEdges = [
  edge('blog', 'paper', 1),
  edge('foot', 'shop', 307 / 1024),
  edge('foot', 'wide', 2),
  edge('paper', 'blog', 1),
  edge('paper', 'shop', 1.25),
];

describe('rank', () => {
  it('flows over followed live links only, by their weights', async () => {
    const rows = await index.engine.ask<{ domain: string; rank: number; contribution: number; position: number }>(
      sql`SELECT domain, rank, contribution, position FROM ${tableOf('domains', release)} ORDER BY domain`,
    );
    const { rank, given } = plainWeightedRank(5, followedEdges);
    expect(rows.map(({ domain }) => domain)).toEqual(names.map((name) => `${name}.example`));
    for (const [i, row] of rows.entries()) {
      expect(row.rank).toBeCloseTo(rank[i] ?? 0, 6);
      expect(row.contribution).toBeCloseTo(given[i] ?? 0, 6);
      expect(row.position).toBe(1 + rank.filter((other) => other > (rank[i] ?? 0) + 1e-9).length);
    }
  });

  it('is also known as if rel were ignored', async () => {
    const rows = await index.engine.ask<{ domain: string; any_rel_rank: number; any_rel_contribution: number }>(
      sql`SELECT domain, any_rel_rank, any_rel_contribution FROM ${tableOf('domains', release)} ORDER BY domain`,
    );
    const { rank, given } = plainWeightedRank(5, [...followedEdges, edge('blog', 'shop', 1)]);
    for (const [i, row] of rows.entries()) {
      expect(row.any_rel_rank).toBeCloseTo(rank[i] ?? 0, 6);
      expect(row.any_rel_contribution).toBeCloseTo(given[i] ?? 0, 6);
    }
  });

  it('of a domain is split evenly over the pages it links to; nofollow gives none', async () => {
    const { given } = plainWeightedRank(5, followedEdges);
    const gift = (source: string, weight: number): number => (given[names.indexOf(source)] ?? 0) * weight;
    const pages = await index.engine.ask<{ page_key: string; inflow: number; live: number; referring_domains: number }>(
      sql`SELECT page_key, inflow, live, referring_domains FROM ${tableOf('pages', release)} ORDER BY page_key`,
    );
    const page = (page_key: string, inflow: number, live: number, referring_domains: number): Record<string, unknown> => ({
      page_key,
      inflow: expect.closeTo(inflow, 6) as number,
      live,
      referring_domains,
    });
    expect(pages).toEqual([
      page('example,blog)/', gift('paper', 1), 1, 1),
      page('example,paper)/', gift('blog', 1), 1, 1),
      page('example,shop)/', gift('foot', 307 / 1024) + gift('paper', 1.25) / 2, 26, 3),
      page('example,shop)/b', gift('paper', 1.25) / 2, 1, 1),
      page('example,wide)/', gift('foot', 2), 19, 1),
    ]);
  });
});

it('a link is site-wide on at least 20 pages and 30 % of the domain', async () => {
  const rows = await index.engine.ask(sql`SELECT pages FROM ${tableOf('sitewide', release)}`);
  expect(rows).toEqual([{ pages: 24 }]);
  const { rows: links } = await index.ask<{ rows: { source_domain: string; sitewide: boolean }[] }>('list', {
    target: 'shop.example',
    limit: 100,
  });
  expect(links.filter(({ sitewide }) => sitewide).map(({ source_domain }) => source_domain)).toEqual(
    foot.slice(0, 24).map(() => 'foot.example'),
  );
  const wide = await index.ask<{ rows: { sitewide: boolean }[] }>('list', { target: 'wide.example' });
  expect(wide.rows.some(({ sitewide }) => sitewide)).toBe(false);
});

it('the release says what it holds', () => {
  expect(liveRelease(index.accounts)).toMatchObject({
    asOf: new Date('2026-01-31T00:00:00Z'),
    facts: {
      crawls: ['town'],
      pages_captured: 32,
      domains_captured: 3,
      captures: 34,
      domains: 5,
      backlinks_live: 48,
      backlinks_lost: 1,
      oldest_capture: '2026-01-01T00:00:00Z',
      newest_capture: '2026-01-31T00:00:00Z',
      authority: { nodes: 5 },
      built_from: { release: null, pages_recomputed: 32 },
    },
  });
});
