/**
 * Link states: one row a link (source page, target page) over all captures of the source page.
 *
 * Columns in:  `captures`, `linksets` (batches up to the release's last one), of the touched pages or of all.
 * Columns out: `changes_<n>`, fanned out by views into `backlinks_<n>` (by target) and `link_states_<n>` (by source).
 * Order:       buckets of the source's domain, some at a time. Memory: the hash table of one group of buckets' captures,
 *              about 200 bytes a capture; the engine spills aggregation and sorting above `spillBytes`.
 *
 * Rules (DESIGN, "What is true"), for one link with captures of its page in order of time:
 *   first_seen, last_seen   the first and last capture that has the link
 *   a loss                  a capture after last_seen that proves: the page without it, extracted at least as well as the
 *                           capture that last had the link (a WAT cannot disprove a WARC); or 404, 410; or a redirect to
 *                           another URL key. lost_at is the first, lost_confirmations counts their moments.
 *   state                   lost when there is a loss, else live: a link seen again is live again, because last_seen moves
 *   gaps                    when it was lost by such a proof and seen again, before last_seen (link-gaps.ts)
 *   verified_at             the last capture that proves anything, or has the link
 *   page seen before        a capture before first_seen that proves the page, extracted at least as well: the link is new
 *                           (`new_link`), not merely found now (`discovered`)
 * Of two captures at the same moment, the first sight of a link is by the weaker one and the last by the better one.
 * A revisit repeats its original: the latest capture up to then with the same digest; without a digest, the latest that proves
 * the page.
 * A row of an export is a capture that proves nothing, of the weakest grade: whatever was captured can disprove it.
 * A loss that an export reports is no proof: the state stays. It is kept as `reported_lost_after`, 1 and the seconds since last_seen, unless the link
 * was seen later; 0 for none.
 * Whatever else a capture holds (5xx, 403, 429, a truncated page, a challenge) shows its links, and proves nothing.
 */
import { grades, proofs } from '../model/capture.ts';
import { flag, linkStates, lostReasons } from '../model/link.ts';
import { capturingOrigins, originBit, originCode } from '../model/origin.ts';
import { join, name, sql, type Sql } from '../store/literal.ts';
import { tableOf } from '../store/releases.ts';
import { gapsOf, reasonOf } from './link-gaps.ts';

/** The language and the topics of a page, as one capture has them. */
const said = sql`(toString(if(text_language != '', text_language, language)), topics)`;

const provesPage = proofs.indexOf('page');
const capturedBits = capturingOrigins.reduce((bits, origin) => bits | originBit(origin), 0);

export interface LinkStatesScope {
  readonly release: number;
  readonly lastBatch: number;
  /** Buckets of the source's domain. */
  readonly buckets: readonly number[];
  /** True: only pages in `touched_<n>`; false: every page. */
  readonly touchedOnly: boolean;
}

/** The statement that computes the links of the scope's pages and writes them to `changes_<n>`. */
export function linkStatesStatement(scope: LinkStatesScope): Sql {
  return sql`INSERT INTO ${tableOf('changes', scope.release)} (${join(columns.map(name), ', ')})
${steadyPages(scope)}
UNION ALL
${changingPages(scope)}`;
}

const columns = [
  'source_bucket',
  'source_key',
  'target_key',
  'bucket',
  'target_domain',
  'source_domain',
  'target_url',
  'kind',
  'placement',
  'anchor',
  'links_count',
  'source_ip',
  'flags',
  'first_seen',
  'seen_for',
  'verified_after',
  'state',
  'lost_after',
  'lost_reason',
  'lost_confirmations',
  'seen_by',
  'reported_lost_after',
  'language',
  'page_topics',
  'link_topics',
  'gaps',
];

/**
 * Pages with one link set in all their captures: most of the web, captured once or unchanged since. What became of the set
 * became of each link, so it is worked out once a page and nothing is grouped by link.
 */
