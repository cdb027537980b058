/** The graph of a release by names, to which edges can be added, and what the scores' own code says of it. */
import { buildAdjacency, mutualOf, type Adjacency } from '../../src/compute/adjacency.ts';
import { authorityHeight, authorityScale, type AuthorityScale } from '../../src/compute/authority.ts';
import { buildCsr } from '../../src/compute/csr.ts';
import { edgeWeightOf } from '../../src/compute/graph.ts';
import { pageRank } from '../../src/compute/pagerank.ts';
import { rankedBy, type EarlierRanks, type RankRun } from '../../src/compute/rank-run.ts';
import { spamMass } from '../../src/compute/spam-mass.ts';
import { spamScoreOf } from '../../src/compute/spam/spam-model.ts';
import { countSupporters } from '../../src/compute/supporters.ts';
import { automaticSeeds } from '../../src/compute/trust-seeds.ts';
import { sql } from '../../src/store/literal.ts';
import { tableOf } from '../../src/store/releases.ts';
import type { TestIndex } from '../../test/test-index.ts';

interface Plain {
  readonly rank: Float64Array;
  readonly scale: AuthorityScale;
}

export type NamedEdge = readonly [source: string, target: string, weight: number];

export async function domainsOf(index: TestIndex, release: number): Promise<string[]> {
  const rows = await index.engine.ask<{ domain: string }>(sql`SELECT domain FROM ${tableOf('domains', release)} ORDER BY domain`);
  return rows.map(({ domain }) => domain);
}

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
  readonly #plain: Plain;
  readonly #supporters: Uint32Array;

  private constructor(names: readonly string[], run: RankRun, plain: Plain, supporters: Uint32Array) {
    this.names = names;
    this.run = run;
    this.#ids = new Map(names.map((name, id) => [name, id]));
    this.#plain = plain;
    this.#supporters = supporters;
  }

  /**
   * @param domains all domains of the release, also those without a ranked edge
   * @param options `seeds`: names that trust begins with; without them they are chosen as a release does. `crowds` false: crowds count in full
   */
  static async of(
    domains: readonly string[],
    edges: readonly NamedEdge[],
    {
      earlier = null,
      seeds,
      crowds = true,
    }: { readonly earlier?: NamedGraph | null; readonly seeds?: readonly string[]; readonly crowds?: boolean } = {},
  ): Promise<NamedGraph> {
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
    const known = { networks: new Uint32Array(names.length), sampled: new Uint8Array(names.length).fill(crowds ? 1 : 0) };
    const given = seeds?.flatMap((name) => ids.get(name) ?? []) ?? [];
    const restricted = Uint8Array.from(names, (name) => (/[.](gov|mil|edu|ac|gob|gouv|govt|gv)([.][a-z]{2})?$/.test(name) ? 1 : 0));
    const run = await rankedBy(graph, known, {
      earlier: earlier && earlier.#asEarlier(ids),
      seeds: (found) => (given.length > 0 ? { from: 'operator', nodes: new Set(given) } : automaticSeeds(found, restricted)),
    });
    return new NamedGraph(names, run, { rank: plain.rank, scale: authorityScale(plain) }, await countSupporters(graph));
  }

  /** The scale of this graph and the ranks of its panel, for the graph that comes after it. */
  #asEarlier(ids: ReadonlyMap<string, number>): EarlierRanks {
    const { rank, scale, scores } = this.run;
    const shown = new Float32Array(ids.size).fill(Number.NaN);
    for (const [own, name] of this.names.entries()) {
      const id = ids.get(name);
      if (id !== undefined && (scores[own] ?? 0) > 0) shown[id] = scores[own] ?? Number.NaN;
    }
    const panel = this.names.flatMap((name, own) => {
      const id = ids.get(name);
      return id === undefined || this.referring(name) < 3 ? [] : [{ id, logR: Math.log(scale.nodes * (rank[own] ?? 0)) }];
    });
    return { r1: scale.r1, panel, shown };
  }

  /** Domains that link to this one. */
  referring(name: string): number {
    const id = this.#id(name);
    const { inStart } = this.run.graph;
    return (inStart[id + 1] ?? 0) - (inStart[id] ?? 0);
  }

  /** 0 to 100, not rounded, as it is shown. */
  authority(name: string): number {
    return this.run.scores[this.#id(name)] ?? 0;
  }

  /** The same by the links of this graph alone. */
  authorityNow(name: string): number {
    const { rank, scale } = this.run;
    return authorityHeight(scale, scale.nodes * (rank[this.#id(name)] ?? 0));
  }

  trust(name: string): number {
    return this.run.trust?.rank[this.#id(name)] ?? 0;
  }

  /** Trust on the scale of authority, 0 to 100. */
  trustScore(name: string): number {
    const { scale } = this.run;
    return authorityHeight(scale, scale.nodes * this.trust(name));
  }

  /** Domains that it links to. */
  linked(name: string): number {
    const id = this.#id(name);
    return (this.run.graph.outStart[id + 1] ?? 0) - (this.run.graph.outStart[id] ?? 0);
  }

  /** 0 to 1. */
  spamMass(name: string): number {
    const id = this.#id(name);
    return spamMass(this.run.trust?.rank[id] ?? 0, this.run.rank[id] ?? 0);
  }

  /** Rank in average nodes' worth. */
  r(name: string): number {
    return this.run.scale.nodes * (this.run.rank[this.#id(name)] ?? 0);
  }

  /** Supporters within two links by those within one: 1 for a farm's target. */
  growth(name: string): number {
    return (this.#supporters[this.#id(name)] ?? 0) / Math.max(1, this.referring(name));
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
      in_crowd: circles.inCrowd[id] ?? 0,
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
