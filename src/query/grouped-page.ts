import { backlinksWhere } from '../compute/views.ts';
import { placesKept } from '../compute/summaries.ts';
import { sql, type Sql } from '../store/literal.ts';
import { keptReady, keptRows, signalOf } from './kept-ready.ts';
import type { Asking } from './operation.ts';
import type { Target } from './target.ts';

/** A view of a target's links in groups, a number falling and a text rising: what anchors and referring domains have in common. */
export interface GroupedView {
  readonly columns: Sql;
  /** The group's name, a text; also the tie-break. */
  readonly group: Sql;
  /** The number that orders groups, largest first. */
  readonly weight: Sql;
  readonly having?: Sql;
  readonly keptIn: 'top_anchors' | 'top_domains';
}

export interface GroupedPage<Row> {
  /** One more than asked for when there is a next page. */
  readonly rows: readonly Row[];
  /** Groups in all, exactly. */
  readonly total: number;
}

/**
 * One page of groups. `after` is [weight, group, place] of the last row shown before, null for the first page.
 * `plain` questions (live links, no filter) about large targets are answered from what is kept ready.
 */
export async function groupedPage<Row extends object>(
  asking: Asking,
  view: GroupedView,
  ask: {
    readonly target: Target;
    readonly where: Sql;
    readonly plain: boolean;
    readonly limit: number;
    readonly after: readonly (string | number)[] | null;
  },
): Promise<GroupedPage<Row>> {
  const place = Number(ask.after?.[2] ?? 0);
  const ready = ask.plain && place + ask.limit < placesKept && (await keptReady(asking, ask.target)) !== null;
  const rows = ready
    ? await keptRows<Row & { total: number }>(asking, view.keptIn, ask.target, place, ask.limit + 1)
    : await asking.engine.ask<Row & { total: number }>(
        sql`SELECT * FROM (
              SELECT *, count() OVER () AS total FROM (
                SELECT ${view.columns} FROM ${backlinksWhere(asking.release.id, ask.where)} GROUP BY ${view.group} ${view.having === undefined ? sql`` : sql`HAVING ${view.having}`}
              )
            ) ${ask.after === null ? sql`` : sql`WHERE ${view.weight} < ${ask.after[0] ?? 0} OR (${view.weight} = ${ask.after[0] ?? 0} AND ${view.group} > ${ask.after[1] ?? ''})`}
            ORDER BY ${view.weight} DESC, ${view.group} LIMIT ${ask.limit + 1}`,
        signalOf(asking),
      );
  return { rows, total: rows[0]?.total ?? 0 };
}
