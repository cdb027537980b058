import { fail } from '../base/errors.ts';
import { anchors } from './anchors.ts';
import { anchorsProfile } from './anchors-profile.ts';
import { list } from './list.ts';
import type { Operation } from './operation.ts';
import { referringDomains } from './referring-domains.ts';
import { summary } from './summary.ts';

/** Every question, in the order in which lists and documents show them. */
export const operations: readonly Operation[] = [summary, list, referringDomains, anchors, anchorsProfile];

/** `backlinks` is what the command line's users type for `list`. */
const alsoCalled: Readonly<Record<string, string>> = { backlinks: 'list', referring_domains: 'referring-domains' };

/** Throws `unknown_operation`, naming the nearest one. */
export function operationNamed(name: string): Operation {
  const found = operations.find((operation) => operation.name === (alsoCalled[name] ?? name));
  if (found !== undefined) return found;
  const nearest = operations
    .map((operation) => ({ name: operation.name, distance: distanceOf(name, operation.name) }))
    .sort((a, b) => a.distance - b.distance)[0];
  const suggestion =
    nearest !== undefined && nearest.distance <= 3
      ? `Did you mean "${nearest.name}"?`
      : `There are: ${operations.map((operation) => operation.name).join(', ')}.`;
  return fail('unknown_operation', { name: name.slice(0, 100), suggestion });
}

/** Levenshtein distance, for names of a few letters. */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= Math.min(a.length, 100); i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
