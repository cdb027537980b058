import { z } from 'zod';
import { rank1000 } from '../compute/authority.ts';
import { siteTopicsOf } from '../compute/topics/relevance-columns.ts';
import { backlinksWhere, isLive, summarySelect } from '../compute/views.ts';
import { proofs } from '../model/capture.ts';
import { originCode } from '../model/origin.ts';
import { topicsNamed } from '../model/topic/topic-mix.ts';
import { sql, strings } from '../store/literal.ts';
import { tableOf } from '../store/releases.ts';
import { coverageOf } from './coverage.ts';
import { figures, figuresOf } from './figures.ts';
import { byKey, keptReady, keptSummary, signalOf } from './kept-ready.ts';
import { defineOperation, type Asking } from './operation.ts';
import { isLiveRow } from './few/matches.ts';
import { fewOf } from './few/rows.ts';
import { type SummedBacklink, summaryColumns, summaryOf } from './few/summary.ts';
import type { StoredSummary } from './stored-groups.ts';
import { answerHead, graphRanks, targetInput, topicList } from './shapes.ts';
import { targetAsked, targetCondition, type Target } from './target.ts';
import { graphSummary } from './web-graph/graph-domains.ts';
import { graphLook } from './web-graph/graph-look.ts';

const count = z.int();

export const summary = defineOperation({
  name: 'summary',
  tool: 'summary',
  summary: 'A target in figures: who links, how much, how strong, what is new and lost',
  description:
    'Exact counts of live backlinks, referring pages, hosts, domains, addresses and subnets, each also followed and not, by kind, rel, placement, TLD, class of site, country of the TLD and shared platform; what came and went in the last 30 and 90 days; authority 0 to 100 and rank 0 to 1000.',
  input: z.object(targetInput),
  output: z.object({
    ...answerHead,
    domain: z.string(),
    authority: count.nullable(),
    rank: count.nullable(),
    ...figures,
    referring_domains_webgraph: count.nullable().describe('Domains that only the web graph knows to link here; null when it did not look'),
    broken_backlinks: count.nullable(),
    topics: topicList.describe('Of the domain, strongest first'),
    webgraph: graphRanks.nullable(),
    unknown: z.record(z.string(), z.string()).describe('Why fields are null, or say "unknown" of some links'),
  }),
  units: { base: 1 },
  idempotent: true,
  example: { target: 'riverside-plumbing.example' },
  run: async (asking, asked) => {
    const target = targetAsked(asked);
    const isKept = (await keptReady(asking, target)) !== null;
    const [few, { authority, captured, topics }] = await Promise.all([
      isKept ? null : fewOf(asking, target, summaryColumns),
      scoresOf(asking, target),
    ]);
    const [stored, own] = await Promise.all([
      few === null ? storedSummary(asking, target) : summaryOf(few, asking.release.asOf),
      captured ? ownPages(asking, target) : notCaptured,
    ]);
    const links = stored.live + stored.lost;
    const look = graphLook(asking, target);
    const graph = look === null ? null : await graphSummary(asking, target, look);
    const broken = await brokenBacklinks(asking, target, few, own);
    const shown = figuresOf(stored);
    return {
      target: target.text,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage: await coverageOf(
        asking,
        target,
        {
          matching: stored.live,
          links,
          pages: stored.known_pages,
          recapturedPages: stored.recaptured_pages,
        },
        { look, domains: graph?.domains ?? 0 },
      ),
      domain: target.domain,
      authority,
      rank: authority === null ? null : rank1000(authority),
      ...shown,
      referring_domains_webgraph: graph?.domains ?? null,
      broken_backlinks: broken,
      topics: topicsNamed(topics),
      webgraph: graph?.ranks ?? null,
      unknown: unknownOf({
        topics: topicsNamed(topics),
        ...shown,
        authority,
        broken_backlinks: broken,
        referring_domains_webgraph: graph?.domains ?? null,
      }),
    };
  },
});

/** Why something is not known; said of what this answer does not know, and of nothing else. */
const reasons = {
  topics: 'No words of its pages, of links to it or of its neighbours say what it is about.',
  authority: 'The release knows no link to this page, or nothing of the domain.',
  broken_backlinks: 'None of the target’s own pages was captured, so nobody looked whether they are there.',
  spam_score: 'No domain links here now.',
  referring_domains_webgraph: 'No web graph of this release looked at the target.',
  by_platform: 'The figures were kept ready by an earlier version. Run "openbacklinks refresh --full".',
} as const;

