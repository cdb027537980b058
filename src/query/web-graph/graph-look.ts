import { graphDomainOf } from '../../compute/graph-domains.ts';
import { hostOf } from '../../model/host.ts';
import { afterPrefix } from '../../model/url.ts';
import { sql, type Sql } from '../../store/literal.ts';
import { wasGraphTarget, webGraphById, type WebGraph } from '../../store/web-graphs.ts';
import type { Asking } from '../operation.ts';
import type { Target } from '../target.ts';

/** Whether a release's web graph can say who links to a target. */
export interface GraphLook {
  readonly graph: WebGraph;
  /** Why it cannot, in a sentence; null when it was looked at. Not to be found in a graph that looked is an answer; not looked at is none. */
  readonly notLooked: string | null;
  /** The target's nodes, as a condition on `webgraph_names`. */
  readonly names: Sql;
}

/** Null when the release answers from no web graph. */
export function graphLook({ accounts, release }: Pick<Asking, 'accounts' | 'release'>, target: Target): GraphLook | null {
  const named = release.facts.webgraph;
  if (named === undefined) return null;
  const graph = webGraphById(accounts, named.id);
  const { key: domainKey } = hostOf(target.domain);
  const hosts = target.scope === 'host' && target.to !== null ? sql` AND host_key >= ${target.from} AND host_key < ${target.to}` : sql``;
  const names = sql`graph = ${graph.id} AND domain_key = ${domainKey}${hosts}`;
  // A host asked about alone was a target when it or its domain was; one with the hosts below it, only when its domain was.
  const oneHost = target.scope === 'host' && target.to === afterPrefix(target.from);
  const notLooked =
    blindFor(target, graph) ??
    (graph.targets === null || wasGraphTarget(accounts, graph.id, oneHost ? target.from : domainKey, domainKey)
      ? null
      : `Only in-links of ${graph.targets} chosen targets were kept of this web graph, and ${target.text} was not one of them.`);
  return { graph, notLooked, names };
}

/** What a graph of this level cannot tell apart. */
function blindFor(target: Target, { level }: WebGraph): string | null {
  if (target.scope === 'page' || target.scope === 'prefix') return `A web graph knows ${level}s and no pages.`;
  if (level === 'host') return null;
  if (target.scope === 'host') return 'This web graph knows registrable domains and no hosts.';
  const folded = graphDomainOf(target.domain, level);
  return folded === target.domain
    ? null
    : `This web graph holds all of ${folded} as one domain, so it cannot say who links to ${target.domain}.`;
}
