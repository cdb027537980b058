import { describe, expect, it } from 'vitest';
import { buildAdjacency, type Adjacency } from './adjacency.ts';
import { findCircles } from './link-circles.ts';

type Pair = readonly [source: string, target: string];

/** A graph by names, and what was found about one target: its circle's size and the factor of each of its sources. */
async function found(pairs: readonly Pair[], target: string, networks: Readonly<Record<string, number>> = {}) {
  const names = [...new Set(pairs.flat())].sort();
  const id = (name: string): number => names.indexOf(name);
  const graph: Adjacency = await buildAdjacency(
    [
      {
        sources: Uint32Array.from(pairs, ([source]) => id(source)),
        targets: Uint32Array.from(pairs, ([, to]) => id(to)),
        weights: new Float32Array(pairs.length).fill(1),
      },
    ],
    names.length,
    pairs.length,
  );
  const circles = await findCircles(graph, {
    networks: Uint32Array.from(names, (name) => networks[name] ?? 0),
    sampled: new Uint8Array(names.length).fill(1),
  });
  const node = id(target);
  const factors: Record<string, number> = {};
  for (let edge = graph.inStart[node] ?? 0; edge < (graph.inStart[node + 1] ?? 0); edge++)
    factors[names[graph.sources[edge] ?? 0] ?? ''] = circles.factors[edge] ?? Number.NaN;
  return {
    circle: circles.circleSize[node],
    network: circles.networkSize[node],
    factors,
    farmCircle: (name: string) => circles.farmCircle[id(name)],
  };
}

const numbered = (name: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${name}${i}`);
const farm = numbered('farm', 12);
const toShop = farm.map((site): Pair => [site, 'shop']);
/** A hundred sites that each link to five of thirty others, so that chance is small. */
const web = numbered('site', 100).flatMap((site, i) => Array.from({ length: 5 }, (_, k): Pair => [site, `place${(i * 7 + k * 11) % 30}`]));
const honest = numbered('site', 2).map((site): Pair => [site, 'shop']);

describe('the circle of a target', () => {
  it.each<[string, Pair[]]>([
    ['a star', []],
    ['a ring', farm.map((site, i): Pair => [site, farm[(i + 1) % farm.length] ?? ''])],
    ['a clique', farm.flatMap((site) => farm.filter((other) => other !== site).map((other): Pair => [site, other]))],
    ['an exchange', farm.map((site): Pair => ['shop', site])],
    ['several shops', farm.flatMap((site) => numbered('shop', 3).map((shop): Pair => [site, shop]))],
  ])('holds the sites of %s, and they count as one', async (_, others) => {
    const { circle, factors, farmCircle } = await found([...web, ...honest, ...toShop, ...others], 'shop');
    expect(circle).toBe(12);
    for (const site of farm) expect(factors[site]).toBeCloseTo(1 / 12, 6);
    for (const [site] of honest) expect(factors[site]).toBe(1);
    expect(farmCircle('farm3')).toBeGreaterThanOrEqual(11);
    expect(farmCircle('site0')).toBe(0);
  });

  it('leaves out who links to unrelated sites besides', async () => {
    const camouflage = farm.flatMap((site, i) => [0, 1, 2].map((k): Pair => [site, `place${(i * 5 + k * 3) % 30}`]));
    expect((await found([...web, ...honest, ...toShop, ...camouflage], 'shop')).circle).toBe(0);
  });

  it('is none around a site that everyone links to: chance explains it', async () => {
    const everyone = numbered('site', 40).map((site): Pair => [site, 'everyone']);
    const between = numbered('site', 40).map((site, i): Pair => [site, `site${(i + 1) % 40}`]);
    expect((await found([...everyone, ...between], 'everyone')).circle).toBe(0);
  });

  it('of two is no farm', async () => {
    const { circle, factors, farmCircle } = await found([...web, ['own1', 'shop'], ['own2', 'shop']], 'shop');
    expect(circle).toBe(2);
    expect(factors).toEqual({ own1: 0.5, own2: 0.5 });
    expect(farmCircle('own1')).toBe(0);
  });
});

describe('a network group', () => {
  const linking = numbered('site', 10).map((site): Pair => [site, 'shop']);

  it('counts as one site', async () => {
    const networks = Object.fromEntries(numbered('site', 8).map((site) => [site, 7]));
    const { network, circle, factors } = await found([...web, ...linking], 'shop', networks);
    expect([network, circle]).toEqual([8, 0]);
    expect(factors['site3']).toBe(0.125);
    expect(factors['site9']).toBe(1);
  });

  it('is none where more than two hundred domains live: that is a large host', async () => {
    const crowd = numbered('crowd', 201).map((site): Pair => [site, 'place1']);
    const networks = Object.fromEntries([...crowd.map(([site]) => site), ...numbered('site', 8)].map((site) => [site, 7]));
    const { network, factors } = await found([...web, ...linking, ...crowd], 'shop', networks);
    expect(network).toBe(0);
    expect(factors['site3']).toBe(1);
  });
});

it('an upper tier counts as one site, and others beside it in full', async () => {
  // Sites that link to one another, so that there is support; upper sites link to the shop, lower ones to an upper one each.
  const ring = numbered('site', 60).flatMap((site, i) => [1, 7, 11, 19, 23, 29].map((step): Pair => [site, `site${(i + step) % 60}`]));
  const besides = (name: string, i: number): Pair[] => [0, 1, 2].map((k): Pair => [name, `site${(i * 7 + k * 13) % 60}`]);
  const tiers = numbered('upper', 6).flatMap((site, i): Pair[] => [
    [site, 'shop'],
    ...besides(site, i),
    ...numbered(`lower${i}-`, 6).flatMap((lower, j): Pair[] => [[lower, site], ...besides(lower, i + j)]),
  ]);
  const { circle, factors } = await found([...ring, ...tiers, ...honest, ['small', 'shop'], ...besides('small', 5)], 'shop');
  expect(circle).toBe(0);
  for (const site of numbered('upper', 6)) expect(factors[site]).toBeCloseTo(1 / 6, 6);
  expect([factors['site0'], factors['site1'], factors['small']]).toEqual([1, 1, 1]);
});
