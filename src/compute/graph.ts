/**
 * The domain graph of a release, from `backlinks_<n>`: edges, numbered nodes, and after ranking the `domains_<n>`,
 * `pages_<n>` and `sitewide_<n>` that questions read.
 *
 * A link is ranked (gives authority) when it is live, followed, of a kind that carries rank, between different domains,
 * and its page is not noindex. What an edge weighs stands in edge-weight.ts, what of it counts in link-circles.ts.
 */
import { proofs } from '../model/capture.ts';
import { contactPage, submissionPage } from '../model/contact-page.ts';
import { bucketCount } from '../model/host.ts';
import { flag, linkKinds, linkStates, notFollowed, placements, rankKinds } from '../model/link.ts';
import { capturingOrigins, originCode } from '../model/origin.ts';
import { sourceClasses, sourceClassRules } from '../model/source-class.ts';
import { join, sql, type Sql } from '../store/literal.ts';
import { tableOf } from '../store/releases.ts';
import type { AuthorityScale } from './authority.ts';
import { edgeWeight, placeOf, sitewide } from './edge-weight.ts';
import { networkOf } from './network.ts';
import { spamWordColumn } from './spam/spam-columns.ts';

const live = sql`state = ${linkStates.indexOf('live')}`;
const followed = sql`bitAnd(flags, ${notFollowed}) = 0`;
const rankable = sql`(${live} AND bitAnd(flags, ${flag.pageNoindex}) = 0 AND kind IN ${rankKinds.map((kind) => linkKinds.indexOf(kind))} AND source_domain != target_domain)`;
const ranked = sql`(${rankable} AND ${followed})`;
const inContent = sql`placement = ${placements.indexOf('content')}`;

/** Numbers of buckets that one statement takes on. */
export type Buckets = readonly number[];

/**
 * In: backlinks of the buckets. Out: one row for each pair of domains. Memory: one hash row of about 150 bytes an edge.
 *
 * @param pairs subquery of the pairs (target domain, source domain) that are wanted; all when it is left out
 */
export function edgesStatement(release: number, buckets: Buckets, pairs?: Sql): Sql {
  return sql`INSERT INTO ${tableOf('domain_edges', release)}
SELECT bucket, target_domain, source_domain,
  countIf(${live}) AS live, countIf(NOT ${live}) AS lost, countIf(${live} AND ${followed}) AS followed, countIf(${ranked}) AS ranked,
  countIf(${rankable}) AS rankable, countIf(${live} AND ${followed} AND ${inContent}) AS content,
  countIf(${live} AND ${spamWordColumn(sql`anchor`)}) AS spam_words,
  ${distinct(sql`target_key`, ranked)} AS ranked_pages,
  maxIf(${placeOf}, ${ranked}) AS placed, ${mostRepeated(sql`anchor`, ranked)} AS repeated,
  maxIf(${placeOf}, ${rankable}) AS rankable_placed, ${mostRepeated(sql`anchor`, rankable)} AS rankable_repeated,
  ${distinct(sql`source_key`, live)} AS live_pages, ${distinct(sql`source_key`, sql`1 = 1`)} AS pages,
  min(b.first_seen) AS first_seen, max(b.first_seen + b.seen_for) AS last_seen,
  if(live = 0, max(b.first_seen + b.seen_for + b.lost_after), NULL) AS lost_at
FROM ${tableOf('backlinks', release)} AS b
WHERE bucket IN ${buckets}${pairs === undefined ? sql`` : sql` AND (target_domain, source_domain) IN (${pairs})`}
GROUP BY bucket, target_domain, source_domain`;
}

/** How many links touched pages have and had: their pairs of domains are at most as many. */
export function touchedLinks(release: number, base: number): Sql {
  return sql`SELECT count() AS links FROM (${ofTouched(release, release)} UNION ALL ${ofTouched(base, release)})`;
}

/**
 * The pairs of domains (target, source) that links of touched pages are or were of: whatever else changed, no other edge did. A statement that asks for them holds all of
 * them, about 100 bytes each: for few touched links only.
 */
export function touchedPairs(release: number, base: number): Sql {
  return sql`SELECT DISTINCT target_domain, source_domain FROM (${ofTouched(release, release)} UNION ALL ${ofTouched(base, release)})`;
}

function ofTouched(states: number, release: number): Sql {
  return sql`SELECT target_domain, source_domain FROM ${tableOf('link_states', states)} WHERE (bucket, source_key) IN (SELECT bucket, source_key FROM ${tableOf('touched', release)})`;
}

