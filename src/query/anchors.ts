import { z } from 'zod';
import { anchorColumns } from '../compute/views.ts';
import { sql } from '../store/literal.ts';
import { anchorClassOf } from '../model/anchor/anchor-class.ts';
import { subjectOf } from './anchor-subject.ts';
import { coverageOf } from './coverage.ts';
import { anchorsOf } from './few/groups.ts';
import { backlinkRows } from './fields/backlink-fields.ts';
import { filterOf, filterShape } from './filter.ts';
import { groupedPage, type GroupedView } from './grouped-page.ts';
import { defineOperation } from './operation.ts';
import { afterLast, startOf } from './page.ts';
import { anchorRow, isoTime, listOf, pageInput, targetInput } from './shapes.ts';
import type { StoredAnchor } from './stored-groups.ts';
import { targetAsked } from './target.ts';

const view: GroupedView<StoredAnchor> = {
  columns: anchorColumns,
  group: 'anchor',
  weight: 'backlinks',
  having: sql`backlinks > 0`,
  shows: () => true,
  groupsOf: anchorsOf,
  keptIn: 'top_anchors',
};

export const anchors = defineOperation({
  name: 'anchors',
  tool: 'anchors',
  summary: 'The anchor texts that link to a target',
  description:
    'Anchor texts as written (image links by their alt text, empty when there is none), each with its class (branded, url, generic, exact, partial, other, empty), backlinks, referring domains and followed share. Live links by default; most used first.',
  input: z.object({ ...targetInput, ...filterShape, ...pageInput }),
  output: listOf(anchorRow),
  units: { base: 1, rows: 1 },
  fields: { filters: backlinkRows },
  idempotent: true,
  example: { target: 'riverside-plumbing.example', limit: 5 },
  run: async (asking, asked) => {
    const target = targetAsked(asked);
    const filter = filterOf(asked);
    const question = ['anchors', target, filter];
    const after = startOf(asked.cursor, question);
    const [page, subject] = await Promise.all([
      groupedPage(asking, view, { target, filter, linkFilter: filter, limit: asked.limit, after }),
      subjectOf(asking, target.domain),
    ]);
    const shown = page.rows.slice(0, asked.limit);
    const last = shown.at(-1);
    const place = Number(after?.[2] ?? 0) + shown.length;
    return {
      target: target.text,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage: await coverageOf(asking, target, page.known),
      total: page.total,
      rows: shown.map((row) => ({
        anchor: row.anchor,
        class: anchorClassOf(row.anchor, subject),
        backlinks: row.backlinks,
        referring_domains: row.referring_domains,
        followed_share: row.followed / row.backlinks,
        first_seen: isoTime(row.first_at),
        last_seen: isoTime(row.last_at),
      })),
      cursor:
        page.rows.length > asked.limit && last !== undefined ? afterLast(asking, question, [last.backlinks, last.anchor, place]) : null,
    };
  },
});
