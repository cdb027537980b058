import { Failure, fail } from '../base/errors.ts';
import type { ArchiveRecord } from '../model/record.ts';
import { readArchive } from './warc.ts';
import { memoryBytes, rangeBytes, type ByteSource } from './warc/bytes.ts';
import { decompressedBytes } from './warc/decompressed.ts';
import { openLocation } from './warc/location.ts';

/**
 * The one record that `readArchive` gave with this offset and length. They count bytes of the file, or, where records share a
 * gzip member, of what the file decompresses to; which of the two is seen from the file: members that begin at `offset`, end at
 * `offset + length` and hold one whole record are no accident. A shared member costs inflating the file up to the record.
 *
 * Fails with `evidence_missing` when the archive cannot be opened or no such record stands there.
 */
export function readRecordAt(location: string, offset: number, length: number): ArchiveRecord {
  const source = open(location);
  try {
    const found = recordHere(source, offset, length);
    if (found === null) return fail('evidence_missing', { archive: location, reason: `no record of ${length} bytes stands at ${offset}` });
    return { ...found, offset };
  } finally {
    source.close();
  }
}

/** The one record that these bytes of an archive are, fetched from `offset` of it. Fails with `evidence_missing`, as for records that share a gzip member. */
export function recordOfRange(bytes: Buffer, address: string, offset: number): ArchiveRecord {
  const found = onlyRecord(memoryBytes(bytes, address), bytes.length);
  return found === null
    ? fail('evidence_missing', { archive: address, reason: `the ${bytes.length} bytes at ${offset} are no whole record` })
    : { ...found, offset };
}

/** A slice of either bytes can begin with a record that the slice's end cuts: that reading counts only when the other finds nothing better. */
function recordHere(source: ByteSource, offset: number, length: number): ArchiveRecord | null {
  const inFile = onlyRecord(rangeBytes(source, offset, offset + length), length);
  if (inFile !== null && inFile.truncation !== 'archive') return inFile;
  const packed = packedRecord(source, offset, length);
  return inFile !== null && packed?.truncation === 'archive' ? inFile : (packed ?? inFile);
}

function open(location: string): ByteSource {
  try {
    return openLocation(location);
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    return fail('evidence_missing', { archive: location, reason: thrown.message }, thrown);
  }
}

/** The record that fills these bytes, or null. */
function onlyRecord(bytes: ByteSource, length: number): ArchiveRecord | null {
  for (const record of readArchive(bytes)) {
    return record.offset === 0 && record.length === length && !record.packed ? record : null;
  }
  return null;
}

function packedRecord(source: ByteSource, offset: number, length: number): ArchiveRecord | null {
  const record = onlyRecord(rangeBytes(decompressedBytes(source), offset, offset + length), length);
  return record === null ? null : { ...record, packed: true };
}