/** In: edges of the release before, of the buckets. Out: those of no touched page. */
export function keptEdgesStatement(release: number, base: number, buckets: Buckets): Sql {
  return sql`INSERT INTO ${tableOf('domain_edges', release)} SELECT * FROM ${tableOf('domain_edges', base)}
WHERE bucket IN ${buckets} AND (target_domain, source_domain) NOT IN (${touchedPairs(release, base)})`;
}

/**
 * How many different values. Nearly all groups are of one or two rows: arrays of 64-bit hashes cost a third of the time of as many
 * hash sets (1.2 against 2.9 s of CPU a million rows, 2026-11). Exact unless two values of one group share a 64-bit hash.
 */
function distinct(value: Sql, condition: Sql): Sql {
  return sql`arrayUniq(groupArrayIf(sipHash64(${value}), ${condition}))`;
}

/** How often the most frequent value occurs. */
function mostRepeated(value: Sql, condition: Sql): Sql {
  return sql`arrayMax(arrayEnumerateUniq(groupArrayIf(sipHash64(${value}), ${condition})))`;
}

/** Whose edges stand in which of them: the engine hashes a name that this process may never see. */
export function sourceBucketOf(domain: Sql): Sql {
  return sql`toUInt8(cityHash64(${domain}) % ${bucketCount})`;
}

/**
 * In: all edges. Out: those of the source buckets, in the order of their sources. One scan; memory: one block of rows, which the table sorts
 * as it is written and merges later. (Sorting all of them first took more than a statement's memory at 12 M edges, spilling or not; 2026-11.)
 */
export function domainTargetsStatement(release: number, buckets: Buckets): Sql {
  return sql`INSERT INTO ${tableOf('domain_targets', release)}
SELECT ${sourceBucketOf(sql`source_domain`)} AS source_bucket, source_domain, target_domain, live, lost, followed, first_seen, last_seen, lost_at
FROM ${tableOf('domain_edges', release)}
WHERE source_bucket IN ${buckets}`;
}

/**
 * Numbers all domains that link, are linked to or were captured, in alphabetical order, from 0; with what their captures say.
 *
 * @param aimed batches of pages that were fetched for whom they link to
 */
export function nodesStatement(release: number, lastBatch: number, aimed: readonly number[] = []): Sql {
  const edges = tableOf('domain_edges', release);
  const archived = sql`origin = ${originCode('archive')}`;
  const shown = sql`(${archived} AND proof = ${proofs.indexOf('page')})`;
  const looked = sql`origin IN ${capturingOrigins.map(originCode)}`;
  const sampled = aimed.length === 0 ? looked : sql`(${looked} AND batch_id NOT IN ${aimed})`;
  return sql`INSERT INTO ${tableOf('nodes', release)}
SELECT n.domain, n.id, c.pages, c.network, c.sampled, c.outward_links, c.outward_share, c.untitled_share FROM (
  SELECT domain, rowNumberInAllBlocks() AS id FROM (
    SELECT DISTINCT domain FROM (
      SELECT target_domain AS domain FROM ${edges} UNION ALL SELECT source_domain FROM ${edges}
      UNION ALL SELECT domain FROM captures WHERE batch_id <= ${lastBatch}
    ) ORDER BY domain
  )
) AS n
LEFT JOIN (
  SELECT domain, uniqExactIf(source_key, ${archived}) AS pages, argMaxIf(${networkOf(sql`ip`)}, (fetched_at, ip), ip != '') AS network,
    toUInt8(countIf(${sampled}) > 0) AS sampled,
    countIf(${shown}) AS seen, sumIf(external_links, ${shown}) AS outward, sumIf(internal_links, ${shown}) AS inward,
    outward / greatest(1, seen) AS outward_links, outward / greatest(1, outward + inward) AS outward_share, countIf(${shown} AND title = '') / greatest(1, seen) AS untitled_share
  FROM captures WHERE batch_id <= ${lastBatch} GROUP BY domain
) AS c ON c.domain = n.domain
SETTINGS max_threads = 1`;
}

/** The live edges between two domains as pairs of node numbers with their weights: by followed links, and by any whatever their rel (0: not such an edge). */
export function nodeEdgesStatement(release: number): Sql {
  const nodes = tableOf('nodes', release);
  return sql`INSERT INTO ${tableOf('node_edges', release)}
SELECT s.id AS source, t.id AS target,
  if(e.ranked > 0, ${weightOf(sql`s.pages_captured`)}, 0) AS weight,
  if(e.rankable > 0, ${edgeWeight(sql`e.rankable_placed`, sql`e.rankable`, sql`e.rankable_repeated`, sql`s.pages_captured`)}, 0) AS any_rel_weight
FROM ${tableOf('domain_edges', release)} AS e
INNER JOIN ${nodes} AS s ON s.domain = e.source_domain
INNER JOIN ${nodes} AS t ON t.domain = e.target_domain
WHERE e.live > 0 AND e.source_domain != e.target_domain`;
}

