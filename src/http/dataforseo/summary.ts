import { z } from 'zod';
import { summaryOf } from '../../query/few/summary.ts';
import { figuresOf, type Figures } from '../../query/figures.ts';
import type { summary as summaryOperation } from '../../query/summary.ts';
import { isAddress } from './backlink-item.ts';
import { linkFilters } from './backlinks.ts';
import { backlinksOf, figureFields } from './figure-fields.ts';
import { defineEndpoint, requireLooked, type TaskCall } from './endpoint.ts';
import { rankOf } from './rank-scale.ts';
import { aboutTarget, ofLinks } from './task-fields.ts';

type Summary = z.output<typeof summaryOperation.output>;

const summaryTask = z.object({ ...aboutTarget, ...ofLinks });

export const summary = defineEndpoint({
  path: 'backlinks/summary/live',
  method: 'POST',
  task: summaryTask,
  answer: async (call, task) => {
    const { target, include_subdomains, rank_scale, internal_list_limit: most, backlinks_status_type: status } = task;
    const filters = choosesLinks(task) ? await linkFilters(call.backend, task.backlinks_filters, 'backlinks_filters', task) : undefined;
    const found = await call.ask<Summary>('summary', { target, include_subdomains });
    requireLooked(found);
    const chosen = filters === undefined ? found : await figuresOfChosen(call, { target, include_subdomains, filters }, found.as_of);
    return [
      {
        target: found.target,
        rank: rankOf(found.authority, rank_scale),
        broken_backlinks: filters === undefined ? found.broken_backlinks : null,
        ...figureFields(chosen, most),
        backlinks: backlinksOf(chosen, status),
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

/** Whether a task has only some of the links counted. Without that the answer may be kept ready, links inside the domain included. */
function choosesLinks({ backlinks_filters: filters = [], include_indirect_links: all }: z.output<typeof summaryTask>): boolean {
  return filters.length > 0 || !all;
}

async function figuresOfChosen({ ask }: TaskCall, links: Readonly<Record<string, unknown>>, asOf: string): Promise<Figures> {
  const { rows } = await ask<{ rows: readonly Figures[] }>('breakdown', { ...links, by: 'target' });
  return rows[0] ?? figuresOf(summaryOf([], new Date(asOf)));
}
