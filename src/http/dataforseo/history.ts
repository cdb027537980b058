import { z } from 'zod';
import type { history as historyOperation } from '../../query/history.ts';
import { defineEndpoint, requireLooked, type TaskCall } from './endpoint.ts';
import { day, rankScale, tag, target } from './task-fields.ts';

type History = z.output<typeof historyOperation.output>;
type Bucket = History['rows'][number];

/** What the contract has of a moment in the past beside links: nothing of it is kept by release. */
const unknownThen = {
  rank: null,
  crawled_pages: null,
  info: null,
  internal_links_count: null,
  external_links_count: null,
  broken_backlinks: null,
  broken_pages: null,
  referring_domains_nofollow: null,
  referring_main_domains_nofollow: null,
  referring_ips: null,
  referring_subnets: null,
  referring_pages: null,
  referring_pages_nofollow: null,
  referring_links_tld: null,
  referring_links_types: null,
  referring_links_attributes: null,
  referring_links_platform_types: null,
  referring_links_semantic_locations: null,
  referring_links_countries: null,
};

const {
  rank,
  referring_domains_nofollow,
  referring_main_domains_nofollow,
  referring_ips,
  referring_subnets,
  referring_pages,
  referring_pages_nofollow,
} = unknownThen;

export const history = defineEndpoint({
  path: 'backlinks/history/live',
  method: 'POST',
  task: z.object({ target, date_from: day.optional(), date_to: day.optional(), rank_scale: rankScale, tag }),
  answer: async (call, task) => {
    const { found, buckets } = await bucketsOf(call, { target: task.target, by: 'month', from: task.date_from, to: task.date_to });
    return [
      {
        target: found.target,
        date_from: task.date_from ?? buckets[0]?.from ?? null,
        date_to: task.date_to ?? buckets.at(-1)?.to ?? null,
        items_count: buckets.length,
        items: buckets.map((bucket) => ({
          ...unknownThen,
          type: 'backlinks_history',
          date: `${bucket.from} 00:00:00 +00:00`,
          backlinks: bucket.backlinks.live,
          new_backlinks: bucket.backlinks.new,
          lost_backlinks: bucket.backlinks.lost,
          referring_domains: bucket.referring_hosts.live,
          new_referring_domains: bucket.referring_hosts.new,
          new_reffering_domains: bucket.referring_hosts.new,
          lost_referring_domains: bucket.referring_hosts.lost,
          lost_reffering_domains: bucket.referring_hosts.lost,
          referring_main_domains: bucket.referring_domains.live,
          openbacklinks: { pages_captured: bucket.pages_captured, pages_recaptured: bucket.pages_recaptured, spike: bucket.spike },
        })),
        openbacklinks: { release: found.release, as_of: found.as_of, coverage: found.coverage, half_life: found.half_life },
      },
    ];
  },
});

const series = {
  target,
  date_from: day.optional(),
  date_to: day.optional(),
  group_range: z.enum(['day', 'week', 'month', 'year']).default('month'),
  include_subdomains: z.boolean().default(true),
  tag,
} as const;

export const timeseriesSummary = defineEndpoint({
  path: 'backlinks/timeseries_summary/live',
  method: 'POST',
  task: z.object({ ...series, rank_scale: rankScale }),
  answer: async (call, task) => [
    await seriesOf(call, task, ({ to, backlinks, referring_hosts, referring_domains }) => ({
      type: 'backlinks_timeseries_summary',
      date: `${to} 00:00:00 +00:00`,
      rank,
      backlinks: backlinks.live,
      backlinks_nofollow: null,
      referring_pages,
      referring_pages_nofollow,
      referring_domains: referring_hosts.live,
      referring_domains_nofollow,
      referring_main_domains: referring_domains.live,
      referring_main_domains_nofollow,
      referring_ips,
      referring_subnets,
    })),
  ],
});

export const timeseriesNewLost = defineEndpoint({
  path: 'backlinks/timeseries_new_lost_summary/live',
  method: 'POST',
  task: z.object(series),
  answer: async (call, task) => [
    await seriesOf(call, task, ({ to, backlinks, referring_hosts, referring_domains }) => ({
      type: 'backlinks_timeseries_new_lost_summary',
      date: `${to} 00:00:00 +00:00`,
      new_backlinks: backlinks.new,
      lost_backlinks: backlinks.lost,
      new_referring_domains: referring_hosts.new,
      lost_referring_domains: referring_hosts.lost,
      new_referring_main_domains: referring_domains.new,
      lost_referring_main_domains: referring_domains.lost,
    })),
  ],
});

interface Series {
  readonly target: string;
  readonly date_from?: string | undefined;
  readonly date_to?: string | undefined;
  readonly group_range: 'day' | 'week' | 'month' | 'year';
  readonly include_subdomains: boolean;
}

async function seriesOf(call: TaskCall, task: Series, item: (bucket: Bucket) => Record<string, unknown>): Promise<Record<string, unknown>> {
  const { found, buckets } = await bucketsOf(call, {
    target: task.target,
    include_subdomains: task.include_subdomains,
    by: task.group_range,
    from: task.date_from,
    to: task.date_to,
  });
  return {
    target: found.target,
    date_from: task.date_from ?? buckets[0]?.from ?? null,
    date_to: task.date_to ?? buckets.at(-1)?.to ?? null,
    group_range: task.group_range,
    items_count: buckets.length,
    items: buckets.map(item),
    openbacklinks: { release: found.release, as_of: found.as_of, coverage: found.coverage },
  };
}

/** All buckets of a range, page by page, of one release. */
async function bucketsOf(
  { ask }: TaskCall,
  input: Readonly<Record<string, unknown>>,
): Promise<{ readonly found: History; readonly buckets: readonly Bucket[] }> {
  const said = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const found = await ask<History>('history', said);
  requireLooked(found);
  const buckets = [...found.rows];
  for (let { cursor } = found; cursor !== null;) {
    const page: History = await ask<History>('history', { ...said, cursor });
    buckets.push(...page.rows);
    ({ cursor } = page);
  }
  return { found, buckets };
}
