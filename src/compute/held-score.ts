import { authorityHeight, type AuthorityScale } from './authority.ts';

/**
 * A score is carried on from the release before until the fresh one lies further from it than `hold` points, and then follows at that distance
 * (hysteresis, a dead band). So what recrawls come with (a page missing here, another found there) does not move scores, what changes them does,
 * and no score is ever further than `hold` from what the release's own links make. A domain that nobody links to any more has 0 at once. Held are scores of
 * releases whose scale is carried on only (authority.ts): where a panel says that both are of one web.
 *
 * Chosen over a mean with the score before, which moves by half of every accident, and keeps a part of what is long over.
 *
 * @param before by node, NaN where there is none; null: there is no release before
 */
export function heldScores(scale: AuthorityScale, rank: Float64Array, before: Float32Array | null): Float64Array {
  const scores = new Float64Array(rank.length);
  for (const [node, own] of rank.entries()) {
    const fresh = authorityHeight(scale, scale.nodes * own);
    scores[node] = before === null ? fresh : heldScore(fresh, before[node] as number);
  }
  return scores;
}

export function heldScore(fresh: number, before: number): number {
  return fresh === 0 || Number.isNaN(before) ? fresh : Math.min(fresh + hold, Math.max(fresh - hold, before));
}

/** In points. */
export const hold = 1;
