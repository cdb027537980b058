import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildAdjacency } from './adjacency.ts';
import { ClosedSources } from './closed-sources.ts';

/** Sites of a farm link to its target, to each other and elsewhere; others link at random, some to very many. */
const world = fc.record({
  nodes: fc.integer({ min: 20, max: 300 }),
  farm: fc.integer({ min: 2, max: 40 }),
  among: fc.double({ min: 0, max: 1, noNaN: true }),
  linksOfMember: fc.integer({ min: 0, max: 120 }),
  others: fc.integer({ min: 0, max: 2_000 }),
  seed: fc.integer({ min: 1, max: 2 ** 31 }),
});

it('finds the dedicated and closed sources of each target that the rule names', async () => {
  let found = 0;
  for (const { nodes, farm, among, linksOfMember, others, seed } of fc.sample(world, { seed: 20_261_127, numRuns: 60 })) {
    let state = seed;
    const draw = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
    const pairs = new Map<string, readonly [number, number]>();
    const link = (a: number, b: number): void => void (a !== b && pairs.set(`${a} ${b}`, [a, b]));
    for (let member = 1; member <= farm; member++) {
      link(member % nodes, 0);
      for (let i = 0; i < linksOfMember; i++) link(member % nodes, draw(1_000) < 1_000 * among ? 1 + draw(farm) : draw(nodes));
    }
    for (let i = 0; i < others; i++) link(draw(nodes) % (1 + draw(nodes)), draw(nodes) % (1 + draw(nodes)));
    const edges = [...pairs.values()].map(([a, b]) => [a % nodes, b % nodes] as const);
    const links = [...new Map(edges.filter(([a, b]) => a !== b).map((edge) => [edge.join(), edge])).values()];
    const graph = await buildAdjacency(
      [
        {
          sources: Uint32Array.from(links, ([a]) => a),
          targets: Uint32Array.from(links, ([, b]) => b),
          weights: new Float32Array(links.length).fill(1),
        },
      ],
      nodes,
      links.length,
    );
    const closed = new ClosedSources(graph);
    for (let v = 0; v < nodes; v++) {
      const sources: number[] = [];
      const twins = v === 0 ? [1, nodes - 1] : [];
      closed.around(v, twins, (edge) => sources.push(graph.sources[edge] as number));
      const expected = closedOf(links, v, twins);
      expect({ v, sources }).toEqual({ v, sources: expected });
      found += expected.length;
    }
  }
  expect(found).toBeGreaterThan(500);
});

/** The rule as it stands in link-circles.ts; of more than 64 links, 64 evenly spaced ones. */
function closedOf(links: readonly (readonly [number, number])[], v: number, twins: readonly number[]): number[] {
  const own = links.filter(([, to]) => to === v).map(([from]) => from);
  const members = new Set([...own, ...twins]);
  const p = links.filter(([, to]) => members.has(to)).length / links.length;
  return own
    .sort((a, b) => a - b)
    .filter((s) => {
      const all = links
        .filter(([from]) => from === s)
        .map(([, to]) => to)
        .sort((a, b) => a - b);
      if (all.length === 1) return true;
      const looked = all.length <= 64 ? all : Array.from({ length: 64 }, (_, i) => all[Math.floor((i * all.length) / 64)] as number);
      const others = looked.filter((to) => to !== v);
      const q = others.filter((to) => members.has(to)).length / others.length;
      if (others.length === 0 || q < 0.5 || q <= p) return false;
      const kl = q * Math.log(q / p) + (q === 1 ? 0 : (1 - q) * Math.log((1 - q) / (1 - p)));
      return Math.exp(-others.length * kl) <= 0.05;
    });
}
