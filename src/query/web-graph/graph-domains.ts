/**
 * Referring domains of the web graph that the index does not know: domains with a node that links to the target, without those of
 * which the release holds a link to it, live or lost. Ordered by authority and then by number, which is the place by PageRank.
 */
import { domainClassOf } from '../../compute/graph.ts';
import { graphDomainOf } from '../../compute/graph-domains.ts';
import { hostOf, hostOfKey } from '../../model/host.ts';
import { join, name, sql, type Sql } from '../../store/literal.ts';
import { tableOf } from '../../store/releases.ts';
import { signalOf } from '../kept-ready.ts';
import type { Asking } from '../operation.ts';
import { targetCondition, targetOf, type Target } from '../target.ts';
import { graphLook, type GraphLook } from './graph-look.ts';

/** A domain by its strongest node. */
export interface GraphPlace {
  readonly node: number;
  /** Of the release when it knows the domain, else by the graph's PageRank; -1 when neither says. */
  readonly authority: number;
}

/** What a domain is in the graph: places from 1, strongest first. */
export interface GraphRanks {
  readonly rank: number | null;
  readonly harmonic_rank: number | null;
}

export interface GraphDomainsAsked {
  /** Conditions on `authority` and `node`. */
  readonly conditions: readonly Sql[];
  readonly limit: number;
  /** The last one shown before; null for the first page. */
  readonly after: GraphPlace | null;
}

/** One page of them, and how many there are in all, exactly. */
export async function graphDomains(
  asking: Asking,
  target: Target,
  look: GraphLook,
  { conditions, limit, after }: GraphDomainsAsked,
): Promise<{ rows: readonly GraphPlace[]; total: number }> {
  const { release } = asking;
  const where = join(onlyInGraph(asking, target, look, conditions), ' AND ');
  const behind =
    after === null ? sql`` : sql`WHERE authority < ${after.authority} OR (authority = ${after.authority} AND node > ${after.node})`;
  const rows = await asking.engine.ask<{ node: number; authority: number; total: number }>(
    sql`SELECT * FROM (
          SELECT node, authority, count() OVER () AS total FROM (
            SELECT node, ${authorityOfNode(release.id, look)} AS authority FROM (${linkingNodes(look)})
          ) WHERE ${where}
        ) ${behind} ORDER BY authority DESC, node LIMIT ${limit}`,
    signalOf(asking),
  );
  const total =
    rows[0]?.total ?? (after === null ? 0 : (await graphDomains(asking, target, look, { conditions, limit: 1, after: null })).total);
  return { rows, total };
}

/**
 * The same domains with their names, as a SELECT of the columns of `referringDomainColumns` and their number; what only links would tell is NULL. Reads the name
 * of every linking node.
 */
export function graphDomainsSelect(asking: Asking, target: Target, look: GraphLook, conditions: readonly Sql[]): Sql {
  const { id } = asking.release;
  const unknown = (as: string): Sql => sql`CAST(NULL AS Nullable(UInt32)) AS ${name(as)}`;
  return sql`SELECT domain, nullIf(authority, -1) AS authority, toUInt8(${domainClassOf(sql`domain`)}) AS class,
      ${unknown('spam')}, ${unknown('trust')}, ${unknown('spam_mass')}, toUInt64(0) AS source_topics, toUInt8(0) AS source_site_language, '' AS target_domain, toUInt64(0) AS target_topics, toUInt8(0) AS target_language,
      ${join(['live', 'lost', 'followed', 'pages', 'first_at', 'last_at', 'lost_at'].map(unknown), ', ')}, node
    FROM (
      SELECT node, ${domainOfKey} AS domain, ${authorityOfNode(id, look)} AS authority FROM webgraph_nodes
      WHERE graph = ${look.graph.id} AND node IN (${linkingNodes(look)})
    ) WHERE ${join(onlyInGraph(asking, target, look, conditions), ' AND ')}`;
}

