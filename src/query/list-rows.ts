import { placesKept } from '../compute/summaries.ts';
import { backlinkColumns, backlinksWhere } from '../compute/views.ts';
import { sql, type Sql } from '../store/literal.ts';
import type { StoredBacklink } from './backlink-row.ts';
import { knownOf, knownOfRows, type Known } from './coverage.ts';
import { lastAt } from './few/groups.ts';
import { matcherOf } from './few/matches.ts';
import { byBytes, fewRows } from './few/rows.ts';
import { filterCondition, isDefaultFilter, type Filter } from './filter.ts';
import { keptReady, keptRows, readingWhole } from './kept-ready.ts';
import type { ListMode } from './list-mode.ts';
import type { Asking } from './operation.ts';
import type { Spool } from './spool.ts';
import { behind, orderBy, orderColumns, orderValues, type OrderTerm } from './order.ts';
import { targetCondition, type Target } from './target.ts';

export interface ListAsked {
  readonly target: Target;
  readonly filter: Filter;
  readonly order: readonly OrderTerm[];
  readonly mode: ListMode;
  readonly limit: number;
  /** Rows passed over before the first one shown. */
  readonly offset: number;
  /** Values of the order, target key, source key and place of the last row shown before; null for the first page. */
  readonly after: readonly (string | number)[] | null;
}

/** A row with the values that it is ordered by. */
interface ListRow {
  readonly row: StoredBacklink;
  readonly place: readonly (string | number)[];
}

/** One page of a target's rows and one more when there is a next page; how many there are; and what is known of the target. */
interface ListPage {
  readonly rows: readonly ListRow[];
  readonly total: number;
  readonly known: Known;
}

/** Of rows kept ready, of rows at hand when they are few, else chosen by the engine. */
export async function listRows(asking: Asking, asked: ListAsked): Promise<ListPage> {
  const plain = isDefaultFilter(asked.filter);
  if (plain && (await isReady(asking, asked))) return readyPage(asking, asked);
  const values = asked.mode === null ? rowValues(asked.order) : null;
  const few = values === null ? null : await fewRows(asking, asked.target, asked.filter);
  if (few !== null && values !== null) return pageOfFew(asking, asked, values, few);
  if (asking.spool !== undefined) return spooledRows(asking, asking.spool, asked, plain);
  const [rows, known, total] = await Promise.all([
    scannedRows(asking, asked),
    knownOf(asking, asked.target, plain ? null : filterCondition(asking.release, asked.filter)),
    asked.mode === null ? null : countByMode(asking, asked, asked.mode),
  ]);
  return { rows, total: total ?? known.matching, known };
}

/** The order in which answers are kept ready. */
function isStandard({ order: [first, ...further], mode }: ListAsked): boolean {
  return mode === null && first?.field.name === 'domain_authority' && first.direction === 'desc' && further.length === 0;
}

type RowValue = (row: StoredBacklink) => string | number;

/** Orders in which rows at hand can be put; others are left to the engine. */
const valuesAtHand: Readonly<Record<string, RowValue>> = {
  domain_authority: (row) => row.authority,
  first_seen: (row) => row.first_at,
  last_seen: lastAt,
  anchor: (row) => row.anchor,
  source_key: (row) => row.source_key,
};

function rowValues(order: readonly OrderTerm[]): readonly RowValue[] | null {
  const values = order.flatMap(({ field }) => valuesAtHand[field.name] ?? []);
  return values.length === order.length ? values : null;
}

function pageOfFew(
  asking: Asking,
  { order, filter, after, limit, offset }: ListAsked,
  values: readonly RowValue[],
  few: readonly StoredBacklink[],
): ListPage {
  const matches = matcherOf(asking.release, filter);
  const signs = [...order.map(({ direction }) => (direction === 'desc' ? -1 : 1)), 1, 1];
  const compare = (a: readonly (string | number)[], b: readonly (string | number)[]): number => {
    const place = signs.findIndex((_, i) => byValue(a[i] ?? 0, b[i] ?? 0) !== 0);
    return place === -1 ? 0 : (signs[place] ?? 1) * byValue(a[place] ?? 0, b[place] ?? 0);
  };
  const placed = few.filter(matches).map((row) => ({ row, place: [...values.map((value) => value(row)), row.target_key, row.source_key] }));
  const rest = after === null ? placed : placed.filter(({ place }) => compare(place, after) > 0);
  const rows = rest.sort((a, b) => compare(a.place, b.place)).slice(offset, offset + limit + 1);
  return { rows, total: placed.length, known: knownOfRows(few, matches) };
}

function byValue(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : byBytes(String(a), String(b));
}

