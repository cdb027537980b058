import { z } from 'zod';
import { backlinkColumns, backlinksWhere, authorityOf } from '../compute/views.ts';
import { placesKept } from '../compute/summaries.ts';
import { sql, type Sql } from '../store/literal.ts';
import { backlinksOf, type StoredBacklink } from './backlink-row.ts';
import { coverageOf, knownOf } from './coverage.ts';
import { filterCondition, filterOf, filterShape, isDefaultFilter } from './filter.ts';
import { keptReady, keptRows, signalOf } from './kept-ready.ts';
import { defineOperation, type Asking } from './operation.ts';
import { afterLast, startOf } from './page.ts';
import { backlink, listOf, pageInput, targetInput, targetText } from './shapes.ts';
import { targetCondition, targetOf, type Target } from './target.ts';

/** What a list can be ordered by. Ties are broken by target key, then source key, so that pages are stable. */
const orders = {
  authority: { value: (row: StoredBacklink) => row.authority, column: (release: number) => authorityOf(release, sql`b.source_domain`) },
  first_seen: { value: (row: StoredBacklink) => row.first_at, column: () => sql`toUnixTimestamp(b.first_seen)` },
  last_seen: {
    value: (row: StoredBacklink) => row.first_at + row.seen_for,
    column: () => sql`(toUnixTimestamp(b.first_seen) + b.seen_for)`,
  },
  anchor: { value: (row: StoredBacklink) => row.anchor, column: () => sql`b.anchor` },
  source: { value: (row: StoredBacklink) => row.source_key, column: () => sql`b.source_key` },
} as const;

const input = z.object({
  ...targetInput,
  ...filterShape,
  order: z
    .enum(Object.keys(orders) as (keyof typeof orders)[])
    .default('authority')
    .describe('What rows are ordered by'),
  direction: z.enum(['asc', 'desc']).default('desc').describe('Ascending or descending'),
  ...pageInput,
});
type Input = z.output<typeof input>;

export const list = defineOperation({
  name: 'list',
  tool: 'backlinks',
  summary: 'The backlinks of a target, row by row',
  description:
    'Every link to the target with its anchor, rel, placement, dates, state, scores and the archive record that proves it. One row is one source page and one target page; ' +
    'live links by default, strongest linking domain first. Totals are exact; a cursor goes on in the same release.',
  input,
  output: listOf(backlink),
  units: { base: 1, rows: 1 },
  idempotent: true,
  example: { target: 'riverside-plumbing.example', limit: 5 },
  run: async (asking, asked) => {
    const target = targetOf(targetText(asked));
    const filter = filterOf(asked);
    const plain = isDefaultFilter(filter);
    const condition = filterCondition(asking.release, filter);
    const question = ['list', target.text, filter, asked.order, asked.direction];
    const start = startOf(asked.cursor, question);
    const [rows, known] = await Promise.all([
      rowsOf(asking, target, asked, plain, condition, start),
      knownOf(asking, target, plain ? null : condition),
    ]);
    const shown = rows.slice(0, asked.limit);
    const [coverage, backlinks] = await Promise.all([coverageOf(asking, target, known), backlinksOf(asking, shown)]);
    const last = shown.at(-1);
    const place = placeOf(start) + shown.length;
    return {
      target: target.text,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage,
      total: known.matching,
      rows: backlinks,
      cursor:
        rows.length <= asked.limit || last === undefined
          ? null
          : afterLast(asking, question, [orders[asked.order].value(last), last.target_key, last.source_key, place]),
    };
  },
});

/** One row more than asked, to know whether there is a next page. */
async function rowsOf(
  asking: Asking,
  target: Target,
  asked: Input,
  plain: boolean,
  condition: Sql,
  start: Start,
): Promise<StoredBacklink[]> {
  const place = placeOf(start);
  if (
    plain &&
    asked.order === 'authority' &&
    asked.direction === 'desc' &&
    place + asked.limit < placesKept &&
    (await keptReady(asking, target)) !== null
  ) {
    return keptRows<StoredBacklink>(asking, 'top_backlinks', target, place, asked.limit + 1);
  }
  const column = orders[asked.order].column(asking.release.id);
  const after =
    start === null
      ? sql`1 = 1`
      : sql`(${column} ${asked.direction === 'desc' ? sql`<` : sql`>`} ${start[0] ?? 0} OR (${column} = ${start[0] ?? 0} AND (b.target_key, b.source_key) > (${start[1] ?? ''}, ${start[2] ?? ''})))`;
  return asking.engine.ask<StoredBacklink & Record<string, unknown>>(
    sql`SELECT ${backlinkColumns(asking.release.id)}
        FROM ${backlinksWhere(asking.release.id, sql`${targetCondition(target)} AND ${condition} AND ${after}`)}
        ORDER BY ${column} ${asked.direction === 'desc' ? sql`DESC` : sql`ASC`}, b.target_key, b.source_key LIMIT ${asked.limit + 1}`,
    signalOf(asking),
  );
}

type Start = ReturnType<typeof startOf>;

function placeOf(start: Start): number {
  return Number(start?.[3] ?? 0);
}
