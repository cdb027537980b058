/**
 * What it is worth to get a link from a domain that links to competitors (METRICS section 9), `opportunity_v1`:
 *
 *   opportunity = authority · (0.5 + 0.5 · relevance / 100) · log2(1 + competitors linked) · (1 - spam / 100) · accept
 *
 * accept: 1 when one of its followed links to a competitor stands in content and is not site-wide, 0.5 when one stands elsewhere and is
 * not site-wide, else 0. Relevance is that of the linking domain's site to the target's (topics/relevance.ts). What is unknown takes no
 * part: without relevance its half of the factor is left out and the other half made whole, so the factor is 1 and not 0.5.
 */
export const opportunityVersion = 'opportunity_v1';

/** log2(1 + n) for n competitors, n from 0: what the engine multiplies with too, so that both come to the same bits. */
export function competitorWeights(competitorsMax: number): number[] {
  return Array.from({ length: competitorsMax + 1 }, (_, linked) => Math.log2(1 + linked));
}
