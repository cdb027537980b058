import { sql, strings, type Sql } from '../../store/literal.ts';
import { tableOf } from '../../store/releases.ts';
import { signalOf } from '../kept-ready.ts';
import type { Asking } from '../operation.ts';
import type { Target } from '../target.ts';
import { edgesTo } from './edges.ts';

interface Edge {
  readonly bit: number;
  readonly source_domain: string;
  readonly live: number;
  readonly followed: number;
  readonly first_at: number;
  readonly last_at: number;
}

export interface Details {
  readonly edges: readonly Edge[];
  readonly contact_url: string | null;
  readonly submission_url: string | null;
}

/** What stands beside the rows shown: to whom each links how much, and where it can be asked. */
export async function detailsOf(
  asking: Asking,
  targets: readonly Target[],
  shown: readonly { readonly domain: string }[],
): Promise<(domain: string) => Details> {
  if (shown.length === 0) return () => ({ edges: [], contact_url: null, submission_url: null });
  const { id } = asking.release;
  const domains = strings(shown.map(({ domain }) => domain));
  const among = (domain: Sql): Sql => sql`${domain} IN (SELECT arrayJoin(${domains}))`;
  const [edges, addresses] = await Promise.all([
    asking.engine.ask<Edge & Record<string, unknown>>(
      sql`SELECT bit, source_domain, live, followed, first_at, last_at FROM (${edgesTo(id, targets, among)}) WHERE live > 0 ORDER BY bit`,
      signalOf(asking),
    ),
    asking.engine.ask<{ domain: string; contact_url: string; submission_url: string }>(
      sql`SELECT domain, contact_url, submission_url FROM ${tableOf('domains', id)} WHERE ${among(sql`domain`)}`,
      signalOf(asking),
    ),
  ]);
  const edgesOf = new Map<string, Edge[]>(shown.map(({ domain }) => [domain, []]));
  for (const edge of edges) edgesOf.get(edge.source_domain)?.push(edge);
  const addressOf = new Map(addresses.map((row) => [row.domain, row]));
  return (domain) => ({
    edges: edgesOf.get(domain) ?? [],
    contact_url: addressOf.get(domain)?.contact_url || null,
    submission_url: addressOf.get(domain)?.submission_url || null,
  });
}
