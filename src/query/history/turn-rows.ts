/** The turns of a target's links, one row each: which link came or went, when, and how. */
import { backlinkColumns, backlinksWhere, isLive } from '../../compute/views.ts';
import { linkTurns } from '../../compute/turns.ts';
import { linkStates } from '../../model/link.ts';
import { firstGoing, turns } from '../../model/turn.ts';
import { sql, type Sql } from '../../store/literal.ts';
import { tableOf, type Release } from '../../store/releases.ts';
import type { StoredBacklink } from '../backlink-row.ts';
import { knownOf, knownOfRows, type Known } from '../coverage.ts';
import { byBytes, fewRows } from '../few/rows.ts';
import { turnsOf } from '../few/turns.ts';
import { backlinkRows } from '../fields/backlink-fields.ts';
import type { RowKind } from '../fields/field.ts';
import { compiledFilters, type Filters } from '../filters/filters.ts';
import { signalOf } from '../kept-ready.ts';
import type { Asking } from '../operation.ts';
import { behind, orderBy, orderColumns, orderValues, type OrderTerm } from '../order.ts';
import { targetCondition, type Target } from '../target.ts';

export const turnEvents = ['new', 'lost'] as const;
type TurnEvent = (typeof turnEvents)[number];

/** Of a turn: when and what, and everything of its link. `b.turn` is (at, code). */
export const turnRows: RowKind = {
  name: 'turn',
  called: 'a link that came or went',
  fields: [
    { name: 'at', type: 'date', about: 'When it came or went', column: () => sql`b.turn.1`, example: ['>=', '2026-10-01'] },
    {
      name: 'event',
      type: 'enum',
      about: 'Whether it came or went',
      column: () => sql`toUInt8(b.turn.2 >= ${firstGoing})`,
      words: turnEvents,
      example: ['=', 'new'],
    },
    {
      name: 'turn',
      type: 'enum',
      about: 'How: new_link, discovered, returned; removed, gone, redirected',
      column: () => sql`b.turn.2`,
      words: turns,
      example: ['=', 'returned'],
    },
    ...backlinkRows.fields,
  ],
};

/** A time to compare with: as a kept release has it, or as the lives of the links say of a moment (seconds since 1970). */
export type Since = { readonly release: Release } | { readonly at: number };

export interface TurnsAsked {
  readonly target: Target;
  readonly event: TurnEvent | null;
  /** Seconds since 1970, both included. With `since`, every turn counts. */
  readonly from: number;
  readonly to: number;
  /** Only links that are live now and were not then, or the other way round: each with its last turn. */
  readonly since: Since | null;
  readonly filters: Filters | undefined;
  readonly order: readonly OrderTerm[];
  readonly limit: number;
  /** Values of the order, target key, source key, moment and place of the last row shown before; null for the first page. */
  readonly after: readonly (string | number)[] | null;
}

interface TurnRow {
  readonly row: StoredBacklink;
  readonly at: number;
  /** Code of `turns`. */
  readonly turn: number;
  readonly place: readonly (string | number)[];
}

interface TurnPage {
  /** One more than asked for when there is a next page. */
  readonly rows: readonly TurnRow[];
  readonly total: number;
  readonly known: Known;
}

/** One page of turns: of rows at hand when they are few and wanted by time, else made by the engine. */
export async function turnPage(asking: Asking, asked: TurnsAsked): Promise<TurnPage> {
  const few = await fewTurns(asking, asked);
  if (few !== null) return few;
  const from = turnsFrom(asking, asked);
  const columns = sql`SELECT ${backlinkColumns(asking.release.id)}, b.turn.1 AS turned_at, b.turn.2 AS turn_code, ${momentColumn} AS moment, ${orderColumns(asked.order, asking.release)}
    FROM ${from}`;
  const place = Number(asked.after?.at(-1) ?? 0);
  const placed = (row: TurnedRow, i: number): TurnRow => ({
    row,
    at: row.turned_at,
    turn: row.turn_code,
    place: [...orderValues(asked.order, row), row.target_key, row.source_key, momentOf(row.turned_at), place + i + 1],
  });
  if (asking.spool !== undefined) {
    const spooled = { select: columns, orderBy: orderBy(asked.order, rowKeys) };
    const { rows, total } = await asking.spool.rows<TurnedRow>(spooled, place, asked.limit + 1);
    return { rows: rows.map(placed), total, known: await knownOf(asking, asked.target, null) };
  }
  const page = asked.after === null ? sql`1 = 1` : behind(asked.order, rowKeys, asked.after);
  const [rows, [count], known] = await Promise.all([
    asking.engine.ask<TurnedRow>(
      sql`${columns} AND ${page} ORDER BY ${orderBy(asked.order, rowKeys)} LIMIT ${asked.limit + 1}`,
      signalOf(asking),
    ),
    asking.engine.ask<{ total: number }>(sql`SELECT count() AS total FROM ${from}`, signalOf(asking)),
    knownOf(asking, asked.target, null),
  ]);
  return { rows: rows.map(placed), total: count?.total ?? 0, known };
}

