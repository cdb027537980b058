import type { Progress } from '../base/progress.ts';

/** The steps of ranking that say no figures of their own. */
export type RankStep = 'numbering edges' | 'reading edges' | 'circles' | 'sharing out' | 'trust' | 'discounts' | 'supporters' | 'writing';

export function tellRankStep(progress: Progress | undefined, step: RankStep): void {
  progress?.update({ task: 'rank', step, done: 0, total: null, unit: 'edges', counts: {}, elapsedMs: 0 });
}
