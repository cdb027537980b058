/** The graph of a release by names, to which edges can be added, and what the scores' own code says of it. */
import { buildAdjacency, mutualOf, type Adjacency } from '../../src/compute/adjacency.ts';
import { authorityHeight, authorityScale, type AuthorityScale } from '../../src/compute/authority.ts';
import { buildCsr } from '../../src/compute/csr.ts';
import { edgeWeightOf } from '../../src/compute/graph.ts';
import { pageRank } from '../../src/compute/pagerank.ts';
import { rankedBy, type EarlierRanks, type RankRun } from '../../src/compute/rank-run.ts';
import { spamScoreOf } from '../../src/compute/spam/spam-model.ts';
import { sql } from '../../src/store/literal.ts';
import { tableOf } from '../../src/store/releases.ts';
import type { TestIndex } from '../../test/test-index.ts';

export type NamedEdge = readonly [source: string, target: string, weight: number];

/** The ranked edges of a release. */
export async function edgesOf(index: TestIndex, release: number): Promise<NamedEdge[]> {
  const rows = await index.engine.ask<{ source: string; target: string; weight: number }>(
    sql`SELECT e.source_domain AS source, e.target_domain AS target, ${edgeWeightOf(release)} AS weight FROM ${tableOf('domain_edges', release)} AS e WHERE e.ranked > 0 ORDER BY target, source`,
  );
  return rows.map(({ source, target, weight }) => [source, target, weight]);
}

export class NamedGraph {
  readonly names: readonly string[];
  readonly run: RankRun;
  readonly #ids: ReadonlyMap<string, number>;
  readonly #plain: { readonly rank: Float64Array; readonly scale: AuthorityScale };

  private constructor(names: readonly string[], run: RankRun, plain: { readonly rank: Float64Array; readonly scale: AuthorityScale }) {
    this.names = names;
    this.run = run;
    this.#ids = new Map(names.map((name, id) => [name, id]));
    this.#plain = plain;
  }

  /** @param domains all domains of the release, also those without a ranked edge */
  static async of(domains: readonly string[], edges: readonly NamedEdge[], earlier: NamedGraph | null = null): Promise<NamedGraph> {
    const names = [...new Set([...domains, ...edges.flatMap(([source, target]) => [source, target])])].sort();
    const ids = new Map(names.map((name, id) => [name, id]));
    const column = (end: 0 | 1): Uint32Array => Uint32Array.from(edges, (edge) => ids.get(edge[end]) ?? 0);
    const [sources, targets] = [column(0), column(1)];
    const graph: Adjacency = await buildAdjacency(
      [{ sources, targets, weights: Float32Array.from(edges, (edge) => edge[2]) }],
      names.length,
      edges.length,
    );
    const plain = await pageRank(await buildCsr(() => [{ sources, targets }], names.length));
    return new NamedGraph(names, await rankedBy(graph, new Uint32Array(names.length), { earlier: earlier && earlier.#asEarlier(ids) }), {
      rank: plain.rank,
      scale: authorityScale(plain),
    });
  }

  /** The scale of this graph and the ranks of its panel, for the graph that comes after it. */
  #asEarlier(ids: ReadonlyMap<string, number>): EarlierRanks {
    const { rank, scale } = this.run;
    const panel = this.names.flatMap((name, own) => {
      const id = ids.get(name);
      return id === undefined || this.referring(name) < 3 ? [] : [{ id, logR: Math.log(scale.nodes * (rank[own] ?? 0)) }];
    });
    return { r1: scale.r1, panel };
  }

  /** Domains that link to this one. */
  referring(name: string): number {
    const id = this.#id(name);
    const { inStart } = this.run.graph;
    return (inStart[id + 1] ?? 0) - (inStart[id] ?? 0);
  }

  /** 0 to 100, not rounded. */
  authority(name: string): number {
    const { rank, scale } = this.run;
    return authorityHeight(scale, scale.nodes * (rank[this.#id(name)] ?? 0));
  }

  /** The same from PageRank without weights, on its own scale. */
  plainAuthority(name: string): number {
    const { rank, scale } = this.#plain;
    return authorityHeight(scale, scale.nodes * (rank[this.#id(name)] ?? 0));
  }

  plainRank(name: string): number {
    return this.#plain.rank[this.#id(name)] ?? 0;
  }

  /** The spam score by link features alone. */
  linkSpam(name: string): number {
    const id = this.#id(name);
    const { graph, circles } = this.run;
    return spamScoreOf({
      ranked_in: this.referring(name),
      ranked_out: (graph.outStart[id + 1] ?? 0) - (graph.outStart[id] ?? 0),
      circle: circles.circleSize[id] ?? 0,
      network_group: circles.networkSize[id] ?? 0,
      mutual: mutualOf(graph, id),
      farm_circle: circles.farmCircle[id] ?? 0,
      linked_others: 0,
      spam_word_targets: 0,
      outward_links: 0,
      outward_share: 0,
      untitled_share: 0,
      name_points: 0,
    });
  }

  #id(name: string): number {
    const id = this.#ids.get(name);
    if (id === undefined) throw new Error(`${name} is not in the graph`);
    return id;
  }
}
