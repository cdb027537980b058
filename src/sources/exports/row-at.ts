import { Failure, fail } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import { memoryBytes, rangeBytes } from '../warc/bytes.ts';
import { exportLayout } from './export-file.ts';
import { reportedLink } from './reported-link.ts';
import { firstBytes, tableBytes } from './table-bytes.ts';
import { tableRows } from './table-rows.ts';

export interface FoundRow {
  /** Lines of `Column: cell`, empty cells left out; an item of JSON as it stands. */
  readonly text: string;
  /** Key of the linking page or host that the row names; null when only the mapping that it was ingested with could tell. */
  readonly sourceKey: string | null;
}

/** The row of an export that `openExport` gave with this offset and length. Fails with `evidence_missing` when none stands there any more. */
export function exportRowAt(location: string, offset: number, length: number): FoundRow {
  try {
    const bytes = tableBytes(location);
    try {
      const row = firstBytes(rangeBytes(bytes, offset, offset + length), length);
      const layout = exportLayout(bytes);
      return (layout === null ? jsonRow(row) : cellsRow(row, layout)) ?? gone(location, offset);
    } finally {
      bytes.close();
    }
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.code === 'evidence_missing') throw thrown;
    return fail('evidence_missing', { archive: location, reason: thrown.message }, thrown);
  }
}

function cellsRow(row: Buffer, { delimiter, head, columns }: NonNullable<ReturnType<typeof exportLayout>>): FoundRow | null {
  const [cells] = [...tableRows(memoryBytes(row), { delimiter, width: head.length })].map((read) => read.cells);
  if (cells === undefined || cells === null) return null;
  const link = reportedLink((field) => (columns[field] === undefined ? undefined : (cells[columns[field]] ?? '')), {
    property: null,
    order: null,
  });
  const text = cells
    .flatMap((cell, i) => (cell.trim() === '' ? [] : [`${head[i] ?? ''}: ${cell.slice(0, limits.evidenceCharsMax)}`]))
    .join('\n');
  return { text, sourceKey: typeof link === 'string' ? null : link.source.key };
}

function jsonRow(row: Buffer): FoundRow | null {
  const text = row.toString('utf8');
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  return { text, sourceKey: null };
}

function gone(location: string, offset: number): never {
  return fail('evidence_missing', { archive: location, reason: `no row stands at ${offset} any more` });
}
