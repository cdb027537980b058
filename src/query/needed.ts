import { z } from 'zod';
import { bandCount, neededForMedian, neededForTop, type Interval, type Needed, type Standing } from '../compute/needed.ts';
import { authorityOf } from '../compute/views.ts';
import { sql } from '../store/literal.ts';
import { signalOf } from './kept-ready.ts';
import { defineOperation, type Asking } from './operation.ts';
import { coverageOfSeveral } from './overlap/coverage.ts';
import { bitOf, edgesTo } from './overlap/edges.ts';
import { competitorsInput, competitorsOf } from './overlap/targets.ts';
import { checkWeight } from './overlap/weight.ts';
import { answerHead, targetInput } from './shapes.ts';
import { targetAsked, type Target } from './target.ts';

const count = z.int();
const interval = z.object({ low: count, high: count });
const bandsOf = z.array(z.object({ authority: z.string(), low: count, high: count }));
const needed = z.object({ domains: interval, by_band: bandsOf });
const standing = z.object({
  target: z.string(),
  followed_referring_domains: count,
  by_band: z.array(z.object({ authority: z.string(), domains: count })),
  gained_90d: count,
  lost_90d: count,
  monthly: z.number().describe('Gained less lost, a month, over the last 90 days'),
});

export const neededOperation = defineOperation({
  name: 'needed',
  tool: 'competitors',
  summary: 'How many backlinks does my site need to stand level with its competitors',
  description:
    'Followed referring domains of the target and of up to 10 competitors by band of authority, where the target stands, how many of which band would reach the middle and the strongest of them, and at what pace they move. ' +
    'An interval, not a promise: `low` is what is lacking of them now, `high` when they have gone on for `months` as in the last 90 days; the middle of a few competitors is itself only known to lie between two of them. `assumptions` says what was taken for granted.',
  input: z.object({
    ...targetInput,
    ...competitorsInput,
    months: z.int().min(0).max(36).default(12).describe('How long the competitors go on growing'),
  }),
  needs: ['target', 'competitors'],
  output: z.object({
    ...answerHead,
    standings: z.array(standing).describe('The target first'),
    place: count.describe('1: the target has most'),
    to_median: needed,
    to_top: needed,
    months_at_own_pace: z.number().nullable().describe('Until the low end of to_median; null when the target does not grow'),
    assumptions: z.array(z.string()),
  }),
  units: { base: 2 },
  idempotent: true,
  example: { target: 'copper-line-plumbing.example', competitors: ['riverside-plumbing.example', 'northgate-heating.example'] },
  run: async (asking, asked) => {
    const target = targetAsked(asked);
    const targets = [target, ...competitorsOf(asked, target)];
    await checkWeight(asking, targets);
    const [counted, coverage] = await Promise.all([standingsOf(asking, targets), coverageOfSeveral(asking, targets)]);
    const [own = nothing, ...others] = counted;
    const toMedian = neededForMedian(own, others, asked.months);
    return {
      target: target.text,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage,
      standings: counted.map((one, place) => ({
        target: targets[place]?.text ?? '',
        followed_referring_domains: sum(one.bands),
        by_band: one.bands.map((domains, band) => ({ authority: bandName(band), domains })),
        gained_90d: one.gained,
        lost_90d: one.lost,
        monthly: one.monthly,
      })),
      place: 1 + others.filter(({ bands }) => sum(bands) > sum(own.bands)).length,
      to_median: shown(toMedian),
      to_top: shown(neededForTop(own, others, asked.months)),
      months_at_own_pace: monthsFor(toMedian.domains, own.monthly),
      assumptions: [
        'Domains with a live followed link count once each, however many links they give.',
        'What the index has not captured counts for nobody; targets that were looked at less seem to need less.',
        `Competitors go on for ${asked.months} months as in the last 90 days; those that lost stay where they are. Growth comes in the bands as what they have.`,
        others.length < 4
          ? `The middle of ${others.length} competitors is taken to lie between the weakest and the strongest of them.`
          : 'The middle of competitors like these lies between the two ends with a probability of 80 % or more.',
        'Level links do not make level rankings.',
      ],
    };
  },
});

interface CountedStanding extends Standing {
  readonly gained: number;
  readonly lost: number;
}

const nothing: CountedStanding = { bands: Array.from({ length: bandCount }, () => 0), monthly: 0, gained: 0, lost: 0 };
const spanDays = 90;

async function standingsOf(asking: Asking, targets: readonly Target[]): Promise<CountedStanding[]> {
  const { id, asOf } = asking.release;
  const since = Math.floor(asOf.getTime() / 1000) - spanDays * 86_400;
  const rows = await asking.engine.ask<{ bit: number; band: number; domains: number; gained: number; lost: number }>(
    sql`SELECT bit, least(intDiv(${authorityOf(id, sql`source_domain`)}, 10), ${bandCount - 1}) AS band, countIf(followed > 0) AS domains,
          countIf(followed > 0 AND first_at > ${since}) AS gained, countIf(live = 0 AND lost_at > ${since} AND first_at <= ${since}) AS lost
        FROM (${edgesTo(id, targets)}) GROUP BY bit, band ORDER BY bit, band`,
    signalOf(asking),
  );
  return targets.map((_, place) => {
    const own = rows.filter(({ bit }) => bit === bitOf(place));
    const [gained, lost] = [sum(own.map((row) => row.gained)), sum(own.map((row) => row.lost))];
    const bands = nothing.bands.map((none, band) => own.find((row) => row.band === band)?.domains ?? none);
    return { bands, gained, lost, monthly: ((gained - lost) * 30) / spanDays };
  });
}

function shown({ domains, bands }: Needed): z.output<typeof needed> {
  return { domains, by_band: bands.map((band, place) => ({ authority: bandName(place), ...band })) };
}

function monthsFor({ low }: Interval, monthly: number): number | null {
  if (low === 0) return 0;
  return monthly > 0 ? Math.round((10 * low) / monthly) / 10 : null;
}

/** `10-19`; the last one holds 100 too. */
function bandName(band: number): string {
  return `${band * 10}-${band === bandCount - 1 ? 100 : band * 10 + 9}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
