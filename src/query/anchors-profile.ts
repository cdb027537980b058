import { z } from 'zod';
import { anchorProfileVersion, concentration, overOptimisation, type AnchorSums, type WeighedAnchor } from '../compute/anchor-profile.ts';
import { backlinksWhere, isFollowed, isLive } from '../compute/views.ts';
import { limits } from '../base/limits.ts';
import { anchorClasses, anchorClassOf } from '../model/anchor/anchor-class.ts';
import { sql } from '../store/literal.ts';
import { subjectOf } from './anchor-subject.ts';
import { coverageOf, knownOf } from './coverage.ts';
import { signalOf } from './kept-ready.ts';
import { defineOperation, type Asking } from './operation.ts';
import { answerHead, targetInput } from './shapes.ts';
import { targetAsked, targetCondition, type Target } from './target.ts';

const anchorClass = z.enum(anchorClasses);
const share = z.number().describe('0 to 1, of the referring domains');

export const anchorsProfile = defineOperation({
  name: 'anchors-profile',
  tool: 'anchors',
  summary: 'Classes of anchors, concentration, over-optimisation',
  description:
    'Shares of branded, address, generic, exact and partial keyword, other and empty anchors over live links of other domains. Every referring domain has one vote, ' +
    'divided over the anchors it uses, so that a link on every page of a site counts once. Concentration (entropy, Herfindahl, top share) and an over-optimisation score with its parts.',
  input: z.object({ ...targetInput, followed: z.boolean().optional() }),
  output: z.object({
    ...answerHead,
    referring_domains: z.int(),
    backlinks: z.int(),
    anchors: z.int().describe('Different anchor texts'),
    classes: z.array(z.object({ class: anchorClass, share, backlinks: z.int(), anchors: z.int() })),
    classified_share: share.describe('Below 1 when there are more different anchors than one answer classes'),
    top: z.array(z.object({ anchor: z.string(), class: anchorClass, share, backlinks: z.int(), referring_domains: z.int() })),
    top_share: share.nullable(),
    entropy_bits: z.number().nullable(),
    evenness: z.number().nullable().describe('Entropy as a share of the most possible for so many anchors'),
    herfindahl: z.number().nullable().describe('The chance that two votes drawn at random agree'),
    over_optimisation: z
      .object({
        version: z.literal(anchorProfileVersion),
        score: z.int(),
        confidence: z.number(),
        parts: z.array(z.object({ name: z.string(), share, from: z.number(), to: z.number(), points: z.number(), points_max: z.number() })),
      })
      .nullable()
      .describe('Null below five referring domains: shares of so few say nothing'),
    brand_names: z.array(z.string()).describe('Names of the target that were looked for, in one piece'),
  }),
  units: { base: 1 },
  idempotent: true,
  example: { target: 'riverside-plumbing.example' },
  run: async (asking, asked) => {
    const target = targetAsked(asked);
    const [subject, { rows, sums, backlinks }, known] = await Promise.all([
      subjectOf(asking, target.domain),
      weighedAnchors(asking, target, asked.followed),
      knownOf(asking, target, null),
    ]);
    const anchors: WeighedAnchor[] = rows.map((row) => ({ ...row, class: anchorClassOf(row.anchor, subject) }));
    const { domains } = sums;
    const spread = domains === 0 ? null : concentration(sums);
    const shareOf = (votes: number): number => (domains === 0 ? 0 : rounded(votes / domains));
    const over = overOptimisation(anchors, domains);
    return {
      target: target.text,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage: await coverageOf(asking, target, known),
      referring_domains: domains,
      backlinks,
      anchors: sums.anchors,
      classes: anchorClasses.map((name) => {
        const own = anchors.filter((row) => row.class === name);
        return {
          class: name,
          share: shareOf(own.reduce((sum, { votes }) => sum + votes, 0)),
          backlinks: own.reduce((sum, row) => sum + row.backlinks, 0),
          anchors: own.length,
        };
      }),
      classified_share: domains === 0 ? 1 : shareOf(anchors.reduce((sum, { votes }) => sum + votes, 0)),
      top: anchors.slice(0, topShown).map(({ votes, ...row }) => ({ ...row, share: shareOf(votes) })),
      top_share: domains === 0 ? null : shareOf(anchors[0]?.votes ?? 0),
      entropy_bits: spread && rounded(spread.entropy),
      evenness: spread?.evenness == null ? null : rounded(spread.evenness),
      herfindahl: spread && rounded(spread.herfindahl),
      over_optimisation: over && {
        ...over,
        confidence: rounded(over.confidence),
        parts: over.parts.map((part) => ({ ...part, share: rounded(part.share), points: rounded(part.points) })),
      },
      brand_names: [...subject.brands],
    };
  },
});

const topShown = 10;

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

type Anchors = { rows: Omit<WeighedAnchor, 'class'>[]; sums: AnchorSums; backlinks: number };

/** The anchors with the most votes, at most `anchorsClassedMax`, and sums over all of them. One scan of the target's live links of other domains. */
async function weighedAnchors(asking: Asking, target: Target, followed: boolean | undefined): Promise<Anchors> {
  const which = followed === undefined ? sql`1 = 1` : followed ? isFollowed : sql`NOT (${isFollowed})`;
  const where = sql`${targetCondition(target)} AND ${isLive} AND b.source_domain != b.target_domain AND ${which}`;
  const rows = await asking.engine.ask<Omit<WeighedAnchor, 'class'> & Sums>(
    sql`SELECT anchor, backlinks, referring_domains, votes,
          count() OVER () AS all_anchors, sum(votes) OVER () AS all_votes, sum(backlinks) OVER () AS all_backlinks,
          sum(votes * log2(votes)) OVER () AS vote_log_votes, sum(votes * votes) OVER () AS votes_squared
        FROM (
          SELECT anchor, sum(links) AS backlinks, count() AS referring_domains, sum(1 / used) AS votes FROM (
            SELECT domain, anchor, links, count() OVER (PARTITION BY domain) AS used FROM (
              SELECT b.source_domain AS domain, b.anchor AS anchor, count() AS links FROM ${backlinksWhere(asking.release.id, where)} GROUP BY domain, anchor
            )
          ) GROUP BY anchor
        ) ORDER BY votes DESC, anchor LIMIT ${limits.anchorsClassedMax}`,
    signalOf(asking),
  );
  const [first] = rows;
  return {
    rows: rows.map(({ anchor, backlinks, referring_domains, votes }) => ({ anchor, backlinks, referring_domains, votes })),
    sums: {
      anchors: first?.all_anchors ?? 0,
      domains: Math.round(first?.all_votes ?? 0),
      voteLogVotes: first?.vote_log_votes ?? 0,
      votesSquared: first?.votes_squared ?? 0,
    },
    backlinks: first?.all_backlinks ?? 0,
  };
}

interface Sums extends Record<string, unknown> {
  readonly all_anchors: number;
  readonly all_votes: number;
  readonly all_backlinks: number;
  readonly vote_log_votes: number;
  readonly votes_squared: number;
}
