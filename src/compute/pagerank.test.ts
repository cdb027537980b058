import { describe, expect, it } from 'vitest';
import { buildCsr, type Csr } from './csr.ts';
import { contributions, pageRank, type RankOptions } from './pagerank.ts';

const a = 0.85;

type Edges = readonly (readonly [number, number])[];

const graphOf = async (nodes: number, edges: Edges): Promise<Csr> =>
  await buildCsr(
    () => [{ sources: Uint32Array.from(edges, ([source]) => source), targets: Uint32Array.from(edges, ([, target]) => target) }],
    nodes,
  );

const exact: Partial<RankOptions> = { tolerance: 1e-15, iterationsMax: 1000 };
const rankOf = async (nodes: number, edges: Edges, options = exact): Promise<number[]> => [
  ...(await pageRank(await graphOf(nodes, edges), options)).rank,
];

/** The largest difference between two lists of ranks; Infinity when they are not equally long. */
function offBy(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (found.length !== wanted.length) return Number.POSITIVE_INFINITY;
  return Array.from(found).reduce((most, rank, node) => Math.max(most, Math.abs(rank - (wanted[node] ?? Number.NaN))), 0);
}

const rounding = 1e-14;

/** A power-law graph from a fixed seed: `edges` edges, both ends skewed, with loops and duplicates. */
async function randomGraph(
  nodes: number,
  edges: number,
  skew: number,
): Promise<{ graph: Csr; sources: Uint32Array; targets: Uint32Array }> {
  let state = 1;
  const random = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  const draw = (): Uint32Array => Uint32Array.from({ length: edges }, () => Math.floor(nodes * random() ** skew));
  const [sources, targets] = [draw(), draw().map((node) => (node * 7919) % nodes)];
  return { graph: await buildCsr(() => [{ sources, targets }], nodes), sources, targets };
}

/** The formula as it is written, edge by edge, without lumping, blocks or labels. */
function plainPowerMethod(nodes: number, sources: Uint32Array, targets: Uint32Array, iterations: number): Float64Array {
  const outDegree = new Float64Array(nodes);
  for (const source of sources) outDegree[source] = (outDegree[source] ?? 0) + 1;
  let x = new Float64Array(nodes).fill(1 / nodes);
  for (let k = 0; k < iterations; k++) {
    const dangling = x.reduce((sum, rank, node) => sum + (outDegree[node] === 0 ? rank : 0), 0);
    const next = new Float64Array(nodes).fill((1 - a + a * dangling) / nodes);
    for (let i = 0; i < sources.length; i++) {
      const [source = 0, target = 0] = [sources[i], targets[i]];
      next[target] = (next[target] ?? 0) + (a * (x[source] ?? 0)) / (outDegree[source] ?? 0);
    }
    x = next;
  }
  return x;
}

