/**
 * Small targets: all their rows are read in one statement, and counted, grouped and ordered here, where no answer is kept ready.
 *
 * Written twice (the other time in compute/views.ts and the operations' statements), because planning an aggregation costs
 * the engine more than a few thousand rows cost us: at 500 rows a summary took 27 ms of CPU as SQL and 6 ms so
 * (bench/http/questions.ts, 2026-11). test/conformance/questions.test.ts asks every question both ways.
 */
import { limits } from '../../base/limits.ts';
import { type BacklinkColumn, backlinkColumns, backlinksWhere } from '../../compute/views.ts';
import type { Row } from '../../store/engine.ts';
import { sql, type Sql } from '../../store/literal.ts';
import type { StoredBacklink } from '../backlink-row.ts';
import type { Filter } from '../filter.ts';
import { byKey, keptReady } from '../kept-ready.ts';
import type { Asking } from '../operation.ts';
import { targetCondition, type Target } from '../target.ts';

/** What is counted of any link, and what filters without the language and verdicts look at. */
const countedColumns = [
  'hash',
  'source_key',
  'source_domain',
  'kind',
  'flags',
  'placement',
  'anchor',
  'first_at',
  'seen_for',
  'verified_after',
  'state',
  'authority',
  'class',
] as const satisfies readonly BacklinkColumn[];

/** A row as it is counted: less than what is shown of one, because each column costs a question 0.1 ms and each of its rows bytes. */
export type CountedBacklink = Pick<StoredBacklink, (typeof countedColumns)[number]>;

/** All columns of all rows of a target: `fewOf` for what is shown. */
export async function fewRows(asking: Asking, target: Target, filter?: Filter): Promise<readonly StoredBacklink[] | null> {
  return read<StoredBacklink>(asking, target, backlinkColumns(asking.release.id), filter);
}

/** All rows of a target with what is counted of any and the columns `more`. */
export async function fewOf<More extends BacklinkColumn>(
  asking: Asking,
  target: Target,
  more: readonly More[],
  filter?: Filter,
): Promise<readonly (CountedBacklink & Pick<StoredBacklink, More>)[] | null> {
  return read(asking, target, backlinkColumns(asking.release.id, [...countedColumns, ...more]), filter);
}

/**
 * All rows of a target, live and lost, in the order of their keys; null when there are more than a question reads at once, and for
 * a filter in the filter language, which has one meaning: the engine's.
 */
async function read<Read>(asking: Asking, target: Target, columns: Sql, filter: Filter | undefined): Promise<readonly Read[] | null> {
  const max = asking.fewRowsMax ?? limits.fewRowsMax;
  if (max === 0 || filter?.filters !== undefined || ((await keptReady(asking, target))?.links ?? 0) > max) return null;
  const rows = await asking.engine.ask<Read & Row>(
    sql`SELECT ${columns} FROM ${backlinksWhere(asking.release.id, targetCondition(target))}
        ORDER BY b.target_key, b.source_key LIMIT ${max + 1}`,
    byKey(asking),
  );
  return rows.length > max ? null : rows;
}

/** Compares as the engine does: by UTF-8 bytes. */
export function byBytes(a: string, b: string): number {
  if (a === b) return 0;
  // UTF-16 order is byte order unless a surrogate meets a unit above it.
  return /[\uD800-\uFFFF]/.test(a) || /[\uD800-\uFFFF]/.test(b) ? Buffer.compare(Buffer.from(a), Buffer.from(b)) : a < b ? -1 : 1;
}
