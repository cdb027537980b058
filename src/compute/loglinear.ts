/**
 * The log-linear model of how things spread over the sets of sources that know them, with one parameter a source and one for all pairs:
 *
 *   ln P(set) = constant + sum of a_j over the sources j in the set + g times the pairs of sources in it
 *
 * With g = 0 the sources are independent. A positive g is what differences between things make, whatever they are: the easy ones are
 * known to many (J. N. Darroch, S. E. Fienberg, G. F. V. Glonek, B. W. Junker, JASA 88, 1993). It is an exponential family, so its likelihood
 * has one top, which Newton's method finds.
 */
export interface LoglinearFit {
  /** The log-likelihood at its top, without the coefficient that counts arrangements. */
  readonly likelihood: number;
  /** a_1 to a_k, then g. */
  readonly parameters: readonly number[];
}

const stepsMax = 50;
const enough = 1e-9;

/** The fit to `seen` (sets as bits of `sources` sources, with their counts) when `unknown` things are in no source. `near` is a fit to begin from. */
export function loglinearFit(
  seen: readonly (readonly [number, number])[],
  unknown: number,
  sources: number,
  near: LoglinearFit | null,
): LoglinearFit {
  const total = unknown + seen.reduce((sum, [, count]) => sum + count, 0);
  const terms = Array.from({ length: 2 ** sources }, (_, set) => termsOf(set, sources));
  const observed = Array<number>(sources + 1).fill(0);
  for (const [set, count] of seen) for (const [i, term] of (terms[set] ?? []).entries()) observed[i] = (observed[i] ?? 0) + count * term;
  let parameters =
    near?.parameters ?? observed.map((sum, i) => (i < sources ? Math.log(Math.max(sum, 0.5) / Math.max(total - sum, 0.5)) : 0));
  let here = at(terms, observed, total, parameters);
  for (let step = 0; step < stepsMax; step++) {
    const direction = solved(here.curvature, here.slope);
    let size = 1;
    let moved = parameters;
    let next = here;
    do {
      const scale = size;
      moved = parameters.map((value, i) => value + scale * (direction[i] ?? 0));
      next = at(terms, observed, total, moved);
      size /= 2;
    } while (!(next.likelihood >= here.likelihood) && size > 1e-6);
    const gain = next.likelihood - here.likelihood;
    if (!(gain >= 0)) break;
    parameters = moved;
    here = next;
    if (gain < enough * total) break;
  }
  return { likelihood: here.likelihood, parameters };
}

/** What each parameter counts of a set: its sources, and their pairs. */
function termsOf(set: number, sources: number): number[] {
  const members = Array.from({ length: sources }, (_, source) => (set >> source) & 1);
  const size = members.reduce((sum, member) => sum + member, 0);
  return [...members, (size * (size - 1)) / 2];
}

interface Point {
  readonly likelihood: number;
  readonly slope: readonly number[];
  readonly curvature: readonly (readonly number[])[];
}

function at(terms: readonly (readonly number[])[], observed: readonly number[], total: number, parameters: readonly number[]): Point {
  const mean = parameters.map(() => 0);
  const squares = parameters.map(() => parameters.map(() => 0));
  // The empty set's logarithm is 0, and no other is far above it where most things are in few sources: nothing overflows below 700.
  let sum = 0;
  for (const of of terms) {
    const weight = Math.exp(Math.min(700, dot(of, parameters)));
    sum += weight;
    for (const [i, term] of of.entries()) {
      if (term === 0) continue;
      mean[i] = (mean[i] ?? 0) + weight * term;
      const row = squares[i] ?? [];
      for (let j = 0; j < of.length; j++) row[j] = (row[j] ?? 0) + weight * term * (of[j] ?? 0);
    }
  }
  const share = mean.map((value) => value / sum);
  return {
    likelihood: dot(observed, parameters) - total * Math.log(sum),
    slope: observed.map((count, i) => count - total * (share[i] ?? 0)),
    curvature: squares.map((row, i) => row.map((value, j) => total * (value / sum - (share[i] ?? 0) * (share[j] ?? 0)))),
  };
}

/** A symmetric system by elimination; the diagonal is raised a little, so that a parameter of which nothing is known stays where it is. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row.map((value, j) => (i === j ? value * (1 + 1e-9) + 1e-9 : value)), right[i] ?? 0]);
  const size = rows.length;
  for (let pivot = 0; pivot < size; pivot++) {
    const by = rows[pivot] ?? [];
    for (const row of rows.slice(pivot + 1)) {
      const factor = (row[pivot] ?? 0) / (by[pivot] ?? 1);
      for (let j = pivot; j <= size; j++) row[j] = (row[j] ?? 0) - factor * (by[j] ?? 0);
    }
  }
  const answer = Array<number>(size).fill(0);
  for (let i = size - 1; i >= 0; i--) {
    const row = rows[i] ?? [];
    const known = answer.reduce((sum, value, j) => (j > i ? sum + value * (row[j] ?? 0) : sum), 0);
    answer[i] = ((row[size] ?? 0) - known) / (row[i] ?? 1);
  }
  return answer;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}
