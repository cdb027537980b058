import { z } from 'zod';
import { linkStatus, ofRows, rankScale, tag, target } from './task-fields.ts';

const { limit, offset, filters, order_by } = ofRows;

const severalTargets = z
  .record(z.string().regex(/^(?:[1-9]|1\d|20)$/), target)
  .refine((given) => Object.keys(given).length > 0, 'at least one target');

/** What a task says that asks who links to several targets, by domain or by page. */
export const overlapTask = z.object({
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
  backlinks_filters: z.array(z.unknown()).optional(),
  rank_scale: rankScale,
  tag,
});
export type OverlapTask = z.output<typeof overlapTask>;
