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
 *                           another URL key. lost_at is the first, lost_confirmations counts them.
 *   state                   lost when there is a loss, else live: a link seen again is live again, because last_seen moves
 *   verified_at             the last capture that proves anything, or has the link
 *   page seen before        a capture before first_seen that proves the page, extracted at least as well: the link is new
 *                           (`new_link`), not merely found now (`discovered`)
 * A revisit repeats its original: the latest capture up to then with the same digest; without a digest, the one before it.
 * Whatever else a capture holds (5xx, 403, 429, a truncated page, a challenge) shows its links, and proves nothing.
 */
import { grades, proofs } from '../model/capture.ts';
import { flag, linkStates, lostReasons } from '../model/link.ts';
import { sql, type Sql } from '../store/literal.ts';
import { tableOf } from '../store/releases.ts';

const provesPage = proofs.indexOf('page');
const provesGone = proofs.indexOf('gone');
const provesRedirect = proofs.indexOf('redirected');

export interface LinkStatesScope {
  readonly release: number;
  readonly lastBatch: number;
  /** Buckets of the source domain, a closed range. */
  readonly buckets: { readonly from: number; readonly to: number };
  /** True: only pages in `touched_<n>`; false: every page. */
  readonly touchedOnly: boolean;
}

/** The statement that computes the links of the scope's pages and writes them to `changes_<n>`. */
export function linkStatesStatement(scope: LinkStatesScope): Sql {
  return sql`INSERT INTO ${tableOf('changes', scope.release)}
SELECT
  source_bucket, bucket, target_key, source_key, target_domain, source_domain,
  best.1 AS target_url, best.2 AS kind,
  bitOr(best.3, if(arrayExists(p -> p.1 < first AND p.3 = ${provesPage} AND p.2 >= first_grade, proven), ${flag.pageSeenBefore}, 0)) AS flags,
  best.4 AS placement, best.5 AS anchor, best.6 AS links_count,
  toDateTime(first, 'UTC') AS first_seen,
  last - first AS seen_for,
  greatest(last, arrayMax(p -> p.1, proven)) - last AS verified_after,
  if(empty(losses), ${linkStates.indexOf('live')}, ${linkStates.indexOf('lost')}) AS state,
  if(empty(losses), 0, losses[1].1 - last) AS lost_after,
  if(empty(losses), ${lostReasons.indexOf('none')}, transform(losses[1].3, [${provesPage}, ${provesGone}, ${provesRedirect}],
    [${lostReasons.indexOf('removed')}, ${lostReasons.indexOf('gone')}, ${lostReasons.indexOf('redirected')}], 0)) AS lost_reason,
  least(length(losses), 65535) AS lost_confirmations,
  source_ip
FROM (
  SELECT *, arrayFilter(p -> p.1 > last AND (p.3 != ${provesPage} OR p.2 >= last_grade), proven) AS losses
  FROM (
    SELECT
      l.bucket AS source_bucket, l.source_key AS source_key, l.target_key AS target_key,
      any(l.target_bucket) AS bucket, any(l.target_domain) AS target_domain, any(l.source_domain) AS source_domain,
      argMax((l.target_url, l.kind, l.flags, l.placement, l.anchor, l.links_count), (p.last_at, p.last_grade)) AS best,
      min(p.first_at) AS first, max(p.last_at) AS last,
      argMin(p.first_grade, p.first_at) AS first_grade, argMax(p.last_grade, p.last_at) AS last_grade,
      any(p.proven) AS proven, any(p.ip) AS source_ip
    FROM linksets AS l
    INNER JOIN (${pageSets(scope)}) AS p ON l.bucket = p.bucket AND l.source_key = p.source_key AND l.linkset = p.linkset
    WHERE ${inScope(scope, sql`l.bucket`, sql`l.source_key`, sql`l.batch_id`)}
    GROUP BY l.bucket, l.source_key, l.target_key
  )
)`;
}

/**
 * One row a page and link set: when the set was seen first and last and how well, with all that the page's captures prove.
 * `seen` holds a page's captures in order of time as (at, grade, proof, linkset), revisits resolved.
 */
function pageSets(scope: LinkStatesScope): Sql {
  return sql`
    SELECT bucket, source_key, ip, proven, set.1 AS linkset, set.2 AS first_at, set.3 AS first_grade, set.4 AS last_at, set.5 AS last_grade
    FROM (
      SELECT bucket, source_key, ip,
        arrayMap(c -> (c.1, c.2, c.3), arrayFilter(c -> c.3 != 0, seen)) AS proven,
        arrayMap(id -> (id,
          arrayFirst(c -> c.4 = id, seen).1, arrayFirst(c -> c.4 = id, seen).2,
          arrayLast(c -> c.4 = id, seen).1, arrayLast(c -> c.4 = id, seen).2), arrayDistinct(arrayFilter(id -> id != 0, seen.4))) AS sets
      FROM (
        SELECT bucket, source_key, ip,
          arrayMap(c -> if(c.4 = 0, (c.1, c.2, c.3, c.6), ${resolvedRevisit()}), raw) AS seen
        FROM (
          SELECT bucket, source_key, argMax(ip, fetched_at) AS ip,
            arraySort(c -> (c.1, c.2), groupArray((toUnixTimestamp(fetched_at), grade, proof, revisit, digest, linkset))) AS raw
          FROM captures
          WHERE ${inScope(scope, sql`bucket`, sql`source_key`, sql`batch_id`)}
          GROUP BY bucket, source_key
        )
      )
    )
    ARRAY JOIN sets AS set`;
}

/** A revisit as its original, at its own time; one whose original is not in the index proves nothing. */
function resolvedRevisit(): Sql {
  const none = sql`(c.1, toUInt8(${grades.indexOf('none')}), toUInt8(0), toUInt64(0))`;
  const original = sql`arrayLast(o -> o.4 = 0 AND o.1 <= c.1 AND if(c.5 = '', o.3 = ${provesPage}, o.5 = c.5), raw)`;
  return sql`if(${original}.1 = 0, ${none}, (c.1, ${original}.2, ${original}.3, ${original}.6))`;
}

function inScope({ release, lastBatch, buckets, touchedOnly }: LinkStatesScope, bucket: Sql, sourceKey: Sql, batch: Sql): Sql {
  const range = sql`${bucket} BETWEEN ${buckets.from} AND ${buckets.to} AND ${batch} <= ${lastBatch}`;
  if (!touchedOnly) return range;
  return sql`${range} AND (${bucket}, ${sourceKey}) IN (SELECT bucket, source_key FROM ${tableOf('touched', release)} WHERE bucket BETWEEN ${buckets.from} AND ${buckets.to})`;
}
