import { type BacklinkColumn, backlinksWhere } from '../compute/views.ts';
import { placesKept } from '../compute/summaries.ts';
import { join, name as column, sql, type Sql } from '../store/literal.ts';
import type { StoredBacklink } from './backlink-row.ts';
import { knownOf, knownOfRows, type Known } from './coverage.ts';
import { byBytes, type CountedBacklink, fewOf } from './few/rows.ts';
import { matcherOf } from './few/matches.ts';
import type { RowKind } from './fields/field.ts';
import { filterCondition, isDefaultFilter, type Filter } from './filter.ts';
import { compiledFilters, type Filters } from './filters/filters.ts';
import { keptReady, keptRows, readingWhole } from './kept-ready.ts';
import type { Asking } from './operation.ts';
import { behind, orderBy, orderColumns, orderValues, type OrderTerm } from './order.ts';
import { targetCondition, type Target } from './target.ts';

/** A view of a target's links in groups: what anchors, referring domains, pages and networks have in common. */
export interface GroupedView<Row> {
  /** What is selected of a group, over its links `b`. */
  readonly columns: Sql;
  /** The column that names a group; ties are broken by it. */
  readonly group: keyof Row & string;
  /** What can be said of a group, and the number that groups fall by when nothing else is asked. */
  readonly rows: RowKind;
  readonly standard: string;
  /** Which links are grouped, beside those that the filter leaves. */
  readonly links?: Sql;
  /** Which groups are shown. */
  readonly shown: Sql;
  /** Groups that have no links here, shown beside: a SELECT of the same columns, in their order. */
  readonly also?: Sql | undefined;
  /** The same view of rows that are at hand, and where it is kept ready. */
  readonly ready?: {
    readonly weight: (row: Row) => number;
    readonly shows: (row: Row) => boolean;
    readonly few: FewGroups<Row>;
    readonly keptIn: 'top_anchors' | 'top_domains';
  };
}

/** The groups of a target whose links are few, of rows at hand; null where they are not. */
type FewGroups<Row> = (
  asking: Asking,
  asked: Pick<PageAsked, 'target' | 'filter' | 'linkFilter'>,
) => Promise<{ readonly groups: Row[]; readonly known: Known } | null>;

/** @param columns what a group is made of beside what is counted of any link */
export function fewGroups<Column extends BacklinkColumn, Row>(
  columns: readonly Column[],
  groupsOf: (rows: readonly (CountedBacklink & Pick<StoredBacklink, Column>)[]) => Row[],
): FewGroups<Row> {
  return async (asking, { target, filter, linkFilter }) => {
    const rows = await fewOf(asking, target, columns, filter);
    if (rows === null) return null;
    const { release } = asking;
    return { groups: groupsOf(rows.filter(matcherOf(release, linkFilter))), known: knownOfRows(rows, matcherOf(release, filter)) };
  };
}

export interface GroupedPage<Row> {
  /** One more than asked for when there is a next page. */
  readonly rows: readonly GroupedRow<Row>[];
  /** Groups in all, exactly. */
  readonly total: number;
  readonly known: Known;
}

/** A group with the values that it is ordered by. */
interface GroupedRow<Row> {
  readonly row: Row;
  readonly place: readonly (string | number)[];
}

export interface PageAsked {
  readonly target: Target;
  /** The user's filter, by which it is decided whether an answer is kept ready. */
  readonly filter: Filter;
  /** The filter on links; differs from `filter` where a state chooses among groups. */
  readonly linkFilter: Filter;
  readonly having: Filters | undefined;
  readonly order: readonly OrderTerm[];
  readonly limit: number;
  /** Values of the order, name and place of the last group shown before; null for the first page. */
  readonly after: readonly (string | number)[] | null;
}

/** One page of groups: kept ready, else of rows at hand when they are few, else grouped by the engine. */
export async function groupedPage<Row extends object>(asking: Asking, view: GroupedView<Row>, asked: PageAsked): Promise<GroupedPage<Row>> {
  const ready = asked.having === undefined && isStandard(view, asked.order) ? view.ready : undefined;
  const plain = isDefaultFilter(asked.filter);
  if (ready !== undefined && plain && (await isReady(asking, asked))) return readyPage(asking, view, ready, asked);
  const few = (await ready?.few(asking, asked)) ?? null;
  if (few !== null && ready !== undefined) return pageOfFew(view, ready, asked, few);
  const [{ rows, total }, known] = await Promise.all([
    groupedRows(asking, view, asked),
    knownOf(asking, asked.target, plain ? null : filterCondition(asking.release, asked.filter)),
  ]);
  return { rows, total, known };
}