describe('pageRank by hand', () => {
  it('ranks nothing in an empty graph', async () => {
    expect(await pageRank(await graphOf(0, []))).toMatchObject({ rank: new Float64Array(0), iterations: 0, delta: 0 });
  });

  it('gives a single node everything, with or without a loop', async () => {
    expect(offBy(await rankOf(1, []), [1])).toBeLessThan(rounding);
    expect(offBy(await rankOf(1, [[0, 0]]), [1])).toBeLessThan(rounding);
  });

  it('ranks nodes without any edge alike', async () => {
    expect(offBy(await rankOf(4, []), [0.25, 0.25, 0.25, 0.25])).toBeLessThan(rounding);
  });

  it('ranks the nodes of a cycle alike, of two and of any length', async () => {
    expect(
      offBy(
        await rankOf(2, [
          [0, 1],
          [1, 0],
        ]),
        [0.5, 0.5],
      ),
    ).toBeLessThan(rounding);
    const p = 7;
    expect(
      offBy(
        await rankOf(
          p,
          Array.from({ length: p }, (_, i) => [i, (i + 1) % p] as const),
        ),
        Array.from({ length: p }, () => 1 / p),
      ),
    ).toBeLessThan(rounding);
  });

  it('ranks the nodes of a clique alike', async () => {
    const k = 5;
    const edges = Array.from({ length: k * k }, (_, i) => [Math.floor(i / k), i % k] as const).filter(([u, v]) => u !== v);
    expect(
      offBy(
        await rankOf(k, edges),
        Array.from({ length: k }, () => 1 / k),
      ),
    ).toBeLessThan(rounding);
  });

  it('ranks the hub of a star whose leaves link to it and back', async () => {
    // hub h, k leaves l: h = t + a k l, l = t + a h / k with t = (1-a)/(k+1); so h = t (1 + a k) / (1 - a²).
    const k = 4;
    const t = (1 - a) / (k + 1);
    const h = (t * (1 + a * k)) / (1 - a * a);
    const leaves = [1, 2, 3, 4];
    expect(
      offBy(
        await rankOf(
          k + 1,
          leaves.flatMap(
            (leaf) =>
              [
                [0, leaf],
                [leaf, 0],
              ] as const,
          ),
        ),
        [h, ...leaves.map(() => t + (a * h) / k)],
      ),
    ).toBeLessThan(rounding);
  });

  it('ranks a dangling hub: what reaches it is spread over all', async () => {
    // k leaves -> hub. n = k + 1, leaf l = t with t = (1-a)/n + a h/n, hub h = t + a k t, k l + h = 1: t = 1 / (k + 1 + a k).
    const k = 3;
    const t = 1 / (k + 1 + a * k);
    expect(
      offBy(
        await rankOf(k + 1, [
          [1, 0],
          [2, 0],
          [3, 0],
        ]),
        [t * (1 + a * k), t, t, t],
      ),
    ).toBeLessThan(rounding);
  });

  it('ranks a chain that ends nowhere: each step adds a power of the damping', async () => {
    // 0 -> 1 -> 2 -> 3: x_i = t (1 + a + ... + a^i), and the sum is 1.
    const shares = [1, 1 + a, 1 + a + a * a, 1 + a + a * a + a ** 3];
    const t = 1 / shares.reduce((sum, share) => sum + share, 0);
    expect(
      offBy(
        await rankOf(4, [
          [0, 1],
          [1, 2],
          [2, 3],
        ]),
        shares.map((share) => t * share),
      ),
    ).toBeLessThan(rounding);
  });

  it('counts a loop as an edge: the node keeps half of what it gives', async () => {
    // 0 -> 0, 0 -> 1, 1 dangling: with t = ((1-a) + a y)/2, x = t + a x/2, y = t + a x/2; so x = y = 1/2.
    expect(
      offBy(
        await rankOf(2, [
          [0, 0],
          [0, 1],
        ]),
        [0.5, 0.5],
      ),
    ).toBeLessThan(rounding);
    // 0 -> 0, 1 -> 0: y = t = (1-a)/2, x = 1 - y.
    expect(
      offBy(
        await rankOf(2, [
          [0, 0],
          [1, 0],
        ]),
        [1 - (1 - a) / 2, (1 - a) / 2],
      ),
    ).toBeLessThan(rounding);
  });

  it('counts a duplicate edge twice', async () => {
    // 0 -> 1 twice, 0 -> 2 once, 1 -> 0, 2 -> 0: x1 - t is twice x2 - t, with t = (1-a)/3.
    const [x0 = 0, x1 = 0, x2 = 0] = await rankOf(3, [
      [0, 1],
      [0, 1],
      [0, 2],
      [1, 0],
      [2, 0],
    ]);
    const t = (1 - a) / 3;
    expect(x1 - t).toBeCloseTo((2 / 3) * a * x0, 13);
    expect(x2 - t).toBeCloseTo((1 / 3) * a * x0, 13);
    expect(x0).toBeCloseTo(t + a * (x1 + x2), 13);
  });

  it('ranks all nodes alike without damping', async () => {
    expect(
      offBy(
        await rankOf(
          3,
          [
            [0, 1],
            [2, 1],
          ],
          { ...exact, damping: 0 },
        ),
        [1 / 3, 1 / 3, 1 / 3],
      ),
    ).toBeLessThan(rounding);
  });
});

