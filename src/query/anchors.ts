import { z } from 'zod';
import { anchorColumns } from '../compute/views.ts';
import { sql } from '../store/literal.ts';
import { coverageOf, knownOf } from './coverage.ts';
import { filterCondition, filterOf, filterShape, isDefaultFilter } from './filter.ts';
import { groupedPage, type GroupedView } from './grouped-page.ts';
import { defineOperation } from './operation.ts';
import { afterLast, startOf } from './page.ts';
import { anchorRow, isoTime, listOf, pageInput, targetInput, targetText } from './shapes.ts';
import { targetCondition, targetOf } from './target.ts';

interface StoredAnchor {
  readonly anchor: string;
  readonly backlinks: number;
  readonly referring_domains: number;
  readonly followed: number;
  readonly first_at: number;
  readonly last_at: number;
}

const view: GroupedView = { columns: anchorColumns, group: sql`anchor`, weight: sql`backlinks`, keptIn: 'top_anchors' };

export const anchors = defineOperation({
  name: 'anchors',
  tool: 'anchors',
  summary: 'The anchor texts that link to a target',
  description:
    'Anchor texts as written (image links by their alt text, empty when there is none), each with its backlinks, referring domains and followed share. Live links by default; most used first.',
  input: z.object({ ...targetInput, ...filterShape, ...pageInput }),
  output: listOf(anchorRow),
  units: { base: 1, rows: 1 },
  idempotent: true,
  example: { target: 'riverside-plumbing.example', limit: 5 },
  run: async (asking, asked) => {
    const target = targetOf(targetText(asked));
    const filter = filterOf(asked);
    const plain = isDefaultFilter(filter);
    const condition = filterCondition(asking.release, filter);
    const question = ['anchors', target.text, filter];
    const after = startOf(asked.cursor, question);
    const [page, known] = await Promise.all([
      groupedPage<StoredAnchor>(asking, view, {
        target,
        where: sql`${targetCondition(target)} AND ${condition}`,
        plain,
        limit: asked.limit,
        after,
      }),
      knownOf(asking, target, plain ? null : condition),
    ]);
    const shown = page.rows.slice(0, asked.limit);
    const last = shown.at(-1);
    return {
      target: target.text,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage: await coverageOf(asking, target, known),
      total: page.total,
      rows: shown.map((row) => ({
        anchor: row.anchor,
        class: null,
        backlinks: row.backlinks,
        referring_domains: row.referring_domains,
        followed_share: row.followed / row.backlinks,
        first_seen: isoTime(row.first_at),
        last_seen: isoTime(row.last_at),
      })),
      cursor:
        page.rows.length > asked.limit && last !== undefined
          ? afterLast(asking, question, [last.backlinks, last.anchor, Number(after?.[2] ?? 0) + shown.length])
          : null,
    };
  },
});
