import { z } from 'zod';
import { siteLanguageOf, siteTopicsOf } from '../compute/topics/relevance-columns.ts';
import { relevanceVersion, relevanceWeights } from '../compute/topics/relevance.ts';
import { siteTopicsVersion, voteKinds, voteWeights } from '../compute/topics/topic-votes.ts';
import { languageNamed } from '../model/language.ts';
import { iabOf, topicNames, topicOf } from '../model/topic/taxonomy.ts';
import { namedShares, sharesIn } from '../model/topic/topic-mix.ts';
import { topicsVersion } from '../model/topic/vocabulary.ts';
import { sql } from '../store/literal.ts';
import { tableOf } from '../store/releases.ts';
import { coverageOf, knownOf } from './coverage.ts';
import { signalOf } from './kept-ready.ts';
import { defineOperation, type Asking } from './operation.ts';
import { answerHead, targetInput } from './shapes.ts';
import { targetAsked } from './target.ts';
import { profileOf, topicProfile } from './topics/topic-profile.ts';

const share = z.number().describe('0 to 1');
const sharedTopic = z.object({ topic: z.enum(topicNames), share });

const voteShape = z.object({
  kind: z.enum(voteKinds),
  votes: z.int().describe('Captures, linking domains, or neighbours that have a say'),
  weight: z.number().describe('Of this kind beside the others'),
  topics: z.array(sharedTopic),
});

const versions = { topics: topicsVersion, site: siteTopicsVersion, relevance: relevanceVersion } as const;

export const topicsOperation = defineOperation({
  name: 'topics',
  tool: 'scores',
  summary: 'What a domain and those who link to it are about',
  description:
    "The topics of the target's domain, with what speaks for them (the words of its pages, the words of links to it, its neighbours); the relevance of its live backlinks, 0 to 100, with the off-topic share; " +
    "and the topics of the domains that link to it, also weighed by their authority. `topical_authority` is the share of the target's authority that a topic stands for.",
  input: z.object(targetInput),
  output: z.object({
    ...answerHead,
    domain: z.string(),
    versions: z.object({ topics: z.literal(topicsVersion), site: z.literal(siteTopicsVersion), relevance: z.literal(relevanceVersion) }),
    topics: z
      .array(sharedTopic.extend({ iab: z.string().nullable().describe('Tier 1 name of the IAB Content Taxonomy 2.2') }))
      .describe('Of the domain, strongest first; empty where no words say'),
    language: z.string().nullable(),
    confidence: share.nullable().describe('How much there was to tell the topics from; null without any'),
    votes: z.array(voteShape),
    relevance_weights: z.record(z.string(), z.number()),
    ...topicProfile,
  }),
  units: { base: 1 },
  idempotent: true,
  example: { target: 'oakdaledental.example' },
  run: async (asking, asked) => {
    const target = targetAsked(asked);
    const [site, votes, profile, known] = await Promise.all([
      siteOf(asking, target.domain),
      votesOf(asking, target.domain),
      profileOf(asking, target),
      knownOf(asking, target, null),
    ]);
    const shares = namedShares(sharesIn(site.topics));
    const weight = votes.reduce((sum, vote) => sum + vote.weight, 0);
    const most = Object.values(voteWeights).reduce((sum, each) => sum + each.weight, 0);
    return {
      target: target.text,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage: await coverageOf(asking, target, known),
      domain: target.domain,
      versions,
      topics: shares.map(({ topic, share: own }) => ({ topic, iab: iabOf(topic), share: own })),
      language: languageNamed(site.language),
      confidence: votes.length === 0 ? null : rounded(weight / most),
      votes,
      relevance_weights: relevanceWeights,
      ...profile(site.authority),
    };
  },
});

async function siteOf(asking: Asking, domain: string): Promise<{ authority: number; topics: number; language: number }> {
  const [row] = await asking.engine.ask<{ authority: number | null; topics: number; language: number }>(
    sql`SELECT (SELECT authority FROM ${tableOf('domains', asking.release.id)} WHERE domain = ${domain}) AS authority,
          ${siteTopicsOf(asking.release.id, sql`${domain}`)} AS topics, ${siteLanguageOf(asking.release.id, sql`${domain}`)} AS language`,
    signalOf(asking),
  );
  return { authority: row?.authority ?? 0, topics: row?.topics ?? 0, language: row?.language ?? 0 };
}

/** Topics of one kind of votes that an answer names; the shares of all are used. */
const topicsShown = 10;

async function votesOf(asking: Asking, domain: string): Promise<z.output<typeof voteShape>[]> {
  const rows = await asking.engine.ask<{ kind: number; votes: number; topics: number[]; shares: number[] }>(
    sql`SELECT kind, votes, topics, shares FROM ${tableOf('topic_votes', asking.release.id)} WHERE hash = cityHash64(${domain}) ORDER BY kind`,
    signalOf(asking),
  );
  return rows.flatMap(({ kind: code, votes, topics, shares }) => {
    const kind = voteKinds[code];
    if (kind === undefined) return [];
    const { weight, half } = voteWeights[kind];
    const named = topics
      .flatMap((topic, i) => ({ topic: topicOf(topic), share: (shares[i] ?? 0) / 1_000_000 }))
      .flatMap(({ topic, share: own }) => (topic === null ? [] : [{ topic, share: rounded(own) }]))
      .sort((a, b) => b.share - a.share || topicNames.indexOf(a.topic) - topicNames.indexOf(b.topic));
    return [{ kind, votes, weight: rounded((weight * votes) / (votes + half)), topics: named.slice(0, topicsShown) }];
  });
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
