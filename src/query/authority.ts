import { z } from 'zod';
import { authorityHeight, authorityVersion, rank1000, type AuthorityScale } from '../compute/authority.ts';
import { limits } from '../base/limits.ts';
import { seedsFrom } from '../compute/trust-seeds.ts';
import { sql } from '../store/literal.ts';
import { tableOf, type Release } from '../store/releases.ts';
import { giversOf, silentOf } from './authority-givers.ts';
import { hold } from '../compute/held-score.ts';
import { coverageOf, knownOf } from './coverage.ts';
import { signalOf } from './kept-ready.ts';
import { defineOperation, type Asking } from './operation.ts';
import { answerHead, graphRanks, targetInput } from './shapes.ts';
import { targetAsked, type Target } from './target.ts';
import { trustShape, trustShown } from './trust-shown.ts';
import { graphLook } from './web-graph/graph-look.ts';
import { graphBeside } from './web-graph/graph-rows.ts';

const score = z.number().min(0).max(100);
const count = z.int();

const giver = z.object({
  domain: z.string(),
  domain_authority: count,
  share: z.number().describe('Of all that arrives, 0 to 1'),
  points: z.number().describe('Of authority_now: that times the share. All shares add up to 1'),
  authority_without: score.describe('authority_now without this domain, all other ranks held'),
  weight: z.number().describe('1 is one followed link in the content of one page'),
  counted: z.number().describe('What of the weight counts, 0 to 1'),
  because: z.string().nullable().describe('Why not all of it counts'),
  backlinks: count,
  followed_backlinks: count,
});

const silent = z.object({
  reason: z.enum(['not_followed', 'not_ranked', 'lost']),
  because: z.string(),
  domains: count,
  examples: z.array(z.string()),
});

export const authority = defineOperation({
  name: 'authority',
  tool: 'scores',
  summary: 'Authority of a domain, and what each linking domain gives of it',
  description:
    "The authority of the target's domain with rank position, percentile and the raw rank; the domains that give the most of it, how much each gives, what the score would be without it, and what of its link does not count and why; and the links that give nothing, by reason.",
  input: z.object({
    ...targetInput,
    limit: z.int().min(1).max(limits.rowsPerAnswerMax).default(20).describe('Rows'),
  }),
  output: z.object({
    ...answerHead,
    domain: z.string(),
    version: z.literal(authorityVersion),
    authority: count.nullable().describe('Null when the release does not know the domain'),
    authority_exact: score.nullable().describe('Before it is rounded'),
    authority_now: score
      .nullable()
      .describe(
        `By the links of this release alone. The score is carried on from the release before, never more than ${hold} point from this`,
      ),
    ...trustShape,
    trust_from: z
      .enum(seedsFrom)
      .nullable()
      .describe('Who said whom to trust: the operator, the ranks of a web graph, or the release itself'),
    page_authority: count.nullable().describe('Of the page, when the target is one that is linked'),
    rank: count.nullable().describe('0 to 1000'),
    rank_position: count.nullable().describe('1 is the strongest domain of the release'),
    percentile: z.number().nullable().describe('Domains strictly below, in percent'),
    raw: z
      .object({ r: z.number(), r0: z.number(), r1: z.number(), nodes: count, arriving: z.number(), rest: z.number() })
      .nullable()
      .describe(
        'r = r0 + arriving + rest: the rank in average domains, that of a domain nobody links to, the sum of what all givers bring, and what rounding and the end of iteration leave',
      ),
    webgraph: graphRanks.nullable(),
    giving_domains: count,
    givers: z.array(giver),
    silent: z.array(silent).describe('Referring domains that give nothing'),
  }),
  units: { base: 1 },
  idempotent: true,
  example: { target: 'riverside-plumbing.example', limit: 5 },
  run: async (asking, asked) => {
    const target = targetAsked(asked);
    const scale = scaleOf(asking.release);
    const [own, givers, nothing, known, page, beside] = await Promise.all([
      standingOf(asking, target.domain),
      giversOf(asking, target, asked.limit),
      silentOf(asking, target),
      knownOf(asking, target, null),
      pageAuthorityOf(asking, target),
      graphBeside(asking, graphLook(asking, target), [target]),
    ]);
    const r = own === null ? null : scale.nodes * own.rank;
    const now = r === null ? null : authorityHeight(scale, r);
    return {
      target: target.text,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage: await coverageOf(asking, target, known),
      domain: target.domain,
      version: authorityVersion,
      authority: own?.authority ?? null,
      authority_exact: own === null ? null : rounded(own.score),
      authority_now: now === null ? null : rounded(now),
      ...trustShown(asking.release, own),
      trust_from: asking.release.facts.trust?.seeds_from ?? null,
      page_authority: page,
      rank: own === null ? null : rank1000(own.authority),
      rank_position: own?.position ?? null,
      percentile: own === null ? null : rounded((100 * own.below) / scale.nodes),
      raw:
        r === null
          ? null
          : {
              r,
              r0: scale.r0,
              r1: scale.r1,
              nodes: scale.nodes,
              arriving: scale.nodes * givers.all,
              rest: r - scale.r0 - scale.nodes * givers.all,
            },
      webgraph: beside(target.domain),
      giving_domains: givers.domains,
      givers: givers.rows.map(({ gift, ...row }) => ({
        ...row,
        share: rounded(gift / givers.all),
        points: rounded(((now ?? 0) * gift) / givers.all),
        authority_without: rounded(authorityHeight(scale, (r ?? scale.r0) - scale.nodes * gift)),
      })),
      silent: nothing,
    };
  },
});

function scaleOf({ facts }: Release): Pick<AuthorityScale, 'nodes' | 'r0' | 'r1'> {
  return facts.authority;
}

interface Standing {
  readonly authority: number;
  readonly score: number;
  readonly trust: number;
  readonly spam_mass: number;
  readonly rank: number;
  readonly position: number;
  /** Domains with less rank. */
  readonly below: number;
}

async function standingOf(asking: Asking, domain: string): Promise<Standing | null> {
  const domains = tableOf('domains', asking.release.id);
  const own = sql`(SELECT rank FROM ${domains} WHERE domain = ${domain})`;
  const [row] = await asking.engine.ask<Standing & Record<string, unknown>>(
    sql`SELECT authority, score, trust, spam_mass, rank, position, (SELECT countIf(rank < ${own}) FROM ${domains}) AS below FROM ${domains} WHERE domain = ${domain}`,
    signalOf(asking),
  );
  return row ?? null;
}

async function pageAuthorityOf(asking: Asking, target: Target): Promise<number | null> {
  if (target.scope !== 'page') return null;
  const [row] = await asking.engine.ask<{ authority: number }>(
    sql`SELECT authority FROM ${tableOf('pages', asking.release.id)} WHERE bucket = ${target.bucket} AND page_key = ${target.from}`,
    signalOf(asking),
  );
  return row?.authority ?? null;
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
