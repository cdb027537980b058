import { z } from 'zod';
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { halfLifeUnknown } from '../compute/half-life.ts';
import type { SpikeTest } from '../compute/spike.ts';
import { turnCode } from '../model/turn.ts';
import { coverageOf } from './coverage.ts';
import { backlinkRows } from './fields/backlink-fields.ts';
import { filterOf, filterShape } from './filter.ts';
import { bucketsOf, type Bucket, type LevelFlow } from './history/buckets.ts';
import { burstIn, classOfBurst, pageUrl, type Burst } from './history/bursts.ts';
import { crawledBy, flowsOf, halfLifeOfLinks, linksOverTime } from './history/flows.ts';
import { dateOf, dayBefore, nextUnit, secondsOfDate, units, unitsBetween, type Unit } from './history/units.ts';
import { secondsFrom, secondsTo } from './moments.ts';
import { defineOperation } from './operation.ts';
import { afterLast, startOf } from './page.ts';
import { answerHead, dayText, pageInput, targetInput } from './shapes.ts';
import { targetAsked } from './target.ts';

const count = z.int();
const rate = z.number().nullable();
const date = z.string().describe('A day, UTC');

const levelFlow = z.object({
  live: count.describe('At the end of the bucket'),
  new: count,
  new_link: count.describe('Of the new: its page had been captured before without it'),
  discovered: count.describe('Of the new: its page had not been captured before'),
  returned: count.describe('Of the new: it had been lost before'),
  lost: count,
  removed: count,
  gone: count,
  redirected: count,
  net: count.describe('new - lost, so that live is the live of the bucket before and this'),
});

const shared = z.array(z.object({ name: z.string(), domains: count, share: z.number() }));
const spike = z.object({
  found: z.boolean(),
  expected: z.number().describe('New domains that the buckets before lead to expect'),
  p: z.number().describe('Probability of so many or more'),
  severity: z.number().describe('-log10 of it'),
  cause: z
    .object({
      class: z.enum(['spam_burst', 'earned', 'unclear']),
      because: z.string(),
      domains: count,
      spam_score: z.number().nullable().describe('Median spam score of the domains that came'),
      authority: z.number().nullable().describe('Mean authority of the domains that came'),
      authority_before: z.number().nullable().describe('Mean authority of the domains that were live before'),
      anchors: shared,
      subnets: shared,
      pages: shared,
    })
    .nullable(),
});

const row = z.object({
  from: date,
  to: date,
  backlinks: levelFlow,
  referring_hosts: levelFlow,
  referring_domains: levelFlow,
  pages_captured: count.describe('Pages of the whole index captured in the bucket'),
  pages_recaptured: count.describe('Of these, pages that had been captured before'),
  new_per_thousand: rate.describe('Backlinks, new_link and returned, per thousand recaptured pages; null when there were none'),
  lost_per_thousand: rate,
  net_per_thousand: rate,
  level: z
    .object({
      shift: z.enum(['up', 'down']).nullable().describe('The usual number of new domains has changed; told once, where it is certain'),
      since: date.nullable().describe('Where it began'),
      up: z.number().describe('Sums of a two-sided CUSUM; above 5 they tell a shift'),
      down: z.number(),
    })
    .nullable()
    .describe('null where `spike` is'),
  spike: spike.nullable().describe('Whether more domains came than usual; null when nothing was captured, or too little came before'),
});
type Row = z.output<typeof row>;

export const history = defineOperation({
  name: 'history',
  tool: 'history',
  summary: 'Live, new and lost over time, spikes, half-life',
  description:
    'By day, week, month or year: live backlinks, referring hosts and domains, what was new (on a page captured before, on a page first captured, back after a loss) and lost (with the reason), raw and per thousand recaptured pages. ' +
    'live(t) = live(t-1) + new(t) - lost(t) at every level. Each bucket is tested for a spike of new domains, which is explained, and for a shift of their level. With the half-life of the links. The range is from the first link to as_of unless it is given.',
  input: z.object({
    ...targetInput,
    filters: filterShape.filters,
    by: z.enum(units).default('month'),
    from: dayText.optional().describe('First day'),
    to: dayText.optional().describe('Last day'),
    ...pageInput,
    limit: pageInput.limit.default(limits.rowsPerAnswerMax),
  }),
  output: z.object({
    ...answerHead,
    by: z.enum(units),
    half_life: z
      .object({
        days: count.nullable(),
        low: count.nullable(),
        high: count.nullable(),
        spells: count,
        losses: count,
        reason: z.enum(halfLifeUnknown).nullable().describe('Why it is unknown'),
      })
      .describe('After how many days half of the links are lost (Kaplan-Meier, 95 % interval), counted from their first sight'),
    total: count,
    rows: z.array(row),
    cursor: z.string().nullable(),
  }),
  units: { base: 1, rows: 1 },
  fields: { filters: backlinkRows },
  idempotent: true,
  example: { target: 'riverside-plumbing.example', by: 'month' },
  run: async (asking, asked) => {
    const { by, limit } = asked;
    const target = targetAsked(asked);
    const filter = filterOf({ state: 'all', filters: asked.filters });
    const question = ['history', target, filter, by, asked.from, asked.to];
    const after = startOf(asked.cursor, question);
    const links = await linksOverTime(asking, target, filter);
    const [flows, crawled, halfLife] = await Promise.all([
      flowsOf(asking, links, by),
      crawledBy(asking, by),
      halfLifeOfLinks(asking, links),
    ]);
    const firstDay = flows.reduce<string | null>((least, { day }) => (least === null || day < least ? day : least), null);
    const starts = rangeOf(asked, firstDay, asking.release);
    const buckets = bucketsOf(starts, flows, crawled);
    const shown = buckets.filter(({ starts: start }) => after === null || start > String(after[0])).slice(0, limit);
    const last = shown.at(-1)?.starts;
    const causes = await causesOf(shown, by, (span) => burstIn(asking, links, span));
    return {
      target: target.text,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage: await coverageOf(asking, target, links.known),
      by,
      half_life: halfLife,
      total: starts.length,
      rows: shown.map((bucket) => rowOf(bucket, by, causes.get(bucket.starts) ?? null)),
      cursor: last === undefined || last === starts.at(-1) ? null : afterLast(asking, question, [last]),
    };
  },
});

