/**
 * How many pages the crawls of a release brought in each day, week, month and year, and how many of these had been captured before: what a velocity is
 * measured by, because a larger crawl is not a faster growing profile.
 *
 * In: captures. Out: `crawled_<n>`. Memory: one page's captures a thread, because captures lie in the order of pages.
 */
import { sql, join, type Sql } from '../store/literal.ts';
import { tableOf } from '../store/releases.ts';

/** The first day of the unit that a day lies in; weeks begin on Monday. */
export const unitStarts = {
  day: (day: Sql): Sql => day,
  week: (day: Sql): Sql => sql`toStartOfWeek(${day}, 1)`,
  month: (day: Sql): Sql => sql`toStartOfMonth(${day})`,
  year: (day: Sql): Sql => sql`toStartOfYear(${day})`,
} as const;

/** A page counts once a unit when a capture there proves anything, and as recaptured when an earlier one did too. */
export function crawledStatement(release: number, lastBatch: number): Sql {
  const counted = Object.entries(unitStarts).flatMap(([unit, startOf]) =>
    [sql`times`, sql`arrayFilter(t -> t > times[1], times)`].map(
      (times, again) =>
        sql`arrayMap(s -> (${unit}, s, toUInt8(${again})), arrayDistinct(arrayMap(t -> ${startOf(sql`toDate(t, 'UTC')`)}, ${times})))`,
    ),
  );
  return sql`INSERT INTO ${tableOf('crawled', release)}
  SELECT page.1 AS unit, page.2 AS starts, countIf(page.3 = 0) AS captured, countIf(page.3 = 1) AS recaptured FROM (
    SELECT arrayJoin(arrayConcat(${join(counted, ', ')})) AS page FROM (
      SELECT arraySort(groupUniqArray(fetched_at)) AS times FROM captures WHERE batch_id <= ${lastBatch} AND proof != 0 GROUP BY bucket, source_key
    )
  ) GROUP BY unit, starts SETTINGS optimize_aggregation_in_order = 1`;
}
