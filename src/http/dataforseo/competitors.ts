import { z } from 'zod';
import { limits } from '../../base/limits.ts';
import type { competitors as competitorsOperation } from '../../query/competitors.ts';
import { defineEndpoint, requireLooked } from './endpoint.ts';
import { itemFilter, itemOrder, type ItemFields, type ItemValue } from './item-filters.ts';
import { rankOf } from './rank-scale.ts';
import { aboutTarget, ofRows } from './task-fields.ts';

type Competitors = z.output<typeof competitorsOperation.output>;

const { limit, offset, filters, order_by } = ofRows;
const { target, rank_scale, tag } = aboutTarget;

export const competitors = defineEndpoint({
  path: 'backlinks/competitors/live',
  method: 'POST',
  task: z.object({
    target,
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
    const { filters: conditions = [], order_by: rules = [] } = task;
    const passes = conditions.length === 0 ? null : itemFilter(conditions, competitorFields, 'filters');
    const order = rules.length === 0 ? null : itemOrder(rules, competitorFields);
    // Chosen or in another order than ours, a row of any page may be among those asked for.
    const wanted = passes === null && order === null ? task.offset + task.limit : Number.POSITIVE_INFINITY;
    const input = { target: task.target, limit: limits.rowsPerAnswerMax };
    let found = await call.ask<Competitors>('competitors', input);
    requireLooked(found);
    const rows = [...found.rows];
    while (rows.length < wanted && found.cursor !== null) {
      found = await call.ask<Competitors>('competitors', { ...input, cursor: found.cursor });
      rows.push(...found.rows);
    }
    const items: Competitor[] = rows.map((row) => ({
      type: 'backlinks_competitors',
      target: row.domain,
      rank: rankOf(row.domain_authority, task.rank_scale),
      intersections: row.shared_domains,
      openbacklinks: { referring_domains: row.referring_domains, expected_shared: row.expected_shared, log10_p: row.log10_p },
    }));
    const chosen = passes === null ? items : items.filter((item) => passes(item));
    const shown = (order === null ? chosen : chosen.toSorted(order)).slice(task.offset, task.offset + task.limit);
    return [
      {
        total_count: passes === null ? found.total : chosen.length,
        items_count: shown.length,
        items: shown,
        openbacklinks: { release: found.release, as_of: found.as_of, coverage: found.coverage },
      },
    ];
  },
});

interface Competitor {
  readonly target: string;
  readonly rank: number | null;
  readonly intersections: number;
  readonly [more: string]: unknown;
}

/** By what competitors are chosen and ordered. */
export const competitorFields: ItemFields<Competitor> = new Map([
  ['target', { type: 'str', valuesOf: ({ target: name }: Competitor): ItemValue[] => [name] }],
  ['rank', { type: 'num', valuesOf: ({ rank }: Competitor): ItemValue[] => [rank] }],
  ['intersections', { type: 'num', valuesOf: ({ intersections }: Competitor): ItemValue[] => [intersections] }],
] as const);
