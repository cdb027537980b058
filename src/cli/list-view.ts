import type { Format } from './answer-view.ts';
import type { Cli } from './cli.ts';
import { csv } from '../base/csv.ts';
import { table, type Column } from './table.ts';

/** Prints what is no answer of an operation (releases, keys, jobs): `data` as JSON, or rows as CSV or a table. */
export function printList(
  cli: Cli,
  data: unknown,
  columns: readonly Column[],
  rows: readonly Readonly<Record<string, unknown>>[],
  format: Format,
): void {
  if (format.json === true) cli.printJson(data);
  else if (format.csv === true)
    cli.print(
      csv(
        columns.map(({ field }) => field),
        rows,
      ),
    );
  else cli.print(rows.length === 0 ? 'There are none.\n' : table(columns, rows, cli.style()));
}
