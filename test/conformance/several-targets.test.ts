import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neededForMedian, neededForTop } from '../../src/compute/needed.ts';
import { sql } from '../../src/store/literal.ts';
import { tableOf } from '../../src/store/releases.ts';
import { throwawayIndex, type TestIndex } from '../test-index.ts';
import { holdingsOf, type Holdings } from './answers-reference.ts';
import type { Named } from './overlap-reference.ts';
import { bulkCounts, inflow, sourcesOf, standing } from './several-targets-reference.ts';
import { crowdedWorld, hubWorld, loadWorlds } from './worlds.ts';

const captures = [...crowdedWorld(300, 9), ...hubWorld(2_200, 6)];
const names = [...Array.from({ length: 9 }, (_, i) => `crowd-${i}.example`), 'of-3.example', 'hub.example', 'nobody-links.example'];
const domains: readonly Named[] = names.map((domain) => ({ text: domain, domain, matches: (row) => row.target_domain === domain }));
const targets: readonly Named[] = [
  ...domains,
  { text: 'blog.crowd-2.example', domain: 'crowd-2.example', matches: (row) => row.target_key.startsWith('example,crowd-2,blog)') },
  { text: 'blog.hub.example', domain: 'hub.example', matches: (row) => row.target_key.startsWith('example,hub,blog)') },
  { text: 'crowd-0.example/shop/*', domain: 'crowd-0.example', matches: (row) => row.target_key.startsWith('example,crowd-0)/shop/') },
  { text: 'hub.example/shop/*', domain: 'hub.example', matches: (row) => row.target_key.startsWith('example,hub)/shop/') },
  { text: 'https://crowd-1.example/', domain: 'crowd-1.example', matches: (row) => row.target_key === 'example,crowd-1)/' },
  { text: 'https://hub.example/', domain: 'hub.example', matches: (row) => row.target_key === 'example,hub)/' },
];
const texts = (some: readonly Named[]): string[] => some.map(({ text }) => text);

