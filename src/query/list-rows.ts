import { placesKept } from '../compute/summaries.ts';
import { authorityOf, backlinkColumns, backlinksWhere } from '../compute/views.ts';
import { sql, type Sql } from '../store/literal.ts';
import type { StoredBacklink } from './backlink-row.ts';
import { knownOf, knownOfRows, type Known } from './coverage.ts';
import { lastAt } from './few/groups.ts';
import { matcherOf } from './few/matches.ts';
import { byBytes, fewRows } from './few/rows.ts';
import { filterCondition, isDefaultFilter, type Filter } from './filter.ts';
import { keptReady, keptRows, signalOf } from './kept-ready.ts';
import type { Asking } from './operation.ts';
import { targetCondition, type Target } from './target.ts';

/** What a list can be ordered by, as the engine and as a function see it. Ties are broken by target key, then source key. */
export const listOrders = {
  authority: { value: (row: StoredBacklink) => row.authority, column: (release: number) => authorityOf(release, sql`b.source_domain`) },
  first_seen: { value: (row: StoredBacklink) => row.first_at, column: () => sql`toUnixTimestamp(b.first_seen)` },
  last_seen: { value: lastAt, column: () => sql`(toUnixTimestamp(b.first_seen) + b.seen_for)` },
  anchor: { value: (row: StoredBacklink) => row.anchor, column: () => sql`b.anchor` },
  source: { value: (row: StoredBacklink) => row.source_key, column: () => sql`b.source_key` },
} as const;
export type ListOrder = keyof typeof listOrders;

export interface ListAsked {
  readonly target: Target;
  readonly filter: Filter;
  readonly order: ListOrder;
  readonly direction: 'asc' | 'desc';
  readonly limit: number;
  /** [order value, target key, source key, place] of the last row shown before; null for the first page. */
  readonly after: readonly (string | number)[] | null;
}

/** One page of a target's rows and one more when there is a next page; with what is known of the target. */
export async function listRows(asking: Asking, asked: ListAsked): Promise<{ rows: readonly StoredBacklink[]; known: Known }> {
  const few = await fewRows(asking, asked.target);
  if (few !== null) return pageOfFew(asking, asked, few);
  const plain = isDefaultFilter(asked.filter);
  const [rows, known] = await Promise.all([
    plain && asked.order === 'authority' && asked.direction === 'desc' ? keptOrScanned(asking, asked) : scannedRows(asking, asked),
    knownOf(asking, asked.target, plain ? null : filterCondition(asking.release, asked.filter)),
  ]);
  return { rows, known };
}

function pageOfFew(asking: Asking, asked: ListAsked, few: readonly StoredBacklink[]): { rows: readonly StoredBacklink[]; known: Known } {
  const matches = matcherOf(asking.release, asked.filter);
  const { value } = listOrders[asked.order];
  const sign = asked.direction === 'desc' ? -1 : 1;
  const compare = (a: Place, b: Place): number => sign * byValue(a[0], b[0]) || byBytes(a[1], b[1]) || byBytes(a[2], b[2]);
  const placed = few.filter(matches).map((row) => ({ row, place: [value(row), row.target_key, row.source_key] as const }));
  const after = asked.after === null ? null : ([asked.after[0] ?? 0, String(asked.after[1]), String(asked.after[2])] as const);
  const rest = after === null ? placed : placed.filter(({ place }) => compare(place, after) > 0);
  const sorted = rest.sort((a, b) => compare(a.place, b.place));
  return { rows: sorted.slice(0, asked.limit + 1).map(({ row }) => row), known: knownOfRows(few, matches) };
}

type Place = readonly [value: string | number, targetKey: string, sourceKey: string];

function byValue(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : byBytes(String(a), String(b));
}

async function keptOrScanned(asking: Asking, asked: ListAsked): Promise<StoredBacklink[]> {
  const place = Number(asked.after?.[3] ?? 0);
  if (place + asked.limit >= placesKept || (await keptReady(asking, asked.target)) === null) return scannedRows(asking, asked);
  return keptRows<StoredBacklink>(asking, 'top_backlinks', asked.target, place, asked.limit + 1);
}

async function scannedRows(asking: Asking, asked: ListAsked): Promise<StoredBacklink[]> {
  const column = listOrders[asked.order].column(asking.release.id);
  const where = sql`${targetCondition(asked.target)} AND ${filterCondition(asking.release, asked.filter)} AND ${behind(asked, column)}`;
  return asking.engine.ask<StoredBacklink & Record<string, unknown>>(
    sql`SELECT ${backlinkColumns(asking.release.id)} FROM ${backlinksWhere(asking.release.id, where)}
        ORDER BY ${column} ${asked.direction === 'desc' ? sql`DESC` : sql`ASC`}, b.target_key, b.source_key LIMIT ${asked.limit + 1}`,
    signalOf(asking),
  );
}

/** The rows behind the last one shown, in the order asked for. */
function behind({ after, direction }: ListAsked, column: Sql): Sql {
  if (after === null) return sql`1 = 1`;
  const [value = 0, targetKey = '', sourceKey = ''] = after;
  return sql`(${column} ${direction === 'desc' ? sql`<` : sql`>`} ${value} OR (${column} = ${value} AND (b.target_key, b.source_key) > (${targetKey}, ${sourceKey})))`;
}
