import { describe, expect, it } from 'vitest';
import { plainWeightedRank, type WeighedEdge } from '../../test/weighted-rank.ts';
import { buildAdjacency, type Adjacency } from './adjacency.ts';
import { buildCsr, type Csr } from './csr.ts';
import { pageRank } from './pagerank.ts';
import { rankedBy } from './rank-run.ts';

/** Numbers from a fixed seed, 0 to 1 (xorshift32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function randomEdges(nodes: number, edges: number, seed: number): WeighedEdge[] {
  const random = randomFrom(seed);
  const drawn = Array.from({ length: edges }, (): WeighedEdge => {
    const source = Math.floor(nodes * random() ** 2);
    return [source, (Math.floor(nodes * random() ** 3) * 7_919) % nodes, (1 + Math.floor(random() * 8)) / 8];
  });
  return [...new Map(drawn.map((edge) => [`${edge[0]} ${edge[1]}`, edge])).values()];
}

async function adjacencyOf(nodes: number, edges: readonly WeighedEdge[]): Promise<Adjacency> {
  const chunk = (part: readonly WeighedEdge[]) => ({
    sources: Uint32Array.from(part, ([source]) => source),
    targets: Uint32Array.from(part, ([, target]) => target),
    weights: Float32Array.from(part, ([, , weight]) => weight),
  });
  const half = Math.floor(edges.length / 2);
  return buildAdjacency([chunk(edges.slice(0, half)), chunk(edges.slice(half))], nodes, edges.length);
}

async function shareGraph(nodes: number, edges: readonly (readonly [number, number, number])[]): Promise<Csr> {
  return buildCsr(
    () => [
      {
        sources: Uint32Array.from(edges, ([source]) => source),
        targets: Uint32Array.from(edges, ([, target]) => target),
        shares: Float32Array.from(edges, ([, , share]) => share),
      },
    ],
    nodes,
  );
}

/** Of which nothing is known but their links. */
const unknown = (nodes: number) => ({ networks: new Uint32Array(nodes), sampled: new Uint8Array(nodes).fill(1) });

const exact = { tolerance: 1e-15, iterationsMax: 1_000 };

describe('a weighted rank', () => {
  it('is that of plain PageRank where the shares are those of out-degrees', async () => {
    const pairs = randomEdges(400, 3_000, 7);
    const degree = new Map<number, number>();
    for (const [source] of pairs) degree.set(source, (degree.get(source) ?? 0) + 1);
    // Powers of two have no rounding in single precision: of each node the first 1, 2, 4, ... edges are kept.
    const kept = pairs.filter(
      ([source], i) => pairs.slice(0, i).filter((edge) => edge[0] === source).length < 2 ** Math.floor(Math.log2(degree.get(source) ?? 1)),
    );
    const share = (source: number): number => 1 / 2 ** Math.floor(Math.log2(degree.get(source) ?? 1));
    const weighted = await pageRank(
      await shareGraph(
        400,
        kept.map(([source, target]) => [source, target, share(source)]),
      ),
      exact,
    );
    const plain = await pageRank(
      await buildCsr(() => [{ sources: Uint32Array.from(kept, ([s]) => s), targets: Uint32Array.from(kept, ([, t]) => t) }], 400),
      exact,
    );
    for (const [node, rank] of plain.rank.entries()) expect(weighted.rank[node]).toBeCloseTo(rank, 13);
    expect(weighted.unlinked).toBeCloseTo(plain.unlinked, 13);
  });

  it('spreads what no edge carries: half of a share is half of the gift', async () => {
    // 0 -> 1 with a half of its rank. b = unlinked; x0 = b, x1 = b + 0.85 · b / 2, and all adds up to 1.
    const { rank, unlinked } = await pageRank(await shareGraph(2, [[0, 1, 0.5]]), exact);
    expect(unlinked).toBeCloseTo(1 / 2.425, 12);
    expect(rank[0]).toBeCloseTo(1 / 2.425, 12);
    expect(rank[1]).toBeCloseTo(1.425 / 2.425, 12);
  });

  it('returns to the seeds, and leaves what they do not reach without any', async () => {
    const edges: WeighedEdge[] = [
      [0, 1, 1],
      [1, 2, 1],
      [3, 4, 1],
      [2, 0, 1],
    ];
    const graph = await shareGraph(
      5,
      edges.map(([s, t, weight]) => [s, t, weight / (weight + 10)] as const),
    );
    const { rank } = await pageRank(graph, { ...exact, seeds: new Set([0]) });
    const plain = plainWeightedRank(5, edges, [0]);
    for (const [node, own] of plain.rank.entries()) expect(rank[node]).toBeCloseTo(own, 7);
    expect([rank[3], rank[4]]).toEqual([0, 0]);
  });

  it('refuses shares of more than all, and seeds without weights', async () => {
    await expect(
      shareGraph(3, [
        [0, 1, 0.7],
        [0, 2, 0.7],
      ]),
    ).rejects.toThrow(/carry/);
    const plain = await buildCsr(() => [{ sources: Uint32Array.of(0), targets: Uint32Array.of(1) }], 2);
    await expect(pageRank(plain, { seeds: new Set([0]) })).rejects.toThrow(/weights/);
  });
});

describe('authority v2', () => {
  it('ranks as the formula says, edge by edge', async () => {
    const edges = randomEdges(300, 2_500, 3);
    const run = await rankedBy(await adjacencyOf(300, edges), unknown(300));
    const { graph, circles } = run;
    const factors = new Map<string, number>();
    for (let target = 0; target < 300; target++) {
      for (let at = graph.inStart[target] ?? 0; at < (graph.inStart[target + 1] ?? 0); at++)
        factors.set(`${graph.sources[at]} ${target}`, circles.factors[at] ?? Number.NaN);
    }
    expect([...factors.values()].some((factor) => factor < 1)).toBe(true);
    const plain = plainWeightedRank(
      300,
      edges.map(([s, t, weight]) => [s, t, weight, factors.get(`${s} ${t}`) ?? Number.NaN]),
    );
    for (const [node, own] of plain.rank.entries()) {
      expect(run.rank[node]).toBeCloseTo(own, 6);
      expect(run.given[node]).toBeCloseTo(plain.given[node] ?? 0, 7);
    }
  });

  it('has the same bits whatever the order of edges and the number of workers', async () => {
    const edges = randomEdges(20_000, 180_000, 11);
    const shuffled = edges.toSorted((a, b) => ((a[0] * 31 + a[1]) % 1_009) - ((b[0] * 31 + b[1]) % 1_009));
    const [one, other] = await Promise.all(
      [edges, shuffled].map(async (list) => rankedBy(await adjacencyOf(20_000, list), unknown(20_000))),
    );
    expect(edges.length).toBeGreaterThan(100_000);
    expect(other?.rank).toEqual(one?.rank);
    const sums = new Map<number, number>();
    for (const [source, , weight] of edges) sums.set(source, (sums.get(source) ?? 0) + weight);
    const shares = edges.map(([s, t, weight]) => [s, t, weight / (1 + (sums.get(s) ?? 0))] as const);
    const graph = await shareGraph(20_000, shares);
    const [alone, four] = await Promise.all([1, 4].map(async (workers) => pageRank(graph, { workers })));
    expect(four?.rank).toEqual(alone?.rank);
  });
});
