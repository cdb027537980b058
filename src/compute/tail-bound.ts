/**
 * Upper bounds of binomial tails (Chernoff, Hoeffding): of n independent events of probability p, k or more happen with a chance of at most
 * exp(-n · KL(k/n ‖ p)) where k/n is above p, and k or fewer where it is below.
 */
export function tailAbove(k: number, n: number, p: number): number {
  return k / n <= p ? 1 : bound(k, n, p);
}

export function tailBelow(k: number, n: number, p: number): number {
  return k / n >= p ? 1 : bound(k, n, p);
}

/** Of independent events of any probabilities that add up to a mean, k or more happen with a chance of at most exp(k - mean - k ln(k / mean)) where k is above it. */
export function tailAboveMean(k: number, mean: number): number {
  return k <= mean ? 1 : Math.exp(k - mean - k * Math.log(k / mean));
}

function bound(k: number, n: number, p: number): number {
  const q = k / n;
  return Math.exp(-n * (term(q, p) + term(1 - q, 1 - p)));
}

/** q ln(q / p), which is 0 at q = 0. */
function term(q: number, p: number): number {
  return q === 0 ? 0 : q * Math.log(q / p);
}
