/**
 * The topics of a site, from three kinds of votes, each a mix of topics with shares in millionths:
 *
 *   own         its captures' mixes, one vote each
 *   links       what the anchors of its live links, and the text around them, speak of: one vote a linking domain
 *   neighbours  the own topics of domains that it links to and that link to it, each by 1 / sqrt(1 + d), d being how many domains that
 *               neighbour links to (when it links here) or is linked by (when it is linked from here): who links to everybody says little
 *
 * Fewer than `neighboursLeast` neighbours say nothing. A kind weighs `weight * n / (n + half)` for n votes, so that few votes say less. Whole numbers throughout: sums are the same to the
 * bit in whatever order threads add them up.
 */
import { limits } from '../../base/limits.ts';
import { pageSlots, siteSlots, slotBits, weightBits, weightMax } from '../../model/topic/topic-mix.ts';
import { linkStates } from '../../model/link.ts';
import { topicCodeMax } from '../../model/topic/taxonomy.ts';
import { join, sql, type Sql } from '../../store/literal.ts';
import { tableOf } from '../../store/releases.ts';
import type { Buckets } from '../graph.ts';
import { languageColumn, slotsOf, withAffinity } from './relevance-columns.ts';

export const siteTopicsVersion = 'site_topics_v1';

/** Codes are places; part of a release's format. */
export const voteKinds = ['own', 'links', 'neighbours'] as const;
export type VoteKind = (typeof voteKinds)[number];

export const voteWeights: Readonly<Record<VoteKind, { readonly weight: number; readonly half: number }>> = {
  own: { weight: 6, half: 1 },
  links: { weight: 3, half: 2 },
  neighbours: { weight: 2, half: 4 },
};

/** Fewer neighbours than this say nothing: most of the web is linked by one or two domains, and is not what they are. */
const neighboursLeast = 3;

/** Domains of which one statement adds up votes. */
const domainsPerSlice = 250_000;

/** A part of the domains, by their hashes: the one with this number of so many. */
export interface Slice {
  readonly number: number;
  readonly count: number;
}

/** The slices of so many domains: each is added up in a statement of its own, whose memory is bounded. */
export function slicesOf(domains: number): readonly Slice[] {
  const count = Math.max(1, Math.ceil(domains / domainsPerSlice));
  return Array.from({ length: count }, (_, number) => ({ number, count }));
}

function within({ number, count }: Slice, hash: Sql): Sql {
  return sql`${hash} % ${count} = ${number}`;
}

const million = 1_000_000;

/** Several aggregations and joins run side by side in one statement here: each goes to disk at a quarter of what a lone one may hold. */
const sideBySide = sql`SETTINGS max_bytes_before_external_group_by = ${limits.spillBytes / 4}, max_bytes_in_join = ${limits.spillBytes / 4}`;
const own = voteKinds.indexOf('own');
const live = sql`state = ${linkStates.indexOf('live')}`;

/** In: captures. Out: a row a domain whose pages have topics. Memory: one hash row of some 200 bytes a domain. */
export function ownVotesStatement(release: number, lastBatch: number): Sql {
  return sql`INSERT INTO ${tableOf('topic_votes', release)}
SELECT cityHash64(domain) AS hash, ${own} AS kind, pages AS votes, mix.1 AS topics, arrayMap(w -> toUInt32(intDiv(w * ${million}, ${weightMax} * pages)), mix.2) AS shares FROM (
  SELECT domain, toUInt32(count()) AS pages, ${sumOfSlots(sql`topics`)} AS mix FROM captures WHERE batch_id <= ${lastBatch} AND topics != 0 GROUP BY domain
)`;
}

/** In: live links of the buckets. Out: a row a domain that is linked with words of topics. Memory: one hash row an edge with such words. */
export function linkVotesStatement(release: number, buckets: Buckets): Sql {
  return sql`INSERT INTO ${tableOf('topic_votes', release)}
SELECT hash, ${voteKinds.indexOf('links')} AS kind, domains AS votes, mix.1 AS topics, arrayMap(s -> toUInt32(intDiv(s, domains)), mix.2) AS shares FROM (
  SELECT hash, toUInt32(count()) AS domains, sumMap(edge.1, arrayMap(w -> intDiv(w * ${million}, ${weightMax} * links), edge.2)) AS mix FROM (
    SELECT cityHash64(target_domain) AS hash, cityHash64(source_domain) AS source, count() AS links, ${sumOfSlots(sql`link_topics`)} AS edge FROM ${tableOf('backlinks', release)}
    WHERE bucket IN ${buckets} AND ${live} AND link_topics != 0 AND source_domain != target_domain GROUP BY hash, source
  ) GROUP BY hash
)
${sideBySide}`;
}

/**
 * In: own votes, live edges. Out: a row a domain with at least `neighboursLeast` neighbours that have topics. Memory: own votes, their degrees, and the
 * sums of one slice of the domains (`number` of `count`, by their hashes). Each slice reads all edges.
 */
