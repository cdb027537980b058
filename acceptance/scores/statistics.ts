/** Rank correlation and its intervals, and how well scores divide two classes. */

/** Spearman's correlation of two columns; ties share their mean rank. */
export function spearman(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [ranksOf(a), ranksOf(b)];
  const mean = (x.length + 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  for (const [i, rank] of x.entries()) {
    const [dx, dy] = [rank - mean, (y[i] ?? 0) - mean];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xy / Math.sqrt(xx * yy);
}

/** The 95 % interval of spearman(a, truth) - spearman(b, truth), by a paired bootstrap over rows. */
export function pairedDifference(
  a: readonly number[],
  b: readonly number[],
  truth: readonly number[],
  times = 2_000,
): [low: number, high: number] {
  const random = randomFrom(20_261_127);
  const differences = Array.from({ length: times }, () => {
    const drawn = Array.from(a, () => Math.floor(random() * a.length));
    const pick = (column: readonly number[]): number[] => drawn.map((i) => column[i] ?? 0);
    return spearman(pick(a), pick(truth)) - spearman(pick(b), pick(truth));
  }).sort((x, y) => x - y);
  return [differences[Math.floor(0.025 * times)] ?? Number.NaN, differences[Math.floor(0.975 * times)] ?? Number.NaN];
}

/** The chance that a positive scores above a negative; ties count half. */
export function areaUnderCurve(positives: readonly number[], negatives: readonly number[]): number {
  const ranks = ranksOf([...positives, ...negatives]);
  const sum = ranks.slice(0, positives.length).reduce((total, rank) => total + rank, 0);
  return (sum - (positives.length * (positives.length + 1)) / 2) / (positives.length * negatives.length);
}

/** The share of positives above the score that at most `allowed` of the negatives exceed. */
export function recallAt(allowed: number, positives: readonly number[], negatives: readonly number[]): number {
  const descending = negatives.toSorted((a, b) => b - a);
  const threshold = descending[Math.floor(allowed * descending.length)] ?? Number.POSITIVE_INFINITY;
  return positives.filter((score) => score > threshold).length / positives.length;
}

export function quantile(values: readonly number[], at: number): number {
  const ascending = values.toSorted((a, b) => a - b);
  return ascending[Math.min(ascending.length - 1, Math.floor(at * ascending.length))] ?? Number.NaN;
}

/** Numbers from a seed, 0 to 1 (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Ranks from 1 upwards; equal values share the mean of theirs. */
function ranksOf(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = Array.from({ length: values.length }, () => 0);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) end++;
    for (let i = start; i < end; i++) ranks[order[i] ?? 0] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}
