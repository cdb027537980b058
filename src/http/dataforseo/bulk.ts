import { z } from 'zod';
import { limits } from '../../base/limits.ts';
import type { bulk as bulkOperation } from '../../query/bulk.ts';
import type { history as historyOperation } from '../../query/history.ts';
import type { summary as summaryOperation } from '../../query/summary.ts';
import { targetOf } from '../../query/target.ts';
import { figureFields } from './figure-fields.ts';
import { defineEndpoint, type Endpoint, type TaskCall } from './endpoint.ts';
import { rankOf } from './rank-scale.ts';
import { invalidField, Refused } from './status.ts';
import { day, includeSubdomains, rankScale, tag, target } from './task-fields.ts';

type Bulk = z.output<typeof bulkOperation.output>;
type Figures = Bulk['rows'][number];
type History = z.output<typeof historyOperation.output>;
type Summary = z.output<typeof summaryOperation.output>;

const targets = z.array(target).min(1).max(limits.bulkTargetsMax);
const several = { targets, tag } as const;

/** One row a target, in the order given, of the figures that are wanted. */
function bulkEndpoint(name: string, figure: 'counts' | 'spam', item: (name: string, row: Figures) => Record<string, unknown>): Endpoint {
  return defineEndpoint({
    path: `backlinks/${name}/live`,
    method: 'POST',
    task: z.object(several),
    answer: async (call, task) => {
      const rows = await figuresOf(call, task.targets, figure);
      return [answerOf(rows.map(([given, row]) => item(given, row)))];
    },
  });
}

export const bulkRanks = defineEndpoint({
  path: 'backlinks/bulk_ranks/live',
  method: 'POST',
  task: z.object({ ...several, rank_scale: rankScale }),
  answer: async (call, task) => {
    const rows = await figuresOf(call, task.targets, 'ranks');
    return [answerOf(rows.map(([name, row]) => ({ target: name, rank: rankOf(row.authority, task.rank_scale) })))];
  },
});

export const bulkBacklinks = bulkEndpoint('bulk_backlinks', 'counts', (name, { backlinks }) => ({ target: name, backlinks }));

export const bulkSpamScore = bulkEndpoint('bulk_spam_score', 'spam', (name, { spam_score }) => ({
  type: 'backlinks_bulk_spam_score',
  target: name,
  spam_score,
}));

export const bulkReferringDomains = bulkEndpoint('bulk_referring_domains', 'counts', (name, row) => ({
  target: name,
  referring_domains: null,
  referring_domains_nofollow: null,
  referring_main_domains: row.referring_domains,
  referring_main_domains_nofollow: null,
}));

export const bulkNewLostBacklinks = defineEndpoint({
  path: 'backlinks/bulk_new_lost_backlinks/live',
  method: 'POST',
  task: z.object({ ...several, date_from: day.optional() }),
  answer: async (call, task) => {
    const flows = await flowsOf(call, task);
    return [answerOf(flows.map(({ name, backlinks }) => ({ target: name, new_backlinks: backlinks.new, lost_backlinks: backlinks.lost })))];
  },
});

export const bulkNewLostReferringDomains = defineEndpoint({
  path: 'backlinks/bulk_new_lost_referring_domains/live',
  method: 'POST',
  task: z.object({ ...several, date_from: day.optional() }),
  answer: async (call, task) => {
    const flows = await flowsOf(call, task);
    return [
      answerOf(
        flows.map(({ name, hosts, domains }) => ({
          target: name,
          new_referring_domains: hosts?.new ?? null,
          lost_referring_domains: hosts?.lost ?? null,
          new_referring_main_domains: domains.new,
          lost_referring_main_domains: domains.lost,
        })),
      ),
    ];
  },
});

export const bulkPagesSummary = defineEndpoint({
  path: 'backlinks/bulk_pages_summary/live',
  method: 'POST',
  task: z.object({ ...several, include_subdomains: includeSubdomains, rank_scale: rankScale }),
  answer: async ({ ask }, task) => {
    const domains = new Set(task.targets.map((name) => targetOf(name).domain));
    if (domains.size > 100) throw new Refused(invalidField('targets'));
    const items: Record<string, unknown>[] = [];
    for (const name of task.targets) {
      const found = await ask<Summary>('summary', { target: name, include_subdomains: task.include_subdomains });
      const main = found.target === found.domain ? found : await ask<Summary>('summary', { target: found.domain });
      items.push({
        type: 'backlinks_bulk_pages_summary',
        url: found.target,
        main_domain_rank: rankOf(main.authority, task.rank_scale),
        rank: rankOf(found.authority, task.rank_scale),
        broken_backlinks: found.broken_backlinks,
        ...figureFields(found, 10),
      });
    }
    return [{ total_count: items.length, ...answerOf(items) }];
  },
});

function answerOf(items: readonly Record<string, unknown>[]): Record<string, unknown> {
  return { items_count: items.length, items };
}

/** The figures of each target as it was given; one that was given twice has them twice. */
async function figuresOf(
  { ask }: TaskCall,
  given: readonly string[],
  figure: 'ranks' | 'counts' | 'spam' | 'new_lost',
): Promise<(readonly [string, Figures])[]> {
  const { rows } = await ask<Bulk>('bulk', { targets: given, figures: [figure] });
  const byText = new Map(rows.map((row) => [row.target, row]));
  return given.flatMap((name) => {
    const row = byText.get(targetOf(name).text);
    return row === undefined ? [] : [[name, row] as const];
  });
}

interface Flow {
  readonly new: number | null;
  readonly lost: number | null;
}

/** What came and went: of the last 30 days at once, since another day from each target's history. */
async function flowsOf(
  call: TaskCall,
  task: { readonly targets: readonly string[]; readonly date_from?: string | undefined },
): Promise<{ name: string; backlinks: Flow; domains: Flow; hosts: Flow | null }[]> {
  const { targets: given, date_from: from } = task;
  if (from === undefined) {
    const rows = await figuresOf(call, given, 'new_lost');
    return rows.map(([name, row]) => ({
      name,
      backlinks: { new: row.new_backlinks_30d, lost: row.lost_backlinks_30d },
      domains: { new: row.new_referring_domains_30d, lost: row.lost_referring_domains_30d },
      hosts: null,
    }));
  }
  const flows: { name: string; backlinks: Flow; domains: Flow; hosts: Flow }[] = [];
  for (const name of given) {
    const { rows } = await call.ask<History>('history', { target: name, by: 'day', from });
    const sum = (level: 'backlinks' | 'referring_domains' | 'referring_hosts'): Flow => ({
      new: rows.reduce((total, row) => total + row[level].new, 0),
      lost: rows.reduce((total, row) => total + row[level].lost, 0),
    });
    flows.push({ name, backlinks: sum('backlinks'), domains: sum('referring_domains'), hosts: sum('referring_hosts') });
  }
  return flows;
}
