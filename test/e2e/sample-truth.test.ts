import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleTarget, writeSampleWeb } from '../../sample/sample-web.ts';
import type { SampleTruth, TruthLink } from '../../sample/truth.ts';
import { urlKey } from '../../src/model/url.ts';
import type { Backlink } from '../../src/query/shapes.ts';
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
