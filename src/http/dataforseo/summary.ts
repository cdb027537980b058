import { z } from 'zod';
import type { summary as summaryOperation } from '../../query/summary.ts';
import { isAddress } from './backlink-item.ts';
import { figureFields } from './figure-fields.ts';
import { defineEndpoint, requireLooked } from './endpoint.ts';
import { rankOf } from './rank-scale.ts';
import { aboutTarget, ofLinks } from './task-fields.ts';

type Summary = z.output<typeof summaryOperation.output>;

export const summary = defineEndpoint({
  path: 'backlinks/summary/live',
  method: 'POST',
  task: z.object({ ...aboutTarget, ...ofLinks }),
  answer: async ({ ask }, { target, include_subdomains, rank_scale, internal_list_limit: most }) => {
    const found = await ask<Summary>('summary', { target, include_subdomains });
    requireLooked(found);
    return [
      {
        target: found.target,
        rank: rankOf(found.authority, rank_scale),
        broken_backlinks: found.broken_backlinks,
        ...figureFields(found, most),
        crawled_pages: null,
        info: {
          server: null,
          cms: null,
          platform_type: null,
          ip_address: null,
          country: null,
          is_ip: isAddress(found.domain),
          target_spam_score: null,
        },
        internal_links_count: null,
        external_links_count: null,
        openbacklinks: { release: found.release, as_of: found.as_of, coverage: found.coverage },
      },
    ];
  },
});
