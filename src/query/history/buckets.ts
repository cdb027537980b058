/**
 * A target's history by unit of time, from its turns: what came, what went, what was live at the end, at three levels; and whether more domains came
 * than usual.
 */
import { levelShifts, type Level } from '../../compute/level-shift.ts';
import { spikeHistory, spikeTest, type SpikeTest } from '../../compute/spike.ts';
import { firstGoing, turnCode, turnLevels, turns } from '../../model/turn.ts';
import type { Crawled, Flow } from './flows.ts';

/** What came and went at one level in one unit of time. */
export interface LevelFlow {
  /** At the end of the unit. */
  readonly live: number;
  /** By code of `turns`. */
  readonly byTurn: readonly number[];
  readonly came: number;
  readonly went: number;
}

export interface Bucket {
  readonly starts: string;
  /** In the order of `turnLevels`. */
  readonly levels: readonly LevelFlow[];
  readonly captured: number;
  readonly recaptured: number;
  /** Null where nothing can be said: no page was captured, or too few units with captures came before. */
  readonly spike: SpikeTest | null;
  /** Whether the usual number of new domains has changed; `since` is the first day of the unit with which that began. Null where `spike` is. */
  readonly level: DatedLevel | null;
}

type DatedLevel = Omit<Level, 'since'> & { readonly since: string | null };

interface Tested {
  readonly spike: SpikeTest | null;
  readonly level: DatedLevel | null;
}

const domains = turnLevels.indexOf('referring_domains');
const newDomains = new Set([turnCode('new_link'), turnCode('discovered')]);

/** The buckets that begin on `starts` (units in order of time, without a gap). */
export function bucketsOf(starts: readonly string[], flows: readonly Flow[], crawled: readonly Crawled[]): Bucket[] {
  const [first = ''] = starts;
  const places = new Map(starts.map((start, i) => [start, i]));
  const counts = starts.map(() => turnLevels.map(() => turns.map(() => 0)));
  const live = turnLevels.map(() => 0);
  for (const { day, level, turn, found } of flows) {
    const own = counts[places.get(day) ?? -1]?.[level];
    if (own !== undefined) own[turn] = (own[turn] ?? 0) + found;
    else if (day < first) live[level] = (live[level] ?? 0) + (turn < firstGoing ? found : -found);
  }
  const captured = new Map(crawled.map((crawl) => [crawl.starts, crawl]));
  const tested = testsOf(flows, crawled);
  return starts.map((start, i) => ({
    starts: start,
    levels: turnLevels.map((_, level) => {
      const byTurn = counts[i]?.[level] ?? [];
      const came = sumOf(byTurn.slice(0, firstGoing));
      const went = sumOf(byTurn.slice(firstGoing));
      live[level] = (live[level] ?? 0) + came - went;
      return { live: live[level] ?? 0, byTurn, came, went };
    }),
    captured: captured.get(start)?.captured ?? 0,
    recaptured: captured.get(start)?.recaptured ?? 0,
    ...(tested.get(start) ?? { spike: null, level: null }),
  }));
}

/**
 * The tests for each unit in which pages were captured, against the `spikeHistory` such units before it. Their counts are put on the scale of the unit
 * under test, by pages captured: a larger crawl finds more. All units are tested, whichever are shown, so that an answer does not depend on its range.
 */
function testsOf(flows: readonly Flow[], crawled: readonly Crawled[]): Map<string, Tested> {
  const seen = new Map<string, number>();
  for (const { day, level, turn, found } of flows)
    if (level === domains && newDomains.has(turn)) seen.set(day, (seen.get(day) ?? 0) + found);
  const units = crawled.map((crawl) => ({ ...crawl, seen: seen.get(crawl.starts) ?? 0 }));
  const counts = units.map((unit, i) => {
    const before = units.slice(Math.max(0, i - spikeHistory), i);
    const usual = before.map((other) => (other.seen * unit.captured) / other.captured);
    return { seen: unit.seen, test: spikeTest(usual, unit.seen) };
  });
  const levels = levelShifts(counts);
  return new Map(
    units.map(({ starts }, i) => {
      const level = levels[i] ?? null;
      const since = level?.since == null ? null : (units[level.since]?.starts ?? null);
      return [starts, { spike: counts[i]?.test ?? null, level: level === null ? null : { ...level, since } }] as const;
    }),
  );
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
