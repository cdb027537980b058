/**
 * Is this many more than usual? A negative-binomial predictive test of one count against the counts before it (METRICS section 6.3).
 *
 *   m   mean of the history without its least and its greatest value, at least 0.25
 *   k   m² / (variance - m), held to 0.5 to 200; 1/k is drawn to 1/8 with the weight of six values, because twelve tell little of it
 *   V   (m + m²/k)(1 + 1/n), the variance of a value to come
 *   p   P(X >= seen) for X negative binomial with mean m and variance V
 *
 * A spike has p < 0.001, at least twice m, and at least 5 above m. `bench/compute/spike.ts` measures false positives and power.
 */

/** Counts that are looked back on; with fewer than `historyMin` nothing is said. */
export const spikeHistory = 12;
const historyMin = 6;

const meanMin = 0.25;
const dispersionRange = { min: 0.5, max: 200 };
const prior = { inverseDispersion: 1 / 8, weight: 6 };
const rule = { pMax: 0.001, timesMin: 2, aboveMin: 5 };

export interface SpikeTest {
  readonly found: boolean;
  /** What was to be expected: the trimmed mean. */
  readonly expected: number;
  /** V, of a value to come. */
  readonly variance: number;
  readonly p: number;
  /** -log10 p: finite where p is too small to be a number. */
  readonly severity: number;
}

/** `history` in any order; null when it has fewer than `historyMin` values. */
export function spikeTest(history: readonly number[], seen: number): SpikeTest | null {
  const n = history.length;
  if (n < historyMin) return null;
  const inner = history.toSorted((a, b) => a - b).slice(1, -1);
  const expected = Math.max(meanMin, meanOf(inner));
  const k = dispersionOf(history, expected);
  const variance = (expected + expected ** 2 / k) * (1 + 1 / n);
  const logP = logTail(seen, expected, variance);
  const p = Math.exp(logP);
  const found = p < rule.pMax && seen >= rule.timesMin * expected && seen - expected >= rule.aboveMin;
  return { found, expected, variance, p, severity: logP === 0 ? 0 : -logP / Math.LN10 };
}

function dispersionOf(history: readonly number[], mean: number): number {
  const n = history.length;
  const average = meanOf(history);
  const variance = history.reduce((sum, value) => sum + (value - average) ** 2, 0) / (n - 1);
  const { min, max } = dispersionRange;
  const byMoments = variance > mean ? Math.min(max, Math.max(min, mean ** 2 / (variance - mean))) : max;
  return (n + prior.weight) / (n / byMoments + prior.weight * prior.inverseDispersion);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Terms of a tail that add less than this share of it are left out. */
const negligible = 1e-12;
const termsMax = 1_000_000;

/** log P(X >= least) of a negative binomial variable; `variance` above `mean`. Terms are added from `least` on. */
export function logTail(least: number, mean: number, variance: number): number {
  const whole = Math.ceil(least);
  if (whole <= 0) return 0;
  const k = mean ** 2 / (variance - mean);
  const fails = mean / (mean + k);
  const first = logGamma(whole + k) - logGamma(k) - logGamma(whole + 1) + k * Math.log1p(-fails) + whole * Math.log(fails);
  let [sum, term] = [1, 1];
  for (let i = whole; i < whole + termsMax; i++) {
    const ratio = (fails * (i + k)) / (i + 1);
    term *= ratio;
    sum += term;
    if (ratio < 1 && term < negligible * sum) break;
  }
  return Math.min(0, first + Math.log(sum));
}

/** Lanczos's approximation with g = 7 and nine terms, good to 15 digits; x > 0. */
function logGamma(x: number): number {
  const t = x + 6.5;
  const series = lanczos.reduce((sum, coefficient, i) => sum + (i === 0 ? coefficient : coefficient / (x + i - 1)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(series);
}

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
