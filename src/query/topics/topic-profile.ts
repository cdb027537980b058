/** How relevant a target's live links are, and what the domains that link to it are about: one scan of its live links. */
import { z } from 'zod';
import { limits } from '../../base/limits.ts';
import { relevanceColumn, siteLanguageOf, siteTopicsOf, slotsOf } from '../../compute/topics/relevance-columns.ts';
import { authorityOf, backlinksWhere, isLive } from '../../compute/views.ts';
import { languageNamed } from '../../model/language.ts';
import { iabOf, topicNames, topicOf } from '../../model/topic/taxonomy.ts';
import { siteSlots, weightBits, weightMax } from '../../model/topic/topic-mix.ts';
import { join, name, sql } from '../../store/literal.ts';
import { signalOf } from '../kept-ready.ts';
import type { Asking } from '../operation.ts';
import { targetCondition, type Target } from '../target.ts';

const share = z.number().nullable().describe('0 to 1');
const mean = z.int().min(0).max(100).nullable();

export const topicProfile = {
  backlinks: z
    .object({
      judged: z.int().describe('Live links whose relevance is known'),
      relevance: mean.describe('Their mean'),
      off_topic: z.int().describe(`Of these, those under ${limits.offTopicRelevanceMax}`),
      off_topic_share: share,
      bands: z.record(z.string(), z.int()).describe('By relevance'),
    })
    .describe('Live links from other domains'),
  referring_domains: z.object({
    total: z.int(),
    judged: z.int().describe('Those of whose links the relevance is known'),
    off_topic: z.int().describe(`Of these, those whose links have a mean under ${limits.offTopicRelevanceMax}`),
    off_topic_share: share,
    off_topic_share_by_authority: share.describe('The same with each weighed by 1 + its authority'),
    with_topics: z.int(),
  }),
  profile: z
    .array(
      z.object({
        topic: z.enum(topicNames),
        iab: z.string().nullable(),
        referring_domains: z.int().describe('Those whose strongest topic it is'),
        share: z.number().describe('Mean share of the topic, of referring domains with topics'),
        share_by_authority: z.number().describe('The same with each weighed by 1 + its authority'),
        topical_authority: z.number(),
      }),
    )
    .describe('Topics of the referring domains, most authority first'),
  languages: z.array(z.object({ language: z.string(), referring_domains: z.int() })).describe('Of the referring domains, most first'),
} as const;

const shape = z.object(topicProfile);
type Profile = z.output<typeof shape>;

const bands = ['0-19', '20-39', '40-59', '60-79', '80-100'] as const;
const million = 1_000_000;

interface Sums {
  readonly [band: `band_${number}`]: number;
  readonly domains: number;
  readonly judged_domains: number;
  readonly judged_votes: number;
  readonly off_domains: number;
  readonly off_votes: number;
  readonly topical: number;
  readonly topical_votes: number;
  readonly judged: number;
  readonly relevance: number;
  readonly off: number;
  readonly by_topic: readonly [readonly number[], readonly number[]];
  readonly by_votes: readonly [readonly number[], readonly number[]];
  readonly by_main: readonly [readonly number[], readonly number[]];
  readonly by_language: readonly [readonly number[], readonly number[]];
}

/** The profile, given the target's authority. */
export async function profileOf(asking: Asking, target: Target): Promise<(authority: number) => Profile> {
  const [sums] = await asking.engine.ask<Sums & Record<string, unknown>>(statement(asking.release.id, target), signalOf(asking));
  if (sums === undefined) throw new Error('an aggregate without groups must have one row');
  return (authority) => profileFrom(sums, authority);
}

