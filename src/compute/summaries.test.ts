import { afterAll, beforeAll, expect, it } from 'vitest';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import { sql } from '../store/literal.ts';
import { openRelease, tableOf } from '../store/releases.ts';
import { limits } from '../base/limits.ts';
import { bucketOf } from '../model/host.ts';
import { keepAnswersReady, placesKept } from './summaries.ts';

const asOf = new Date('2026-10-31T00:00:00Z');
const { keptReadyAbove } = limits;
const many = placesKept + 500;
let index: TestIndex;
let release: number;

/** Links from pages of ten domains to a large site, and to a host of it and a site that have as many as are still too few. */
beforeAll(async () => {
  index = await throwawayIndex();
  release = await openRelease(index.engine, index.accounts, 1, 64);
  const backlinks = (target: string, domain: string, count: number): Promise<void> =>
    index.engine.run(
      sql`INSERT INTO ${tableOf('backlinks', release)} (bucket, target_key, source_key, target_domain, source_domain, anchor, first_seen, links_count)
          SELECT ${bucketOf(domain)}, ${target}, concat('example,source-', toString(number % 10), ')/', toString(number)), ${domain},
            concat('source-', toString(number % 10), '.example'), concat('anchor ', toString(number % 1200)), ${asOf}, 1
          FROM numbers(${count})`,
    );
  await backlinks('example,large)/', 'large.example', many);
  await backlinks('example,large,small)/a', 'large.example', keptReadyAbove);
  await backlinks('example,small)/', 'small.example', keptReadyAbove);
  await index.engine.run(
    sql`INSERT INTO ${tableOf('domains', release)} (domain, hash, backlinks_live) SELECT target_domain AS domain, cityHash64(domain), count() FROM ${tableOf('backlinks', release)} GROUP BY domain`,
  );
  await keepAnswersReady(index.engine, release, asOf, (statement) => index.engine.run(statement));
});
afterAll(async () => index[Symbol.asyncDispose]());

it('answers are kept ready for targets with more than so many backlinks, and for no others', async () => {
  const rows = await index.engine.ask(sql`SELECT scope, target, found FROM ${tableOf('large_targets', release)} ORDER BY scope, target`);
  expect(rows).toEqual([
    { scope: 'domain', target: 'large.example', found: many + keptReadyAbove },
    { scope: 'host', target: 'example,large)', found: many },
    { scope: 'page', target: 'example,large)/', found: many },
  ]);
});

it.each(['top_backlinks', 'top_anchors', 'top_domains'])('%s keeps the first places of each target, numbered from one', async (table) => {
  const rows = await index.engine.ask<{ places: number; first: number; last: number }>(
    sql`SELECT count() AS places, min(place) AS first, max(place) AS last FROM ${tableOf(table, release)} GROUP BY bucket, scope, target ORDER BY scope`,
  );
  const places = table === 'top_domains' ? 10 : placesKept;
  expect(rows).toEqual([1, 2, 3].map(() => ({ places, first: 1, last: places })));
});

it('a summary is kept for each, as JSON with exact counts', async () => {
  const rows = await index.engine.ask<{ scope: string; summary: string }>(
    sql`SELECT scope, summary FROM ${tableOf('summaries', release)} ORDER BY scope`,
  );
  expect(rows.map(({ scope, summary }) => [scope, JSON.parse(summary) as unknown])).toMatchObject([
    ['domain', { live: many + keptReadyAbove, pages: many, domains: 10, by_tld: [['example'], [many + keptReadyAbove]] }],
    ['host', { live: many, domains: 10 }],
    ['page', { live: many, domains: 10, hosts: 10, kind_anchor: many }],
  ]);
});
