/** Fields that the tasks of several endpoints have, with the contract's defaults and limits. */
import { z } from 'zod';
import { limits } from '../../base/limits.ts';

export const tag = z.string().max(255).optional();
export const target = z.string().min(1).max(limits.urlCharsMax);
export const rankScale = z.enum(['one_thousand', 'one_hundred']).default('one_thousand');
export const includeSubdomains = z.boolean().default(true);
export const linkStatus = z.enum(['live', 'lost', 'all']).default('live');

/** `YYYY-MM-DD` */
export const day = z.iso.date();

/** A question about one target, as most endpoints ask it. */
export const aboutTarget = {
  target,
  include_subdomains: includeSubdomains,
  rank_scale: rankScale,
  tag,
} as const;

/** How links are chosen before they are counted. */
export const ofLinks = {
  include_indirect_links: z.boolean().default(true),
  exclude_internal_backlinks: z.boolean().default(true),
  backlinks_status_type: linkStatus,
  backlinks_filters: z.array(z.unknown()).optional(),
  internal_list_limit: z.int().min(1).max(1000).default(10),
} as const;

/** A page of rows. */
export const ofRows = {
  limit: z.int().min(1).max(1000).default(100),
  offset: z.int().min(0).max(20_000).default(0),
  filters: z.array(z.unknown()).optional(),
  order_by: z.array(z.string()).max(3).optional(),
} as const;

export type RankScale = z.output<typeof rankScale>;
