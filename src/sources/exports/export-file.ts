import { statSync } from 'node:fs';
import { fail } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import type { Damage } from '../../model/record.ts';
import type { Address } from '../../model/url.ts';
import { memoryBytes, type ByteSource } from '../warc/bytes.ts';
import type { Field } from './column-names.ts';
import { dataForSeoItems } from './dataforseo.ts';
import { dateOf, orderOf, type DateOrder } from './dates.ts';
import type { ExportMapping } from './export-mapping.ts';
import { mapped, recognise, type RecognisedTable } from './recognise.ts';
import { reportedLink, siteOf, type LinkRefusal, type ReportedLink } from './reported-link.ts';
import { firstBytes, tableBytes } from './table-bytes.ts';
import { tableRows, type RowFault, type TableRow } from './table-rows.ts';

/** What the user says of an export beside where it lies. */
export interface ExportOptions {
  /** The site whose links it lists: for tables that have no column for it. */
  readonly property?: string | undefined;
  /** Column names by field, in place of recognition; `dates` says the order of dates in figures. */
  readonly mapping?: ExportMapping | undefined;
  /** `YYYY-MM-DD`: when it was made. Default: the date in its name, else the file's own time. */
  readonly date?: string | undefined;
}

type RowRefusal = RowFault | LinkRefusal | 'too_many_cells' | 'names_no_source';

export interface ExportRow {
  readonly line: number;
  readonly offset: number;
  readonly length: number;
  readonly found: ReportedLink | RowRefusal;
}

export interface OpenedExport extends Disposable {
  readonly table: RecognisedTable;
  /** When it was made, in seconds since 1970 UTC: what its rows that have no dates are dated by. */
  readonly madeAt: number;
  readonly rows: Iterable<ExportRow>;
}

/**
 * Opens an export: recognises whose it is and which table, and gives its rows one by one. Fails with `not_a_table` when it is not
 * recognised (naming its columns), and with `property_missing` when it does not say whose links it lists and nobody else does.
 */
export function openExport(location: string, options: ExportOptions = {}, onDamage: (damage: Damage) => void = () => {}): OpenedExport {
  const bytes = tableBytes(location, onDamage);
  try {
    const property = options.property === undefined ? null : propertyOf(options.property);
    const opened = isJson(bytes) ? jsonExport(bytes, property) : csvExport(bytes, options, property);
    return { ...opened, madeAt: madeAt(location, options.date), [Symbol.dispose]: () => bytes.close() };
  } catch (thrown) {
    bytes.close();
    throw thrown;
  }
}

type Readable = Pick<OpenedExport, 'table' | 'rows'>;

const sampleBytes = 256 * 1024;
const delimiters = [',', '\t', ';', '|'];

/** How the rows of an export are to be read again, from its bytes alone; null for JSON. A table that only a mapping tells has no columns here. */
export function exportLayout(
  bytes: ByteSource,
): { delimiter: string; head: readonly string[]; columns: RecognisedTable['columns'] } | null {
  if (isJson(bytes)) return null;
  const found = recognisedIn(bytes, undefined);
  if (found !== null) return { delimiter: found.delimiter, head: found.table.head, columns: found.table.columns };
  const heads = delimiters.map((delimiter) => ({ delimiter, head: sampleRows(bytes, delimiter)[0]?.cells ?? [], columns: {} }));
  return heads.reduce((widest, head) => (head.head.length > widest.head.length ? head : widest));
}

function csvExport(bytes: ByteSource, options: ExportOptions, property: Address | null): Readable {
  const { table, delimiter, headLine, sample } = recognisedIn(bytes, options.mapping) ?? unrecognised(bytes, options.mapping);
  const { columns, head } = table;
  if (namesNoSource(table)) return { table, rows: refusedRows(bytes, delimiter, headLine) };
  if (columns.target === undefined && columns.target_domain === undefined && property === null)
    fail('property_missing', { path: bytes.name, table: `${table.provider}, ${table.table}` });
  const order = options.mapping?.dates ?? orderIn(sample, table);
  const linkOf = (row: TableRow): ReportedLink | RowRefusal => {
    if (row.cells === null) return row.fault ?? 'stray_quote';
    const { cells } = row;
    if (cells.slice(head.length).some((cell) => cell.trim() !== '')) return 'too_many_cells';
    const cell = (field: Field): string | undefined => {
      const at = columns[field];
      return at === undefined ? undefined : (cells[at] ?? '');
    };
    return reportedLink(cell, { property, order });
  };
  return { table, rows: rowsBelow(bytes, delimiter, headLine, head.length, linkOf) };
}

function* rowsBelow(
  bytes: ByteSource,
  delimiter: string,
  headLine: number,
  width: number,
  found: (row: TableRow) => ExportRow['found'],
): Generator<ExportRow> {
  for (const row of tableRows(bytes, { delimiter, width })) {
    if (row.line > headLine) yield { line: row.line, offset: row.offset, length: row.length, found: found(row) };
  }
}

