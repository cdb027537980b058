import { fail } from '../base/errors.ts';
import type { Operation } from '../query/operation.ts';
import type { Backend } from '../service/backend.ts';
import { endText, rowTexts } from '../service/row-formats.ts';
import type { Piece } from '../service/whole-answer.ts';
import { printAnswer, type Format } from './answer-view.ts';
import type { Cli } from './cli.ts';

/** Prints all rows of a list as they come. Where the rows go on, when some are left, is told beside them. */
export async function printWhole(
  cli: Cli,
  backend: Backend,
  operation: Operation,
  input: Readonly<Record<string, unknown>>,
  format: Format,
): Promise<void> {
  if (format.csv !== true && format.ndjson !== true)
    return fail('usage', { reason: '--all prints rows as they come: say --csv or --ndjson with it.' });
  if (input.dry_run === true) {
    const { data } = await backend.wholeQuote(operation.name, input, cli.signal);
    return printAnswer(cli, operation, data, {});
  }
  await printPieces(cli, backend.whole(operation.name, input, cli.signal), operation, format);
}

export async function printPieces(cli: Cli, pieces: AsyncIterable<Piece>, operation: Operation, format: Format): Promise<void> {
  for await (const text of rowTexts(told(cli, pieces), operation, format.csv === true ? 'csv' : 'ndjson', false)) {
    if (!(await cli.write(text))) return;
  }
}

/** The same pieces; what is left after the last of them is told. */
async function* told(cli: Cli, pieces: AsyncIterable<Piece>): AsyncGenerator<Piece, void> {
  for await (const piece of pieces) {
    yield piece;
    if (piece.end !== null && piece.end.reason !== 'complete') cli.tell(endText(piece.end).replace('cursor ', '--cursor '));
  }
}
