import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleTarget, writeSampleWeb } from '../../sample/sample-web.ts';
import { farmDomains, farmShop } from '../../sample/town/link-farm.ts';
import { attackedDomain } from '../../sample/town/spam-attack.ts';
import type { SampleTruth, TruthLink } from '../../sample/truth.ts';
import { parseDisavow } from '../../src/model/disavow.ts';
import { urlKey } from '../../src/model/url.ts';
import type { Backlink } from '../../src/query/shapes.ts';
import { setVerdicts } from '../../src/store/verdicts.ts';
import { throwawayIndex, type TestIndex } from '../test-index.ts';

let folder = '';
let truth: SampleTruth;
let index: TestIndex;
let targets: readonly string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'openbacklinks-sample-'));
  truth = await writeSampleWeb(folder);
  targets = [...new Set(truth.links.map(({ target }) => target.domain))].sort();
  index = await throwawayIndex();
  await index.ingest(truth.files);
  await index.refresh();
}, 240_000);

afterAll(async () => {
  await index[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** Asks about every target, several at a time as callers do. */
async function each<T>(question: (target: string) => Promise<T>): Promise<T[]> {
  return Promise.all(targets.map(question));
}

type Told = Pick<
  Backlink,
  | 'source_url'
  | 'target_url'
  | 'kind'
  | 'anchor'
  | 'followed'
  | 'first_seen'
  | 'last_seen'
  | 'state'
  | 'lost_at'
  | 'lost_reason'
  | 'lost_confirmations'
>;

/** What both sides say of a link, as one line. Addresses are compared by key: a row may show any way of writing its target. */
function line(told: Told): string {
  const { source_url, target_url, kind, anchor, followed, first_seen, last_seen, state, lost_at, lost_reason, lost_confirmations } = told;
  const times = [first_seen, last_seen, lost_at].map((time) => (time === null ? '-' : new Date(time).toISOString()));
  return [urlKey(source_url), urlKey(target_url), kind, anchor, followed, ...times, state, lost_reason ?? 'none', lost_confirmations].join(
    ' ',
  );
}

function planned(link: TruthLink): string {
  const { source, target, firstSeen, lastSeen, lostAt, lostReason, lostConfirmations, ...same } = link;
  return line({
    ...same,
    source_url: source.href,
    target_url: target.href,
    first_seen: iso(firstSeen),
    last_seen: iso(lastSeen),
    lost_at: lostAt === null ? null : iso(lostAt),
    lost_reason: lostReason === 'none' ? null : lostReason,
    lost_confirmations: lostConfirmations,
  });
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

describe('the index of the sample web', { timeout: 240_000 }, () => {
  it('has every link of the plan and no other, each in its state, with its dates, reason and proofs', async () => {
    await each(async (target) => {
      const { rows, total } = await index.ask<{ rows: Backlink[]; total: number }>('list', { target, state: 'all', limit: 1000 });
      const links = truth.linksTo(target);
      expect(total).toBe(links.length);
      expect(rows.map(line).sort()).toEqual(links.map(planned).sort());
    });
  });

  it('counts for every target what the plan counts', async () => {
    await each(async (target) => {
      const counts = truth.countsOf(target);
      expect(await index.ask('summary', { target })).toMatchObject({
        backlinks_total: counts.backlinks,
        lost_backlinks: counts.lostBacklinks,
        followed_backlinks: counts.followedBacklinks,
        referring_pages: counts.referringPages,
        referring_hosts: counts.referringHosts,
        referring_domains: counts.referringDomains,
        followed_referring_domains: counts.followedReferringDomains,
        new_backlinks_30d: counts.newBacklinks30d,
        lost_backlinks_30d: counts.lostBacklinks30d,
      });
    });
  });

  it('says how far it looked', async () => {
    const { as_of, coverage } = await index.ask<{ as_of: string; coverage: Record<string, unknown> }>('summary', { target: sampleTarget });
    expect(Date.parse(as_of) / 1000).toBe(truth.asOf);
    expect(coverage).toMatchObject({ status: 'found', pages_captured: truth.pages, crawls: truth.files.map(() => expect.any(String)) });
  });

  it('tells links that appeared on a known page from links on a page that was new to us', async () => {
    const recent = truth.asOf - 30 * 86_400;
    const links = truth.links.filter(({ state, firstSeen, pageSeenBefore }) => state === 'live' && pageSeenBefore && firstSeen > recent);
    const counted = await each(async (target) => (await index.ask<{ total: number }>('list', { target, is_new: true, limit: 1 })).total);
    expect(counted.reduce((sum, total) => sum + total, 0)).toBe(links.length);
    expect(links.length).toBeGreaterThan(0);
  });
});

interface SpamAnswer {
  readonly score: number | null;
  readonly parts: readonly { readonly name: string; readonly points: number }[];
  readonly profile: { readonly toxic_share: number | null; readonly toxic_referring_domains: number };
  readonly worst: readonly { readonly domain: string; readonly reasons: readonly { readonly name: string }[] }[];
}

describe('spam', () => {
  const spamOf = async (target: string): Promise<SpamAnswer> => index.ask<SpamAnswer>('spam', { target });

  it('finds the farm and its shop, and names what they are', async () => {
    for (const domain of farmDomains) {
      const { score, parts } = await spamOf(domain);
      expect({ domain, found: (score ?? 0) >= 60, reason: parts[0]?.name }).toEqual({ domain, found: true, reason: 'farm' });
      expect(Math.abs(parts.reduce((sum, { points }) => sum + points, 0) - (score ?? 0))).toBeLessThan(1);
    }
    const shop = await spamOf(farmShop);
    expect(shop.score).toBeGreaterThanOrEqual(60);
    expect(shop.parts[0]?.name).toBe('circle');
    expect(shop.profile.toxic_share).toBe(1);
  });

  it('finds the attack in the profile of who is attacked, and does not call him spam', async () => {
    const { score, profile, worst } = await spamOf(attackedDomain);
    expect(score).toBeLessThan(20);
    expect(profile.toxic_referring_domains).toBe(
      new Set(
        truth
          .linksTo(attackedDomain)
          .filter(({ source, state }) => state === 'live' && isAttack(source.domain))
          .map(({ source }) => source.domain),
      ).size,
    );
    expect(worst.slice(0, 10).every(({ domain, reasons }) => isAttack(domain) && reasons.some(({ name }) => name === 'words'))).toBe(true);
  });

  it('leaves every honest site under 20, however small', async () => {
    const sources = new Set([...truth.links.map(({ source }) => source.domain), ...targets]);
    // The casino that the attack links to besides is not one of them.
    const honest = [...sources].filter(
      (domain) => domain !== farmShop && domain !== 'goldenreels.example' && !farmDomains.includes(domain) && !isAttack(domain),
    );
    expect(honest.length).toBeGreaterThan(200);
    const scores = await Promise.all(honest.map(async (domain) => ({ domain, score: (await spamOf(domain)).score ?? -1 })));
    expect(scores.filter(({ score }) => score >= 20 || score < 0)).toEqual([]);
  });
});

it('a disavow file holds the farm with reasons, what was disavowed before, and not what is ok', async () => {
  const [first = '', second = ''] = farmDomains;
  setVerdicts(index.accounts, [
    { kind: 'domain', name: first, target: farmShop, verdict: 'ok', tag: null, note: 'ours' },
    { kind: 'domain', name: 'elsewhere.example', target: '', verdict: 'disavowed', tag: null, note: 'asked twice' },
  ]);
  const { file, said_ok } = await index.ask<{ file: string; said_ok: string[] }>('disavow', { target: farmShop });
  const { lines, passedOver } = parseDisavow(file);
  expect(passedOver).toEqual([]);
  expect(lines.map(({ name }) => name).sort()).toEqual([...farmDomains.filter((domain) => domain !== first), 'elsewhere.example'].sort());
  expect(lines.find(({ name }) => name === second)?.note).toMatch(/^(?:Links to .* )?spam \d+: one of \d+ domains/);
  expect(lines.find(({ name }) => name === 'elsewhere.example')?.note).toBe('said before: asked twice');
  expect(said_ok).toEqual([first]);
  const { rows } = await index.ask<{ rows: unknown[] }>('disavow', { target: farmShop, anchor_contains: 'no such anchor' });
  expect(rows).toEqual([]);
});

interface AuthorityAnswer {
  readonly authority: number | null;
  readonly authority_exact: number | null;
  readonly raw: { readonly r: number; readonly r0: number; readonly arriving: number; readonly rest: number } | null;
  readonly giving_domains: number;
  readonly givers: readonly {
    readonly domain: string;
    readonly share: number;
    readonly points: number;
    readonly authority_without: number;
    readonly counted: number;
    readonly because: string | null;
  }[];
  readonly silent: readonly { readonly reason: string; readonly domains: number }[];
}

describe('authority', () => {
  it('is the sum of what the givers bring, and those who bring nothing are told why', { timeout: 240_000 }, async () => {
    let asked = 0;
    await each(async (target) => {
      const {
        authority_exact: exact,
        raw,
        giving_domains,
        givers,
        silent,
      } = await index.ask<AuthorityAnswer>('authority', { target, limit: 1_000 });
      const live = new Set(
        truth
          .linksTo(target)
          .map(({ source }) => source.domain)
          .filter((domain) => domain !== target),
      );
      expect({ target, domains: giving_domains + silent.reduce((sum, { domains }) => sum + domains, 0) }).toEqual({
        target,
        domains: live.size,
      });
      expect(givers).toHaveLength(giving_domains);
      if (raw === null || givers.length === 0) return;
      asked++;
      expect(Math.abs(raw.rest)).toBeLessThan(1e-4);
      expect(givers.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 2);
      expect(Math.abs(givers.reduce((sum, { points }) => sum + points, 0) - (exact ?? 0))).toBeLessThan(0.05);
      for (const { authority_without: without } of givers) expect(without).toBeLessThanOrEqual((exact ?? 0) + 1e-9);
    });
    expect(asked).toBeGreaterThan(100);
  });

  it('of the farm counts as one site, and says so', async () => {
    const { givers, giving_domains } = await index.ask<AuthorityAnswer>('authority', { target: farmShop, limit: 1_000 });
    expect(giving_domains).toBe(farmDomains.length);
    for (const { counted, because } of givers) {
      expect(counted).toBeCloseTo(1 / farmDomains.length, 3);
      expect(because).toContain(`one of ${farmDomains.length} domains`);
    }
  });
});

/** The names that sites of the attack have. */
function isAttack(domain: string): boolean {
  return /^(?:win|slot|bet|luck|jackpot|royal)(?:zone|club|star|city|max)\d{3}\.example$/.test(domain);
}

it('tells what the sites of the town are about, and that the attack on the dentist is off topic', async () => {
  const about = async (target: string): Promise<Topics> => index.ask<Topics>('topics', { target });
  const [dentist, plumber] = [await about(attackedDomain), await about('riverside-plumbing.example')];
  expect([dentist.topics[0]?.topic, plumber.topics[0]?.topic]).toEqual(['dentistry', 'home-improvement']);
  expect([dentist.language, plumber.language]).toEqual(['en', 'en']);
  expect(dentist.backlinks.off_topic_share).toBeGreaterThan(2 * (plumber.backlinks.off_topic_share ?? 0));
  const { rows } = await index.ask<{ rows: Backlink[] }>('list', {
    target: attackedDomain,
    filters: [['site_topic', '=', 'gambling'], 'and', ['relevance', '<>', null]],
    order: 'relevance',
  });
  expect(rows.length).toBeGreaterThan(10);
  expect(Math.max(...rows.map(({ relevance }) => relevance ?? 0))).toBeLessThan(40);
  const summary = await index.ask<{ topics: string[] }>('summary', { target: attackedDomain });
  expect(summary.topics).toEqual(dentist.topics.map(({ topic }) => topic));
});

interface Topics {
  readonly topics: readonly { readonly topic: string }[];
  readonly language: string | null;
  readonly backlinks: { readonly off_topic_share: number | null };
}