function* refusedRows(bytes: ByteSource, delimiter: string, headLine: number): Generator<ExportRow> {
  yield* rowsBelow(bytes, delimiter, headLine, 0, () => 'names_no_source');
}

/** Known tables whose rows name no linking side: anchors, linked pages. */
function namesNoSource({ columns }: RecognisedTable): boolean {
  return columns.source === undefined && columns.source_domain === undefined;
}

interface FoundTable {
  readonly table: RecognisedTable;
  readonly delimiter: string;
  readonly headLine: number;
  readonly sample: readonly (readonly string[])[];
}

/** The head is the first row that is recognised, under the delimiter that makes it one; some tools write lines above it. */
function recognisedIn(bytes: ByteSource, mapping: ExportMapping | undefined): FoundTable | null {
  const found = delimiters.flatMap((delimiter) => {
    const rows = sampleRows(bytes, delimiter);
    return rows.slice(0, limits.exportPreambleRowsMax).flatMap(({ line, cells }, i) => {
      const sample = rows.slice(i + 1, i + 201).map((row) => row.cells);
      const table = mapping === undefined ? recognise(cells, sample) : mapped(cells, mapping);
      return table === null ? [] : [{ table, delimiter, headLine: line, sample }];
    });
  });
  return found.find(({ table }) => table.by !== 'content') ?? found.find(({ headLine }) => headLine === 1) ?? null;
}

/** The whole rows at the file's beginning. */
function sampleRows(bytes: ByteSource, delimiter: string): { line: number; cells: readonly string[] }[] {
  const first = firstBytes(bytes, sampleBytes);
  const whole = first.length < sampleBytes ? first : first.subarray(0, first.lastIndexOf('\n') + 1);
  const rows = tableRows(memoryBytes(whole), { delimiter, width: null });
  return [...rows].flatMap(({ line, cells }) => (cells === null ? [] : [{ line, cells }]));
}

function unrecognised(bytes: ByteSource, mapping: ExportMapping | undefined): never {
  const line =
    firstBytes(bytes, sampleBytes)
      .toString('utf8')
      .split(/\r?\n/)
      .find((candidate) => candidate.trim() !== '') ?? '';
  const columns = line === '' ? 'it is empty' : `its first line is ${line.slice(0, 300)}`;
  const reason =
    mapping === undefined
      ? `${columns}. Say which column is which: --map source=COLUMN,target=COLUMN`
      : `it lacks a column that --map names; ${columns}`;
  return fail('not_a_table', { path: bytes.name, what: 'an export', reason });
}

/** The order of dates in figures that the first rows prove; null when they prove none, or both. */
function orderIn(sample: readonly (readonly string[])[], { columns }: RecognisedTable): DateOrder | null {
  const dated = [columns.first_seen, columns.last_seen, columns.seen, columns.lost_at].filter((at) => at !== undefined);
  const proven = new Set(sample.flatMap((row) => dated.map((at) => orderOf(row[at] ?? ''))));
  proven.delete(null);
  const [only] = proven;
  return proven.size === 1 ? (only ?? null) : null;
}

function isJson(bytes: ByteSource): boolean {
  return /^\u{feff}?\s*[[{]/u.test(firstBytes(bytes, 256).toString('utf8'));
}

function jsonExport(bytes: ByteSource, property: Address | null): Readable {
  const items = dataForSeoItems(bytes);
  if (items === null)
    return fail('not_a_table', {
      path: bytes.name,
      what: 'an export',
      reason: 'of JSON, only answers of DataForSEO (tasks with results and items) are read',
    });
  const rows = items.map(({ said, ...place }) => ({
    ...place,
    found: said === null ? ('names_no_source' as const) : reportedLink((field) => said[field], { property, order: null }),
  }));
  return { table: { provider: 'dataforseo', table: 'items', by: 'names', columns: {}, head: [] }, rows };
}

/** The host of a property: `https://example.com/`, `example.com`, `sc-domain:example.com`. */
function propertyOf(name: string): Address {
  return (
    siteOf(name) ??
    fail('invalid_input', { reason: `"${name.slice(0, 200)}" is no site. Give --property as https://example.com/ or example.com.` })
  );
}

function madeAt(location: string, date: string | undefined): number {
  if (date !== undefined) {
    const given = dateOf(date, null);
    return typeof given === 'number'
      ? given
      : fail('invalid_input', { reason: `"${date.slice(0, 50)}" is no date. Give it as 2026-09-28.` });
  }
  const [named] = location.match(/(?<!\d)20\d\d-[01]\d-[0-3]\d(?!\d)/g)?.slice(-1) ?? [];
  const inName = named === undefined ? null : dateOf(named, null);
  if (typeof inName === 'number') return inName;
  const status =
    statSync(location, { throwIfNoEntry: false }) ?? statSync(location.slice(0, location.lastIndexOf('#')), { throwIfNoEntry: false });
  return Math.floor((status?.mtimeMs ?? Date.now()) / 1000);
}
