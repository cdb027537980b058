import { z } from 'zod';
import { backlinksWhere, isLive, summarySelect } from '../compute/views.ts';
import { limits } from '../base/limits.ts';
import { urlKey } from '../model/url.ts';
import { sql, strings, type Sql } from '../store/literal.ts';
import { coverageOf, knownOf } from './coverage.ts';
import { backlinkRows } from './fields/backlink-fields.ts';
import { networkColumn } from './fields/network.ts';
import { byBytes } from './few/rows.ts';
import { figures, figuresOf } from './figures.ts';
import { filterCondition, filterOf, filterShape } from './filter.ts';
import { signalOf } from './kept-ready.ts';
import { defineOperation } from './operation.ts';
import { listOf, pageInput, targetInput } from './shapes.ts';
import type { StoredSummary } from './stored-groups.ts';
import { targetAsked, targetCondition } from './target.ts';

/** What links are put together by: the column of a link, and how a name that is asked for is written there. */
const groups = {
  anchor: { column: sql`b.anchor`, stored: (name: string) => name },
  domain: { column: sql`b.source_domain`, stored: (name: string) => name.toLowerCase() },
  page: { column: sql`b.source_key`, stored: (name: string) => urlKey(name) ?? name },
  ip: { column: sql`toString(b.source_ip)`, stored: (name: string) => name },
  subnet: { column: networkColumn(sql`toString(b.source_ip)`), stored: (name: string) => name },
  target_page: { column: sql`b.target_key`, stored: (name: string) => urlKey(name) ?? name },
  /** All links that match are one group, named by the target. */
  target: { column: sql`''`, stored: () => '' },
} as const satisfies Record<string, { readonly column: Sql; readonly stored: (name: string) => string }>;

const kinds = Object.keys(groups) as (keyof typeof groups)[];

export const breakdown = defineOperation({
  name: 'breakdown',
  tool: 'summary',
  summary: 'Figures for each anchor, domain, page or network',
  description:
    'For up to 1,000 anchors, linking domains, linking pages, networks or pages of a target: how many links, pages, hosts, domains and addresses, by kind, rel, placement, TLD and class, what came and went. One row a name, in the order given; a name that no link has is left out. Without names, those with most live links. By `target`, all links that the filters choose are one row.',
  input: z.object({
    ...targetInput,
    ...filterShape,
    state: z.enum(['live', 'all']).default('all').describe('Links that are live, or all'),
    by: z
      .enum(kinds as [keyof typeof groups, ...(keyof typeof groups)[]])
      .default('domain')
      .describe('What links are grouped by'),
    names: z
      .array(z.string().max(limits.urlCharsMax))
      .min(1)
      .max(limits.rowsPerAnswerMax)
      .optional()
      .describe('Default: those with most live links'),
    limit: pageInput.limit,
  }),
  output: listOf(z.object({ name: z.string(), ...figures })),
  units: { base: 1, rows: 1 },
  fields: { filters: backlinkRows },
  idempotent: true,
  example: { target: 'riverside-plumbing.example', by: 'domain', names: ['riverside-gazette.example'] },
  run: async (asking, asked) => {
    const target = targetAsked(asked);
    const { release } = asking;
    const { column, stored } = groups[asked.by];
    const names = asked.names === undefined ? null : new Map(asked.names.map((name) => [stored(name), name]));
    const links = sql`${targetCondition(target)} AND ${filterCondition(release, filterOf(asked))}`;
    const chosen =
      names === null
        ? sql`SELECT ${column} FROM ${backlinksWhere(release.id, links)} GROUP BY ${column} ORDER BY countIf(${isLive}) DESC, ${column} LIMIT ${asked.limit}`
        : sql`SELECT arrayJoin(${strings([...names.keys()])})`;
    const where = sql`${links} AND ${column} IN (${chosen})`;
    const [found, known] = await Promise.all([
      asking.engine.ask<StoredSummary & { name: string } & Record<string, unknown>>(
        summarySelect(release.id, release.asOf, backlinksWhere(release.id, where), [{ as: 'name', column }]),
        signalOf(asking),
      ),
      knownOf(asking, target, null),
    ]);
    const order = names === null ? found.toSorted(mostFirst).map(({ name }) => [name, name] as const) : [...names];
    const byName = new Map(found.map((row) => [row.name, row]));
    const rows = order.flatMap(([key, name]) => {
      const row = byName.get(key);
      return row === undefined ? [] : [{ name: asked.by === 'target' ? target.text : name, ...figuresOf(row) }];
    });
    return {
      target: target.text,
      release: release.id,
      as_of: release.asOf.toISOString(),
      coverage: await coverageOf(asking, target, known),
      total: rows.length,
      rows,
      cursor: null,
    };
  },
});

function mostFirst(a: { readonly live: number; readonly name: string }, b: { readonly live: number; readonly name: string }): number {
  return b.live - a.live || byBytes(a.name, b.name);
}
