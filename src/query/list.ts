import { z } from 'zod';
import { backlinksOf } from './backlink-row.ts';
import { coverageOf } from './coverage.ts';
import { filterOf, filterShape } from './filter.ts';
import { listOrders, listRows, type ListOrder } from './list-rows.ts';
import { defineOperation } from './operation.ts';
import { afterLast, startOf } from './page.ts';
import { backlink, listOf, pageInput, targetInput } from './shapes.ts';
import { targetAsked } from './target.ts';

export const list = defineOperation({
  name: 'list',
  tool: 'backlinks',
  summary: 'The backlinks of a target, row by row',
  description:
    'Every link to the target with its anchor, rel, placement, dates, state, scores and the archive record that proves it. One row is one source page and one target page; ' +
    'live links by default, strongest linking domain first. Totals are exact; a cursor goes on in the same release.',
  input: z.object({
    ...targetInput,
    ...filterShape,
    order: z
      .enum(Object.keys(listOrders) as ListOrder[])
      .default('authority')
      .describe('What rows are ordered by'),
    direction: z.enum(['asc', 'desc']).default('desc').describe('Ascending or descending'),
    ...pageInput,
  }),
  output: listOf(backlink),
  units: { base: 1, rows: 1 },
  idempotent: true,
  example: { target: 'riverside-plumbing.example', limit: 5 },
  run: async (asking, asked) => {
    const { order, direction, limit } = asked;
    const target = targetAsked(asked);
    const filter = filterOf(asked);
    const question = ['list', target, filter, order, direction];
    const after = startOf(asked.cursor, question);
    const { rows, known } = await listRows(asking, { target, filter, order, direction, limit, after });
    const shown = rows.slice(0, limit);
    const [coverage, backlinks] = await Promise.all([coverageOf(asking, target, known), backlinksOf(asking, shown)]);
    const last = shown.at(-1);
    const place = Number(after?.[3] ?? 0) + shown.length;
    return {
      target: target.text,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage,
      total: known.matching,
      rows: backlinks,
      cursor:
        rows.length > limit && last !== undefined
          ? afterLast(asking, question, [listOrders[order].value(last), last.target_key, last.source_key, place])
          : null,
    };
  },
});
