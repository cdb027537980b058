/** Rows as text, for files and streams: one JSON object a line, or CSV with text neutralised for spreadsheets. */
import { csv } from '../base/csv.ts';
import { limits } from '../base/limits.ts';
import { allColumns, flatRow } from '../query/answer-columns.ts';
import type { Operation } from '../query/operation.ts';
import type { End, Piece } from './whole-answer.ts';

export type RowFormat = 'ndjson' | 'csv';

/**
 * The text of a whole answer, piece by piece. With `marks`, what is no row stands among the rows: in NDJSON `{"stream": {...}}` behind each piece
 * (where to go on when the stream breaks off) and at the end; in CSV a last line that begins with `#` when rows are left.
 */
export async function* rowTexts(
  pieces: AsyncIterable<Piece>,
  operation: Operation,
  format: RowFormat,
  marks: boolean,
): AsyncGenerator<string, void> {
  const columns = allColumns(operation);
  if (format === 'csv') yield csv(columns, []);
  let given = 0;
  for await (const { rows, cursor, end } of pieces) {
    for (let from = 0; from < rows.length; from += limits.rowsPerAnswerMax) yield textOf(rows.slice(from, from + limits.rowsPerAnswerMax));
    given += rows.length;
    if (marks) yield format === 'csv' ? csvMark(end) : `${JSON.stringify({ stream: end ?? { rows: given, cursor } })}\n`;
  }

  function textOf(rows: readonly unknown[]): string {
    if (format === 'ndjson') return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    return csv(
      columns,
      rows.map((row) => flatRow(row, columns)),
      { head: false },
    );
  }
}

/** Nothing when all rows are there: a table is a table then. */
function csvMark(end: End | null): string {
  return end === null || end.reason === 'complete' ? '' : `# ${endText(end)}\n`;
}

/** `5000 of 120000 rows, because ... The next ones: cursor X`. */
export function endText({ reason, rows, total, cursor }: End): string {
  if (reason === 'complete') return `${rows} rows`;
  const why = reason === 'limit' ? 'as many as were asked for' : 'as many as credits bought';
  return `${rows} of ${total} rows, ${why}. The next ones: cursor ${cursor ?? ''}`;
}
