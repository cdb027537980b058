/**
 * A mix of topics in few bits, as pages, links and sites store it: slots of ten bits, the first in the lowest bits, a topic's code
 * above a weight of 1 to 15; strongest first, ties by code; an empty slot is 0. A page or a link has three slots, a site five, which is
 * a whole number that JSON can carry. Weights are fifteenths; what is left to 15 is not known.
 */
import { topicOf, type Topic } from './taxonomy.ts';

export const slotBits = 10;
export const weightBits = 4;
export const weightMax = 15;
export const pageSlots = 3;
export const siteSlots = 5;

/** One topic of a mix. */
export interface Share {
  readonly code: number;
  /** 1 to 15. */
  readonly weight: number;
}

/** Raises strong topics over weak ones: a word in passing says little beside many. */
const sharpness = 1.5;
/** A score that is taken to speak of no topic, so that few words make a weak mix. */
const unsaid = 4;

/** Scores by code, which are used up -> a page's or link's mix; 0 when they sum to less than `least`. */
export function mixOf(scores: Float64Array, least: number): number {
  let sum = 0;
  for (let code = 0; code < scores.length; code++) sum += scores[code] as number;
  if (sum < least) return 0;
  for (let code = 0; code < scores.length; code++) if ((scores[code] as number) > 0) scores[code] = (scores[code] as number) ** sharpness;
  return packed(sharesOf(scores, unsaid ** sharpness, pageSlots));
}

/** The strongest topics of some amounts by code, in fifteenths of their sum and `rest`. */
function sharesOf(amounts: Float64Array, rest: number, slots: number): Share[] {
  let whole = rest;
  for (let code = 0; code < amounts.length; code++) whole += amounts[code] as number;
  if (whole === 0) return [];
  const strongest: Share[] = [];
  for (let code = 0; code < amounts.length; code++) {
    const weight = Math.round((weightMax * (amounts[code] as number)) / whole);
    if (weight > 0) strongest.push({ code, weight });
  }
  return strongest.sort((a, b) => b.weight - a.weight || a.code - b.code).slice(0, slots);
}

/** A mix as a number. */
export function packed(shares: readonly Share[]): number {
  return shares.reduce((mix, { code, weight }, slot) => mix + ((code << weightBits) | weight) * 2 ** (slotBits * slot), 0);
}

/** The topics of a mix, strongest first. */
export function sharesIn(mix: number): Share[] {
  const shares: Share[] = [];
  for (let rest = mix; rest > 0; rest = Math.floor(rest / 2 ** slotBits)) {
    const slot = rest % 2 ** slotBits;
    shares.push({ code: slot >> weightBits, weight: slot & weightMax });
  }
  return shares;
}

/** The names of a mix's topics, strongest first; null when it has none. */
export function topicsNamed(mix: number): Topic[] | null {
  return mix === 0 ? null : namedShares(sharesIn(mix)).map(({ topic }) => topic);
}

/** Names with shares of 0 to 1, as answers show them; codes of a later version are left out. */
export function namedShares(shares: readonly Share[]): { topic: Topic; share: number }[] {
  return shares.flatMap(({ code, weight }) => {
    const topic = topicOf(code);
    return topic === null ? [] : [{ topic, share: Math.round((100 * weight) / weightMax) / 100 }];
  });
}
