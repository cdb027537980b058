/**
 * How surprising an overlap is. Of `population` things, `marked` are marked and `drawn` are drawn at random without looking; this is
 * log10 of the chance that at least `shared` of the drawn ones are marked: the upper tail of the hypergeometric distribution, which is
 * Fisher's exact test in one direction.
 *
 *   P(X = k) = C(marked, k) · C(population - marked, drawn - k) / C(population, drawn)
 *
 * As a logarithm, because overlaps of competitors lie far below the smallest double (10^-324). Terms are summed outwards from the one
 * asked about, each the one before it times a ratio, until they no longer matter. A relative error of about 10^-7 at a hundred million domains: that of ln Γ.
 */
export function overlapLog10P(shared: number, drawn: number, marked: number, population: number): number {
  const least = Math.max(0, drawn + marked - population);
  const most = Math.min(drawn, marked);
  if (shared <= least) return 0;
  if (shared > most) return Number.NEGATIVE_INFINITY;
  const ratio = (k: number): number => ((marked - k) * (drawn - k)) / ((k + 1) * (population - marked - drawn + k + 1));
  if (shared > expectedOverlap(drawn, marked, population))
    return (logMass(shared, drawn, marked, population) + Math.log(upwards(shared, most, ratio))) / Math.LN10;
  // Below what is expected the other tail is the small one.
  const below = logMass(shared - 1, drawn, marked, population) + Math.log(downwards(shared - 1, least, ratio));
  return Math.log1p(-Math.min(1, Math.exp(below))) / Math.LN10;
}

/** How many of the drawn would be marked on average. */
export function expectedOverlap(drawn: number, marked: number, population: number): number {
  return population === 0 ? 0 : (drawn * marked) / population;
}

/** Terms from k up, in units of the one at k. */
function upwards(from: number, most: number, ratio: (k: number) => number): number {
  let [term, sum] = [1, 1];
  for (let k = from; k < most && term > sum * negligible; k++) sum += term *= ratio(k);
  return sum;
}

function downwards(from: number, least: number, ratio: (k: number) => number): number {
  let [term, sum] = [1, 1];
  for (let k = from; k > least && term > sum * negligible; k--) sum += term /= ratio(k - 1);
  return sum;
}

const negligible = 1e-17;

function logMass(k: number, drawn: number, marked: number, population: number): number {
  return logChoose(marked, k) + logChoose(population - marked, drawn - k) - logChoose(population, drawn);
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

/** ln n!: summed up to 256, from there Stirling's series, whose first left-out term is below 10^-18. */
function logFactorial(n: number): number {
  const known = small[n];
  if (known !== undefined) return known;
  const inverse = 1 / (n * n);
  return (
    (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / n
  );
}

const small = ((): readonly number[] => {
  const sums = [0];
  for (let n = 1; n <= 256; n++) sums.push((sums[n - 1] ?? 0) + Math.log(n));
  return sums;
})();
