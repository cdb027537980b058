/**
 * After how long half of a target's links are lost: the median of a Kaplan-Meier estimate over spells (https://doi.org/10.2307/2281868),
 * with the interval of Brookmeyer and Crowley on the log-log scale (https://doi.org/10.2307/2530286).
 *
 * A spell is a time in which a link was there without proof of the contrary. It ends in a loss, or is censored when its page was captured
 * last: what came of it then is unknown. How old a link was when it was found is unknown too, so this is the half-life from its first
 * sight on.
 */

/** Spells that lasted so many whole days and then were lost, or were seen no further. */
export interface SpellsLasting {
  readonly days: number;
  readonly lost: number;
  readonly censored: number;
}

export interface HalfLife {
  readonly days: number | null;
  /** 95 % interval; null where an end lies beyond what was observed. */
  readonly low: number | null;
  readonly high: number | null;
  readonly spells: number;
  readonly losses: number;
  readonly reason: HalfLifeUnknown | null;
}

/** Why there is no half-life. */
export const halfLifeUnknown = ['no_links', 'too_few_losses', 'most_links_live_on'] as const;
type HalfLifeUnknown = (typeof halfLifeUnknown)[number];

/** Losses below which one link more or less would decide the answer. */
const lossesMin = 10;
/** Of a normal distribution, 95 % lie within so many standard deviations. */
const z95 = 1.959964;

/** `lasting` in any order, no length twice. */
export function halfLifeOf(lasting: readonly SpellsLasting[]): HalfLife {
  const spells = lasting.reduce((sum, { lost, censored }) => sum + lost + censored, 0);
  const losses = lasting.reduce((sum, { lost }) => sum + lost, 0);
  const unknown = (reason: HalfLifeUnknown): HalfLife => ({ days: null, low: null, high: null, spells, losses, reason });
  if (spells === 0) return unknown('no_links');
  if (losses < lossesMin) return unknown('too_few_losses');

  let atRisk = spells;
  let surviving = 1;
  /** Greenwood's sum: the variance of log S is this. */
  let spread = 0;
  const reached: { days: number | null; low: number | null; high: number | null } = { days: null, low: null, high: null };
  for (const { days: after, lost, censored } of lasting.toSorted((a, b) => a.days - b.days)) {
    if (lost > 0) {
      surviving *= 1 - lost / atRisk;
      spread += lost / (atRisk * (atRisk - lost));
      const bounds = boundsOf(surviving, spread);
      if (bounds.low <= 0.5) reached.low ??= after;
      if (surviving <= 0.5) reached.days ??= after;
      if (bounds.high <= 0.5) reached.high ??= after;
    }
    atRisk -= lost + censored;
  }
  return { ...unknown('most_links_live_on'), ...reached, ...(reached.days !== null && { reason: null }) };
}

/** The 95 % interval of a survival: S to the power of exp(± z σ / log S). */
function boundsOf(surviving: number, spread: number): { readonly low: number; readonly high: number } {
  if (surviving <= 0) return { low: 0, high: 0 };
  const width = Math.exp((z95 * Math.sqrt(spread)) / Math.abs(Math.log(surviving)));
  return { low: surviving ** width, high: surviving ** (1 / width) };
}