describe('pageRank', () => {
  it('equals the plain power method after the same number of iterations, dangling nodes included', async () => {
    for (const [nodes, edges] of [
      [500, 400],
      [500, 3000],
      [2000, 2000],
    ] as const) {
      const { graph, sources, targets } = await randomGraph(nodes, edges, 1);
      for (const iterations of [1, 2, 7]) {
        const { rank } = await pageRank(graph, { tolerance: 0, iterationsMax: iterations });
        expect(offBy([...rank], plainPowerMethod(nodes, sources, targets, iterations))).toBeLessThan(rounding);
      }
    }
  });

  it('stops at the tolerance, within the promised distance of the solution', async () => {
    const { graph } = await randomGraph(1000, 3000, 2);
    const solution = await pageRank(graph, exact);
    for (const tolerance of [1e-2, 1e-4, 1e-8]) {
      const found = await pageRank(graph, { tolerance });
      expect(found.delta).toBeLessThanOrEqual(tolerance);
      const distance = found.rank.reduce((sum, rank, node) => sum + Math.abs(rank - (solution.rank[node] ?? 0)), 0);
      expect(distance).toBeLessThanOrEqual((a / (1 - a)) * found.delta);
      const shorter = await pageRank(graph, { tolerance: 0, iterationsMax: found.iterations - 1 });
      expect(shorter.delta).toBeGreaterThan(tolerance);
    }
  });

  it('stops at the number of iterations when the tolerance is not reached', async () => {
    const { graph } = await randomGraph(1000, 3000, 2);
    const found = await pageRank(graph, { tolerance: 1e-12, iterationsMax: 5 });
    expect(found.iterations).toBe(5);
    expect(found.delta).toBeGreaterThan(1e-12);
  });

  it('sums to 1 and says what a node nobody links to has', async () => {
    const { graph, targets } = await randomGraph(1000, 3000, 2);
    const { rank, unlinked } = await pageRank(graph);
    expect(rank.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
    const linked = new Set(targets);
    expect(linked.size).toBeLessThan(1000);
    expect(rank.every((value, node) => (linked.has(node) ? value > unlinked : value === unlinked))).toBe(true);
  });

  it('is explained by the contributions of the nodes that link', async () => {
    const { graph, sources, targets } = await randomGraph(300, 900, 1);
    const ranked = await pageRank(graph, exact);
    const given = contributions(graph, ranked);
    const found = Array.from({ length: 300 }, () => ranked.unlinked);
    for (const [i, source] of sources.entries()) found[targets[i] ?? 0] = (found[targets[i] ?? 0] ?? 0) + (given[source] ?? 0);
    expect(offBy(found, [...ranked.rank])).toBeLessThan(rounding);
  });

  it('tells each iteration', async () => {
    const told: number[] = [];
    const { graph } = await randomGraph(1000, 3000, 2);
    const progress = { update: ({ done }: { done: number }) => void told.push(done), note: () => {} };
    const { iterations } = await pageRank(graph, { progress });
    expect(told).toEqual(Array.from({ length: iterations }, (_, i) => i + 1));
  });

  it('refuses what has no solution or no end', async () => {
    const graph = await graphOf(2, [[0, 1]]);
    for (const options of [
      { damping: 1 },
      { damping: -0.1 },
      { tolerance: Number.NaN },
      { iterationsMax: 0 },
      { workers: 0 },
      { workers: 1.5 },
    ]) {
      await expect(pageRank(graph, options)).rejects.toThrow(RangeError);
    }
  });

  it('stops when told to, before and between iterations', async () => {
    const graph = await graphOf(2, [[0, 1]]);
    await expect(pageRank(graph, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
    const stop = new AbortController();
    const progress = { update: () => stop.abort(), note: () => {} };
    await expect(pageRank(graph, { tolerance: 0, signal: stop.signal, progress })).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('pageRank in workers', () => {
  const nodes = 100_000;
  const edges = 400_000;

  it('gives the same bits for 1, 2 and 4 workers, and the ranks of the plain power method', async () => {
    const { graph, sources, targets } = await randomGraph(nodes, edges, 2);
    expect(graph.linkingBlocks).toBeGreaterThan(4);
    const options = { tolerance: 0, iterationsMax: 6 };
    const one = await pageRank(graph, { ...options, workers: 1 });
    for (const workers of [2, 4]) expect(await pageRank(graph, { ...options, workers })).toEqual(one);
    const plain = plainPowerMethod(nodes, sources, targets, 6);
    const worst = one.rank.reduce((most, rank, node) => Math.max(most, Math.abs(rank / (plain[node] ?? 0) - 1)), 0);
    expect(worst).toBeLessThan(1e-12);
  });

  it('ends its workers when told to stop', async () => {
    const { graph } = await randomGraph(nodes, edges, 2);
    const stop = new AbortController();
    const progress = { update: () => stop.abort(), note: () => {} };
    const endless = { tolerance: 0, iterationsMax: Number.POSITIVE_INFINITY, workers: 2, signal: stop.signal, progress };
    await expect(pageRank(graph, endless)).rejects.toMatchObject({ name: 'AbortError' });
    expect(process.getActiveResourcesInfo()).not.toContain('MessagePort');
  });

  it('ends its workers when one of them fails, the ones that wait for it too', async () => {
    const { graph } = await randomGraph(nodes, edges, 2);
    const broken: Csr = { ...graph, pairs: graph.pairs.slice(0, 1) };
    await expect(pageRank(broken, { workers: 2 })).rejects.toThrow(TypeError);
    expect(process.getActiveResourcesInfo()).not.toContain('MessagePort');
  });
});