/** Whether groups fall by what they fall by when nothing is asked. */
export function isStandard(view: { readonly standard: string }, [first, ...further]: readonly OrderTerm[]): boolean {
  return first?.field.name === view.standard && first.direction === 'desc' && further.length === 0;
}

type Ready<Row> = NonNullable<GroupedView<Row>['ready']>;

function pageOfFew<Row extends object>(
  view: GroupedView<Row>,
  { shows, weight }: Ready<Row>,
  { after, limit }: PageAsked,
  few: { readonly groups: readonly Row[]; readonly known: Known },
): GroupedPage<Row> {
  const groups = few.groups.filter(shows);
  const [most, last] = [Number(after?.[0]), String(after?.[1])];
  const isAfter = (row: Row): boolean => weight(row) < most || (weight(row) === most && byBytes(String(row[view.group]), last) > 0);
  const rest = after === null ? groups : groups.filter(isAfter);
  return { rows: rest.slice(0, limit + 1).map((row) => placed(view, weight, row)), total: groups.length, known: few.known };
}

function placed<Row extends object>(view: GroupedView<Row>, weight: (row: Row) => number, row: Row): GroupedRow<Row> {
  return { row, place: [weight(row), String(row[view.group])] };
}

/** How many groups stand before this page. */
function placeOf({ after }: PageAsked): number {
  return Number(after?.at(-1) ?? 0);
}

/** Whether this page of the plain groups is kept ready. */
async function isReady(asking: Asking, asked: PageAsked): Promise<boolean> {
  if (asking.spool !== undefined || placeOf(asked) + asked.limit >= placesKept) return false;
  return (await keptReady(asking, asked.target)) !== null;
}

async function readyPage<Row extends object>(
  asking: Asking,
  view: GroupedView<Row>,
  { keptIn, weight }: Ready<Row>,
  asked: PageAsked,
): Promise<GroupedPage<Row>> {
  const [rows, known] = await Promise.all([
    keptRows<Row & { total: number }>(asking, keptIn, asked.target, placeOf(asked), asked.limit + 1),
    knownOf(asking, asked.target, null),
  ]);
  return { rows: rows.map((row) => placed<Row>(view, weight, row)), total: rows[0]?.total ?? 0, known };
}

/** The links are filtered, grouped, and the groups (`g`) filtered, counted and put in order. */
async function groupedRows<Row extends object>(
  asking: Asking,
  view: GroupedView<Row>,
  { target, linkFilter, having, order, limit, after }: PageAsked,
): Promise<Pick<GroupedPage<Row>, 'rows' | 'total'>> {
  const { engine, release } = asking;
  const links = [targetCondition(target), filterCondition(release, linkFilter), ...(view.links === undefined ? [] : [view.links])];
  const condition = having === undefined ? sql`1 = 1` : compiledFilters(view.rows, release, having).condition;
  const keys = [column(view.group)];
  const own = sql`SELECT ${view.columns} FROM ${backlinksWhere(release.id, join(links, ' AND '))} GROUP BY ${column(view.group)} HAVING ${view.shown}`;
  const groups = sql`(${view.also === undefined ? own : join([own, view.also], '\nUNION ALL\n')}) AS g WHERE ${condition}`;
  const placedRow = (row: Row): GroupedRow<Row> => ({
    row,
    place: [...orderValues(order, row as Readonly<Record<string, unknown>>), String(row[view.group])],
  });
  if (asking.spool !== undefined) {
    const select = sql`SELECT g.*, ${orderColumns(order, release)} FROM ${groups}`;
    const spooled = { select, orderBy: orderBy(order, keys) };
    const { rows, total } = await asking.spool.rows<Row & Record<string, unknown>>(spooled, Number(after?.at(-1) ?? 0), limit + 1);
    return { rows: rows.map(placedRow), total };
  }
  const rows = await engine.ask<Row & { total: number }>(
    sql`SELECT * FROM (SELECT g.*, ${orderColumns(order, release)}, count() OVER () AS total FROM ${groups}) ${after === null ? sql`` : sql`WHERE ${behind(order, keys, after)}`}
        ORDER BY ${orderBy(order, keys)} LIMIT ${limit + 1}`,
    readingWhole(asking),
  );
  return { rows: rows.map(placedRow), total: rows[0]?.total ?? 0 };
}