export function neighbourVotesStatement(release: number, slice: Slice): Sql {
  const edges = sql`(SELECT cityHash64(target_domain) AS target, cityHash64(source_domain) AS source FROM ${tableOf('domain_edges', release)} AS e WHERE e.live > 0 AND e.source_domain != e.target_domain)`;
  const ownVotes = sql`FROM ${tableOf('topic_votes', release)} WHERE kind = ${own}`;
  const saying = sql`(SELECT hash ${ownVotes})`;
  // From here to there, and back: in the first, `way` 0, the neighbour links; in the second it is linked.
  const pairs = sql`(SELECT target AS hash, source AS neighbour, 0 AS way FROM ${edges} AS n WHERE source IN ${saying} UNION ALL SELECT source, target, 1 FROM ${edges} AS n WHERE target IN ${saying})`;
  return sql`INSERT INTO ${tableOf('topic_votes', release)}
SELECT hash, ${voteKinds.indexOf('neighbours')} AS kind, toUInt32(neighbours) AS votes, ${sums}.1 AS topics, arrayMap(s -> toUInt32(intDiv(s.2, whole)), ${sums}) AS shares
FROM (${summedByTopic(sql`
    SELECT p.hash AS hash, o.topics AS topics, o.shares AS shares, toUInt64(${million} / sqrt(1 + d.degree)) AS weight FROM ${pairs} AS p
    INNER JOIN (SELECT hash, topics, shares ${ownVotes}) AS o ON o.hash = p.neighbour
    INNER JOIN (SELECT neighbour, way, count() AS degree FROM ${pairs} AS q GROUP BY neighbour, way) AS d ON d.neighbour = p.neighbour AND d.way = p.way
    WHERE ${within(slice, sql`p.hash`)} AND p.hash IN (SELECT hash FROM ${pairs} AS r WHERE ${within(slice, sql`hash`)} GROUP BY hash HAVING count() >= ${neighboursLeast})`)})
${sideBySide}`;
}

/**
 * In: votes, captures. Out: one row a domain (`hash`): `topics`, its mix, and `language`, the number of the language that most of its captures are in; 0 where unknown. While the
 * strongest are sought, a topic is its weight above what is left of 63 when its code is taken: the larger, the stronger.
 */
export function siteTopicsStatement(release: number, lastBatch: number, slice: Slice): Sql {
  return sql`INSERT INTO ${tableOf('site_topics', release)} ${withAffinity(siteTopics(release, lastBatch, slice))}
${sideBySide}`;
}

function siteTopics(release: number, lastBatch: number, slice: Slice): Sql {
  const weights = voteKinds.map((kind) => voteWeights[kind]);
  const weight = sql`intDiv(1000 * arrayElement(${weights.map((each) => each.weight)}, kind + 1) * toUInt64(votes), votes + arrayElement(${weights.map((each) => each.half)}, kind + 1))`;
  const ranked = sql`arrayMap(s -> toUInt16(${topicCodeMax + 1} * intDiv(${2 * weightMax} * s.2 + ${million} * whole, 2 * ${million} * whole) + ${topicCodeMax} - s.1), ${sums})`;
  const slot = sql`toUInt64(${2 ** weightBits} * (${topicCodeMax} - bitAnd(r, ${topicCodeMax})) + intDiv(r, ${topicCodeMax + 1}))`;
  return sql`
  SELECT hash, max(site_topics) AS topics, max(site_language) AS language FROM (
    SELECT hash, arraySum(arrayMap((r, i) -> bitShiftLeft(${slot}, ${slotBits} * i), strongest, range(length(strongest)))) AS site_topics, toUInt8(0) AS site_language
    FROM (
      SELECT hash, arraySlice(arrayReverseSort(arrayFilter(r -> r > ${topicCodeMax}, ${ranked})), 1, ${siteSlots}) AS strongest
      FROM (${summedByTopic(sql`SELECT hash, topics, shares, ${weight} AS weight FROM ${tableOf('topic_votes', release)} WHERE ${within(slice, sql`hash`)}`)})
    )
    UNION ALL
    SELECT cityHash64(domain) AS hash, toUInt64(0), argMax(code, (captures, code)) FROM (
      SELECT domain, ${languageColumn(sql`if(text_language != '', text_language, language)`)} AS code, count() AS captures
      FROM captures WHERE batch_id <= ${lastBatch} AND ${within(slice, sql`cityHash64(domain)`)} GROUP BY domain, code HAVING code != 0
    ) GROUP BY hash
  ) GROUP BY hash`;
}

/** What `summedByTopic` gives beside `hash`, `whole` and `neighbours`: (topic, sum of shares times weights), by topic. */
const sums = sql`sums`;

/**
 * Votes (hash, topics, shares, weight) added up by domain: two passes over plain numbers, where maps of arrays take four times as long. The sum
 * of the weights rides along as topic 0.
 */
function summedByTopic(votes: Sql): Sql {
  return sql`
  SELECT hash, arraySort(groupArrayIf((topic, summed), topic != 0)) AS sums, sumIf(summed, topic = 0) AS whole, sumIf(found, topic = 0) AS neighbours FROM (
    SELECT hash, vote.1 AS topic, sum(vote.2 * weight) AS summed, count() AS found FROM (
      SELECT hash, weight, arrayJoin(arrayZip(arrayPushFront(topics, toUInt8(0)), arrayPushFront(arrayMap(s -> toUInt64(s), shares), toUInt64(1)))) AS vote FROM (${votes})
    ) GROUP BY hash, topic
  ) GROUP BY hash`;
}

/** Weights of topics in mixes, added up: (codes, weights). */
function sumOfSlots(mix: Sql): Sql {
  const slots = slotsOf(mix, pageSlots);
  return sql`sumMap(${join(
    [
      sql`arrayMap(s -> toUInt8(bitShiftRight(s, ${weightBits})), ${slots})`,
      sql`arrayMap(s -> toUInt64(bitAnd(s, ${weightMax})), ${slots})`,
    ],
    ', ',
  )})`;
}
