import { z } from 'zod';
import { anchorColumns } from '../compute/views.ts';
import { anchorClassOf } from '../model/anchor/anchor-class.ts';
import { sql } from '../store/literal.ts';
import { subjectOf } from './anchor-subject.ts';
import { anchorsOf } from './few/groups.ts';
import { backlinkRows } from './fields/backlink-fields.ts';
import { anchorRows } from './fields/group-fields.ts';
import { groupedAnswer, groupedInput } from './grouped-list.ts';
import { fewGroups, type GroupedView } from './grouped-page.ts';
import { defineOperation } from './operation.ts';
import { anchorRow, isoTime, listOf } from './shapes.ts';
import type { StoredAnchor } from './stored-groups.ts';
import { targetAsked } from './target.ts';

const view: GroupedView<StoredAnchor> = {
  columns: anchorColumns,
  group: 'anchor',
  rows: anchorRows,
  standard: 'backlinks',
  shown: sql`backlinks > 0`,
  ready: { weight: (row) => row.backlinks, shows: () => true, few: fewGroups([], anchorsOf), keptIn: 'top_anchors' },
};

export const anchors = defineOperation({
  name: 'anchors',
  tool: 'anchors',
  summary: 'The anchor texts that link to a target',
  description:
    'Anchor texts as written (image links by their alt text, empty when there is none), each with its class (branded, url, generic, exact, partial, other, empty), backlinks, referring domains and followed share. Live links by default; most used first.',
  input: z.object(groupedInput()),
  output: listOf(anchorRow),
  units: { base: 1, rows: 1 },
  fields: { filters: backlinkRows, having: anchorRows, order: anchorRows },
  idempotent: true,
  example: { target: 'riverside-plumbing.example', limit: 5 },
  run: async (asking, asked) => {
    const { domain } = targetAsked(asked);
    const [{ head, rows, cursor }, subject] = await Promise.all([
      groupedAnswer(asking, view, asked, { question: ['anchors'] }),
      subjectOf(asking, domain),
    ]);
    return {
      ...head,
      rows: rows.map((row) => ({
        anchor: row.anchor,
        class: anchorClassOf(row.anchor, subject),
        backlinks: row.backlinks,
        referring_domains: row.referring_domains,
        followed_share: row.followed / row.backlinks,
        first_seen: isoTime(row.first_at),
        last_seen: isoTime(row.last_at),
      })),
      cursor,
    };
  },
});