/**
 * The strongest referring domains that only the release's web graph knows, for those who want to look closer. Empty when the graph
 * knows none; null when there is no graph or it did not look at the domain.
 */
export async function referringDomainsOfGraph(
  asking: Asking,
  domain: string,
  limit: number,
): Promise<readonly { readonly domain: string; readonly domain_authority: number | null; readonly webgraph: GraphRanks }[] | null> {
  const target = targetOf(domain);
  const look = graphLook(asking, target);
  if (look === null || look.notLooked !== null) return null;
  const { rows } = await graphDomains(asking, target, look, { conditions: [], limit, after: null });
  const named = await namesOfNodes(asking, look, rows);
  return rows.flatMap(({ node, authority }) => {
    const found = named.get(node);
    return found === undefined ? [] : [{ domain: found.domain, domain_authority: authority < 0 ? null : authority, webgraph: found.ranks }];
  });
}

/** How many domains only the graph knows to link here (null when it did not look), and the target's own place in it: a host's own in a graph of hosts. */
export async function graphSummary(
  asking: Asking,
  target: Target,
  look: GraphLook,
): Promise<{ domains: number | null; ranks: GraphRanks | null }> {
  const domains =
    look.notLooked === null ? (await graphDomains(asking, target, look, { conditions: [], limit: 1, after: null })).total : null;
  if (target.scope !== 'domain' && (target.scope !== 'host' || look.graph.level === 'domain')) return { domains, ranks: null };
  if (graphDomainOf(target.domain, look.graph.level) !== target.domain) return { domains, ranks: null };
  const [row] = await asking.engine.ask<{ node: number; harmonic_rank: number }>(
    sql`SELECT node, harmonic_rank FROM webgraph_nodes WHERE graph = ${look.graph.id} AND node IN (SELECT node FROM webgraph_names WHERE ${look.names}) ORDER BY node LIMIT 1`,
    signalOf(asking),
  );
  return { domains, ranks: row === undefined ? null : ranksOf(look.graph, row) };
}

/** Of a linking node (`node`, `authority`): the index does not know its domain to link here, it is not the target itself, and it meets the conditions. */
function onlyInGraph(asking: Asking, target: Target, look: GraphLook, conditions: readonly Sql[]): readonly Sql[] {
  return [
    sql`node NOT IN (${knownNodes(asking, target)})`,
    sql`node NOT IN (SELECT owner FROM webgraph_names WHERE ${look.names})`,
    ...conditions,
  ];
}

/** The name of a node's domain, from its key. */
const domainOfKey = sql`arrayStringConcat(arrayReverse(splitByChar(',', substring(domain_key, 1, length(domain_key) - 1))), '.')`;

/** Names and ranks of nodes. */
export async function namesOfNodes(
  asking: Asking,
  { graph }: GraphLook,
  places: readonly GraphPlace[],
): Promise<ReadonlyMap<number, { readonly domain: string; readonly ranks: GraphRanks }>> {
  if (places.length === 0) return new Map();
  const rows = await asking.engine.ask<{ node: number; domain_key: string; harmonic_rank: number }>(
    sql`SELECT node, domain_key, harmonic_rank FROM webgraph_nodes WHERE graph = ${graph.id} AND node IN ${places.map(({ node }) => node)}`,
    signalOf(asking),
  );
  return new Map(rows.map((row) => [row.node, { domain: hostOfKey(row.domain_key), ranks: ranksOf(graph, row) }]));
}