/** What a ranked edge (as `e`) weighs. */
function weightOf(pagesCaptured: Sql): Sql {
  return edgeWeight(sql`e.placed`, sql`e.ranked`, sql`e.repeated`, pagesCaptured);
}

/** Several joins by one key: sorted sides are merged, with a block of each in memory. Five hash tables of 1.5 M domains took more than a statement has, and twice the time. */
export const joinedInOrder = sql`SETTINGS join_algorithm = 'full_sorting_merge'`;

/** In: nodes, ranks, spam scores, edges, captures. Out: one row a domain with counts and scores. */
export function domainsStatement(release: number, lastBatch: number): Sql {
  const edges = tableOf('domain_edges', release);
  return sql`INSERT INTO ${tableOf('domains', release)}
SELECT n.domain, cityHash64(n.domain) AS hash, r.authority, r.score, ${domainClassOf(sql`n.domain`)} AS class, r.rank, r.contribution, r.position,
  n.pages_captured, i.live_domains, i.followed_domains, i.domains, i.live, i.lost, o.targets,
  i.links_itself, r.any_rel_rank, r.any_rel_contribution, r.any_rel_authority, k.contact_url, k.submission_url, p.score, r.trust, r.spam_mass
FROM ${tableOf('nodes', release)} AS n
LEFT JOIN ${tableOf('ranks', release)} AS r ON r.id = n.id
LEFT JOIN (
  SELECT target_domain, countIf(e.live > 0) AS live_domains, countIf(e.followed > 0) AS followed_domains, count() AS domains, sum(e.live) AS live, sum(e.lost) AS lost,
    countIf(e.live > 0 AND e.source_domain = e.target_domain) AS links_itself
  FROM ${edges} AS e GROUP BY target_domain
) AS i ON i.target_domain = n.domain
LEFT JOIN (SELECT source_domain, countIf(e.live > 0) AS targets FROM ${edges} AS e GROUP BY source_domain) AS o ON o.source_domain = n.domain
LEFT JOIN (${contactPages(lastBatch)}) AS k ON k.domain = n.domain
LEFT JOIN ${tableOf('spam', release)} AS p ON p.domain = n.domain
${joinedInOrder}`;
}

/** By domain, the shortest address of a page whose path says that it is for contact, and for submissions; pages that are gone do not count. */
function contactPages(lastBatch: number): Sql {
  const [contact, submission] = [contactPage, submissionPage].map((pattern) => sql`match(source_key, ${pattern})`);
  const shortest = sql`(length(source_key), source_key)`;
  return sql`
  SELECT domain, argMinIf(newest.2, ${shortest}, contact) AS contact_url, argMinIf(newest.2, ${shortest}, submission) AS submission_url
  FROM (
    SELECT domain, source_key, ${contact ?? sql``} AS contact, ${submission ?? sql``} AS submission, argMax((proof, url), (fetched_at, grade, proof)) AS newest
    FROM captures WHERE batch_id <= ${lastBatch} AND proof != 0 AND origin = ${originCode('archive')} AND (contact OR submission) GROUP BY domain, source_key
    HAVING newest.1 = ${proofs.indexOf('page')}
  ) GROUP BY domain`;
}

/**
 * In: backlinks and edges of the buckets, the scores' dictionary. Out: one row a linked page with live links.
 * A domain's gift to another (its contribution, times what the edge weighs, times what of it counts) is split evenly over the pages there that it
 * links to; a page's inflow is the sum of its shares, put on the domains' own scale (external links only). No page stands above its
 * domain, whose score may be carried on from a lower one.
 */
