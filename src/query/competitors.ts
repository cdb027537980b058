import { z } from 'zod';
import { expectedOverlap, overlapLog10P } from '../compute/hypergeometric.ts';
import { coverageOf, knownOf } from './coverage.ts';
import { defineOperation } from './operation.ts';
import { neighboursOf, sourcesOf, type Neighbour } from './overlap/neighbours.ts';
import { checkWeight } from './overlap/weight.ts';
import { afterLast, startOf } from './page.ts';
import { classNamed, listOf, pageInput, sourceClass, targetInput } from './shapes.ts';
import { targetAsked } from './target.ts';

const count = z.int();

const competitor = z.object({
  domain: z.string(),
  domain_authority: count,
  source_class: sourceClass,
  shared_domains: count.describe('Domains that link to both, of those considered'),
  referring_domains: count.describe('Domains that link to it'),
  expected_shared: z.number().describe('How many would be shared if its links came from anywhere'),
  log10_p: z.number().describe('log10 of the chance of so many or more: -6 is one in a million'),
});

export const competitors = defineOperation({
  name: 'competitors',
  tool: 'competitors',
  summary: 'Who shares your referring domains, least by chance first',
  description:
    'Domains that the target’s referring domains link to as well, each with how many they are, how many chance would give (by the hypergeometric distribution over all domains of the index that link to another one), and how unlikely the overlap is. ' +
    'So sites that everybody links to do not come first. Of a target with very many referring domains those that link to the fewest others are considered; `sources` says how many.',
  input: z.object({
    ...targetInput,
    shared_min: z.int().min(1).default(2).describe('Least number of shared domains'),
    ...pageInput,
  }),
  output: listOf(competitor).extend({
    sources: z.object({ total: count, considered: count }).describe('The target’s referring domains, and those whose links were looked at'),
    ranked: count.describe('Of the total, those that were ranked and can be shown'),
  }),
  units: { base: 2, rows: 1 },
  idempotent: true,
  example: { target: 'riverside-plumbing.example', limit: 5 },
  run: async (asking, asked) => {
    const target = targetAsked(asked);
    const question = ['competitors', target, asked.shared_min];
    const after = startOf(asked.cursor, question);
    await checkWeight(asking, [target]);
    const [sources, known] = await Promise.all([sourcesOf(asking, target), knownOf(asking, target, null)]);
    const { found, total } = await neighboursOf(asking, target, sources, asked.shared_min);
    const population = asking.release.facts.linking_domains;
    const ranked = found
      .map((row) => ({ row, log10P: overlapLog10P(row.shared, sources.considered, row.referring, population) }))
      .sort((a, b) => inOrder(placeOf(a), placeOf(b)));
    const rest = after === null ? ranked : ranked.filter((one) => inOrder(placeOf(one), after) > 0);
    const shown = rest.slice(0, asked.limit);
    const last = shown.at(-1);
    return {
      target: target.text,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage: await coverageOf(asking, target, known),
      total,
      rows: shown.map(({ row, log10P }) => ({
        domain: row.domain,
        domain_authority: row.authority,
        source_class: classNamed(row.class),
        shared_domains: row.shared,
        referring_domains: row.referring,
        expected_shared: expectedOverlap(sources.considered, row.referring, population),
        log10_p: log10P,
      })),
      cursor: rest.length > asked.limit && last !== undefined ? afterLast(asking, question, placeOf(last)) : null,
      sources,
      ranked: ranked.length,
    };
  },
});

/** Rising, falling, rising. */
function placeOf({ row, log10P }: { readonly row: Neighbour; readonly log10P: number }): readonly (string | number)[] {
  return [log10P, -row.shared, row.domain];
}

function inOrder(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (const [i, value] of a.entries()) {
    const other = b[i] ?? value;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}