/** What the graph says of domains that the index names: of the strongest node of each. Tenants of a shared host have no node of their own. */
export async function ranksOfDomains(
  asking: Asking,
  { graph }: Pick<GraphLook, 'graph'>,
  domains: readonly string[],
): Promise<ReadonlyMap<string, GraphRanks>> {
  const keys = new Map(
    domains.flatMap((domain) => (graphDomainOf(domain, graph.level) === domain ? [[hostOf(domain).key, domain] as const] : [])),
  );
  if (keys.size === 0) return new Map();
  const rows = await asking.engine.ask<{ node: number; domain_key: string; harmonic_rank: number }>(
    sql`SELECT node, domain_key, harmonic_rank FROM webgraph_nodes
        WHERE graph = ${graph.id} AND node IN (SELECT owner FROM webgraph_names WHERE graph = ${graph.id} AND domain_key IN ${[...keys.keys()]})`,
    signalOf(asking),
  );
  return new Map(rows.flatMap((row) => (keys.has(row.domain_key) ? [[keys.get(row.domain_key) ?? '', ranksOf(graph, row)] as const] : [])));
}

/** Nodes of these domains, as a condition. */
export function nodeIsOneOf({ graph }: GraphLook, domains: readonly string[]): Sql {
  const keys = domains.map((domain) => hostOf(domain).key);
  return sql`node IN (SELECT owner FROM webgraph_names WHERE graph = ${graph.id} AND domain_key IN ${keys})`;
}

/** Nodes for whose domain (`b.source_domain`) this holds, as a condition. Reads the name of every linking node. */
export function nodeWhere(look: GraphLook, condition: Sql): Sql {
  const linking = sql`SELECT node, ${domainOfKey} AS source_domain FROM webgraph_nodes WHERE graph = ${look.graph.id} AND node IN (${linkingNodes(look)})`;
  return sql`node IN (SELECT b.node FROM (${linking}) AS b WHERE ${condition})`;
}

/** A graph without ranks numbers by in-links, which is no rank. */
function ranksOf(
  graph: GraphLook['graph'],
  { node, harmonic_rank }: { readonly node: number; readonly harmonic_rank: number },
): GraphRanks {
  return graph.ranked ? { rank: node + 1, harmonic_rank } : { rank: null, harmonic_rank: null };
}

/** The nodes that link to the target, each domain by its strongest one. */
function linkingNodes({ graph, names }: GraphLook): Sql {
  const targets = sql`graph = ${graph.id} AND target IN (SELECT node FROM webgraph_names WHERE ${names})`;
  if (graph.level === 'domain') return sql`SELECT DISTINCT arrayJoin(sources) AS node FROM webgraph_in WHERE ${targets}`;
  return sql`SELECT DISTINCT owner AS node FROM webgraph_nodes
    WHERE graph = ${graph.id} AND webgraph_nodes.node IN (SELECT arrayJoin(sources) FROM webgraph_in WHERE ${targets})`;
}

/** Nodes of the domains that the index knows to link to the target, now or once. */
function knownNodes({ release }: Asking, target: Target): Sql {
  const sources =
    target.scope === 'domain'
      ? sql`SELECT source_domain FROM ${tableOf('domain_edges', release.id)} WHERE bucket = ${target.bucket} AND target_domain = ${target.domain}`
      : sql`SELECT b.source_domain FROM ${tableOf('backlinks', release.id)} AS b WHERE ${targetCondition(target)}`;
  return sql`SELECT node FROM ${tableOf('graph_domains', release.id)} WHERE domain IN (${sources})`;
}

/** The release's own score where it has one; else the graph's, which falls in steps as numbers rise. */
function authorityOfNode(release: number, { graph: { steps, ranked } }: GraphLook): Sql {
  const [starts, scores]: [number[], number[]] = [[], []];
  for (let authority = steps.length; authority >= 0; authority--) {
    const start = steps[authority] ?? 0;
    const end = authority === 0 ? Number.POSITIVE_INFINITY : (steps[authority - 1] ?? 0);
    if (start >= end) continue;
    starts.push(start);
    scores.push(authority);
  }
  const byRank = ranked ? sql`transform(roundDown(node, ${starts}), ${starts}, ${scores}, 0)` : sql`-1`;
  const dictionary = `graph_authority_${release}`;
  return sql`toInt16(if(dictHas(${dictionary}, toUInt64(node)), dictGet(${dictionary}, 'authority', toUInt64(node)), ${byRank}))`;
}
