import type { Placement } from '../../model/link.ts';

/** What a WAT record tells of a link that says something of its place. */
export interface WatLink {
  readonly text: string;
  readonly target: string;
  readonly internal: boolean;
  /** Which of how many entries of the record's list it is. */
  readonly row: number;
  readonly rows: number;
}

/**
 * Where a link probably stands. A link with text is in the content from -1 point on: -5 in the last tenth of the list, else -2 in the last
 * quarter; -3 for a text that begins with a capital letter; -1 for a target without a path, 2 for one at least three steps deep; 3 when the
 * list has fewer than 30 entries; -2 inside the domain. What remains of the last tenth is the footer; of the rest nothing can be said.
 *
 * The points are a logistic regression rounded: fitted to the placements that `extractHtml` gives the external links of the pages in
 * `../shared/data/pages`, checked on the hand-marked articles of `../shared/data/position`, which it had not seen: external links precision
 * 0.50, recall 0.75, F1 0.60; all links F1 0.47 (November 2026). With 23 features, neighbours and hosts among them, external F1 is 0.63.
 */
export function estimatePlacement({ text, target, internal, row, rows }: WatLink): Placement {
  const isLast = row >= 0.9 * (rows - 1);
  if (text === '') return isLast ? 'footer' : 'unknown';
  const steps = stepsOf(target);
  let points = 0;
  if (isLast) points -= 5;
  else if (row >= 0.75 * (rows - 1)) points -= 2;
  if (capital.test(text)) points -= 3;
  if (steps === 0) points -= 1;
  else if (steps >= 3) points += 2;
  if (rows < 30) points += 3;
  if (internal) points -= 2;
  if (points >= contentPoints) return 'content';
  return isLast ? 'footer' : 'unknown';
}

const contentPoints = -1;
const capital = /^\p{Lu}/u;

/** Steps of a URL's path: 2 in `https://example.com/a/b?c`. */
function stepsOf(href: string): number {
  let steps = 0;
  for (let at = href.indexOf('/', 8); at !== -1 && at < href.length; at++) {
    const unit = href.charCodeAt(at);
    if (unit === question || unit === hash) break;
    if (unit === slash && isStep(href.charCodeAt(at + 1))) steps++;
  }
  return steps;
}

const hash = 0x23;
const slash = 0x2f;
const question = 0x3f;

function isStep(unit: number): boolean {
  return !Number.isNaN(unit) && unit !== slash && unit !== question && unit !== hash;
}
