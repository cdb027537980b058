/** Answers of lists read to their end, as a stream of rows: CSV or one JSON object a line. */
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Operation } from '../query/operation.ts';
import type { Backend } from '../service/backend.ts';
import { rowTexts, type RowFormat } from '../service/row-formats.ts';
import type { Piece } from '../service/whole-answer.ts';
import { Billed, parsed, Streamed, type Asked } from './route.ts';

export const mediaTypes: Readonly<Record<RowFormat, string>> = { ndjson: 'application/x-ndjson', csv: 'text/csv' };

export const formatQuery = z.object({
  format: z
    .enum(['json', 'ndjson', 'csv'])
    .optional()
    .describe(
      'ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows',
    ),
});

/** By the query, else by the first media type of `Accept` that is known. */
export function formatOf({ query, accept = '' }: Asked): RowFormat | 'json' {
  const { format } = parsed(formatQuery, query);
  if (format !== undefined) return format;
  for (const type of accept.split(',').map((part) => part.split(';')[0]?.trim().toLowerCase())) {
    if (type === mediaTypes.ndjson) return 'ndjson';
    if (type === mediaTypes.csv) return 'csv';
    if (type === 'application/json' || type === '*/*') return 'json';
  }
  return 'json';
}

export function isDryRun(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'dry_run' in body && body.dry_run === true;
}

export async function quoteOf(backend: Backend, { name }: Operation, { body, signal, caller }: Asked): Promise<Billed> {
  const { data, bill } = await backend.wholeQuote(name, body, signal, caller ?? undefined);
  return new Billed(data, bill);
}

/** Begins when the first piece is there: what can be refused is refused with its status. */
export async function streamOf(
  backend: Backend,
  operation: Operation,
  format: RowFormat,
  { body, signal, caller }: Asked,
): Promise<Streamed> {
  return rowsStreamed(backend.whole(operation.name, body, signal, caller ?? undefined), operation, format);
}

/** Begins when the first piece is there. */
export async function rowsStreamed(whole: AsyncIterable<Piece>, operation: Operation, format: RowFormat): Promise<Streamed> {
  const pieces = whole[Symbol.asyncIterator]();
  const first = await pieces.next();
  const texts = rowTexts(continued(first, pieces), operation, format, true);
  return new Streamed(`${mediaTypes[format]}; charset=utf-8`, Readable.from(texts, { objectMode: false }));
}

async function* continued(first: IteratorResult<Piece>, rest: AsyncIterator<Piece>): AsyncGenerator<Piece, void> {
  try {
    for (let next = first; next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
