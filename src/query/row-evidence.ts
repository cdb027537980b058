import { fail } from '../base/errors.ts';
import { capturingOrigins, type Origin } from '../model/origin.ts';
import { edgesAt } from '../sources/edge-list.ts';
import { exportRowAt } from '../sources/exports/row-at.ts';
import { textAt } from '../sources/text-lines.ts';
import type { Excerpt } from './link-excerpt.ts';
import { printable } from './link-excerpt.ts';

/** A link as the rows of a table name it. */
export interface RowWanted {
  readonly sourceKey: string;
  readonly targetKey: string;
  /** Seconds since 1970 UTC. */
  readonly at: number;
}

/** Where a row of the table stands that names a link: first byte and length in the decompressed text; null when none of the span does. */
type FindRow = (path: string, offset: number, length: number, wanted: RowWanted) => { offset: number; length: number } | null;

const findRow: Partial<Record<Origin, FindRow>> = {
  edges: (path, offset, length, { sourceKey, targetKey, at }) =>
    edgesAt(path, offset, length).find((edge) => edge.at === at && edge.source.key === sourceKey && edge.target?.key === targetKey) ?? null,
};

/** The row of a table (a list of edges, an export) that says a link. Fails with `evidence_missing` when it does not stand there any more. */
export function rowExcerpt(origin: Origin, path: string, offset: number, length: number, wanted: RowWanted): Excerpt {
  if (!capturingOrigins.includes(origin)) return exportExcerpt(path, offset, length, wanted);
  const found = findRow[origin]?.(path, offset, length, wanted) ?? null;
  if (found === null) return fail('evidence_missing', { archive: path, reason: 'no row there names this link' });
  return { text: printable(textAt(path, found.offset, found.length)), found: true };
}

/** Rows of an export have columns with names, and are evidence as long as they name the same linking page. */
function exportExcerpt(path: string, offset: number, length: number, { sourceKey }: RowWanted): Excerpt {
  const row = exportRowAt(path, offset, length);
  if (row.sourceKey !== null && row.sourceKey !== sourceKey)
    return fail('evidence_missing', { archive: path, reason: 'the row there names another link' });
  return { text: printable(row.text), found: true };
}