/** How many rows stand before this page. */
function placeOf({ after, offset }: ListAsked): number {
  return Number(after?.at(-1) ?? 0) + offset;
}

/** Whether this page of the plain list is kept ready. */
async function isReady(asking: Asking, asked: ListAsked): Promise<boolean> {
  if (asking.spool !== undefined || !isStandard(asked) || placeOf(asked) + asked.limit >= placesKept) return false;
  return (await keptReady(asking, asked.target)) !== null;
}

async function readyPage(asking: Asking, asked: ListAsked): Promise<ListPage> {
  const [rows, known] = await Promise.all([
    keptRows<StoredBacklink>(asking, 'top_backlinks', asked.target, placeOf(asked), asked.limit + 1),
    knownOf(asking, asked.target, null),
  ]);
  return { rows: rows.map((row) => ({ row, place: [row.authority, row.target_key, row.source_key] })), total: known.matching, known };
}

const rowKeys = [sql`target_key`, sql`source_key`];

/** Of a job: the rows are put down in their order once. */
async function spooledRows(asking: Asking, spool: Spool, asked: ListAsked, plain: boolean): Promise<ListPage> {
  const { release } = asking;
  const { order, mode, limit } = asked;
  const from = backlinksWhere(release.id, whereOf(asking, asked));
  const all = sql`SELECT ${backlinkColumns(release.id)}, ${orderColumns(order, release)} FROM ${from}`;
  const select =
    mode === null
      ? all
      : sql`SELECT * FROM (${all} ORDER BY ${orderBy(order, rowKeys)} LIMIT ${mode.count} BY ${mode.field.column(release)})`;
  const [{ rows, total }, known] = await Promise.all([
    spool.rows<StoredBacklink & Record<string, unknown>>({ select, orderBy: orderBy(order, rowKeys) }, placeOf(asked), limit + 1),
    knownOf(asking, asked.target, plain ? null : filterCondition(release, asked.filter)),
  ]);
  return { rows: rows.map((row) => placedRow(order, row)), total, known };
}

async function scannedRows(asking: Asking, asked: ListAsked): Promise<ListRow[]> {
  const { release } = asking;
  const { order, mode, after, limit, offset } = asked;
  const page = after === null ? sql`1 = 1` : behind(order, rowKeys, after);
  const chosen = mode === null ? sql`${whereOf(asking, asked)} AND ${page}` : chosenByMode(asking, asked, mode, page);
  // A mode's rows are chosen behind the offset already.
  const skipped = mode === null && offset > 0 ? sql`OFFSET ${offset}` : sql``;
  const rows = await asking.engine.ask<StoredBacklink & Record<string, unknown>>(
    sql`SELECT ${backlinkColumns(release.id)}, ${orderColumns(order, release)} FROM ${backlinksWhere(release.id, chosen)}
        ORDER BY ${orderBy(order, rowKeys)} LIMIT ${limit + 1} ${skipped}`,
    readingWhole(asking),
  );
  return rows.map((row) => placedRow(order, row));
}

function placedRow(order: readonly OrderTerm[], row: StoredBacklink & Record<string, unknown>): ListRow {
  return { row, place: [...orderValues(order, row), row.target_key, row.source_key] };
}

function whereOf({ release }: Asking, { target, filter }: ListAsked): Sql {
  return sql`${targetCondition(target)} AND ${filterCondition(release, filter)}`;
}

/** The rows of this page: chosen by their keys first, so that only those are read whole. */
function chosenByMode(asking: Asking, asked: ListAsked, { field, count }: NonNullable<ListMode>, page: Sql): Sql {
  const { release } = asking;
  const { order, limit, offset } = asked;
  return sql`${targetCondition(asked.target)} AND (b.target_key, b.source_key) IN (
    SELECT target_key, source_key FROM (
      SELECT b.target_key AS target_key, b.source_key AS source_key, ${orderColumns(order, release)} FROM ${backlinksWhere(release.id, whereOf(asking, asked))}
      ORDER BY ${orderBy(order, rowKeys)} LIMIT ${count} BY ${field.column(release)}
    ) WHERE ${page} ORDER BY ${orderBy(order, rowKeys)} LIMIT ${limit + 1} OFFSET ${offset})`;
}

async function countByMode(asking: Asking, asked: ListAsked, { field, count }: NonNullable<ListMode>): Promise<number> {
  const { release } = asking;
  const [row] = await asking.engine.ask<{ total: number }>(
    sql`SELECT sum(least(links, ${count})) AS total FROM (
          SELECT count() AS links FROM ${backlinksWhere(release.id, whereOf(asking, asked))} GROUP BY ${field.column(release)})`,
    readingWhole(asking),
  );
  return row?.total ?? 0;
}
