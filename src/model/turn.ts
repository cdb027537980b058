/**
 * The turns of a link's life: it comes (three ways) or goes (three ways, `lostReasons`). A host or a domain comes with its first live link and
 * goes with its last. Codes are part of a release's tables: append, never renumber.
 *
 *   new_link    its page had been captured before without it
 *   discovered  its page had not
 *   returned    it had been lost
 */
import { lostReasons } from './link.ts';

const comings = ['new_link', 'discovered', 'returned'] as const;
const goings = ['removed', 'gone', 'redirected'] as const satisfies readonly (typeof lostReasons)[number][];
export const turns = [...comings, ...goings] as const;
export type Turn = (typeof turns)[number];

export function turnCode(turn: Turn): number {
  return turns.indexOf(turn);
}

/** Codes below this are comings. */
export const firstGoing = comings.length;

/** The code of a loss: what is added to a code of `lostReasons`. */
export const goingOffset = firstGoing - lostReasons.indexOf(goings[0]);

/** What is counted over time. Codes are part of a release's tables. */
export const turnLevels = ['backlinks', 'referring_hosts', 'referring_domains'] as const;
