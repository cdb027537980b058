import { z } from 'zod';
import { limits } from '../../base/limits.ts';
import type { Figures } from '../../query/figures.ts';
import type { Coverage } from '../../query/shapes.ts';
import { linkFilters } from './backlinks.ts';
import { defineEndpoint, requireLooked, type Endpoint, type TaskCall } from './endpoint.ts';
import { backlinksOf, figureFields } from './figure-fields.ts';
import { asMoment, asText, ourFilters, ourOrder, type OurFields } from './filters.ts';
import { rankOf } from './rank-scale.ts';
import { aboutTarget, ofLinks, ofRows, type RankScale } from './task-fields.ts';

const task = z.object({ ...aboutTarget, ...ofLinks, ...ofRows });
type Task = z.output<typeof task>;

/** A list of groups of ours, as all of them answer. */
interface Groups<Row> {
  readonly target: string;
  readonly release: number;
  readonly as_of: string;
  readonly coverage: Coverage;
  readonly total: number;
  readonly rows: readonly Row[];
  readonly cursor: string | null;
}

interface GroupEndpoint<Row> {
  readonly path: string;
  /** Our question, and what links are put together by in `breakdown`. */
  readonly operation: string;
  readonly by: (task: Readonly<Record<string, unknown>>) => string;
  readonly input?: (task: Readonly<Record<string, unknown>>) => Record<string, unknown>;
  readonly fields: OurFields;
  readonly nameOf: (row: Row) => string;
  readonly item: (row: Row, scale: RankScale) => Record<string, unknown>;
  readonly extra?: z.ZodRawShape;
}

function groupEndpoint<Row>({ path, operation, by, input, fields, nameOf, item, extra }: GroupEndpoint<Row>): Endpoint {
  return defineEndpoint({
    path: `backlinks/${path}/live`,
    method: 'POST',
    task: extra === undefined ? task : task.extend(extra),
    answer: async (call, given) => {
      const asked = given as Task & Record<string, unknown>;
      const links = {
        target: asked.target,
        include_subdomains: asked.include_subdomains,
        ...defined({ filters: await linkFilters(call.backend, asked.backlinks_filters, 'backlinks_filters', asked) }),
      };
      const found = await rowsOf<Row>(call, operation, asked, {
        ...links,
        state: asked.backlinks_status_type,
        ...input?.(asked),
        ...defined({
          having:
            asked.filters === undefined || asked.filters.length === 0
              ? undefined
              : ourFilters(asked.filters, fields, 'filters', asked.rank_scale),
          order: asked.order_by === undefined ? undefined : ourOrder(asked.order_by, fields),
        }),
      });
      requireLooked(found);
      const figures = await figuresOf(call, links, by(asked), found.rows.map(nameOf));
      return [
        {
          target: found.target,
          total_count: found.total,
          items_count: found.rows.length,
          items: found.rows.map((row) => {
            const own = figures.get(nameOf(row));
            return {
              ...(own !== undefined && { broken_backlinks: null, ...figureFields(own, asked.internal_list_limit) }),
              ...item(row, asked.rank_scale),
              ...(own !== undefined && { backlinks: backlinksOf(own, asked.backlinks_status_type) }),
            };
          }),
          openbacklinks: { release: found.release, as_of: found.as_of, coverage: found.coverage },
        },
      ];
    },
  });
}

/** A page of rows by its offset: our lists go on by cursor, so what lies before is passed over. */
export async function rowsOf<Row>(
  { ask }: TaskCall,
  operation: string,
  { limit, offset }: Pick<Task, 'limit' | 'offset'>,
  input: Readonly<Record<string, unknown>>,
): Promise<Groups<Row>> {
  const rows: Row[] = [];
  let found = await ask<Groups<Row>>(operation, { ...input, limit: Math.min(limits.rowsPerAnswerMax, offset + limit) });
  rows.push(...found.rows);
  while (rows.length < offset + limit && found.cursor !== null) {
    found = await ask<Groups<Row>>(operation, { ...input, limit: limits.rowsPerAnswerMax, cursor: found.cursor });
    rows.push(...found.rows);
  }
  return { ...found, rows: rows.slice(offset, offset + limit) };
}

/** What each of these groups of links comes to, by name. */
export async function figuresOf(
  { ask }: TaskCall,
  input: Readonly<Record<string, unknown>>,
  by: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, Figures>> {
  if (names.length === 0) return new Map();
  const { rows } = await ask<{ rows: readonly (Figures & { readonly name: string })[] }>('breakdown', { ...input, by, names });
  return new Map(rows.map((row) => [row.name, row]));
}

function defined(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

const shared: OurFields = {
  backlinks: { field: 'backlinks' },
  first_seen: { field: 'first_seen', value: asMoment },
};

/** Fields by which groups can be chosen and ordered. */
export const groupFields = {
  anchors: { ...shared, anchor: { field: 'anchor', value: asText }, referring_main_domains: { field: 'referring_domains' } },
  referring_domains: {
    ...shared,
    domain: { field: 'domain', value: asText },
    rank: { field: 'domain_authority', isRank: true },
    referring_pages: { field: 'referring_pages' },
    backlinks_spam_score: { field: 'spam_score' },
  },
  referring_networks: {
    ...shared,
    network_address: { field: 'network', value: asText },
    referring_main_domains: { field: 'referring_domains' },
    referring_pages: { field: 'referring_pages' },
    referring_ips: { field: 'referring_ips' },
  },
} as const satisfies Record<string, OurFields>;

interface AnchorRow {
  readonly anchor: string;
  readonly class: string | null;
}

export const anchors = groupEndpoint<AnchorRow>({
  path: 'anchors',
  operation: 'anchors',
  by: () => 'anchor',
  fields: groupFields.anchors,
  nameOf: ({ anchor }) => anchor,
  item: ({ anchor, class: anchorClass }) => ({ type: 'backlinks_anchor', anchor, rank: null, openbacklinks: { class: anchorClass } }),
});

interface DomainRow {
  readonly domain: string;
  readonly domain_authority: number;
  readonly evidence: string;
}

export const referringDomains = groupEndpoint<DomainRow>({
  path: 'referring_domains',
  operation: 'referring-domains',
  by: () => 'domain',
  input: () => ({ evidence: 'index' }),
  fields: groupFields.referring_domains,
  nameOf: ({ domain }) => domain,
  item: ({ domain, domain_authority }, scale) => ({ type: 'backlinks_referring_domain', domain, rank: rankOf(domain_authority, scale) }),
});

interface NetworkRow {
  readonly network: string;
}

const network = z.enum(['ip', 'subnet']).default('ip');

export const referringNetworks = groupEndpoint<NetworkRow>({
  path: 'referring_networks',
  operation: 'referring-networks',
  by: ({ network_address_type: type }) => String(type),
  input: ({ network_address_type: type }) => ({ by: type }),
  fields: groupFields.referring_networks,
  nameOf: ({ network: name }) => name,
  item: ({ network: name }) => ({ type: 'backlinks_referring_network', network_address: name, rank: null }),
  extra: { network_address_type: network },
});
