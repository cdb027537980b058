import { z } from 'zod';
import { limits } from '../base/limits.ts';
import { sql } from '../store/literal.ts';
import { signalOf } from './kept-ready.ts';
import { defineOperation, type Asking } from './operation.ts';
import { coverageOfSeveral } from './overlap/coverage.ts';
import { bitOf, edgesTo } from './overlap/edges.ts';
import { differentTargets, targetsInput } from './overlap/targets.ts';
import { checkWeight } from './overlap/weight.ts';
import { severalHead } from './shapes.ts';
import { summary } from './summary.ts';
import type { Target } from './target.ts';

const count = z.int();

/** What of a summary stands side by side: its figures, without what is counted by kinds. */
const figures = {
  authority: true,
  rank: true,
  backlinks_total: true,
  followed_backlinks: true,
  referring_pages: true,
  referring_hosts: true,
  referring_domains: true,
  followed_referring_domains: true,
  referring_ips: true,
  referring_subnets: true,
  broken_backlinks: true,
  lost_backlinks: true,
  first_seen: true,
  last_seen: true,
  new_backlinks_30d: true,
  lost_backlinks_30d: true,
  new_referring_domains_30d: true,
  lost_referring_domains_30d: true,
  new_backlinks_90d: true,
  lost_backlinks_90d: true,
  new_referring_domains_90d: true,
  lost_referring_domains_90d: true,
  spam_score: true,
} as const;
const figuresShape = summary.output.pick(figures);

const compared = z.object({
  target: z.string(),
  status: z.enum(['found', 'looked_not_found', 'not_looked']),
  ...figuresShape.shape,
  only_here: count.describe('Domains that link to this one of the targets and to no other'),
});
const pair = z.object({ targets: z.tuple([z.string(), z.string()]), shared_domains: count });

export const compare = defineOperation({
  name: 'compare',
  tool: 'competitors',
  summary: 'Up to 10 targets side by side, and what they share',
  description:
    'The figures of each target’s summary in one row each, in the order given, how many domains link to it alone, and for each pair how many domains link to both. A domain’s links to itself are in its own figures, and not in what is shared.',
  input: z.object({
    targets: targetsInput(limits.compareTargetsMax).describe(`Up to ${limits.compareTargetsMax} domains, hosts, folders or pages`),
    release: z.int().positive().optional().describe('Answer from this kept release instead of the live one'),
  }),
  output: z.object({ ...severalHead, total: count, rows: z.array(compared), pairs: z.array(pair), cursor: z.null() }),
  units: { base: 1, targets: 0.5 },
  idempotent: true,
  example: { targets: ['riverside-plumbing.example', 'northgate-heating.example', 'copper-line-plumbing.example'] },
  run: async (asking, asked) => {
    const targets = differentTargets(asked.targets);
    await checkWeight(asking, targets);
    const [summaries, sets, coverage] = await Promise.all([
      Promise.all(targets.map(async ({ text }) => summary.run(asking, { target: text }))),
      setsOf(asking, targets),
      coverageOfSeveral(asking, targets),
    ]);
    const linkedFrom = (wanted: (linked: number) => boolean): number =>
      sets.filter(({ linked }) => wanted(linked)).reduce((sum, { domains }) => sum + domains, 0);
    return {
      targets: targets.map(({ text }) => text),
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage,
      total: targets.length,
      rows: summaries.map((one, place) => ({
        target: one.target,
        status: one.coverage.status,
        ...figuresShape.parse(one),
        only_here: linkedFrom((linked) => linked === bitOf(place)),
      })),
      pairs: targets.flatMap((one, i) =>
        targets.slice(i + 1).map((other, j) => ({
          targets: [one.text, other.text] as [string, string],
          shared_domains: linkedFrom((linked) => (linked & bitOf(i)) !== 0 && (linked & bitOf(i + 1 + j)) !== 0),
        })),
      ),
      cursor: null,
    };
  },
});

/** How many domains link to each set of the targets, as bits; at most 2^10 sets. */
async function setsOf(asking: Asking, targets: readonly Target[]): Promise<{ linked: number; domains: number }[]> {
  return asking.engine.ask<{ linked: number; domains: number }>(
    sql`SELECT linked, count() AS domains FROM (
          SELECT source_domain, groupBitOr(bit) AS linked FROM (${edgesTo(asking.release.id, targets)}) WHERE live > 0 GROUP BY source_domain
        ) GROUP BY linked ORDER BY linked`,
    signalOf(asking),
  );
}
