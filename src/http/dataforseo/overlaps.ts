import { z } from 'zod';
import { limits } from '../../base/limits.ts';
import type { competitors as competitorsOperation } from '../../query/competitors.ts';
import type { intersection as intersectionOperation } from '../../query/intersection.ts';
import type { Figures } from '../../query/figures.ts';
import type { Backlink } from '../../query/shapes.ts';
import { asBacklink } from './backlink-item.ts';
import { defineEndpoint, requireLooked, type TaskCall } from './endpoint.ts';
import { figureFields } from './figure-fields.ts';
import { rankOf } from './rank-scale.ts';
import { invalidField, Refused } from './status.ts';
import { aboutTarget, linkStatus, ofRows, rankScale, tag, target, type RankScale } from './task-fields.ts';

type Competitors = z.output<typeof competitorsOperation.output>;
type Intersection = z.output<typeof intersectionOperation.output>;

const { limit, offset, filters, order_by } = ofRows;
const { target: about, rank_scale } = aboutTarget;

export const competitors = defineEndpoint({
  path: 'backlinks/competitors/live',
  method: 'POST',
  task: z.object({
    target: about,
    limit,
    offset,
    filters,
    order_by,
    main_domain: z.boolean().default(true),
    exclude_large_domains: z.boolean().default(true),
    exclude_internal_backlinks: z.boolean().default(true),
    rank_scale,
    tag,
  }),
  answer: async (call, task) => {
    refuseUnknown({ filters: task.filters });
    const order = competitorOrder(task.order_by);
    const rows: Competitor[] = [];
    let found = await call.ask<Competitors>('competitors', { target: task.target, limit: limits.rowsPerAnswerMax });
    requireLooked(found);
    rows.push(...found.rows);
    // In another order than ours a row of any page may come first.
    const wanted = order === null ? task.offset + task.limit : Number.POSITIVE_INFINITY;
    while (rows.length < wanted && found.cursor !== null) {
      found = await call.ask<Competitors>('competitors', { target: task.target, limit: limits.rowsPerAnswerMax, cursor: found.cursor });
      rows.push(...found.rows);
    }
    const ordered = order === null ? rows : rows.toSorted(order);
    const shown = ordered.slice(task.offset, task.offset + task.limit);
    return [
      {
        total_count: found.total,
        items_count: shown.length,
        items: shown.map((row) => ({
          type: 'backlinks_competitors',
          target: row.domain,
          rank: rankOf(row.domain_authority, task.rank_scale),
          intersections: row.shared_domains,
          openbacklinks: { referring_domains: row.referring_domains, expected_shared: row.expected_shared, log10_p: row.log10_p },
        })),
        openbacklinks: { release: found.release, as_of: found.as_of, coverage: found.coverage },
      },
    ];
  },
});

type Competitor = Competitors['rows'][number];

const competitorValues: Readonly<Record<string, (row: Competitor) => number>> = {
  rank: (row) => row.domain_authority,
  intersections: (row) => row.shared_domains,
};

/** `["intersections,desc"]`; null: our own order, least by chance first. Throws Refused. */
function competitorOrder(rules: readonly string[] | undefined): ((a: Competitor, b: Competitor) => number) | null {
  if (rules === undefined || rules.length === 0) return null;
  const terms = rules.map((rule) => {
    const [name = '', direction = 'asc'] = rule.split(',');
    const value = Object.hasOwn(competitorValues, name) ? competitorValues[name] : undefined;
    if (value === undefined || !['asc', 'desc'].includes(direction)) throw new Refused(invalidField('order_by'));
    return { value, sign: direction === 'desc' ? -1 : 1 };
  });
  return (a, b) => {
    for (const { value, sign } of terms) if (value(a) !== value(b)) return sign * (value(a) - value(b));
    return a.domain < b.domain ? -1 : 1;
  };
}

/** Fields that the contract has and these calls cannot serve are refused where they say something: dropped, they would change the answer. */
function refuseUnknown(fields: Readonly<Record<string, readonly unknown[] | undefined>>): void {
  for (const [name, value] of Object.entries(fields)) if (value !== undefined && value.length > 0) throw new Refused(invalidField(name));
}

const severalTargets = z
  .record(z.string().regex(/^(?:[1-9]|1\d|20)$/), target)
  .refine((given) => Object.keys(given).length > 0, 'at least one target');

const overlap = {
  targets: severalTargets,
  exclude_targets: z.array(target).max(10).optional(),
  intersection_mode: z.enum(['all', 'partial']).default('all'),
  limit,
  offset,
  filters,
  order_by,
  internal_list_limit: z.int().min(1).max(1000).default(10),
  include_subdomains: z.boolean().default(true),
  include_indirect_links: z.boolean().default(true),
  exclude_internal_backlinks: z.boolean().default(true),
  backlinks_status_type: linkStatus.refine((status) => status === 'live', 'only live links are compared'),
  rank_scale: rankScale,
  tag,
} as const;

