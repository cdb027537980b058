import type { Origin } from '../../model/origin.ts';
import { commonNames, fields, headWord, knownTables, type Field, type KnownTable } from './column-names.ts';
import { searchConsoleTable } from './search-console.ts';

type Columns = Partial<Readonly<Record<Field, number>>>;

/** What a table is: whose, which of theirs, and which column says what. */
export interface RecognisedTable {
  readonly provider: Origin;
  readonly table: string;
  /** `content`: not by its column names but by what stands in the columns. `mapping`: the user said so. */
  readonly by: 'names' | 'content' | 'mapping';
  readonly columns: Columns;
  /** The head's cells, as they stand. */
  readonly head: readonly string[];
}

/**
 * Recognises a table by its head and a few of its rows; null when no column can be told to be the linking side or, as in the tables of
 * anchors and linked pages, the table is known to have none.
 */
export function recognise(head: readonly string[], rows: readonly (readonly string[])[]): RecognisedTable | null {
  const names = head.map(headWord);
  const known = knownTables.find((table) => isThis(table, names));
  if (known !== undefined)
    return { provider: known.provider, table: known.table, by: 'names', columns: columnsOf(known.names, names), head };
  const google = searchConsoleTable(head, rows);
  if (google !== null && google.by === 'names') return { ...google, provider: 'google-search-console', head };
  const columns = columnsOf(commonNames, names);
  if (namesLink(columns)) return { provider: 'table', table: 'links', by: 'names', columns, head };
  return google === null ? null : { ...google, provider: 'google-search-console', head };
}

/** The table as the user maps it: names of columns by field. Null when `head` lacks one of them. */
export function mapped(head: readonly string[], mapping: Partial<Readonly<Record<Field, string>>>): RecognisedTable | null {
  const names = head.map(headWord);
  const columns: Partial<Record<Field, number>> = {};
  for (const field of fields) {
    const name = mapping[field];
    if (name === undefined) continue;
    const exactly = head.findIndex((cell) => cell.trim() === name.trim());
    const at = exactly === -1 ? names.indexOf(headWord(name)) : exactly;
    if (at === -1) return null;
    columns[field] = at;
  }
  return { provider: 'table', table: 'links', by: 'mapping', columns, head };
}

/** A linking side, and anything else of a link beside it: a lone column of hosts may be any list. */
function namesLink(columns: Columns): boolean {
  if (columns.source !== undefined) return true;
  return columns.source_domain !== undefined && Object.keys(columns).length > 1;
}

function isThis({ needs, only, names: named }: KnownTable, names: readonly string[]): boolean {
  if (!needs.every((group) => group.some((name) => names.includes(name)))) return false;
  // A table of anchors has no linking side.
  if (Object.keys(named).length === 0 && namesLink(columnsOf(commonNames, names))) return false;
  return only !== true || names.every((name) => name === '' || needs.some((group) => group.includes(name)));
}

function columnsOf(named: KnownTable['names'], names: readonly string[]): Columns {
  const columns: Partial<Record<Field, number>> = {};
  for (const field of fields) {
    const found = named[field]?.map((name) => names.indexOf(name)).find((at) => at !== -1);
    if (found !== undefined) columns[field] = found;
  }
  return columns;
}
