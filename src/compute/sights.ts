/**
 * Sights: for each page and moment with exactly one capture that is no revisit, what answers show of that capture. Nearly always that is the
 * capture which saw a link last; where several share a moment (a WARC and its WAT), or a revisit does, link sets decide (query/seen-captures.ts).
 *
 * In: captures, in their order. Out: `sights_<n>`. Memory: one page's captures, and what a sort of one block takes.
 */
import { sql, type Sql } from '../store/literal.ts';
import { tableOf } from '../store/releases.ts';

/** The number of a page at a moment (seconds since 1970), by which its sight is found. */
export function sightPlace(sourceKey: Sql, at: Sql): Sql {
  return sql`sipHash64(${sourceKey}, toUInt32(${at}))`;
}

/** What is shown of a capture (as `c`). */
export const sightColumns = sql`c.source_key AS source_key, toUnixTimestamp(c.fetched_at) AS at, c.url AS url, c.title AS title, c.status AS status,
  c.internal_links AS internal_links, c.external_links AS external_links,
  toString(c.linkset) AS linkset, c.batch_id AS batch_id, c.record_offset AS record_offset, c.record_length AS record_length, c.origin AS origin`;

export function sightsStatement(release: number, lastBatch: number): Sql {
  return sql`INSERT INTO ${tableOf('sights', release)}
SELECT ${sightPlace(sql`source_key`, sql`fetched_at`)} AS place, any(row) FROM (
  SELECT bucket, source_key, fetched_at, revisit, formatRowNoNewline('JSONEachRow', * EXCEPT (bucket, fetched_at, revisit)) AS row FROM (
    SELECT c.bucket AS bucket, c.fetched_at AS fetched_at, c.revisit AS revisit, ${sightColumns} FROM captures AS c WHERE c.batch_id <= ${lastBatch}
  )
) GROUP BY bucket, source_key, fetched_at HAVING count() = 1 AND any(revisit) = 0
SETTINGS optimize_aggregation_in_order = 1`;
}
