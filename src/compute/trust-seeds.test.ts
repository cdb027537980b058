import { describe, expect, it } from 'vitest';
import { buildAdjacency } from './adjacency.ts';
import { noCircles } from './link-circles.ts';
import { automaticSeeds } from './trust-seeds.ts';

/** Node v of 200 links to the ten after it; the first sixty are strongest. */
const nodes = 200;
const pairs = Array.from({ length: nodes }, (_, v) => Array.from({ length: 10 }, (_, k) => [v, (v + k + 1) % nodes] as const)).flat();
const graph = await buildAdjacency(
  [
    {
      sources: Uint32Array.from(pairs, ([source]) => source),
      targets: Uint32Array.from(pairs, ([, target]) => target),
      weights: new Float32Array(pairs.length).fill(1),
    },
  ],
  nodes,
  pairs.length,
);
const rank = Float64Array.from({ length: nodes }, (_, v) => (nodes - v) / 1_000);

describe('seeds that a release chooses', () => {
  it('are the strongest domains, and those whose names are given to few', () => {
    const restricted = new Uint8Array(nodes);
    restricted[150] = 1;
    const seeds = automaticSeeds({ graph, circles: noCircles(graph), rank }, restricted);
    expect(seeds?.from).toBe('automatic');
    expect([...(seeds?.nodes ?? [])].sort((a, b) => a - b)).toEqual([...Array.from({ length: 20 }, (_, i) => i), 150]);
  });

  it('are none of a farm or a crowd, and none that fewer than three links come to in full', () => {
    const circles = noCircles(graph);
    circles.farmCircle[0] = 12;
    circles.inCrowd[1] = 30;
    circles.factors.fill(0.1, (graph.inStart[2] ?? 0) + 2, graph.inStart[3]);
    const { nodes: chosen = new Set() } = automaticSeeds({ graph, circles, rank }, new Uint8Array(nodes)) ?? {};
    expect([0, 1, 2].filter((node) => chosen.has(node))).toEqual([]);
    expect(chosen.size).toBe(20);
  });

  it('are none of a graph without links', async () => {
    const empty = await buildAdjacency([], 3, 0);
    expect(automaticSeeds({ graph: empty, circles: noCircles(empty), rank: new Float64Array(3) }, new Uint8Array(3))).toBeNull();
  });
});