describe('figures of several targets', () => {
  let index: TestIndex;
  let held: Holdings;

  beforeAll(async () => {
    index = await throwawayIndex({ onePartitionLinksMax: 0 });
    for (const batch of [0, 1]) {
      await loadWorlds(
        index,
        `batch-${batch}`,
        captures.filter((seen) => seen.batch === batch),
      );
    }
    const { release } = await index.refresh();
    held = await holdingsOf(index, release, captures);
  }, 120_000);
  afterAll(async () => index[Symbol.asyncDispose]());

  it('bulk counts as the rows say, large targets and small', async () => {
    const { rows } = await index.ask<{ rows: Record<string, unknown>[] }>('bulk', {
      targets: texts(targets),
      figures: ['ranks', 'counts', 'new_lost'],
    });
    expect(rows).toHaveLength(targets.length);
    for (const [i, target] of targets.entries()) {
      const counts = bulkCounts(held, target);
      const page = target.text.startsWith('https:') ? (held.rows.find(target.matches)?.target_key ?? '') : null;
      const authority = page === null ? held.authorities.get(target.domain) : held.pageAuthorities.get(page);
      expect(rows[i]).toMatchObject({
        target: target.text,
        status: held.rows.some(target.matches) ? 'found' : 'looked_not_found',
        authority: authority ?? null,
        ...counts,
      });
    }
    const plain = await index.ask<{ rows: Record<string, unknown>[] }>('bulk', { targets: texts(targets), figures: ['counts'] });
    expect(plain.rows.map(({ backlinks, referring_domains: linking }) => [backlinks, linking])).toEqual(
      targets.map((target) => [bulkCounts(held, target)['backlinks'], bulkCounts(held, target)['referring_domains']]),
    );
    expect(plain.rows[0]).toMatchObject({ authority: null, new_backlinks_30d: null });
  });

  it('compare shows summaries and what is shared', async () => {
    const some = targets.slice(6, 16);
    const answer = await index.ask<{ rows: Record<string, unknown>[]; pairs: { targets: [string, string]; shared_domains: number }[] }>(
      'compare',
      {
        targets: texts(some),
      },
    );
    const sources = new Map(some.map((target) => [target.text, sourcesOf(held, target)]));
    const of = (text: string): Set<string> => sources.get(text) ?? new Set();
    for (const [i, target] of some.entries()) {
      const summary = await index.ask('summary', { target: target.text });
      const others = some.filter((other) => other !== target).map(({ text }) => of(text));
      expect(answer.rows[i]).toMatchObject({
        target: target.text,
        authority: summary['authority'],
        backlinks_total: summary['backlinks_total'],
        referring_ips: summary['referring_ips'],
        lost_referring_domains_90d: summary['lost_referring_domains_90d'],
        only_here: [...of(target.text)].filter((source) => others.every((other) => !other.has(source))).length,
      });
    }
    expect(answer.pairs).toEqual(
      some.flatMap((one, i) =>
        some.slice(i + 1).map((other) => ({
          targets: [one.text, other.text],
          shared_domains: [...of(one.text)].filter((source) => of(other.text).has(source)).length,
        })),
      ),
    );
  });

  it('needed stands on the bands of the rows', async () => {
    const [target, ...competitors] = [targets[1], targets[2], targets[3], targets[12], targets[16], targets[10]].filter(
      (one) => one !== undefined,
    );
    if (target === undefined) throw new Error('there is a target');
    const answer = await index.ask<Record<string, unknown> & { standings: Record<string, unknown>[] }>('needed', {
      target: target.text,
      competitors: texts(competitors),
      months: 6,
    });
    const counted = [target, ...competitors].map((one) => standing(held, one));
    for (const [i, { bands, gained, lost }] of counted.entries()) {
      expect(answer.standings[i]).toMatchObject({
        followed_referring_domains: bands.reduce((sum, count) => sum + count, 0),
        by_band: bands.map((count) => expect.objectContaining({ domains: count }) as unknown),
        gained_90d: gained,
        lost_90d: lost,
        monthly: ((gained - lost) * 30) / 90,
      });
    }
    const standings = counted.map(({ bands, gained, lost }) => ({ bands, monthly: ((gained - lost) * 30) / 90 }));
    const [own = { bands: [], monthly: 0 }, ...others] = standings;
    expect(answer).toMatchObject({
      to_median: { domains: neededForMedian(own, others, 6).domains },
      to_top: { domains: neededForTop(own, others, 6).domains },
    });
  });

  it('follow-value sums what arrives, with rel and without', async () => {
    const gifts = await index.engine.ask<{ domain: string; gift: number; authority: number }>(
      sql`SELECT domain, any_rel_contribution AS gift, any_rel_authority AS authority FROM ${tableOf('domains', held.release.id)}`,
    );
    const giftOf = new Map(gifts.map(({ domain, gift }) => [domain, gift]));
    for (const { domain } of domains) {
      const flows = inflow(held, domain, giftOf);
      const total = flows.reduce((sum, { given }) => sum + given, 0);
      const followed = flows.filter((flow) => flow.followed).reduce((sum, { given }) => sum + given, 0);
      const left = flows.filter((flow) => !flow.followed).sort((a, b) => b.given - a.given || (a.source < b.source ? -1 : 1));
      const answer = await index.ask<{ followed_share: number | null; not_followed: { domain: string; share: number }[] }>('follow-value', {
        target: domain,
      });
      expect(answer).toMatchObject({
        authority: held.authorities.get(domain) ?? null,
        authority_if_rel_ignored: gifts.find((row) => row.domain === domain)?.authority ?? null,
        ranking_domains: flows.length,
        ranking_domains_followed: flows.filter((flow) => flow.followed).length,
      });
      expect(answer.followed_share === null).toBe(total === 0);
      expect(answer.followed_share ?? 0).toBeCloseTo(total === 0 ? 0 : followed / total, 6);
      expect(answer.not_followed.map((row) => row.domain)).toEqual(left.slice(0, 10).map(({ source }) => source));
      for (const [i, { share }] of answer.not_followed.entries()) expect(share).toBeCloseTo((left[i]?.given ?? 0) / total, 6);
    }
  });
});
