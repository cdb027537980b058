import { z } from 'zod';
import { population, type Histories } from '../compute/population.ts';
import { backlinksWhere, isLive } from '../compute/views.ts';
import { somePage } from '../model/host-node.ts';
import { originBit, origins, originsOf, type Origin } from '../model/origin.ts';
import { sql } from '../store/literal.ts';
import { tableOf } from '../store/releases.ts';
import { coverageOf, knownOf } from './coverage.ts';
import { signalOf } from './kept-ready.ts';
import { defineOperation, type Asking } from './operation.ts';
import { answerHead, targetInput } from './shapes.ts';
import { targetAsked, targetCondition, type Target } from './target.ts';

const origin = z.enum(origins);
const count = z.int();
const known = { backlinks: count, referring_pages: count, referring_domains: count };

const completeness = z
  .object({
    known: count,
    total_estimate: z.number().nullable().describe('How many there are in all'),
    total_low_estimate: z.number().nullable().describe('Lower end of the 95 % interval'),
    total_high_estimate: z.number().nullable().describe('Upper end; null also when the data set none'),
    known_share_estimate: z.number().nullable().describe('known / total_estimate'),
    model: z.enum(['independent', 'graded']).nullable(),
    reason: z
      .enum(['one_source', 'small_overlap'])
      .nullable()
      .describe('Why nothing is estimated: one source only, or fewer than ten that two sources know'),
  })
  .describe('Capture-recapture over the sources');

export const sources = defineOperation({
  name: 'sources',
  tool: 'summary',
  summary: 'What each source alone knew, what they share, how many links are unknown',
  description:
    'Live links of other domains by where they were seen: archives, edge lists, and each owned export. What a source knows, knows alone, and shares with each other. ' +
    'From the overlaps: how many referring domains and pages there are in all, with a 95 % interval. It assumes that sources find links by themselves; two sources that ' +
    'favour the same links make it too low, three or more are corrected for that.',
  input: z.object(targetInput),
  output: z.object({
    ...answerHead,
    ...known,
    sources: z.array(
      z.object({ source: origin, ...known, backlinks_only: count, referring_pages_only: count, referring_domains_only: count }),
    ),
    overlaps: z.array(z.object({ sources: z.array(origin).length(2), ...known })),
    completeness_estimate: z.object({ referring_domains: completeness, referring_pages: completeness }),
  }),
  units: { base: 1 },
  idempotent: true,
  example: { target: 'riverside-plumbing.example' },
  run: async (asking, asked) => {
    const target = targetAsked(asked);
    const [histories, matching] = await Promise.all([historiesOf(asking, target), knownOf(asking, target, null)]);
    const counted = (which: (set: number) => boolean): Record<keyof typeof known, number> => ({
      backlinks: sumOf(histories.backlinks, which),
      referring_pages: sumOf(histories.referring_pages, which),
      referring_domains: sumOf(histories.referring_domains, which),
    });
    const present = originsOf([...histories.referring_domains.keys()].reduce((bits, set) => bits | set, 0));
    return {
      target: target.text,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage: await coverageOf(asking, target, matching),
      ...counted(() => true),
      sources: present.map((source) => {
        const only = counted((set) => set === originBit(source));
        return {
          source,
          ...counted((set) => (set & originBit(source)) !== 0),
          backlinks_only: only.backlinks,
          referring_pages_only: only.referring_pages,
          referring_domains_only: only.referring_domains,
        };
      }),
      overlaps: pairs(present).map(([one, other]) => {
        const both = originBit(one) | originBit(other);
        return { sources: [one, other], ...counted((set) => (set & both) === both) };
      }),
      completeness_estimate: {
        referring_domains: completenessOf(histories.referring_domains),
        referring_pages: completenessOf(histories.referring_pages),
      },
    };
  },
});

type Counted = Readonly<Record<keyof typeof known, Histories>>;

/** How many live links, linking pages and linking domains each set of origins knows. Rows that name only a host know no page, and those that a page stands for only the domain. */
async function historiesOf(asking: Asking, target: Target): Promise<Counted> {
  const where = sql`${targetCondition(target)} AND ${isLive} AND b.source_domain != b.target_domain`;
  const from = backlinksWhere(asking.release.id, where);
  const pagesFrom = backlinksWhere(asking.release.id, sql`${where} AND NOT endsWith(b.source_key, ${`)${somePage}`})`);
  const rows = await asking.engine.ask<{ of: keyof Counted; bits: number; things: number }>(
    sql`SELECT 'backlinks' AS of, b.seen_by AS bits, count() AS things FROM ${from} GROUP BY bits
      UNION ALL SELECT 'referring_pages', bits, count() FROM (SELECT groupBitOr(b.seen_by) AS bits FROM ${pagesFrom} GROUP BY b.source_key) GROUP BY bits
      UNION ALL SELECT 'referring_domains', bits, count() FROM (
        SELECT groupBitOr(seen_by) AS bits FROM (
          SELECT b.seen_by AS seen_by, b.source_domain AS source_domain FROM ${from}
          UNION ALL SELECT b.seen_by, b.source_domain FROM ${tableOf('host_links', asking.release.id)} AS b WHERE ${where})
        GROUP BY source_domain) GROUP BY bits`,
    signalOf(asking),
  );
  const of = (unit: keyof Counted): Histories => new Map(rows.filter((row) => row.of === unit).map(({ bits, things }) => [bits, things]));
  return { backlinks: of('backlinks'), referring_pages: of('referring_pages'), referring_domains: of('referring_domains') };
}

function completenessOf(histories: Histories): z.output<typeof completeness> {
  const known = sumOf(histories, () => true);
  const found = population(histories);
  if (typeof found === 'string') return { known, ...nothing, reason: found };
  // What only a source that the model leaves out knows is known too.
  const total = Math.max(known, found.total);
  return {
    known,
    total_estimate: tenth(total),
    total_low_estimate: tenth(Math.max(known, found.low)),
    total_high_estimate: found.high === null ? null : tenth(Math.max(known, found.high)),
    known_share_estimate: Math.round((known / total) * 10_000) / 10_000,
    model: found.model,
    reason: null,
  };
}

const nothing = { total_estimate: null, total_low_estimate: null, total_high_estimate: null, known_share_estimate: null, model: null };

function sumOf(histories: Histories, which: (set: number) => boolean): number {
  let sum = 0;
  for (const [set, things] of histories) if (which(set)) sum += things;
  return sum;
}

function pairs(present: readonly Origin[]): [Origin, Origin][] {
  return present.flatMap((one, i) => present.slice(i + 1).map((other): [Origin, Origin] => [one, other]));
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
