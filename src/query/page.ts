import { limits } from '../base/limits.ts';
import { leaseRelease } from '../store/releases.ts';
import { readCursor, writeCursor } from './cursor.ts';
import type { Asking } from './operation.ts';

/** The order values of the row that a page begins after; null for the first page. Throws `invalid_cursor`. */
export function startOf(cursor: string | undefined, question: unknown): readonly (string | number)[] | null {
  return cursor === undefined ? null : readCursor(cursor, question).after;
}

/** A cursor behind the last row shown. Its release is leased, so that the next page finds it. */
export function afterLast(asking: Asking, question: unknown, after: readonly (string | number)[]): string {
  leaseForCursors(asking);
  return writeCursor({ release: asking.release.id, after }, question);
}

const leasedUntil = new WeakMap<Asking['accounts'], Map<number, number>>();

/** One lease a release serves all cursors into it, and is renewed when half of its time is over: a page must not cost a disk write. */
function leaseForCursors({ accounts, release }: Asking): void {
  const leases = leasedUntil.get(accounts) ?? new Map<number, number>();
  leasedUntil.set(accounts, leases);
  const now = Date.now() / 1000;
  if ((leases.get(release.id) ?? 0) - now > limits.cursorLeaseSeconds / 2) return;
  leaseRelease(accounts, release.id, `cursors-${release.id}`, limits.cursorLeaseSeconds);
  leases.set(release.id, now + limits.cursorLeaseSeconds);
}
