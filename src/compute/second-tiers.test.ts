import { describe, expect, it } from 'vitest';
import { buildAdjacency, type Adjacency } from './adjacency.ts';
import { findLoneCrowds } from './lone-sources.ts';
import type { SecondTiers } from './second-tiers.ts';

type Pair = readonly [source: string, target: string];

const numbered = (name: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${name}${i}`);

/** Sixty sites, each linking to six others: everyone is linked by someone. */
const web = numbered('site', 60).flatMap((site, i) => [1, 7, 11, 19, 23, 29].map((step): Pair => [site, `site${(i + step) % 60}`]));
/** Besides, each site of a farm links to three of these. */
const besides = (name: string, i: number): Pair[] => [0, 1, 2].map((k): Pair => [name, `site${(i * 7 + k * 13) % 60}`]);
/** Upper sites that link to the shop, and lower ones that link to an upper one each. */
const tiers = (upper: number, lowerOfEach: number): Pair[] =>
  numbered('upper', upper).flatMap((site, i): Pair[] => [
    [site, 'shop'],
    ...besides(site, i),
    ...numbered(`lower${i}-`, lowerOfEach).flatMap((lower, j): Pair[] => [[lower, site], ...besides(lower, i + j)]),
  ]);
const honest = [0, 20, 40].map((i): Pair => [`site${i}`, 'shop']);

interface Found {
  readonly tiers: SecondTiers;
  /** Sources of the shop that are of its upper tier. */
  readonly upper: readonly string[];
  readonly size: (name: string) => number;
  readonly counted: number;
}

async function tiersOf(pairs: readonly Pair[], isSampled: (name: string) => boolean = () => true): Promise<Found> {
  const names = [...new Set(pairs.flat())].sort();
  const id = (name: string): number => names.indexOf(name);
  const chunk = {
    sources: Uint32Array.from(pairs, ([source]) => id(source)),
    targets: Uint32Array.from(pairs, ([, target]) => id(target)),
    weights: new Float32Array(pairs.length).fill(1),
  };
  const graph: Adjacency = await buildAdjacency([chunk], names.length, pairs.length);
  const nameOf = (edge: number): string => names[graph.sources[edge] ?? -1] ?? '';
  const { tiers: found } = await findLoneCrowds(graph, (edge) => isSampled(nameOf(edge)));
  const shop = id('shop');
  const edges = Array.from({ length: graph.edges }, (_, edge) => edge).filter((edge) => found.isUpper[edge] === 1);
  for (const edge of edges) expect(edge >= (graph.inStart[shop] ?? 0) && edge < (graph.inStart[shop + 1] ?? 0)).toBe(true);
  return { tiers: found, upper: edges.map(nameOf), size: (name) => found.inTier[id(name)] ?? 0, counted: found.counted[shop] ?? 0 };
}

describe('a farm of two tiers', () => {
  it('is found by those who support its upper sites: these count as one', async () => {
    const { upper, size, counted } = await tiersOf([...web, ...tiers(6, 6), ...honest]);
    expect(upper).toEqual(numbered('upper', 6));
    expect(counted).toBeCloseTo(1 / 6, 6);
    // Six and thirty-six, and nobody else.
    expect([size('upper3'), size('lower3-2'), size('site0'), size('shop')]).toEqual([42, 42, 0, 0]);
  });

  it('takes nothing from other sources of its target, lone ones among them', async () => {
    const others = numbered('small', 6).flatMap((site, i): Pair[] => [[site, 'shop'], ...besides(site, i)]);
    expect((await tiersOf([...web, ...tiers(6, 6), ...honest, ...others])).upper).toEqual(numbered('upper', 6));
  });

  it('is none where others support the supporters, or the sites of a tier are few', async () => {
    const supported = numbered('upper', 6).flatMap((site, i) => [0, 1, 2, 3, 4, 5].map((k): Pair => [`site${i * 6 + k}`, site]));
    expect((await tiersOf([...web, ...tiers(6, 0), ...supported, ...honest])).upper).toEqual([]);
    // One supported supporter of each is enough.
    const one = numbered('upper', 6).map((site, i): Pair => [`site${i}`, site]);
    expect((await tiersOf([...web, ...tiers(6, 6), ...one, ...honest])).upper).toEqual([]);
    expect((await tiersOf([...web, ...tiers(6, 3), ...honest])).upper).toEqual([]);
    expect((await tiersOf([...web, ...tiers(2, 20), ...honest])).upper).toEqual([]);
  });

  it('is none of sites that were not sampled', async () => {
    const notSampled = (name: string): boolean => !name.startsWith('lower');
    expect((await tiersOf([...web, ...tiers(6, 6), ...honest], notSampled)).upper).toEqual([]);
  });
});