function steadyPages(scope: LinkStatesScope): Sql {
  const life = lifeOf({
    first: sql`sets[1].2`,
    firstGrade: sql`sets[1].3`,
    last: sql`sets[1].4`,
    lastGrade: sql`sets[1].5`,
    sights: sql`sets[1].7`,
  });
  return sql`SELECT l.bucket, l.source_key, l.target_key, l.target_bucket, l.target_domain, l.source_domain, l.target_url, l.kind, l.placement, l.anchor, l.links_count, p.ip,
    bitOr(l.flags, p.seen_before), p.first_seen, p.seen_for, p.verified_after, p.state, p.lost_after, p.lost_reason, p.lost_confirmations, p.seen_by, p.reported_lost_after, p.said.1, p.said.2, l.topics, p.gaps
  FROM linksets AS l
  INNER JOIN (
    SELECT bucket, source_key, ip, said, sets[1].1 AS linkset, sets[1].6 AS seen_by, sets[1].8 AS reported, ${life}
    FROM (${pages(scope)}) WHERE length(sets) = 1
  ) AS p ON l.bucket = p.bucket AND l.source_key = p.source_key AND l.linkset = p.linkset
  WHERE ${inScope(scope, sql`l.bucket`, sql`l.source_key`, sql`l.batch_id`)}`;
}

/**
 * Pages whose links changed between captures: each link is followed through the sets that have it. The newest set's words stand,
 * but no export's where a page was read.
 */
function changingPages(scope: LinkStatesScope): Sql {
  const life = lifeOf({
    first: sql`intDiv(first_sight, 4)`,
    firstGrade: sql`(first_sight % 4)`,
    last: sql`intDiv(last_sight, 4)`,
    lastGrade: sql`(last_sight % 4)`,
    sights: sql`sights`,
  });
  const newest = sql`(bitAnd(p.set_seen_by, ${capturedBits}) != 0, p.last_at * 4 + p.last_grade, l.linkset)`;
  return sql`SELECT source_bucket, source_key, target_key, bucket, target_domain, source_domain, target_url, kind, placement, anchor, links_count, ip,
    bitOr(newest_flags, seen_before), first_seen, seen_for, verified_after, state, lost_after, lost_reason, lost_confirmations, seen_by, reported_lost_after, said.1, said.2, link_topics, gaps
  FROM (
    SELECT *, ${life}
    FROM (
      SELECT
        l.bucket AS source_bucket, l.source_key AS source_key, l.target_key AS target_key,
        any(l.target_bucket) AS bucket, any(l.target_domain) AS target_domain, any(l.source_domain) AS source_domain,
        argMax(l.target_url, ${newest}) AS target_url, argMax(l.kind, ${newest}) AS kind, argMax(l.flags, ${newest}) AS newest_flags,
        argMax(l.placement, ${newest}) AS placement, argMax(l.anchor, ${newest}) AS anchor, argMax(l.links_count, ${newest}) AS links_count, argMax(l.topics, ${newest}) AS link_topics,
        min(p.first_at * 4 + p.first_grade) AS first_sight, max(p.last_at * 4 + p.last_grade) AS last_sight,
        any(p.proven) AS proven, groupArrayArray(p.sights) AS sights, any(p.ip) AS ip, any(p.said) AS said, groupBitOr(p.set_seen_by) AS seen_by, max(p.set_reported) AS reported
      FROM linksets AS l
      INNER JOIN (
        SELECT bucket, source_key, ip, said, proven, set.1 AS linkset, toUInt64(set.2) AS first_at, set.3 AS first_grade, toUInt64(set.4) AS last_at, set.5 AS last_grade, set.6 AS set_seen_by, set.7 AS sights, set.8 AS set_reported
        FROM (${pages(scope)}) ARRAY JOIN sets AS set WHERE length(sets) > 1
      ) AS p ON l.bucket = p.bucket AND l.source_key = p.source_key AND l.linkset = p.linkset
      WHERE ${inScope(scope, sql`l.bucket`, sql`l.source_key`, sql`l.batch_id`)}
      GROUP BY l.bucket, l.source_key, l.target_key
    )
  )`;
}

