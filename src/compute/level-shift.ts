/**
 * Has the usual number changed? A two-sided CUSUM (METRICS section 6.3) over counts one after the other, each held against those before it:
 *
 *   z    (seen - expected) / √variance, as the spike test has them, held to -3 to 3: one spike is no new level
 *   up   max(0, up + z - k), down  max(0, down - z - k), with k = 0.5
 *
 * A sum above h = 5 tells a shift, which began where the sum last rose from nothing; both begin anew behind it. `bench/compute/spike.ts`
 * measures how often steady counts seem to shift, and how soon doubled ones do.
 */
import type { SpikeTest } from './spike.ts';

const slack = 0.5;
const bound = 5;
const zMax = 3;

export interface Level {
  readonly shift: 'up' | 'down' | null;
  /** The place of the count with which the shift began; null without one. */
  readonly since: number | null;
  readonly up: number;
  readonly down: number;
}

/** One for each count, in order of time; null where there was no test. */
export function levelShifts(counts: readonly { readonly seen: number; readonly test: SpikeTest | null }[]): (Level | null)[] {
  let [up, down]: [Sum, Sum] = [nothing, nothing];
  return counts.map(({ seen, test }, place) => {
    if (test === null) return null;
    const z = Math.max(-zMax, Math.min(zMax, (seen - test.expected) / Math.sqrt(test.variance)));
    up = added(up, z - slack, place);
    down = added(down, -z - slack, place);
    const shift = up.sum > bound ? 'up' : down.sum > bound ? 'down' : null;
    const level = { shift, since: shift === null ? null : (shift === 'up' ? up : down).since, up: up.sum, down: down.sum } as const;
    if (shift !== null) [up, down] = [nothing, nothing];
    return level;
  });
}

interface Sum {
  readonly sum: number;
  /** Where it rose from nothing. */
  readonly since: number | null;
}

const nothing: Sum = { sum: 0, since: null };

function added({ sum, since }: Sum, more: number, place: number): Sum {
  const next = sum + more;
  return next > 0 ? { sum: next, since: since ?? place } : nothing;
}
