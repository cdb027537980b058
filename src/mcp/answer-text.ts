import { limits } from '../base/limits.ts';
import type { Coverage } from '../query/shapes.ts';
import { linesOfRows, shown, type Row } from './rows.ts';
import { untrusted } from './untrusted.ts';

/** An answer of a list operation. */
export interface ListAnswer {
  readonly target?: string;
  /** In the place of `target`, of a question about several. */
  readonly targets?: readonly string[];
  readonly release: number;
  readonly as_of: string;
  readonly coverage: Coverage;
  readonly total: number;
  readonly rows: readonly Row[];
  readonly cursor: string | null;
}

export function isList(data: unknown): data is ListAnswer {
  return typeof data === 'object' && data !== null && 'rows' in data && Array.isArray(data.rows);
}

/** A list as text; `asked` is how many rows there would have been, had they fitted. */
export function listText(data: ListAnswer, asked: number): string {
  const last =
    data.rows.length < asked
      ? `Cut to ${data.rows.length} of ${asked} rows: an answer holds at most ${limits.mcpAnswerCharsMax} characters. `
      : '';
  const rest = data.cursor === null ? '' : `For the next rows ask the same again with "cursor": "${data.cursor}".`;
  return [
    `${shown(data.target ?? data.targets)}: ${data.rows.length} of ${data.total} rows. ${seenFrom(data)}`,
    ...besideRows(data),
    ...(data.rows.length === 0 ? [] : [untrusted(linesOfRows(data.rows))]),
    ...(last + rest === '' ? [] : [last + rest]),
  ].join('\n');
}

/** What a list tells of its target beside its rows, as lines. */
function besideRows(data: ListAnswer): string[] {
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
  } = data;
  return Object.entries(facts).map(([name, value]) => `${name}: ${shown(value)}`);
}

/** How many of the rows fit into one answer, at least one. */
export function rowsThatFit(data: ListAnswer): number {
  let [fits, tooMany] = [1, data.rows.length + 1];
  while (tooMany - fits > 1) {
    const tried = Math.floor((fits + tooMany) / 2);
    const text = listText({ ...data, rows: data.rows.slice(0, tried), cursor: 'c'.repeat(limits.mcpCursorChars) }, data.rows.length);
    if (text.length <= limits.mcpAnswerCharsMax) fits = tried;
    else tooMany = tried;
  }
  return fits;
}

/** A single answer as `field: value` lines. */
export function factsText(data: Row): string {
  const { target, targets, release, as_of, coverage, ...facts } = data as Row &
    Pick<ListAnswer, 'target' | 'targets' | 'release' | 'as_of' | 'coverage'>;
  const lines = Object.entries(facts).map(([name, value]) => `${name}: ${shown(value)}`);
  return [`${shown(target ?? targets)}. ${seenFrom({ release, as_of, coverage })}`, ...lines].join('\n');
}

/** From which release an answer is, and how far that looked: an empty answer is told from one that nobody looked for. */
function seenFrom({ release, as_of, coverage }: Pick<ListAnswer, 'release' | 'as_of' | 'coverage'>): string {
  const { status, next, pages_captured, domains_captured, crawls, oldest_capture, newest_capture, webgraph } = coverage;
  const looked = `${pages_captured} pages of ${domains_captured} domains in ${crawls.length} crawls (${shown(oldest_capture)} to ${shown(newest_capture)})`;
  const graph = webgraph === null ? '' : ` Web graph ${shown(webgraph.name)}${webgraph.looked ? '' : ' not looked at'}: ${webgraph.note}`;
  return `Release ${release}, as of ${shown(as_of)}; looked at ${looked}.${graph}${next === null ? '' : ` ${status}: ${next}`}`;
}
