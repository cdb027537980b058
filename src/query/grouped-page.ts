import { backlinksWhere } from '../compute/views.ts';
import { placesKept } from '../compute/summaries.ts';
import { name as column, sql, type Sql } from '../store/literal.ts';
import type { StoredBacklink } from './backlink-row.ts';
import { knownOf, knownOfRows, type Known } from './coverage.ts';
import { byBytes, fewRows } from './few/rows.ts';
import { matcherOf } from './few/matches.ts';
import { filterCondition, isDefaultFilter, type Filter } from './filter.ts';
import { keptReady, keptRows, signalOf } from './kept-ready.ts';
import type { Asking } from './operation.ts';
import { targetCondition, type Target } from './target.ts';

/** A view of a target's links in groups, a number falling and a text rising: what anchors and referring domains have in common. */
export interface GroupedView<Row> {
  readonly columns: Sql;
  /** The column that names a group (also the tie-break) and the one that orders groups, largest first. */
  readonly group: keyof Row & string;
  readonly weight: keyof Row & string;
  /** Which groups are shown, as the engine and as a function see it. */
  readonly having: Sql;
  readonly shows: (row: Row) => boolean;
  /** The same view of rows that are at hand. */
  readonly groupsOf: (rows: readonly StoredBacklink[]) => Row[];
  readonly keptIn: 'top_anchors' | 'top_domains';
}

export interface GroupedPage<Row> {
  /** One more than asked for when there is a next page. */
  readonly rows: readonly Row[];
  /** Groups in all, exactly. */
  readonly total: number;
  readonly known: Known;
}

interface PageAsked {
  readonly target: Target;
  /** The user's filter, by which it is decided whether an answer is kept ready. */
  readonly filter: Filter;
  /** The filter on links; differs from `filter` where a state chooses among groups. */
  readonly linkFilter: Filter;
  readonly limit: number;
  /** [weight, group, place] of the last row shown before; null for the first page. */
  readonly after: readonly (string | number)[] | null;
}

/** One page of groups: of rows at hand when they are few, else kept ready, else grouped by the engine. */
export async function groupedPage<Row extends object>(asking: Asking, view: GroupedView<Row>, asked: PageAsked): Promise<GroupedPage<Row>> {
  const few = await fewRows(asking, asked.target, asked.filter);
  if (few !== null) return pageOfFew(asking, view, asked, few);
  const plain = isDefaultFilter(asked.filter);
  const [{ rows, total }, known] = await Promise.all([
    plain ? keptOrGrouped(asking, view, asked) : groupedRows(asking, view, asked),
    knownOf(asking, asked.target, plain ? null : filterCondition(asking.release, asked.filter)),
  ]);
  return { rows, total, known };
}

function pageOfFew<Row extends object>(
  asking: Asking,
  view: GroupedView<Row>,
  asked: PageAsked,
  few: readonly StoredBacklink[],
): GroupedPage<Row> {
  const groups = view.groupsOf(few.filter(matcherOf(asking.release, asked.linkFilter))).filter(view.shows);
  const [weight, group] = asked.after ?? [];
  const rest =
    asked.after === null ? groups : groups.filter((row) => isAfter(row[view.weight], row[view.group], Number(weight), String(group)));
  return { rows: rest.slice(0, asked.limit + 1), total: groups.length, known: knownOfRows(few, matcherOf(asking.release, asked.filter)) };
}

function isAfter(weight: unknown, group: unknown, afterWeight: number, afterGroup: string): boolean {
  return Number(weight) < afterWeight || (Number(weight) === afterWeight && byBytes(String(group), afterGroup) > 0);
}

async function keptOrGrouped<Row extends object>(
  asking: Asking,
  view: GroupedView<Row>,
  asked: PageAsked,
): Promise<Pick<GroupedPage<Row>, 'rows' | 'total'>> {
  const place = Number(asked.after?.[2] ?? 0);
  if (place + asked.limit >= placesKept || (await keptReady(asking, asked.target)) === null) return groupedRows(asking, view, asked);
  const rows = await keptRows<Row & { total: number }>(asking, view.keptIn, asked.target, place, asked.limit + 1);
  return { rows, total: rows[0]?.total ?? 0 };
}

async function groupedRows<Row extends object>(
  asking: Asking,
  view: GroupedView<Row>,
  asked: PageAsked,
): Promise<Pick<GroupedPage<Row>, 'rows' | 'total'>> {
  const [group, weight] = [sql`g.${column(view.group)}`, sql`g.${column(view.weight)}`];
  const where = sql`${targetCondition(asked.target)} AND ${filterCondition(asking.release, asked.linkFilter)}`;
  const rows = await asking.engine.ask<Row & { total: number }>(
    sql`SELECT * FROM (
          SELECT *, count() OVER () AS total FROM (
            SELECT ${view.columns} FROM ${backlinksWhere(asking.release.id, where)} GROUP BY ${column(view.group)} HAVING ${view.having}
          )
        ) AS g ${asked.after === null ? sql`` : sql`WHERE ${weight} < ${asked.after[0] ?? 0} OR (${weight} = ${asked.after[0] ?? 0} AND ${group} > ${asked.after[1] ?? ''})`}
        ORDER BY ${weight} DESC, ${group} LIMIT ${asked.limit + 1}`,
    signalOf(asking),
  );
  return { rows, total: rows[0]?.total ?? 0 };
}
