import { z } from 'zod';
import { spamConfidence, spamVersion } from '../compute/spam/spam-model.ts';
import { spamReasons } from '../compute/spam/spam-reasons.ts';
import { authorityOf, backlinksWhere, isFollowed, isLive, linkSpamOf, spamOf } from '../compute/views.ts';
import { limits } from '../base/limits.ts';
import { join, name, sql } from '../store/literal.ts';
import { coverageOf, knownOf } from './coverage.ts';
import { signalOf } from './kept-ready.ts';
import { defineOperation, type Asking } from './operation.ts';
import { answerHead, targetInput } from './shapes.ts';
import { featuresOf } from './spam-features.ts';
import { targetAsked, targetCondition, type Target } from './target.ts';
import { trustShape, trustShown } from './trust-shown.ts';

const score = z.int().min(0).max(100);
const share = z.number().nullable().describe('0 to 1, of the live referring domains');
const reason = z.object({ name: z.string(), points: z.number(), points_max: z.number(), because: z.string() });

const profileFigures = z.object({
  referring_domains: z.int(),
  score: score.nullable().describe('Mean score of the live referring domains'),
  toxic_referring_domains: z.int(),
  toxic_share: share,
  toxic_share_by_authority: share.describe('The same with each referring domain weighed by 1 + its authority'),
  bands: z.record(z.string(), z.int()).describe('Referring domains by the score of their worst link'),
});

const worstDomain = z.object({
  domain: z.string(),
  spam_score: score.describe('Of its worst link to the target'),
  domain_spam_score: score,
  domain_authority: score,
  backlinks: z.int(),
  followed_backlinks: z.int(),
  reasons: z.array(reason),
});

export const spam = defineOperation({
  name: 'spam',
  tool: 'scores',
  summary: 'Spam score of a domain and of who links to it, with reasons',
  description:
    "The spam score of the target's domain, 0 to 100, as points that add up, each with what was counted; and the profile of the domains that link to the target: mean score, toxic share " +
    `(a link scores ${limits.toxicSpamMin} or more), the worst of them with their reasons. The words that others link with count in the profile and not against the target.`,
  input: z.object(targetInput),
  output: z.object({
    ...answerHead,
    domain: z.string(),
    version: z.literal(spamVersion),
    score: score.nullable().describe('Null when the release does not know the domain'),
    confidence: z.number().nullable().describe('0 to 1: how many domains and pages there were to judge by'),
    ...trustShape,
    supporters_estimate: z.int().nullable().describe('Domains that link to it or to one that does'),
    supporter_growth: z
      .number()
      .nullable()
      .describe('That for each domain with a ranked link to it: 1 for the target of a farm, and for small sites. No part of the score'),
    parts: z.array(reason).describe('Those with points, most first; they add up to the score, at most 100'),
    profile: profileFigures,
    worst: z.array(worstDomain),
  }),
  units: { base: 1 },
  idempotent: true,
  example: { target: 'oakdaledental.example' },
  run: async (asking, asked) => {
    const target = targetAsked(asked);
    const [own, profile, known] = await Promise.all([
      featuresOf(asking, [target.domain]),
      profileOf(asking, target),
      knownOf(asking, target, null),
    ]);
    const worst = await featuresOf(
      asking,
      profile.worst.map(({ domain }) => domain),
    );
    const features = own.get(target.domain);
    return {
      target: target.text,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage: await coverageOf(asking, target, known),
      domain: target.domain,
      version: spamVersion,
      score: features?.score ?? null,
      confidence: features === undefined ? null : rounded(spamConfidence(features, features.pages)),
      ...trustShown(asking.release, features ?? null),
      supporters_estimate: features?.supporters ?? null,
      supporter_growth: features === undefined || features.ranked_in === 0 ? null : rounded(features.supporters / features.ranked_in),
      parts: features === undefined ? [] : spamReasons(target.domain, features),
      profile: profile.figures,
      worst: profile.worst.map((row) => {
        const counted = worst.get(row.domain);
        return { ...row, reasons: counted === undefined ? [] : spamReasons(row.domain, counted) };
      }),
    };
  },
});

const worstShown = 20;
const bands = ['0-19', '20-39', '40-59', '60-79', '80-100'] as const;

interface Profile {
  readonly figures: z.output<typeof profileFigures>;
  readonly worst: readonly Omit<z.output<typeof worstDomain>, 'reasons'>[];
}

/** Sums over the live referring domains of a target, and the worst of them. One scan of its live links. */
async function profileOf(asking: Asking, target: Target): Promise<Profile> {
  const release = asking.release.id;
  const where = sql`${targetCondition(target)} AND ${isLive} AND b.source_domain != b.target_domain`;
  const toxic = sql`(spam_score >= ${limits.toxicSpamMin})`;
  const rows = await asking.engine.ask<Profile['worst'][number] & Sums & Record<string, unknown>>(
    sql`SELECT *, count() OVER () AS domains, sum(domain_spam_score) OVER () AS spam_sum, sum(${toxic}) OVER () AS toxic,
          sumIf(votes, ${toxic}) OVER () AS toxic_weight, sum(votes) OVER () AS weight,
          ${join(
            bands.map((_, i) => sql`sum(least(4, intDiv(spam_score, 20)) = ${i}) OVER () AS ${name(`band_${i}`)}`),
            ', ',
          )}
        FROM (
          SELECT b.source_domain AS domain, max(${linkSpamOf(release)}) AS spam_score, ${spamOf(release, sql`domain`)} AS domain_spam_score,
            ${authorityOf(release, sql`domain`)} AS domain_authority, 1 + domain_authority AS votes, count() AS backlinks, countIf(${isFollowed}) AS followed_backlinks
          FROM ${backlinksWhere(release, where)} GROUP BY domain
        ) ORDER BY spam_score DESC, domain_authority DESC, domain LIMIT ${worstShown}`,
    signalOf(asking),
  );
  const [sums] = rows;
  const domains = sums?.domains ?? 0;
  return {
    figures: {
      referring_domains: domains,
      score: sums === undefined ? null : Math.round(sums.spam_sum / domains),
      toxic_referring_domains: sums?.toxic ?? 0,
      toxic_share: sums === undefined ? null : rounded(sums.toxic / domains),
      toxic_share_by_authority: sums === undefined ? null : rounded(sums.toxic_weight / sums.weight),
      bands: Object.fromEntries(bands.map((band, i) => [band, sums?.[`band_${i}`] ?? 0])),
    },
    worst: rows.map((row) => ({
      domain: row.domain,
      spam_score: row.spam_score,
      domain_spam_score: row.domain_spam_score,
      domain_authority: row.domain_authority,
      backlinks: row.backlinks,
      followed_backlinks: row.followed_backlinks,
    })),
  };
}

interface Sums {
  readonly [band: `band_${number}`]: number;
  readonly domains: number;
  readonly spam_sum: number;
  readonly toxic: number;
  readonly toxic_weight: number;
  readonly weight: number;
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