function unknownOf(shown: Readonly<Record<string, unknown>>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [field, reason] of Object.entries(reasons)) if (shown[field] === null) found[field] = reason;
  const someOf = (field: 'by_country' | 'by_platform'): number =>
    (shown[field] as Readonly<Record<string, number>> | null)?.['unknown'] ?? 0;
  if (someOf('by_country') > 0)
    found['by_country'] = 'Of some links the TLD says no country, and where a site is read or hosted is not known.';
  if (someOf('by_platform') > 0)
    found['by_platform'] =
      'What sites on names of their own are made with is not kept of their pages; only tenants of shared platforms say it by their names.';
  return found;
}

async function storedSummary(asking: Asking, target: Target): Promise<StoredSummary> {
  const kept = (await keptReady(asking, target)) === null ? null : await keptSummary<StoredSummary>(asking, target);
  if (kept !== null) return kept;
  const [row] = await asking.engine.ask<StoredSummary & Record<string, unknown>>(
    summarySelect(asking.release.id, asking.release.asOf, backlinksWhere(asking.release.id, targetCondition(target))),
    signalOf(asking),
  );
  if (row === undefined) throw new Error('an aggregate without groups must have one row');
  return row;
}

/**
 * A page has the authority of its inflow, anything larger that of its domain; null when the release does not know it. And whether
 * any page of the domain was captured.
 */
async function scoresOf(asking: Asking, target: Target): Promise<TargetScores> {
  const { engine, release } = asking;
  const ofDomain = sql`FROM ${tableOf('domains', release.id)} WHERE domain = ${target.domain}`;
  const topics = siteTopicsOf(release.id, sql`${target.domain}`);
  const ofPage = sql`FROM ${tableOf('pages', release.id)} WHERE bucket = ${target.bucket} AND page_key = ${target.from}`;
  const [row] = await engine.ask<{ authority: number | null; pages: number | null; topics: number | null }>(
    target.scope === 'page'
      ? sql`SELECT (SELECT authority ${ofPage}) AS authority, (SELECT pages_captured ${ofDomain}) AS pages, ${topics} AS topics`
      : sql`SELECT authority, pages_captured AS pages, ${topics} AS topics ${ofDomain}`,
    byKey(asking),
  );
  return { authority: row?.authority ?? null, captured: (row?.pages ?? 0) > 0, topics: row?.topics ?? 0 };
}

interface TargetScores {
  readonly authority: number | null;
  readonly captured: boolean;
  /** Mix of the domain's topics. */
  readonly topics: number;
}

interface OwnPages {
  readonly captured: number;
  readonly gone: ReadonlySet<string>;
}

const notCaptured: OwnPages = { captured: 0, gone: new Set() };

/** What the newest captures of the target's own pages say: how many pages, and which of them answered 404 or 410. */
async function ownPages({ engine, release, signal }: Asking, target: Target): Promise<OwnPages> {
  const range = target.to === null ? sql`source_key = ${target.from}` : sql`source_key >= ${target.from} AND source_key < ${target.to}`;
  const [row] = await engine.ask<{ captured: number; gone: string[] }>(
    sql`SELECT count() AS captured, groupArrayIf(source_key, newest = ${proofs.indexOf('gone')}) AS gone FROM (
          SELECT source_key, argMax(proof, (fetched_at, grade, proof)) AS newest FROM captures
          WHERE bucket = ${target.bucket} AND ${range} AND domain = ${target.domain} AND batch_id <= ${release.lastBatch} AND proof != 0 AND origin = ${originCode('archive')} GROUP BY source_key)`,
    signal === undefined ? {} : { signal },
  );
  return { captured: row?.captured ?? 0, gone: new Set(row?.gone) };
}

/** Live links to pages of the target that are gone; null when none of its pages was captured: nobody looked. */
async function brokenBacklinks(
  asking: Asking,
  target: Target,
  few: readonly SummedBacklink[] | null,
  own: OwnPages,
): Promise<number | null> {
  if (own.captured === 0) return null;
  if (own.gone.size === 0) return 0;
  if (few !== null) return few.filter((row) => isLiveRow(row) && own.gone.has(row.target_key)).length;
  const [row] = await asking.engine.ask<{ broken: number }>(
    sql`SELECT count() AS broken FROM ${backlinksWhere(asking.release.id, sql`${targetCondition(target)} AND ${isLive} AND b.target_key IN (SELECT arrayJoin(${strings([...own.gone])}))`)}`,
    signalOf(asking),
  );
  return row?.broken ?? 0;
}
