/**
 * Referring domains of the index and of the web graph as one list: strongest first; at the same authority those of the index by
 * name, then those of the graph by its ranks. A page of each is read behind the same place, and merged.
 */
import { domainClassOf } from '../../compute/graph.ts';
import { sourceClasses, sourceClassOf } from '../../model/source-class.ts';
import { sql, type Sql } from '../../store/literal.ts';
import { domainNamed } from '../domain-named.ts';
import { filterOf, listOf, type Filter } from '../filter.ts';
import type { Asking } from '../operation.ts';
import type { ReferringDomain } from '../shapes.ts';
import type { Target } from '../target.ts';
import { graphDomains, namesOfNodes, nodeIsOneOf, nodeWhere, ranksOfDomains, type GraphPlace } from './graph-domains.ts';
import type { GraphLook } from './graph-look.ts';

/** Domains that only the graph knows, of one page. */
export interface GraphPage {
  readonly rows: readonly GraphPlace[];
  /** Those that match, and all there are whatever was filtered. */
  readonly total: number;
  readonly known: number;
  /** Whether none matches because the filter asks for what a graph does not know of a link. */
  readonly askedOfLinks: boolean;
}

/** Where a list of both goes on: [authority, domain, rows of the index shown, node]; the node is -1 when the last row was one of the index. */
type After = readonly (string | number)[] | null;

/** Greater than every domain: behind a row of the graph all domains of the index at its authority were shown. */
const afterAllNames = '\u{10FFFF}';

/** The place in the index's own list ([authority, domain, rows shown]) at which a list of both goes on. */
export function placeInIndex(after: After): After {
  if (after === null || Number(after[3] ?? -1) < 0) return after?.slice(0, 3) ?? null;
  return [after[0] ?? 0, afterAllNames, after[2] ?? 0];
}

/** The graph's part of a page, one more row than asked for when there is a next page. Asks nothing when the graph did not look. */
export async function graphPage(
  asking: Asking,
  target: Target,
  look: GraphLook | null,
  asked: { readonly filter: Filter; readonly shown: boolean; readonly limit: number; readonly after: After },
): Promise<GraphPage> {
  if (look === null || look.notLooked !== null) return { rows: [], total: 0, known: 0, askedOfLinks: false };
  const conditions = asked.shown ? conditionsOf(look, asked.filter) : null;
  const all = async (): Promise<number> => (await graphDomains(asking, target, look, { conditions: [], limit: 1, after: null })).total;
  if (conditions === null) return { rows: [], total: 0, known: await all(), askedOfLinks: asked.shown };
  const { rows, total } = await graphDomains(asking, target, look, {
    conditions,
    limit: asked.limit + 1,
    after: placeInGraph(asked.after),
  });
  return { rows, total, known: conditions.length === 0 ? total : await all(), askedOfLinks: false };
}

function placeInGraph(after: After): GraphPlace | null {
  return after === null ? null : { authority: Number(after[0]), node: Number(after[3] ?? -1) };
}

/** A filter as conditions on nodes; null when it asks for what a graph does not know of a link, so that none of its domains matches. */
export function conditionsOf(look: GraphLook, filter: Filter): Sql[] | null {
  const { state, source_domain: domains, source_class: classes, authority_min: min, authority_max: max, ...others } = filterOf(filter);
  if (state === 'lost' || Object.values(others).some((value) => value !== undefined)) return null;
  const conditions: Sql[] = [];
  if (domains !== undefined) {
    const names = listOf(domains).map((domain) => domainNamed('source_domain', domain));
    conditions.push(nodeIsOneOf(look, names));
  }
  if (classes !== undefined) {
    const codes = listOf(classes).map((name) => sourceClasses.indexOf(name));
    conditions.push(nodeWhere(look, sql`${domainClassOf(sql`b.source_domain`)} IN ${codes}`));
  }
  // What was said of a domain holds whoever knows it.
  if (filter.judged !== undefined) conditions.push(nodeWhere(look, filter.judged.condition));
  if (min !== undefined) conditions.push(sql`authority >= ${min}`);
  // -1 stands for unknown, which is neither above nor below.
  if (max !== undefined) conditions.push(sql`authority BETWEEN 0 AND ${max}`);
  return conditions;
}

/** A row of the index, and the graph's beside it: what each is called and how strong it is. */
interface Ordered {
  readonly domain: string;
  readonly authority: number;
}

type MergedRow<Row> = { readonly index: Row } | { readonly graph: GraphPlace };

/** Both pages as one, at most `limit` rows; `more` when something is left behind them. */
export function mergedRows<Row extends Ordered>(
  index: readonly Row[],
  graph: readonly GraphPlace[],
  limit: number,
): { readonly rows: readonly MergedRow<Row>[]; readonly more: boolean } {
  const rows = [
    ...index.map((row) => ({ index: row, authority: row.authority })),
    ...graph.map((row) => ({ graph: row, authority: row.authority })),
  ]
    // A stable sort: rows of the index come first, and each list is in its order already.
    .sort((a, b) => b.authority - a.authority);
  return { rows: rows.slice(0, limit), more: rows.length > limit };
}

/** Where the next page begins, behind these rows; `before` is how many rows of the index earlier pages showed. */
export function placeBehind<Row extends Ordered>(rows: readonly MergedRow<Row>[], before: number): (string | number)[] {
  const place = before + rows.filter((row) => 'index' in row).length;
  const last = rows.at(-1);
  if (last === undefined) return [];
  return 'index' in last ? [last.index.authority, last.index.domain, place, -1] : [last.graph.authority, '', place, last.graph.node];
}

/** What stands in a row beside the index's figures: its ranks in the graph; null for all when there is no graph. */
export async function graphBeside(
  asking: Asking,
  look: GraphLook | null,
  rows: readonly { readonly domain: string }[],
): Promise<(domain: string) => ReferringDomain['webgraph']> {
  if (look === null) return () => null;
  const ranks = await ranksOfDomains(
    asking,
    look,
    rows.map(({ domain }) => domain),
  );
  return (domain) => ranks.get(domain) ?? null;
}

/** Rows of domains that only the graph knows, in its order. What it does not know is null. */
export async function graphRows(
  asking: Asking,
  look: GraphLook | null,
  places: readonly GraphPlace[],
): Promise<ReadonlyMap<number, ReferringDomain>> {
  if (look === null) return new Map();
  const named = await namesOfNodes(asking, look, places);
  return new Map(
    places.map(({ node, authority }) => {
      const found = named.get(node);
      if (found === undefined) throw new Error(`node ${node} of the web graph has no name`);
      return [
        node,
        {
          domain: found.domain,
          domain_authority: authority < 0 ? null : authority,
          source_class: sourceClassOf(found.domain),
          backlinks: null,
          followed_backlinks: null,
          referring_pages: null,
          first_seen: null,
          last_seen: null,
          state: 'live' as const,
          lost_at: null,
          spam_score: null,
          trust: null,
          spam_mass: null,
          topics: null,
          language: null,
          relevance: null,
          evidence: 'webgraph' as const,
          webgraph: found.ranks,
        },
      ];
    }),
  );
}
