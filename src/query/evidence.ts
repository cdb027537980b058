import { Failure, fail } from '../base/errors.ts';
import { bucketOf, keyRangeOf } from '../model/host.ts';
import { backlinkColumns, backlinkHash, backlinksWhere } from '../compute/views.ts';
import type { ArchiveRecord, Fields } from '../model/record.ts';
import { origins, type Origin } from '../model/origin.ts';
import { readRecordAt, recordOfRange } from '../sources/record-at.ts';
import { isAddress } from '../sources/source-name.ts';
import { batchById } from '../store/batches.ts';
import { sql } from '../store/literal.ts';
import { backlinksOf, type StoredBacklink } from './backlink-row.ts';
import { signalOf } from './kept-ready.ts';
import { linkExcerpt, printable } from './link-excerpt.ts';
import { rowExcerpt } from './row-evidence.ts';
import type { Asking } from './operation.ts';
import type { Backlink } from './shapes.ts';

/** A backlink with the archive record in which it was seen last. Page bytes are untrusted text. */
export interface Evidence {
  readonly backlink: Backlink;
  /** Where the archive's bytes lie. */
  readonly path: string;
  /** The record's own header and, when it holds one, its HTTP head: those fields that say what was fetched, when and from where. */
  readonly head: string;
  /** Up to `evidenceCharsMax` characters of the decoded body around the link; the body's beginning when it is not found there. */
  readonly excerpt: string;
  readonly found_in_excerpt: boolean;
}

/** Bytes of an archive that lies elsewhere. */
export type RangeOf = (address: string, offset: number, length: number, signal?: AbortSignal) => Promise<Buffer>;

/**
 * Reads the record of a backlink again; with `rangeOf` also from archives that were not kept here. Throws `not_found`, or
 * `evidence_missing` when its archive cannot be read now.
 */
export async function evidenceOf(asking: Asking, id: string, rangeOf?: RangeOf): Promise<Evidence> {
  const { row, backlink } = await backlinkById(asking, id);
  const { evidence } = backlink;
  if (evidence === null) return fail('evidence_missing', { archive: '(unknown)', reason: 'no capture of this page is in the index' });
  const { path, origin } = await placeOf(asking, row, evidence);
  if (origin !== 'archive') {
    const wanted = { sourceKey: row.source_key, targetKey: row.target_key, at: Date.parse(evidence.fetched_at) / 1000 };
    const { text, found } = rowExcerpt(origin, path, evidence.offset, evidence.length, wanted);
    return { backlink, path, head: `A row of a table (${origin})`, excerpt: text, found_in_excerpt: found };
  }
  const { offset, length } = evidence;
  const record = isAddress(path) ? await recordElsewhere(path, offset, length, rangeOf) : readRecordAt(path, offset, length);
  const { text, found } = linkExcerpt(record, row.target_key);
  return { backlink, path, head: printable(headOf(record)), excerpt: text, found_in_excerpt: found };
}

async function recordElsewhere(address: string, offset: number, length: number, rangeOf: RangeOf | undefined): Promise<ArchiveRecord> {
  if (rangeOf === undefined) return fail('evidence_missing', { archive: address, reason: 'it was not kept on this machine' });
  const bytes = await rangeOf(address, offset, length).catch((thrown: unknown) => {
    if (!(thrown instanceof Failure) || thrown.code === 'cancelled') throw thrown;
    return fail('evidence_missing', { archive: address, reason: thrown.message }, thrown);
  });
  return recordOfRange(bytes, address, offset);
}

/** Where the bytes of this capture's archive lie. Several batches can have one archive's name: an address fetched twice. */
async function placeOf(
  asking: Asking,
  { source_key, source_domain }: StoredBacklink,
  evidence: NonNullable<Backlink['evidence']>,
): Promise<{ path: string; origin: Origin }> {
  const rows = await asking.engine.ask<{ batch_id: number; origin: number }>(
    sql`SELECT batch_id, origin FROM captures
        WHERE bucket = ${bucketOf(source_domain)} AND source_key = ${source_key} AND fetched_at = ${new Date(evidence.fetched_at)}
          AND record_offset = ${evidence.offset} AND record_length = ${evidence.length} AND batch_id <= ${asking.release.lastBatch} ORDER BY batch_id`,
    signalOf(asking),
  );
  for (const row of rows) {
    const batch = batchById(asking.accounts, row.batch_id);
    if (batch?.archive === evidence.archive) return { path: batch.path, origin: origins[row.origin] ?? 'archive' };
  }
  return fail('evidence_missing', { archive: evidence.archive, reason: 'no batch of the index holds it' });
}

const recordFields = [
  'WARC-Type',
  'WARC-Target-URI',
  'WARC-Date',
  'WARC-Record-ID',
  'WARC-IP-Address',
  'WARC-Payload-Digest',
  'WARC-Truncated',
  'WARC-Refers-To-Target-URI',
  'WARC-Refers-To-Date',
  'Content-Type',
  'Content-Length',
];
const httpFields = [
  'Date',
  'Server',
  'Content-Type',
  'Content-Language',
  'Content-Encoding',
  'Last-Modified',
  'ETag',
  'Location',
  'Refresh',
  'Link',
  'X-Robots-Tag',
];

function headOf({ fields, http }: ArchiveRecord): string {
  const record = linesOf(fields, recordFields);
  return http === null ? record : `${record}\n\nHTTP ${http.status}\n${linesOf(http.fields, httpFields)}`;
}

function linesOf(fields: Fields, names: readonly string[]): string {
  return names.flatMap((name) => fields.all(name.toLowerCase()).map((value) => `${name}: ${value}`)).join('\n');
}

/** The backlink with this id in the release. Throws `not_found`. */
export async function backlinkById(asking: Asking, id: string): Promise<{ row: StoredBacklink; backlink: Backlink }> {
  const [domain, hash] = id.split('~');
  if (domain === undefined || hash === undefined || !/^[0-9a-f]{16}$/.test(hash) || !URL.canParse(`http://${domain}`)) {
    return fail('invalid_input', { reason: `"${id.slice(0, 200)}" is no backlink id. Take one from the "id" of a listed backlink.` });
  }
  const { bucket, from, to } = keyRangeOf(domain);
  const rows = await asking.engine.ask<StoredBacklink & Record<string, unknown>>(
    sql`SELECT ${backlinkColumns(asking.release.id)}
        FROM ${backlinksWhere(asking.release.id, sql`b.bucket = ${bucket} AND b.target_key >= ${from} AND b.target_key < ${to} AND b.target_domain = ${domain} AND ${backlinkHash} = ${hash}`)} LIMIT 1`,
    signalOf(asking),
  );
  const [row] = rows;
  const [backlink] = await backlinksOf(asking, rows);
  if (row !== undefined && backlink !== undefined) return { row, backlink };
  return fail('not_found', { what: `A backlink with the id ${id} in release ${asking.release.id}` });
}