interface Overlap {
  readonly targets: Readonly<Record<string, string>>;
  readonly exclude_targets?: readonly string[] | undefined;
  readonly intersection_mode: 'all' | 'partial';
  readonly limit: number;
  readonly offset: number;
  readonly rank_scale: RankScale;
}

export const domainIntersection = defineEndpoint({
  path: 'backlinks/domain_intersection/live',
  method: 'POST',
  task: z.object({ ...overlap, backlinks_filters: z.array(z.unknown()).optional() }),
  answer: async (call, task) => {
    refuseUnknown({ filters: task.filters, order_by: task.order_by, backlinks_filters: task.backlinks_filters });
    const { found, rows } = await sharedBy(call, task, 'domain');
    const domains = rows.map(({ domain }) => domain);
    const each = await perTarget(task, async (name) => {
      if (domains.length === 0) return new Map<string, Figures>();
      const links = await call.ask<{ rows: readonly (Figures & { readonly name: string })[] }>('breakdown', {
        target: name,
        by: 'domain',
        names: domains,
        state: 'live',
      });
      return new Map(links.rows.map((row) => [row.name, row]));
    });
    return [
      answerOf(task, found, rows, 'domain_intersection', ({ domain, domain_authority }, place) => {
        const figures = each.get(place)?.get(domain);
        if (figures === undefined) return null;
        return {
          type: 'backlinks_domain_intersection',
          target: domain,
          rank: rankOf(domain_authority, task.rank_scale),
          broken_backlinks: null,
          ...figureFields(figures, task.internal_list_limit),
        };
      }),
    ];
  },
});

export const pageIntersection = defineEndpoint({
  path: 'backlinks/page_intersection/live',
  method: 'POST',
  task: z.object(overlap),
  answer: async (call, task) => {
    refuseUnknown({ filters: task.filters, order_by: task.order_by });
    const { found, rows } = await sharedBy(call, task, 'page');
    const pages = rows.flatMap(({ source_url }) => source_url ?? []);
    const each = await perTarget(task, async (name) => {
      const links = await call.ask<{ rows: readonly Backlink[] }>('list', {
        target: name,
        filters: ['source_url', 'in', pages],
        limit: limits.rowsPerAnswerMax,
      });
      const byPage = new Map<string, Backlink[]>();
      for (const row of links.rows) byPage.set(row.source_url, [...(byPage.get(row.source_url) ?? []), row]);
      return byPage;
    });
    return [
      answerOf(task, found, rows, 'page_intersection', ({ source_url }, place) =>
        (each.get(place)?.get(source_url ?? '') ?? []).map((row) => asBacklink(row, task.rank_scale)),
      ),
    ];
  },
});

type Shared = Intersection['rows'][number];

/** The sources shown, by the intersection's own order. */
async function sharedBy(
  { ask }: TaskCall,
  task: Overlap,
  by: 'domain' | 'page',
): Promise<{ readonly found: Intersection; readonly rows: readonly Shared[] }> {
  const input = {
    targets: Object.values(task.targets),
    ...(task.exclude_targets !== undefined && { exclude: task.exclude_targets }),
    by,
    ...(task.intersection_mode === 'partial' && { targets_min: 1 }),
    limit: Math.min(limits.rowsPerAnswerMax, task.offset + task.limit),
  };
  let found = await ask<Intersection>('intersection', input);
  requireLooked(found);
  const rows = [...found.rows];
  while (rows.length < task.offset + task.limit && found.cursor !== null) {
    found = await ask<Intersection>('intersection', { ...input, cursor: found.cursor });
    rows.push(...found.rows);
  }
  return { found, rows: rows.slice(task.offset, task.offset + task.limit) };
}

async function perTarget<T>({ targets }: Overlap, of: (name: string) => Promise<T>): Promise<ReadonlyMap<string, T>> {
  const found = new Map<string, T>();
  for (const [place, name] of Object.entries(targets)) found.set(place, await of(name));
  return found;
}

function answerOf(
  task: Overlap,
  found: Intersection,
  rows: readonly Shared[],
  name: 'domain_intersection' | 'page_intersection',
  linksOf: (row: Shared, place: string) => unknown,
): Record<string, unknown> {
  return {
    targets: task.targets,
    total_count: found.total,
    items_count: rows.length,
    items: rows.map((row) => ({
      [name]: Object.fromEntries(Object.keys(task.targets).map((place) => [place, linksOf(row, place)])),
      summary: { intersections_count: row.targets },
    })),
    openbacklinks: { release: found.release, as_of: found.as_of },
  };
}
