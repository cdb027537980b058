/**
 * How many more followed referring domains would bring a site level with its competitors. A count of what others have, with its
 * uncertainty; no claim about what search engines do with it.
 */

/** A competitor, or the target, as it stands. */
export interface Standing {
  /** Followed referring domains by band of authority: 0 to 9, 10 to 19, ... 90 to 100. */
  readonly bands: readonly number[];
  /** Followed referring domains gained less those lost in a month, over the last three; more when it grows. */
  readonly monthly: number;
}

export const bandCount = 10;

/** Least and most, both included. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface Needed {
  readonly domains: Interval;
  /** For each band; a band that the target has enough of needs none, so the bands may add up to more than `domains`. */
  readonly bands: readonly Interval[];
}

/**
 * What the target lacks of the middle of its competitors, now (`low`) and when they have gone on for `months` as in the last three
 * (`high`), both over the interval in which the median of such a group lies (`medianPlaces`).
 */
export function neededForMedian(target: Standing, competitors: readonly Standing[], months: number): Needed {
  const [lower, upper] = medianPlaces(competitors.length);
  return neededFor(target, competitors, months, (sorted) => ({ low: sorted[lower] ?? 0, high: sorted[upper] ?? 0 }));
}

/** The same for the strongest of them. */
export function neededForTop(target: Standing, competitors: readonly Standing[], months: number): Needed {
  return neededFor(target, competitors, months, (sorted) => ({ low: sorted.at(-1) ?? 0, high: sorted.at(-1) ?? 0 }));
}

function neededFor(
  target: Standing,
  competitors: readonly Standing[],
  months: number,
  level: (sorted: readonly number[]) => Interval,
): Needed {
  const lacking = (own: number, now: readonly number[], then: readonly number[]): Interval => ({
    low: Math.max(0, Math.ceil(level([...now].sort(byValue)).low - own)),
    high: Math.max(0, Math.ceil(level([...then].sort(byValue)).high - own)),
  });
  const later = competitors.map(({ bands, monthly }) => bands.map((held) => held + grown(held, sum(bands), monthly * months)));
  return {
    domains: lacking(
      sum(target.bands),
      competitors.map(({ bands }) => sum(bands)),
      later.map(sum),
    ),
    bands: target.bands.map((own, band) =>
      lacking(
        own,
        competitors.map(({ bands }) => bands[band] ?? 0),
        later.map((bands) => bands[band] ?? 0),
      ),
    ),
  };
}

/** Growth comes in the bands as what is there already; a competitor that shrinks is held where it is. */
function grown(held: number, all: number, growth: number): number {
  return all === 0 ? 0 : (held / all) * Math.max(0, growth);
}

/**
 * The places, counted from 0 in ascending order, between which the median of the group that these are a sample of lies with at least 80 %
 * probability: the k-th value from below and from above, P = 1 - 2 · P(Binomial(n, 1/2) < k), for the largest such k. Of up to three
 * values not even the least and the greatest reach that; they are taken all the same.
 */
export function medianPlaces(count: number): readonly [number, number] {
  let [k, term] = [1, 0.5 ** count];
  let below = term;
  for (;;) {
    term *= (count - k + 1) / k;
    if (1 - 2 * (below + term) < 0.8) return [k - 1, count - k];
    below += term;
    k++;
  }
}

function byValue(a: number, b: number): number {
  return a - b;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
