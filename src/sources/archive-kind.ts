import { Failure, fail } from '../base/errors.ts';
import type { ArchiveRecord } from '../model/record.ts';
import { readArchive } from './warc.ts';
import { rangeBytes, type ByteSource } from './warc/bytes.ts';
import { compressionBytes, compressionOf, refuseOthers } from './warc/compression.ts';

export type ArchiveKind = 'warc' | 'wat' | 'arc';

/** What the first bytes of an archive must show. */
const inspectedBytes = 256 * 1024;
/** A WAT begins with its warcinfo, sometimes with a few records about the crawl. */
const inspectedRecords = 4;

/**
 * What kind of archive these bytes are, by content and never by name. `wacz` is any zip: whether archives are in it is seen
 * when it is opened. Fails with `not_an_archive` or `wrong_compression`.
 */
export function archiveKind(bytes: ByteSource): ArchiveKind | 'wacz' {
  const first = Buffer.alloc(compressionBytes);
  if (bytes.read(first, 0, first.length, 0) === 0) fail('not_an_archive', { path: bytes.name, reason: 'it is empty' });
  const compression = compressionOf(first);
  refuseOthers(bytes.name, compression);
  if (compression === 'zip') return 'wacz';
  const records = firstRecords(rangeBytes(bytes, 0, inspectedBytes));
  if (records.length === 0) fail('not_an_archive', { path: bytes.name, reason: 'no WARC or ARC record begins in it' });
  if (records.some(isWat)) return 'wat';
  // An ARC begins with a record about the file itself.
  return records[0]?.url?.startsWith('filedesc:') === true ? 'arc' : 'warc';
}

/** Like `archiveKind`, with the reason in place of the failure: for folders and zips, where other files are no error. What it opens is not closed here. */
export function archiveKindOrReason(open: () => ByteSource): ArchiveKind | 'wacz' | { readonly reason: string } {
  try {
    return archiveKind(open());
  } catch (thrown) {
    if (thrown instanceof Failure && (thrown.code === 'not_an_archive' || thrown.code === 'wrong_compression'))
      return { reason: String(thrown.params['reason']) };
    throw thrown;
  }
}

function firstRecords(bytes: ByteSource): ArchiveRecord[] {
  const records: ArchiveRecord[] = [];
  for (const record of readArchive(bytes, { wants: () => false })) {
    records.push(record);
    if (records.length === inspectedRecords) break;
  }
  return records;
}

/** WAT: metadata about other records, as JSON. */
function isWat(record: ArchiveRecord): boolean {
  return record.type === 'metadata' && record.contentType.startsWith('application/json');
}
