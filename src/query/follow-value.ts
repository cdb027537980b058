import { z } from 'zod';
import { rank1000 } from '../compute/authority.ts';
import { edgeWeight } from '../compute/edge-weight.ts';
import { authorityOf } from '../compute/views.ts';
import { bucketOf } from '../model/host.ts';
import { sql } from '../store/literal.ts';
import { tableOf } from '../store/releases.ts';
import { coverageOf, knownOf } from './coverage.ts';
import { signalOf } from './kept-ready.ts';
import { defineOperation, type Asking } from './operation.ts';
import { answerHead, targetInput } from './shapes.ts';
import { targetAsked } from './target.ts';

const count = z.int();

export const followValue = defineOperation({
  name: 'follow-value',
  tool: 'scores',
  summary: 'Do nofollow links count? Authority with rel, and without',
  description:
    'Two rank runs of the same release: one over followed links, as authority is made, and one over all links whatever their rel. Gives the authority of both, what share of the rank that would arrive if rel were ignored comes over followed links, and the strongest domains that link with nofollow, ugc or sponsored only. Search engines call rel a hint: the truth lies between the two. About the whole domain of the target.',
  input: z.object(targetInput),
  output: z.object({
    ...answerHead,
    domain: z.string(),
    authority: count.nullable(),
    authority_if_rel_ignored: count.nullable(),
    rank: count.nullable(),
    rank_if_rel_ignored: count.nullable(),
    followed_share: z.number().nullable().describe('Of the rank that would arrive if rel were ignored, what comes over followed links'),
    ranking_domains: count.describe('Domains with a live link that could carry rank'),
    ranking_domains_followed: count,
    not_followed: z
      .array(z.object({ domain: z.string(), domain_authority: count, share: z.number().describe('Of the rank that would arrive') }))
      .describe('The strongest domains whose links are all not followed'),
  }),
  units: { base: 1 },
  idempotent: true,
  example: { target: 'riverside-plumbing.example' },
  run: async (asking, asked) => {
    const target = targetAsked(asked);
    const [scores, flow, known] = await Promise.all([
      scoresOf(asking, target.domain),
      inflowOf(asking, target.domain),
      knownOf(asking, target, null),
    ]);
    return {
      target: target.text,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage: await coverageOf(asking, target, known),
      domain: target.domain,
      authority: scores?.authority ?? null,
      authority_if_rel_ignored: scores?.any_rel_authority ?? null,
      rank: scores === null ? null : rank1000(scores.authority),
      rank_if_rel_ignored: scores === null ? null : rank1000(scores.any_rel_authority),
      followed_share: flow.given > 0 ? flow.followed / flow.given : null,
      ranking_domains: flow.domains,
      ranking_domains_followed: flow.followed_domains,
      not_followed: flow.strongest.map(({ domain, domain_authority, given }) => ({ domain, domain_authority, share: given / flow.given })),
    };
  },
});

interface Scores {
  readonly authority: number;
  readonly any_rel_authority: number;
}

async function scoresOf(asking: Asking, domain: string): Promise<Scores | null> {
  const [row] = await asking.engine.ask<Scores & Record<string, unknown>>(
    sql`SELECT authority, any_rel_authority FROM ${tableOf('domains', asking.release.id)} WHERE domain = ${domain}`,
    signalOf(asking),
  );
  return row ?? null;
}

interface Inflow {
  readonly given: number;
  readonly followed: number;
  readonly domains: number;
  readonly followed_domains: number;
  readonly strongest: readonly { readonly domain: string; readonly domain_authority: number; readonly given: number }[];
}

/** Domains named one by one. */
const strongestShown = 10;

/** What arrives over each edge in the run that ignores rel: the source's gift times the edge's weight, before circles are told apart. */
async function inflowOf(asking: Asking, domain: string): Promise<Inflow> {
  const { id } = asking.release;
  const where = sql`bucket = ${bucketOf(domain)} AND target_domain = ${domain} AND rankable > 0`;
  const edges = sql`
    SELECT e.source_domain AS domain, e.ranked > 0 AS is_followed,
      d.any_rel_contribution * ${edgeWeight(sql`e.rankable_placed`, sql`e.rankable`, sql`e.rankable_repeated`, sql`d.pages_captured`)} AS given
    FROM (SELECT * FROM ${tableOf('domain_edges', id)} WHERE ${where}) AS e
    INNER JOIN (SELECT domain, any_rel_contribution, pages_captured FROM ${tableOf('domains', id)}
      WHERE domain IN (SELECT source_domain FROM ${tableOf('domain_edges', id)} WHERE ${where})) AS d ON d.domain = e.source_domain`;
  const [sums, strongest] = await Promise.all([
    asking.engine.ask<Omit<Inflow, 'strongest'> & Record<string, unknown>>(
      sql`SELECT sum(f.given) AS given, sumIf(f.given, f.is_followed) AS followed, count() AS domains, countIf(f.is_followed) AS followed_domains
          FROM (SELECT * FROM (${edges}) ORDER BY domain) AS f`,
      signalOf(asking),
    ),
    asking.engine.ask<Inflow['strongest'][number] & Record<string, unknown>>(
      sql`SELECT domain, ${authorityOf(id, sql`domain`)} AS domain_authority, given FROM (${edges}) WHERE NOT is_followed ORDER BY given DESC, domain LIMIT ${strongestShown}`,
      signalOf(asking),
    ),
  ]);
  const [row] = sums;
  if (row === undefined) throw new Error('an aggregate without groups must have one row');
  return { ...row, strongest };
}
