import type { Quote } from '../meter/call.ts';
import type { Operation } from '../query/operation.ts';
import { allColumns, flatRow } from '../query/answer-columns.ts';
import { shownColumns } from './answer-columns.ts';
import type { Cli } from './cli.ts';
import { csv } from '../base/csv.ts';
import { cellText, record, table } from './table.ts';
import { terminalText } from './terminal-text.ts';

export interface Format {
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly ndjson?: boolean;
}

/** What every answer holds (query/shapes.ts, `answerHead`), and what lists add. */
interface AnswerData {
  readonly target?: string;
  /** In the place of `target`, of a question about several. */
  readonly targets?: readonly string[];
  readonly release: number;
  readonly as_of: string;
  readonly coverage: {
    readonly status: 'found' | 'looked_not_found' | 'not_looked';
    readonly pages_captured: number;
    readonly domains_captured: number;
    readonly oldest_capture: string | null;
    readonly newest_capture: string | null;
    readonly next: string | null;
  };
  readonly total?: number;
  readonly rows?: readonly unknown[];
  readonly cursor?: string | null;
}

/** Prints an operation's answer: as the API gives it, as CSV, or for people. */
export function printAnswer(cli: Cli, operation: Operation, data: unknown, format: Format): void {
  if (format.json === true) return cli.printJson(data);
  if ('dry_run' in (data as object)) return cli.print(record(data as Quote & Readonly<Record<string, unknown>>, cli.style()));
  const answer = data as AnswerData;
  const columns = allColumns(operation);
  if (format.ndjson === true) {
    cli.print((answer.rows ?? [data]).map((row) => `${JSON.stringify(row)}\n`).join(''));
    if (typeof answer.cursor === 'string') cli.tell(goOn(answer));
    return;
  }
  if (format.csv === true) {
    cli.print(
      csv(
        columns,
        (answer.rows ?? [data]).map((row) => flatRow(row, columns)),
      ),
    );
    // What is not a row must not stand among the rows.
    if (typeof answer.cursor === 'string') cli.tell(goOn(answer));
    return;
  }
  cli.print(`${headLine(answer)}\n`);
  if (answer.coverage.status !== 'found') cli.print(`${lookedLine(answer)}\n`);
  else if (answer.coverage.next !== null) cli.print(`${answer.coverage.next}\n`);
  if (answer.rows === undefined) printRecord(cli, data as Readonly<Record<string, unknown>>);
  else if (answer.rows.length > 0) printRows(cli, operation, answer, answer.rows);
  else if (answer.coverage.status === 'found') cli.print('No row matches these filters.\n');
}

function printRows(cli: Cli, operation: Operation, answer: AnswerData, rows: readonly unknown[]): void {
  const all = allColumns(operation);
  const flat = rows.map((row) => flatRow(row, all));
  const facts = besideRows(answer);
  if (Object.keys(facts).length > 0) cli.print(`\n${record(facts, cli.style())}`);
  cli.print(`\n${table(shownColumns(operation, flat), flat, cli.style())}`);
  if (typeof answer.cursor === 'string') cli.print(`\n${goOn(answer)}\n`);
}

/** What a list tells of its target beside its rows. */
function besideRows(answer: AnswerData): Readonly<Record<string, unknown>> {
  const {
    target: _target,
    targets: _targets,
    release: _release,
    as_of: _asOf,
    coverage: _coverage,
    total: _total,
    rows: _rows,
    cursor: _cursor,
    ...facts
  } = answer;
  return facts;
}

/** Without what the head line has said. */
function printRecord(cli: Cli, data: Readonly<Record<string, unknown>>): void {
  const { target: _target, targets: _targets, release: _release, as_of: _asOf, coverage: _coverage, ...fields } = data;
  cli.print(`\n${record(fields, cli.style())}`);
}

function headLine({ target, targets = [], release, as_of, total }: AnswerData): string {
  const count = total === undefined ? '' : `: ${total.toLocaleString('en-US')}`;
  return `${terminalText(target ?? targets.join(', '))}${count} (release ${release}, as of ${cellText(as_of)})`;
}

function lookedLine({ coverage }: AnswerData): string {
  const { status, pages_captured, domains_captured, oldest_capture, newest_capture, next } = coverage;
  const span = oldest_capture === null ? '' : `, ${cellText(oldest_capture)} to ${cellText(newest_capture)}`;
  const looked = `${pages_captured.toLocaleString('en-US')} pages of ${domains_captured.toLocaleString('en-US')} domains captured${span}`;
  return `${status === 'looked_not_found' ? 'Looked and not found' : 'Not looked'} (${looked}). ${next ?? ''}`.trimEnd();
}

function goOn({ rows = [], total = 0, cursor }: AnswerData): string {
  return `${rows.length} of ${total} rows. The next ones: --cursor ${cursor ?? ''}`;
}