/**
 * The buckets asked for, by their first days, as far as the index can speak of them: from its oldest capture to its newest. None for a target without links,
 * unless a beginning is given. Throws `invalid_input` when the range ends before it begins.
 */
function rangeOf(
  { by, from, to }: { readonly by: Unit; readonly from?: string | undefined; readonly to?: string | undefined },
  firstDay: string | null,
  { asOf, facts }: { readonly asOf: Date; readonly facts: { readonly oldest_capture: string | null } },
): string[] {
  const first = from === undefined ? firstDay : dateOf(secondsFrom(from));
  const last = to === undefined ? null : dateOf(secondsTo(to));
  if (from !== undefined && first !== null && last !== null && first > last)
    fail('invalid_input', { reason: `"to" (${last}) lies before "from" (${first}).` });
  // A release of a web graph alone has no captures to speak of.
  if (first === null || facts.oldest_capture === null) return [];
  const oldest = facts.oldest_capture.slice(0, 10);
  const newest = asOf.toISOString().slice(0, 10);
  return unitsBetween(by, first < oldest ? oldest : first, last === null || last > newest ? newest : last);
}

/** The bursts behind the strongest spikes of the buckets shown, by the buckets' first days. */
async function causesOf(
  buckets: readonly Bucket[],
  by: Unit,
  burst: (span: { readonly from: number; readonly to: number }) => Promise<Burst>,
): Promise<Map<string, Burst>> {
  const spikes = buckets
    .filter(({ spike: test }) => test?.found === true)
    .sort((a, b) => (b.spike?.severity ?? 0) - (a.spike?.severity ?? 0))
    .slice(0, limits.spikesExplainedMax);
  const causes = new Map<string, Burst>();
  for (const { starts } of spikes)
    causes.set(starts, await burst({ from: secondsOfDate(starts), to: secondsOfDate(nextUnit(by, starts)) }));
  return causes;
}

function rowOf({ starts, levels, captured, recaptured, spike: test, level }: Bucket, by: Unit, burst: Burst | null): Row {
  const [links, hosts, domains] = levels;
  if (links === undefined || hosts === undefined || domains === undefined) throw new Error('a bucket has every level');
  const perThousand = (found: number): number | null => (recaptured === 0 ? null : (1000 * found) / recaptured);
  const appeared = (links.byTurn[turnCode('new_link')] ?? 0) + (links.byTurn[turnCode('returned')] ?? 0);
  return {
    from: starts,
    to: dayBefore(nextUnit(by, starts)),
    backlinks: flowOf(links),
    referring_hosts: flowOf(hosts),
    referring_domains: flowOf(domains),
    pages_captured: captured,
    pages_recaptured: recaptured,
    new_per_thousand: perThousand(appeared),
    lost_per_thousand: perThousand(links.went),
    net_per_thousand: perThousand(appeared - links.went),
    level: level === null ? null : { ...level, up: thousandths(level.up), down: thousandths(level.down) },
    spike: test === null ? null : spikeOf(test, burst),
  };
}

function spikeOf({ found, expected, p, severity }: SpikeTest, burst: Burst | null): NonNullable<Row['spike']> {
  return { found, expected, p, severity, cause: burst === null ? null : causeOf(burst) };
}

function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function flowOf({ live, byTurn, came, went }: LevelFlow): z.output<typeof levelFlow> {
  const [newLink = 0, discovered = 0, returned = 0, removed = 0, gone = 0, redirected = 0] = byTurn;
  return { live, new: came, new_link: newLink, discovered, returned, lost: went, removed, gone, redirected, net: came - went };
}

function causeOf(burst: Burst): NonNullable<NonNullable<Row['spike']>['cause']> {
  const named = (what: Burst['shared'][number]['what']): z.output<typeof shared> =>
    burst.shared
      .filter((each) => each.what === what)
      .map((each) => ({
        name: what === 'page' ? pageUrl(each) : each.name,
        domains: each.domains,
        share: each.domains / burst.domains,
      }));
  return {
    ...classOfBurst(burst),
    domains: burst.domains,
    spam_score: burst.spam,
    authority: burst.authority,
    authority_before: burst.authorityBefore,
    anchors: named('anchor'),
    subnets: named('subnet'),
    pages: named('page'),
  };
}
