/** Groups that are live while one of their links is: which of them a state shows, and how one says its own. */
import { sql, type Sql } from '../store/literal.ts';
import type { Filter } from './filter.ts';
import { isoTime } from './shapes.ts';

export interface OfState {
  readonly live: number;
  readonly lost: number;
  readonly lost_at: number | null;
}

/** Over the aggregated `live` and `lost`. */
export const shownAt: Readonly<Record<Filter['state'], Sql>> = {
  live: sql`live > 0`,
  lost: sql`live = 0`,
  all: sql`live + lost > 0`,
};

export function showsAt(state: Filter['state']): (row: OfState) => boolean {
  return (row) => state === 'all' || (state === 'live') === row.live > 0;
}

export function stateOf({ live, lost_at }: OfState): { state: 'live' | 'lost'; lost_at: string | null } {
  return { state: live > 0 ? 'live' : 'lost', lost_at: lost_at === null ? null : isoTime(lost_at) };
}
