import { fail } from '../base/errors.ts';
import type { Damage } from '../model/record.ts';
import { hostNodeOf } from '../model/host-node.ts';
import type { Address } from '../model/url.ts';
import { linesOf, type TextLine } from './text-lines.ts';
import { archiveDate } from './warc/date.ts';

/** One row of a list of dated edges: at `at`, a crawl of `collection` saw `links` links from some page of one host to some of another. */
export interface DatedEdge {
  /** Seconds since 1970 UTC. */
  readonly at: number;
  readonly source: Address;
  /** Null when the row names no host there: its source was captured all the same. */
  readonly target: Address | null;
  readonly links: number;
  readonly collection: string;
  /** Where the row stands in the decompressed file. */
  readonly offset: number;
  readonly length: number;
}

/**
 * The rows of a text file of edges between hosts, separated by tabs or commas, plain or gzip. Columns are found by the names in the
 * first line (date, source, target, links, collection, and their longer forms); without names they stand in this order, and the last
 * two may be absent. A row that cannot be read is told and passed. Fails with `not_a_table` when the file is no such list.
 */
export function* edgesOf(location: string, onDamage: (damage: Damage) => void): Generator<DatedEdge> {
  const lines = linesOf(location, { onDamage });
  const first = lines.next();
  if (first.done === true) return fail('not_a_table', { path: location, what, reason: 'it is empty' });
  const layout = layoutOf(first.value.text, location);
  if (!layout.named) yield* rowsIn([first.value], layout, onDamage);
  yield* rowsIn(lines, layout, onDamage);
}

const what = 'a list of edges (date, source host, target host, links, collection, separated by tabs or commas)';

/** The edges in `length` bytes of the text from `offset` on: what `edgesOf` gave of them. */
export function edgesAt(location: string, offset: number, length: number): DatedEdge[] {
  const first = linesOf(location).next();
  const layout = layoutOf(first.done === true ? '' : first.value.text, location);
  const span: TextLine[] = [];
  for (const line of linesOf(location, { from: offset })) {
    if (line.offset >= offset + length) break;
    span.push(line);
  }
  return [...rowsIn(span, layout, () => {})];
}

/** Which column holds what. */
interface Layout {
  readonly named: boolean;
  readonly separator: '\t' | ',';
  readonly date: number;
  readonly source: number;
  readonly target: number;
  readonly links: number;
  readonly collection: number;
}

const names = {
  date: ['date', 'crawl_date', 'crawldate', 'timestamp'],
  source: ['source', 'source_host', 'source_domain', 'from', 'src'],
  target: ['target', 'target_host', 'target_domain', 'destination', 'to', 'dest', 'dst'],
  links: ['links', 'count', 'link_count', 'weight'],
  collection: ['collection', 'crawl'],
} as const;

function layoutOf(line: string, path: string): Layout {
  const separator = line.includes('\t') ? '\t' : ',';
  const cells = line.split(separator).map((cell) => cell.trim().toLowerCase());
  const placed = (of: keyof typeof names): number => cells.findIndex((cell) => names[of].some((known) => known === cell));
  const [date, source, target] = [placed('date'), placed('source'), placed('target')];
  if (date >= 0 && source >= 0 && target >= 0)
    return { named: true, separator, date, source, target, links: placed('links'), collection: placed('collection') };
  const plain: Layout = { named: false, separator, date: 0, source: 1, target: 2, links: 3, collection: 4 };
  if (archiveDate(cells[0] ?? '') === null || cells.length < 3)
    return fail('not_a_table', { path, what, reason: `its first line is "${line.slice(0, 100)}"` });
  return plain;
}

function* rowsIn(lines: Iterable<TextLine>, layout: Layout, onDamage: (damage: Damage) => void): Generator<DatedEdge> {
  for (const line of lines) {
    if (line.text === '') continue;
    const row = rowOf(line, layout, (reason) => onDamage({ offset: line.offset, reason }));
    if (row !== null) yield row;
  }
}

/** A row, or null when it cannot be read; what is wrong with it is told. */
function rowOf({ text, offset, length }: TextLine, layout: Layout, refuse: (reason: string) => void): DatedEdge | null {
  const cells = text.split(layout.separator);
  const cell = (at: number): string => (at === -1 ? '' : (cells[at] ?? '')).trim();
  const at = archiveDate(cell(layout.date));
  const source = hostNodeOf(cell(layout.source).toLowerCase());
  const target = hostNodeOf(cell(layout.target).toLowerCase());
  const links = cell(layout.links) === '' ? 1 : Number(cell(layout.links));
  if (at === null || at < 0) refuse(`"${cell(layout.date).slice(0, 50)}" is no date`);
  else if (source === null) refuse(`"${cell(layout.source).slice(0, 100)}" is no host`);
  else if (!Number.isSafeInteger(links) || links < 1) refuse(`"${cell(layout.links).slice(0, 50)}" is no number of links`);
  else {
    if (target === null) refuse(`"${cell(layout.target).slice(0, 100)}" is no host`);
    return { at, source, target, links, collection: cell(layout.collection), offset, length };
  }
  return null;
}
