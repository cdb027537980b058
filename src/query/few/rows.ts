/**
 * Small targets: all their rows are read in one statement, and counted, grouped and ordered here, where no answer is kept ready.
 *
 * Written twice (the other time in compute/views.ts and the operations' statements), because planning an aggregation costs
 * the engine more than a few thousand rows cost us: at 500 rows a summary took 27 ms of CPU as SQL and 6 ms so
 * (bench/http/questions.ts, 2026-11). test/conformance/questions.test.ts asks every question both ways.
 */
import { limits } from '../../base/limits.ts';
import { backlinkColumns, backlinksWhere } from '../../compute/views.ts';
import { sql } from '../../store/literal.ts';
import type { StoredBacklink } from '../backlink-row.ts';
import type { Filter } from '../filter.ts';
import { byKey, keptReady } from '../kept-ready.ts';
import type { Asking } from '../operation.ts';
import { targetCondition, type Target } from '../target.ts';

/**
 * All rows of a target, live and lost, in the order of their keys; null when there are more than a question reads at once, and for
 * a filter in the filter language, which has one meaning: the engine's.
 */
export async function fewRows(asking: Asking, target: Target, filter?: Filter): Promise<readonly StoredBacklink[] | null> {
  const max = asking.fewRowsMax ?? limits.fewRowsMax;
  if (max === 0 || filter?.filters !== undefined || ((await keptReady(asking, target))?.links ?? 0) > max) return null;
  const rows = await asking.engine.ask<StoredBacklink & Record<string, unknown>>(
    sql`SELECT ${backlinkColumns(asking.release.id)} FROM ${backlinksWhere(asking.release.id, targetCondition(target))}
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
