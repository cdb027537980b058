import { z } from 'zod';
import { limits } from '../base/limits.ts';
import { rank1000 } from '../compute/authority.ts';
import { bulkFigures, type BulkCounts } from './bulk/bulk-figures.ts';
import { coverageOf, type Known } from './coverage.ts';
import { defineOperation, type Asking } from './operation.ts';
import { differentTargets, targetsInput } from './overlap/targets.ts';
import { severalHead, type Coverage } from './shapes.ts';
import type { Target } from './target.ts';
import { trustShape } from './trust-shown.ts';

const count = z.int();

const figures = ['ranks', 'counts', 'spam', 'new_lost'] as const;

const counts = {
  backlinks: count.nullable(),
  lost_backlinks: count.nullable(),
  referring_domains: count.nullable(),
  followed_referring_domains: count.nullable(),
} as const;
const flow = {
  new_backlinks_30d: count.nullable(),
  lost_backlinks_30d: count.nullable(),
  new_referring_domains_30d: count.nullable(),
  lost_referring_domains_30d: count.nullable(),
} as const;

export const bulk = defineOperation({
  name: 'bulk',
  tool: 'competitors',
  summary: 'Ranks, counts, spam, new and lost of up to 1,000 targets at once',
  description:
    'One row a target, in the order given: authority, rank and position of its domain (a page’s own authority), exact counts of live and lost backlinks and of referring domains, spam, and what came and went in the last 30 days when `new_lost` is asked for. What was not asked for is null.',
  input: z.object({
    targets: targetsInput(limits.bulkTargetsMax).describe(`Up to ${limits.bulkTargetsMax} domains, hosts, folders or pages`),
    figures: z
      .array(z.enum(figures))
      .min(1)
      .max(figures.length)
      .default(['ranks', 'counts', 'spam'])
      .describe('Which figures; new_lost takes the longest'),
    release: z.int().positive().optional().describe('Answer from this kept release instead of the live one'),
  }),
  output: z.object({
    ...severalHead,
    total: count,
    rows: z.array(
      z.object({
        target: z.string(),
        status: z.enum(['found', 'looked_not_found', 'not_looked']),
        authority: count.nullable(),
        rank: count.nullable(),
        position: count.nullable().describe('Of the domain among all domains, 1 the strongest'),
        ...counts,
        ...flow,
        spam_score: z.number().nullable().describe('Of its domain, 0 to 100'),
        ...trustShape,
      }),
    ),
    cursor: z.null(),
  }),
  units: { base: 1, targets: 0.02 },
  idempotent: true,
  example: { targets: ['riverside-plumbing.example', 'northgate-heating.example', 'https://copper-line-plumbing.example/'] },
  run: async (asking, asked) => {
    const targets = differentTargets(asked.targets);
    const wants = (figure: (typeof figures)[number]): boolean => asked.figures.includes(figure);
    const found = await bulkFigures(asking, targets, wants('new_lost'));
    const rows = await Promise.all(
      targets.map(async (target, place) => {
        const { scores, counts: known } = found[place] ?? missing();
        const sums = wants('counts') ? known : null;
        const { authority, position } = wants('ranks') ? scores : { authority: null, position: null };
        return {
          target: target.text,
          status: (await looked(asking, target, known.live + known.lost)).status,
          authority,
          rank: authority === null ? null : rank1000(authority),
          position,
          backlinks: sums?.live ?? null,
          lost_backlinks: sums?.lost ?? null,
          referring_domains: sums?.domains ?? null,
          followed_referring_domains: sums?.followed_domains ?? null,
          ...flowOf(wants('new_lost') ? known : null),
          spam_score: wants('spam') ? scores.spam : null,
          trust: wants('spam') ? scores.trust : null,
          spam_mass: wants('spam') ? scores.spam_mass : null,
        };
      }),
    );
    const [first] = targets;
    if (first === undefined) throw new Error('a question about several targets has one at least');
    const links = found.reduce((sum, { counts: { live, lost } }) => sum + live + lost, 0);
    return {
      targets: targets.map(({ text }) => text),
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage: { ...(await looked(asking, first, links)), known_referring_pages: null, recaptured_referring_pages: null },
      total: rows.length,
      rows,
      cursor: null,
    };
  },
});

async function looked(asking: Asking, target: Target, links: number): Promise<Coverage> {
  const known: Known = { matching: links, links, pages: 0, recapturedPages: 0 };
  return coverageOf(asking, target, known);
}

function flowOf(known: BulkCounts | null): Record<keyof typeof flow, number | null> {
  return {
    new_backlinks_30d: known?.new_30 ?? null,
    lost_backlinks_30d: known?.lost_30 ?? null,
    new_referring_domains_30d: known?.new_domains_30 ?? null,
    lost_referring_domains_30d: known?.lost_domains_30 ?? null,
  };
}

function missing(): never {
  throw new Error('every target has figures');
}
