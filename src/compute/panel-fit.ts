/**
 * How a release's ranks stand to those of the one before, so that scores do not move because the index did: ln r_new = a + b · ln r_old over domains that
 * both know, by Theil and Sen (the median of slopes between pairs: a third of the panel may move for reasons of its own). Pairs are
 * every domain with the one half the panel further on in the order of ln r_old, so that it costs a sort (Theil's incomplete method).
 *
 * Returns null for fewer than `panelMin` domains: a handful says nothing.
 *
 * @param before, after ln r of the same domains
 */
export function panelFit(before: readonly number[], after: readonly number[]): PanelFit | null {
  const panel = before.length;
  if (panel < panelMin) return null;
  const order = [...before.keys()].sort((i, j) => (before[i] ?? 0) - (before[j] ?? 0) || i - j);
  const half = Math.floor(panel / 2);
  const slopes = order.slice(half).flatMap((high, at) => {
    const low = order[at] ?? 0;
    const run = (before[high] ?? 0) - (before[low] ?? 0);
    return run > 0 ? [((after[high] ?? 0) - (after[low] ?? 0)) / run] : [];
  });
  if (slopes.length === 0) return null;
  const b = median(slopes);
  return { a: median(before.map((x, i) => (after[i] ?? 0) - b * x)), b, panel };
}

const panelMin = 100;

export interface PanelFit {
  readonly a: number;
  readonly b: number;
  /** Domains that it was fitted on. */
  readonly panel: number;
}

function median(values: readonly number[]): number {
  const ascending = values.toSorted((x, y) => x - y);
  const middle = ascending.length / 2;
  return ((ascending[Math.ceil(middle) - 1] ?? 0) + (ascending[Math.floor(middle)] ?? 0)) / 2;
}