function statement(release: number, target: Target) {
  const where = sql`${targetCondition(target)} AND ${isLive} AND b.source_domain != b.target_domain`;
  const off = sql`(domain_judged > 0 AND domain_relevance < ${limits.offTopicRelevanceMax} * domain_judged)`;
  const bandCounts = bands.map((_, i) => sql`sum(${name(`domain_band_${i}`)}) AS ${name(`band_${i}`)}`);
  const domainBands = bands.map(
    (_, i) => sql`countIf(relevance >= ${20 * i} AND relevance < ${i === 4 ? 101 : 20 * (i + 1)}) AS ${name(`domain_band_${i}`)}`,
  );
  return sql`SELECT count() AS domains, countIf(domain_judged > 0) AS judged_domains, sumIf(votes, domain_judged > 0) AS judged_votes,
      countIf(${off}) AS off_domains, sumIf(votes, ${off}) AS off_votes, countIf(notEmpty(codes)) AS topical, sumIf(votes, notEmpty(codes)) AS topical_votes,
      sum(domain_judged) AS judged, sum(domain_relevance) AS relevance, sum(domain_off) AS off, ${join(bandCounts, ', ')},
      sumMap(codes, shares) AS by_topic, sumMap(codes, arrayMap(s -> s * votes, shares)) AS by_votes,
      sumMap(arraySlice(codes, 1, 1), arrayMap(c -> toUInt64(1), arraySlice(codes, 1, 1))) AS by_main,
      sumMap(if(language = 0, [], [language]), if(language = 0, [], [toUInt64(1)])) AS by_language
    FROM (
      SELECT *, arrayMap(s -> toUInt8(bitShiftRight(s, ${weightBits})), slots) AS codes,
        arrayMap(s -> toUInt64(intDiv(${million} * bitAnd(s, ${weightMax}), arraySum(z -> bitAnd(z, ${weightMax}), slots))), slots) AS shares
      FROM (
        SELECT domain, 1 + ${authorityOf(release, sql`domain`)} AS votes, ${slotsOf(siteTopicsOf(release, sql`domain`), siteSlots)} AS slots, ${siteLanguageOf(release, sql`domain`)} AS language,
          count(relevance) AS domain_judged, sum(relevance) AS domain_relevance, countIf(relevance < ${limits.offTopicRelevanceMax}) AS domain_off, ${join(domainBands, ', ')}
        FROM (SELECT b.source_domain AS domain, ${relevanceColumn(release)} AS relevance FROM ${backlinksWhere(release, where)})
        GROUP BY domain
      )
    )`;
}

function profileFrom(sums: Sums, authority: number): Profile {
  const main = new Map(pairs(sums.by_main));
  const byTopic = new Map(pairs(sums.by_topic));
  const profile = pairs(sums.by_votes).flatMap(([code, votes]) => {
    const topic = topicOf(code);
    if (topic === null) return [];
    const byAuthority = votes / (million * sums.topical_votes);
    return [
      {
        topic,
        iab: iabOf(topic),
        referring_domains: main.get(code) ?? 0,
        share: rounded((byTopic.get(code) ?? 0) / (million * sums.topical)),
        share_by_authority: rounded(byAuthority),
        topical_authority: Math.round(10 * authority * byAuthority) / 10,
      },
    ];
  });
  return {
    backlinks: {
      judged: sums.judged,
      relevance: sums.judged === 0 ? null : Math.round(sums.relevance / sums.judged),
      off_topic: sums.off,
      off_topic_share: part(sums.off, sums.judged),
      bands: Object.fromEntries(bands.map((band, i) => [band, sums[`band_${i}`] ?? 0])),
    },
    referring_domains: {
      total: sums.domains,
      judged: sums.judged_domains,
      off_topic: sums.off_domains,
      off_topic_share: part(sums.off_domains, sums.judged_domains),
      off_topic_share_by_authority: part(sums.off_votes, sums.judged_votes),
      with_topics: sums.topical,
    },
    profile: profile.sort(
      (a, b) => b.share_by_authority - a.share_by_authority || topicNames.indexOf(a.topic) - topicNames.indexOf(b.topic),
    ),
    languages: pairs(sums.by_language)
      .flatMap(([code, domains]) => ({ language: languageNamed(code) ?? '', referring_domains: domains }))
      .filter(({ language }) => language !== '')
      .sort((a, b) => b.referring_domains - a.referring_domains || (a.language < b.language ? -1 : 1)),
  };
}

function pairs([keys, values]: readonly [readonly number[], readonly number[]]): [number, number][] {
  return keys.map((key, i) => [key, values[i] ?? 0]);
}

function part(some: number, all: number): number | null {
  return all === 0 ? null : rounded(some / all);
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
