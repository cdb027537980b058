/** An edge with what it weighs and which part of that counts. */
export type WeighedEdge = readonly [source: number, target: number, weight: number, factor?: number];

export interface PlainRank {
  readonly rank: number[];
  /** What a node gives for each unit of an edge's weight. */
  readonly given: number[];
  readonly unlinked: number;
}

/**
 * Authority v2's rank as the formula is written, edge by edge: damping 0.85, ten units of weight that no edge carries, what is not carried
 * spread evenly (over the seeds, when there are any).
 */
export function plainWeightedRank(nodes: number, edges: readonly WeighedEdge[], seeds: readonly number[] = []): PlainRank {
  const a = 0.85;
  const weights = Array.from({ length: nodes }, () => 0);
  for (const [source, , weight] of edges) weights[source] = (weights[source] ?? 0) + weight;
  const share = ([source, , weight, factor = 1]: WeighedEdge): number => (weight / ((weights[source] ?? 0) + 10)) * factor;
  const teleport = Array.from({ length: nodes }, (_, node) =>
    seeds.length === 0 ? 1 / nodes : seeds.includes(node) ? 1 / seeds.length : 0,
  );
  let rank = Array.from({ length: nodes }, () => 1 / nodes);
  let spread = 0;
  for (let i = 0; i < 200; i++) {
    const carried = edges.reduce((sum, edge) => sum + (rank[edge[0]] ?? 0) * share(edge), 0);
    spread = 1 - a + a * (1 - carried);
    const next = teleport.map((own) => own * spread);
    for (const edge of edges) next[edge[1]] = (next[edge[1]] ?? 0) + a * (rank[edge[0]] ?? 0) * share(edge);
    rank = next;
  }
  return { rank, given: rank.map((own, node) => (a * own) / ((weights[node] ?? 0) + 10)), unlinked: spread / nodes };
}