/** The rules of the head of this file as columns, from first and last sight, `reported` (a loss that exports report) and `proven`, the page's captures that prove something. */
function lifeOf({
  first,
  firstGrade,
  last,
  lastGrade,
  sights,
}: {
  readonly first: Sql;
  readonly firstGrade: Sql;
  readonly last: Sql;
  readonly lastGrade: Sql;
  readonly sights: Sql;
}): Sql {
  return sql`arrayFilter(p -> p.1 > ${last} AND (p.3 != ${provesPage} OR p.2 >= ${lastGrade}), proven) AS losses,
    if(arrayExists(p -> p.1 < ${first} AND p.3 = ${provesPage} AND p.2 >= ${firstGrade}, proven), ${flag.pageSeenBefore}, 0) AS seen_before,
    toDateTime(${first}, 'UTC') AS first_seen,
    toUInt32(${last} - ${first}) AS seen_for,
    toUInt32(greatest(${last}, arrayMax(p -> p.1, proven)) - ${last}) AS verified_after,
    toUInt8(if(empty(losses), ${linkStates.indexOf('live')}, ${linkStates.indexOf('lost')})) AS state,
    toUInt32(if(empty(losses), 0, losses[1].1 - ${last})) AS lost_after,
    toUInt8(if(empty(losses), ${lostReasons.indexOf('none')}, ${reasonOf(sql`losses[1].3`)})) AS lost_reason,
    toUInt16(least(arrayUniq(losses.1), 65535)) AS lost_confirmations,
    toUInt32(if(reported >= ${last}, reported - ${last} + 1, 0)) AS reported_lost_after,
    ${gapsOf(sights, sql`proven`, first, last)} AS gaps`;
}

/**
 * One row a page: `said`, its language and topics as its newest capture that says any has them; `proven`, its captures in order of time that prove something, as (at, grade, proof); and `sets`, each of its
 * link sets with its first and last sight, whence it was seen, where three captures can hold a gap all its sights, and the last loss that an export
 * reports of it: (linkset, at, grade, at, grade, seen_by, [(at, grade)], at). Revisits are resolved.
 */
function pages(scope: LinkStatesScope): Sql {
  return sql`
    SELECT bucket, source_key, ip, said,
      arrayMap(c -> (c.1, c.2, c.3), arrayFilter(c -> c.3 != 0, seen)) AS proven,
      arrayMap(id -> (id,
        arrayFirst(c -> c.4 = id, seen).1, arrayFirst(c -> c.4 = id, seen).2,
        arrayLast(c -> c.4 = id, seen).1, arrayLast(c -> c.4 = id, seen).2,
        arrayReduce('groupBitOr', arrayMap(c -> bitShiftLeft(toUInt32(1), c.5), arrayFilter(c -> c.4 = id, seen))),
        if(length(seen) < 3, [], arrayMap(c -> (c.1, c.2), arrayFilter(c -> c.4 = id, seen))),
        arrayMax(c -> if(c.4 = id, c.6, 0), seen)), arrayDistinct(arrayFilter(id -> id != 0, seen.4))) AS sets
    FROM (
      SELECT bucket, source_key, ip, said,
        arraySort(arrayMap(c -> if(c.4 = 0, (c.1, c.2, c.3, c.6, c.7, c.8), ${resolvedRevisit()}), raw)) AS seen
      FROM (
        SELECT bucket, source_key, argMax(ip, (origin = ${originCode('archive')}, fetched_at, batch_id, ip)) AS ip,
          argMaxIf(${said}, (fetched_at, grade, batch_id, ${said}), ${said} != ('', 0)) AS said,
          arraySort(groupArray((toUnixTimestamp(fetched_at), grade, proof, revisit, digest, linkset, origin, toUnixTimestamp(reported_lost_at)))) AS raw
        FROM captures
        WHERE ${inScope(scope, sql`bucket`, sql`source_key`, sql`batch_id`)}
        GROUP BY bucket, source_key
      )
    )`;
}

/**
 * A revisit as its original, at its own time. It proves nothing when its original is not in the index, or when it is itself no
 * proof (a profile or status that does not say that the page is unchanged).
 */
function resolvedRevisit(): Sql {
  const none = sql`(c.1, toUInt8(${grades.indexOf('none')}), toUInt8(0), toUInt64(0), c.7, c.8)`;
  const original = sql`arrayLast(o -> o.4 = 0 AND o.1 <= c.1 AND if(c.5 = '', o.3 = ${provesPage}, o.5 = c.5), raw)`;
  return sql`if(${original}.1 = 0, ${none}, (c.1, ${original}.2, if(c.3 = 0, c.3, ${original}.3), ${original}.6, c.7, c.8))`;
}

function inScope({ release, lastBatch, buckets, touchedOnly }: LinkStatesScope, bucket: Sql, sourceKey: Sql, batch: Sql): Sql {
  const range = sql`${bucket} IN ${buckets} AND ${batch} <= ${lastBatch}`;
  if (!touchedOnly) return range;
  return sql`${range} AND (${bucket}, ${sourceKey}) IN (SELECT bucket, source_key FROM ${tableOf('touched', release)} WHERE bucket IN ${buckets})`;
}
