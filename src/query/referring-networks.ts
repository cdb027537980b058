import { z } from 'zod';
import { backlinksWhere, isFollowed } from '../compute/views.ts';
import { sql, type Sql } from '../store/literal.ts';
import { backlinkRows } from './fields/backlink-fields.ts';
import { referringNetworkRows } from './fields/group-fields.ts';
import { networkColumn } from './fields/network.ts';
import { filterCondition, filterOf, type Filter } from './filter.ts';
import { groupedAnswer, groupedInput } from './grouped-list.ts';
import type { GroupedView } from './grouped-page.ts';
import { signalOf } from './kept-ready.ts';
import { defineOperation, type Asking } from './operation.ts';
import { isoTime, listOf, time } from './shapes.ts';
import { targetAsked, targetCondition, type Target } from './target.ts';

const standard = 'referring_domains';

const referringNetwork = z.object({
  network: z.string().describe('192.0.2.0/24, 2001:db8::/64, or one address'),
  referring_ips: z.int(),
  referring_domains: z.int(),
  referring_pages: z.int(),
  backlinks: z.int(),
  followed_backlinks: z.int(),
  first_seen: time,
  last_seen: time,
});

export const referringNetworks = defineOperation({
  name: 'referring-networks',
  tool: 'referring_domains',
  summary: 'The networks or addresses that links to a target come from',
  description:
    'Links by the address that their page was fetched from: by network (/24 of IPv4, /64 of IPv6) or by address, those with most referring domains first. Many domains in one network may be one owner. Links whose address is unknown are in none and are counted beside. Live links by default.',
  input: z.object({
    ...groupedInput(),
    by: z.enum(['subnet', 'ip']).default('subnet').describe('By network, or by each address'),
  }),
  output: listOf(referringNetwork).extend({ backlinks_without_ip: z.int().describe('Links whose address is unknown') }),
  units: { base: 1, rows: 1 },
  fields: { filters: backlinkRows, having: referringNetworkRows, order: referringNetworkRows },
  idempotent: true,
  example: { target: 'riverside-plumbing.example', limit: 5 },
  run: async (asking, asked) => {
    const target = targetAsked(asked);
    const [{ head, rows, cursor }, without] = await Promise.all([
      groupedAnswer(asking, viewBy[asked.by], asked, { question: ['referring-networks', asked.by] }),
      withoutAddress(asking, target, filterOf(asked)),
    ]);
    return {
      ...head,
      backlinks_without_ip: without,
      rows: rows.map((row) => ({
        network: row.network,
        referring_ips: row.ips,
        referring_domains: row.domains,
        referring_pages: row.pages,
        backlinks: row.backlinks,
        followed_backlinks: row.followed,
        first_seen: isoTime(row.first_at),
        last_seen: isoTime(row.last_at),
      })),
      cursor,
    };
  },
});

interface StoredNetwork {
  readonly network: string;
  readonly ips: number;
  readonly domains: number;
  readonly pages: number;
  readonly backlinks: number;
  readonly followed: number;
  readonly first_at: number;
  readonly last_at: number;
}

const address = sql`toString(b.source_ip)`;
const viewBy = { ip: viewOf(address), subnet: viewOf(networkColumn(address)) };

function viewOf(network: Sql): GroupedView<StoredNetwork> {
  return {
    columns: sql`${network} AS network, uniqExact(b.source_ip) AS ips, uniqExact(b.source_domain) AS domains, uniqExact(b.source_key) AS pages,
      count() AS backlinks, countIf(${isFollowed}) AS followed,
      toUnixTimestamp(min(b.first_seen)) AS first_at, toUnixTimestamp(max(b.first_seen + b.seen_for)) AS last_at`,
    group: 'network',
    rows: referringNetworkRows,
    standard,
    links: sql`b.source_ip != ''`,
    shown: sql`backlinks > 0`,
  };
}

async function withoutAddress(asking: Asking, target: Target, filter: Filter): Promise<number> {
  const { engine, release } = asking;
  const [row] = await engine.ask<{ links: number }>(
    sql`SELECT count() AS links FROM ${backlinksWhere(release.id, sql`${targetCondition(target)} AND ${filterCondition(release, filter)} AND b.source_ip = ''`)}`,
    signalOf(asking),
  );
  return row?.links ?? 0;
}