export function pagesStatement(release: number, buckets: Buckets, scale: AuthorityScale): Sql {
  const r = sql`(${scale.r0} + ${scale.nodes} * inflow)`;
  const authority = sql`round(100 * least(1, greatest(0, (log(${r}) - ${Math.log(scale.r0)}) / ${Math.log(scale.r1) - Math.log(scale.r0)})))`;
  return sql`INSERT INTO ${tableOf('pages', release)}
SELECT bucket, page_key, toUInt8(if(inflow = 0, 0, least(${authority}, dictGet(${`scores_${release}`}, 'authority', cityHash64(domain))))) AS authority, inflow, live, referring_domains, domain, followed, first_seen, last_seen, form, url
FROM (
  SELECT l.bucket AS bucket, l.target_key AS page_key, ${exactSum(sql`if(l.ranked_links > 0, e.gift / e.ranked_pages, 0)`)} AS inflow,
    sum(l.links) AS live, count() AS referring_domains, any(l.domain) AS domain, sum(l.followed_links) AS followed,
    min(l.first_at) AS first_seen, max(l.last_at) AS last_seen, groupBitOr(l.forms) AS form, max(l.urls) AS url
  FROM (
    SELECT bucket, target_key, ${edgeHash} AS edge, count() AS links, countIf(${ranked}) AS ranked_links,
      any(target_domain) AS domain, countIf(${followed}) AS followed_links, min(first_seen) AS first_at, max(first_seen + seen_for) AS last_at,
      groupBitOr(bitAnd(flags, ${flag.targetHttps | flag.targetWww})) AS forms, max(target_url) AS urls
    FROM ${tableOf('backlinks', release)}
    WHERE bucket IN ${buckets} AND ${live}
    GROUP BY bucket, target_key, edge
  ) AS l
  INNER JOIN (
    SELECT ${edgeHash} AS edge, ranked_pages, ${giftOf(release)} AS gift
    FROM ${tableOf('domain_edges', release)} AS e
    LEFT JOIN ${tableOf('discounts', release)} AS d ON d.target_domain = e.target_domain AND d.source_domain = e.source_domain
    WHERE bucket IN ${buckets}
  ) AS e ON e.edge = l.edge
  GROUP BY l.bucket, l.target_key
)`;
}

/** The rank that an edge (as `e`, its discount as `d`) brings to its target: a share of all rank. The scores' dictionary must be loaded. */
export function giftOf(release: number): Sql {
  return sql`if(e.ranked > 0, ${sourceScore(release, 'contribution')} * ${edgeWeightOf(release)} * if(d.size = 0, 1, d.factor), 0)`;
}

/** What a ranked edge (as `e`) weighs, of a release whose dictionaries are loaded. */
export function edgeWeightOf(release: number): Sql {
  return weightOf(sourceScore(release, 'pages_captured'));
}

function sourceScore(release: number, column: 'contribution' | 'pages_captured'): Sql {
  return sql`dictGet(${`scores_${release}`}, ${column}, cityHash64(e.source_domain))`;
}

/** 64 bits for a pair of domains: joined at half the cost of two names. */
export const edgeHash = sql`cityHash64(target_domain, source_domain)`;

/**
 * The sum of shares of one whole, the same to the bit in whatever order threads add them up: in units of 2^-60, a ten millionth of a
 * page's even share where there are a hundred billion pages.
 */
function exactSum(share: Sql): Sql {
  return sql`sum(toUInt64(exp2(60) * (${share}))) / exp2(60)`;
}

/** In: live backlinks of the buckets. Out: the hash of (source domain, target domain, anchor) of each site-wide link, with its links. */
export function sitewideStatement(release: number, buckets: Buckets): Sql {
  return sql`INSERT INTO ${tableOf('sitewide', release)}
SELECT ${sitewideHash(sql`s.source_domain`, sql`s.target_domain`, sql`s.anchor`)} AS hash, s.found AS pages,
  ${edgeHash} AS edge, s.followed_links, s.content_links
FROM (
  SELECT source_domain, target_domain, anchor, uniqExact(source_key) AS found,
    countIf(${followed}) AS followed_links, countIf(${followed} AND ${inContent}) AS content_links
  FROM ${tableOf('backlinks', release)}
  WHERE bucket IN ${buckets} AND ${live} AND source_domain != target_domain
    AND (target_domain, source_domain) IN (SELECT target_domain, source_domain FROM ${tableOf('domain_edges', release)} AS e WHERE bucket IN ${buckets} AND e.live_pages >= ${sitewide.pagesMin})
  GROUP BY source_domain, target_domain, anchor
  HAVING found >= ${sitewide.pagesMin}
) AS s
INNER JOIN ${tableOf('domains', release)} AS d ON d.domain = s.source_domain
WHERE d.pages_captured > 0 AND s.found >= ${sitewide.shareMin} * d.pages_captured`;
}

/** The key of `sitewide_<n>`. */
export function sitewideHash(source: Sql, target: Sql, anchor: Sql): Sql {
  return sql`cityHash64(${source}, ${target}, ${anchor})`;
}

/** The class of a domain by its name alone (model/source-class.ts), as the engine sees it. */
export function domainClassOf(domain: Sql): Sql {
  const branches = sourceClassRules.flatMap((rule) => [sql`match(${domain}, ${rule.pattern})`, sql`${sourceClasses.indexOf(rule.class)}`]);
  return sql`multiIf(${join(branches, ', ')}, 0)`;
}
