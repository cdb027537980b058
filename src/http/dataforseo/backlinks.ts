import { z } from 'zod';
import type { Backlink, Coverage } from '../../query/shapes.ts';
import { targetOf } from '../../query/target.ts';
import type { Backend } from '../../service/backend.ts';
import { asBacklink, backlinkFields, customFields } from './backlink-item.ts';
import { defineEndpoint, requireLooked } from './endpoint.ts';
import { ourFilters, ourOrder } from './filters.ts';
import { aboutTarget, ofLinks, ofRows, type RankScale } from './task-fields.ts';

const { include_indirect_links, exclude_internal_backlinks, backlinks_status_type } = ofLinks;

interface ListAnswer {
  readonly target: string;
  readonly release: number;
  readonly as_of: string;
  readonly coverage: Coverage;
  readonly total: number;
  readonly rows: readonly Backlink[];
  readonly cursor: string | null;
}

export const backlinks = defineEndpoint({
  path: 'backlinks/backlinks/live',
  method: 'POST',
  task: z.object({
    ...aboutTarget,
    ...ofRows,
    include_indirect_links,
    exclude_internal_backlinks,
    backlinks_status_type,
    mode: z.enum(['as_is', 'one_per_domain', 'one_per_anchor']).default('as_is'),
    custom_mode: z.object({ field: z.enum(customFields), value: z.int().min(1).max(1000) }).optional(),
    search_after_token: z.string().optional(),
  }),
  answer: async ({ ask, backend }, task) => {
    const found = await ask<ListAnswer>('list', {
      target: task.target,
      include_subdomains: task.include_subdomains,
      state: task.backlinks_status_type,
      filters: await linkFilters(backend, task.filters, 'filters', task),
      order: task.order_by === undefined ? 'domain_authority,desc' : ourOrder(task.order_by, backlinkFields),
      mode:
        task.custom_mode === undefined
          ? task.mode
          : { field: backlinkFields[task.custom_mode.field]?.field, count: task.custom_mode.value },
      limit: task.limit,
      offset: task.offset,
      ...(task.search_after_token !== undefined && { cursor: task.search_after_token }),
    });
    requireLooked(found);
    return [
      {
        target: found.target,
        mode: task.custom_mode === undefined ? task.mode : null,
        custom_mode: task.custom_mode ?? null,
        total_count: found.total,
        items_count: found.rows.length,
        items: found.rows.map((row) => asBacklink(row, task.rank_scale)),
        search_after_token: found.cursor,
        openbacklinks: { release: found.release, as_of: found.as_of, coverage: found.coverage },
      },
    ];
  },
});

/**
 * A task's filters on links, with what it leaves out: links inside the target's own domain (which an index rarely holds, and then no filter is
 * needed) and indirect ones. undefined: none.
 */
export async function linkFilters(
  backend: Backend,
  given: readonly unknown[] | undefined,
  of: string,
  task: {
    readonly target: string;
    readonly rank_scale: RankScale;
    readonly exclude_internal_backlinks: boolean;
    readonly include_indirect_links: boolean;
  },
): Promise<unknown[] | undefined> {
  const parts: unknown[] = [];
  if (given !== undefined && given.length > 0) parts.push(ourFilters(given, backlinkFields, of, task.rank_scale));
  if (task.exclude_internal_backlinks) {
    const { live_release } = await backend.index();
    if (live_release === null || live_release.facts.internal_links > 0) parts.push(['source_domain', '<>', targetOf(task.target).domain]);
  }
  if (!task.include_indirect_links) parts.push(['kind', 'not_in', ['redirect', 'canonical']]);
  return parts.length === 0 ? undefined : parts.flatMap((part, i) => (i === 0 ? [part] : ['and', part]));
}