type TurnedRow = StoredBacklink & { readonly turned_at: number; readonly turn_code: number } & Record<string, unknown>;

const rowKeys = [sql`target_key`, sql`source_key`, sql`moment`];
const momentColumn = sql`leftPad(toString(b.turn.1), 10, '0')`;

/** A moment as a key: in order of bytes. */
function momentOf(at: number): string {
  return String(at).padStart(10, '0');
}

/** The turns asked for, as a table with its condition. Links that cannot have turned then are left out before their turns are made. */
function turnsFrom({ release }: Asking, { target, event, from, to, since, filters }: TurnsAsked): Sql {
  const within = (at: Sql): Sql => sql`(${at} >= ${from} AND ${at} <= ${to})`;
  const first = sql`toUnixTimestamp(b.first_seen)`;
  const mayTurn = sql`(${within(first)} OR notEmpty(b.gaps) OR (NOT (${isLive}) AND ${within(sql`(${first} + b.seen_for + b.lost_after)`)}))`;
  const chosen = since === null ? mayTurn : sql`(${isLive}) != (${wasLive(target, since)})`;
  const turn = since === null ? sql`arrayJoin(${linkTurns})` : sql`(${linkTurns})[-1]`;
  const condition = filters === undefined ? sql`1 = 1` : compiledFilters(turnRows, release, filters).condition;
  const wanted = event === null ? sql`1 = 1` : event === 'new' ? sql`b.turn.2 < ${firstGoing}` : sql`b.turn.2 >= ${firstGoing}`;
  return sql`(SELECT *, ${turn} AS turn FROM ${backlinksWhere(release.id, sql`${targetCondition(target)} AND ${chosen}`)}) AS b
    WHERE ${since === null ? within(sql`b.turn.1`) : sql`1 = 1`} AND ${wanted} AND ${condition}`;
}

/** A link that had come as often as it had gone was not live. */
function wasLive(target: Target, since: Since): Sql {
  if ('at' in since) return sql`length(arrayFilter(t -> t.1 <= ${since.at}, ${linkTurns})) % 2 = 1`;
  return sql`(b.target_key, b.source_key) IN (SELECT target_key, source_key FROM ${tableOf('backlinks', since.release.id)} AS b WHERE ${targetCondition(target)} AND ${isLive})`;
}

async function fewTurns(asking: Asking, asked: TurnsAsked): Promise<TurnPage | null> {
  const [first, ...further] = asked.order;
  if (asked.filters !== undefined || first?.field.name !== 'at' || further.length > 0) return null;
  const rows = await fewRows(asking, asked.target);
  const before =
    asked.since === null || 'at' in asked.since ? [] : await fewRows({ ...asking, release: asked.since.release }, asked.target);
  if (rows === null || before === null) return null;
  const sign = first.direction === 'desc' ? -1 : 1;
  const after =
    asked.after === null ? null : { at: Number(asked.after[0]), target: String(asked.after[1]), source: String(asked.after[2]) };
  const compare = (a: Sought, b: Sought): number => sign * (a.at - b.at) || byBytes(a.target, b.target) || byBytes(a.source, b.source);
  const found = turnsAsked(rows, before, asked)
    .map(({ row, at, turn }) => ({ row, at, turn, target: row.target_key, source: row.source_key }))
    .sort(compare);
  const rest = after === null ? found : found.filter((turn) => compare(turn, after) > 0);
  return {
    rows: rest.slice(0, asked.limit + 1).map(({ row, at, turn }, i) => ({
      row,
      at,
      turn,
      place: [at, row.target_key, row.source_key, momentOf(at), Number(asked.after?.at(-1) ?? 0) + i + 1],
    })),
    total: found.length,
    known: knownOfRows(rows, () => true),
  };
}

interface Sought {
  readonly at: number;
  readonly target: string;
  readonly source: string;
}

function turnsAsked(
  rows: readonly StoredBacklink[],
  before: readonly StoredBacklink[],
  { event, from, to, since }: TurnsAsked,
): { readonly row: StoredBacklink; readonly at: number; readonly turn: number }[] {
  const live = (row: StoredBacklink): boolean => linkStates[row.state] === 'live';
  const lived = new Set(before.filter(live).map((row) => row.hash));
  const wasLiveThen = (row: StoredBacklink, own: readonly { readonly at: number }[]): boolean =>
    since !== null && 'at' in since ? own.filter(({ at }) => at <= since.at).length % 2 === 1 : lived.has(row.hash);
  const all = rows.flatMap((row) => {
    const own = turnsOf(row).map(({ at, code }) => ({ row, at, turn: code }));
    if (since !== null) return live(row) === wasLiveThen(row, own) ? [] : own.slice(-1);
    return own.filter(({ at }) => at >= from && at <= to);
  });
  return all.filter(({ turn }) => event === null || (event === 'new') === turn < firstGoing);
}
