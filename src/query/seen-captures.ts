import { sightColumns, sightPlace } from '../compute/sights.ts';
import { bucketOf } from '../model/host.ts';
import { originBit, originCode } from '../model/origin.ts';
import { sql, strings, type Sql } from '../store/literal.ts';
import type { StoredBacklink } from './backlink-row.ts';
import { tableOf } from '../store/releases.ts';
import { byKey } from './kept-ready.ts';
import type { Asking } from './operation.ts';

/** A capture that holds a link: where its record stands, and what it says of the page. */
export interface SeenCapture {
  readonly source_key: string;
  readonly at: number;
  readonly url: string;
  readonly title: string;
  /** HTTP status; 0 when the archive does not say. */
  readonly status: number;
  readonly internal_links: number;
  readonly external_links: number;
  readonly linkset: string;
  readonly batch_id: number;
  readonly record_offset: number;
  readonly record_length: number;
  /** Code of `origins`. */
  readonly origin: number;
}

/**
 * For each row the newest capture that itself holds the link; of several at one moment the best extracted, then the first ingested.
 * What an archive holds comes before what an export says later. Nearly always it is the only capture of the page at the link's last
 * sight, which one look-up by key finds. Where that was a revisit (the record has no body), there were several (a WARC and its WAT),
 * or only an export saw the link last, link sets decide.
 */
export async function capturesOf(asking: Asking, rows: readonly StoredBacklink[]): Promise<(SeenCapture | undefined)[]> {
  const last = await capturesAtLastSight(asking, rows);
  const clear = (row: StoredBacklink): SeenCapture | undefined => {
    const seen = last.get(sightOf(row));
    return seen !== undefined && seen.origin !== archive && (row.seen_by & originBit('archive')) !== 0 ? undefined : seen;
  };
  const unclear = rows.filter((row) => clear(row) === undefined);
  const holding = unclear.length === 0 ? new Map<string, SeenCapture>() : await capturesHolding(asking, unclear);
  return rows.map((row) => clear(row) ?? holding.get(`${row.source_key}\0${row.target_key}`));
}

const archive = originCode('archive');

function sightOf(row: StoredBacklink): string {
  return `${row.source_key}\0${row.first_at + row.seen_for}`;
}

/** By page and moment, the one capture there that is no revisit; pages and moments with more or none have no sight. */
async function capturesAtLastSight(asking: Asking, rows: readonly StoredBacklink[]): Promise<Map<string, SeenCapture>> {
  const [keys, times] = [strings(rows.map((row) => row.source_key)), rows.map((row) => row.first_at + row.seen_for)];
  const found = await asking.engine.ask<{ row: string }>(
    sql`SELECT row FROM ${tableOf('sights', asking.release.id)}
        WHERE place IN (SELECT arrayJoin(arrayMap((page, at) -> ${sightPlace(sql`page`, sql`at`)}, ${keys}, ${times})))`,
    byKey(asking),
  );
  const captures = found.map(({ row }) => JSON.parse(row) as SeenCapture);
  return new Map(captures.map((capture) => [`${capture.source_key}\0${capture.at}`, capture]));
}

/** By page and target: archives first, and of them the newest capture that holds the link. */
async function capturesHolding(asking: Asking, rows: readonly StoredBacklink[]): Promise<Map<string, SeenCapture>> {
  const { lastBatch } = asking.release;
  const pages = sql`(SELECT arrayJoin(arrayZip(${sourceBuckets(rows)}, ${strings(rows.map((row) => row.source_key))})))`;
  const links = sql`(SELECT arrayJoin(arrayZip(${strings(rows.map((row) => row.source_key))}, ${strings(rows.map((row) => row.target_key))})))`;
  const found = await asking.engine.ask<SeenCapture & { target_key: string } & Record<string, unknown>>(
    sql`SELECT ${sightColumns}, l.target_key AS target_key
        FROM captures AS c INNER JOIN (
          SELECT DISTINCT source_key, linkset, target_key FROM linksets
          WHERE (bucket, source_key) IN ${pages} AND (source_key, target_key) IN ${links} AND batch_id <= ${lastBatch}
        ) AS l ON l.source_key = c.source_key AND l.linkset = c.linkset
        WHERE (c.bucket, c.source_key) IN ${pages} AND c.revisit = 0 AND c.batch_id <= ${lastBatch}
        ORDER BY c.origin = ${archive} DESC, c.fetched_at DESC, c.grade DESC, c.batch_id, c.record_offset LIMIT 1 BY c.source_key, l.target_key`,
    byKey(asking),
  );
  return new Map(found.map((capture) => [`${capture.source_key}\0${capture.target_key}`, capture]));
}

export function sourceBuckets(rows: readonly Pick<StoredBacklink, 'source_domain'>[]): Sql {
  return bucketArray(rows.map((row) => bucketOf(row.source_domain)));
}

export function bucketArray(buckets: readonly number[]): Sql {
  return sql`CAST(${buckets} AS Array(UInt8))`;
}
