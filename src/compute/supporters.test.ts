import { expect, it } from 'vitest';
import { buildAdjacency, type Adjacency } from './adjacency.ts';
import { countSupporters } from './supporters.ts';

async function graphOf(nodes: number, pairs: readonly (readonly [number, number])[]): Promise<Adjacency> {
  const distinct = [...new Map(pairs.filter(([a, b]) => a !== b).map((pair) => [pair.join(), pair])).values()];
  const chunk = {
    sources: Uint32Array.from(distinct, ([source]) => source),
    targets: Uint32Array.from(distinct, ([, target]) => target),
    weights: new Float32Array(distinct.length).fill(1),
  };
  return buildAdjacency([chunk], nodes, distinct.length);
}

/** The slow, obvious way. */
function within(graph: Adjacency, node: number): number {
  const by = (v: number): number[] => [...graph.sources.subarray(graph.inStart[v], graph.inStart[v + 1])];
  const found = new Set(by(node).flatMap((s) => [s, ...by(s)]));
  found.delete(node);
  return found.size;
}

it('counts who links to a node or to one that does, each once and not the node itself', async () => {
  // 1, 2 -> 0; 3, 4 -> 1; 4 -> 2; 0 -> 2, which is one of those that link to 0 itself.
  const graph = await graphOf(6, [
    [1, 0],
    [2, 0],
    [3, 1],
    [4, 1],
    [4, 2],
    [0, 2],
  ]);
  expect([...(await countSupporters(graph))]).toEqual([4, 2, 3, 0, 0, 0]);
});

it('is exact where little must be looked at, and near where much', async () => {
  let state = 7;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const nodes = 20_000;
  const edges = Array.from({ length: 120_000 }, () => [Math.floor(nodes * random()), Math.floor(nodes * random() ** 4)] as const);
  const graph = await graphOf(nodes, edges);
  const counted = await countSupporters(graph);
  const large: number[] = [];
  const exact: [found: number | undefined, truth: number][] = [];
  for (let node = 0; node < nodes; node += 37) {
    const truth = within(graph, node);
    const steps = [...graph.sources.subarray(graph.inStart[node], graph.inStart[node + 1])].reduce(
      (sum, s) => sum + (graph.inStart[s + 1] ?? 0) - (graph.inStart[s] ?? 0) + 1,
      0,
    );
    if (steps <= 4_096) exact.push([counted[node], truth]);
    else large.push(Math.abs((counted[node] ?? 0) / truth - 1));
  }
  for (let node = 0; node < 60; node++) large.push(Math.abs((counted[node] ?? 0) / within(graph, node) - 1));
  expect(exact.map(([found]) => found)).toEqual(exact.map(([, truth]) => truth));
  expect(exact.length).toBeGreaterThan(100);
  expect(large.length).toBeGreaterThan(50);
  large.sort((a, b) => a - b);
  // 13 % is one standard error.
  expect(large[Math.floor(0.68 * large.length)]).toBeLessThan(0.17);
  expect(large.at(-1)).toBeLessThan(0.6);
});
