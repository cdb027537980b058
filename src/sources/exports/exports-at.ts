import { fail } from '../../base/errors.ts';
import { fileBytes } from '../warc/bytes.ts';
import { compressionBytes, compressionOf } from '../warc/compression.ts';
import { entryLocation } from '../warc/location.ts';
import { zipEntries } from '../warc/zip.ts';
import { firstBytes } from './table-bytes.ts';

/** A table to be read as an export. */
interface ExportLocation {
  readonly uri: string;
  readonly path: string;
  readonly kind: 'export';
  readonly bytes: number;
}

/**
 * The tables in a file named as an export: itself, or the tables in a zip (Search Console's download holds several), each with its own
 * location and provenance. `uri` is what the file is called. What else lies in a zip is no table. Fails with `source_missing` or
 * `source_unreadable`, and with `not_a_table` for a zip without tables.
 */
export function exportsAt(path: string, uri: string): ExportLocation[] {
  const file = fileBytes(path);
  try {
    if (compressionOf(firstBytes(file, compressionBytes)) !== 'zip') return [{ uri, path, kind: 'export', bytes: file.size }];
    const tables = zipEntries(file).filter(({ name, bytes }) => isTable.test(name) && !hidden.test(name) && bytes > 0);
    if (tables.length === 0) fail('not_a_table', { path, what: 'a zip of exports', reason: 'it holds no .csv, .tsv, .txt or .json file' });
    return tables.map(({ name, compressedBytes }) => ({
      uri: entryLocation(uri, name),
      path: entryLocation(path, name),
      kind: 'export',
      bytes: compressedBytes,
    }));
  } finally {
    file.close();
  }
}

const isTable = /\.(?:csv|tsv|txt|json)(?:\.gz)?$/i;
/** What macOS and others add. */
const hidden = /(?:^|\/)(?:\.|__MACOSX\/)/;
