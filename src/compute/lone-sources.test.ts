import { describe, expect, it } from 'vitest';
import { buildAdjacency, type Adjacency } from './adjacency.ts';
import { findLoneCrowds } from './lone-sources.ts';

type Pair = readonly [source: string, target: string];

const numbered = (name: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${name}${i}`);

/** Sixty sites, each linking to six others: everyone is linked by someone. */
const web = numbered('site', 60).flatMap((site, i) => [1, 7, 11, 19, 23, 29].map((step): Pair => [site, `site${(i + step) % 60}`]));
/** Sites with a link to the shop and to five of the web each, whom nobody links to. */
const lone = (count: number): Pair[] =>
  numbered('lone', count).flatMap((site, i): Pair[] => [
    [site, 'shop'],
    ...[0, 1, 2, 3, 4].map((k): Pair => [site, `site${(i * 7 + k * 13) % 60}`]),
  ]);
const honest = [0, 20, 40].map((i): Pair => [`site${i}`, 'shop']);

async function graphOf(
  pairs: readonly Pair[],
  weightOf: (source: string, target: string) => number = () => 1,
): Promise<{ graph: Adjacency; id: (name: string) => number }> {
  const names = [...new Set(pairs.flat())].sort();
  const id = (name: string): number => names.indexOf(name);
  const chunk = {
    sources: Uint32Array.from(pairs, ([source]) => id(source)),
    targets: Uint32Array.from(pairs, ([, target]) => id(target)),
    weights: Float32Array.from(pairs, ([source, target]) => weightOf(source, target)),
  };
  return { graph: await buildAdjacency([chunk], names.length, pairs.length), id };
}

async function crowdOf(
  pairs: readonly Pair[],
  target = 'shop',
  counts: (edge: number, graph: Adjacency) => boolean = () => true,
): Promise<number> {
  const { graph, id } = await graphOf(pairs);
  const { crowd } = await findLoneCrowds(graph, (edge) => counts(edge, graph));
  return crowd[id(target)] ?? Number.NaN;
}

describe('a crowd of lone sources', () => {
  it('is found whatever its sites link to, and marks their links alone', async () => {
    const pairs = [...web, ...lone(30), ...honest];
    const { graph, id } = await graphOf(pairs);
    const { crowd, isLone, supportedShare } = await findLoneCrowds(graph, () => true);
    expect(crowd[id('shop')]).toBe(30);
    const marked = pairs
      .filter((_, i) => i >= 0)
      .filter(([source, target]) => {
        const edge = Array.from({ length: graph.edges }, (_, at) => at).find(
          (at) => graph.sources[at] === id(source) && at >= (graph.inStart[id(target)] ?? 0) && at < (graph.inStart[id(target) + 1] ?? 0),
        );
        return isLone[edge ?? -1] === 1;
      });
    expect(marked.map(([source, target]) => [source.replace(/\d+/, ''), target])).toEqual(
      Array.from({ length: 30 }, () => ['lone', 'shop']),
    );
    // Without the links of the crowd itself, all that is left comes from the web, where everyone is linked.
    expect(supportedShare).toBe(1);
  });

  it('counts as half as many as the supported sources vouch for', async () => {
    // Whom nobody links to: forty pages with three links into the web each, so that 360 of the web's own 480 links or so are supported.
    const outward = numbered('page', 40).flatMap((site, i) => [0, 1, 2].map((k): Pair => [site, `site${(i * 11 + k * 17) % 60}`]));
    const supported = [3, 9, 15, 21, 27, 33, 39, 45, 51, 57].map((i): Pair => [`site${i}`, 'shop']);
    const pairs = [...web, ...outward, ...lone(200), ...supported];
    const { graph, id } = await graphOf(pairs);
    const { crowd, counted } = await findLoneCrowds(graph, () => true);
    const by = new Map<string, Set<string>>();
    for (const [source, target] of pairs) by.set(target, (by.get(target) ?? new Set()).add(source));
    const isSupported = ([source, target]: Pair): boolean =>
      [...(by.get(source) ?? [])].some((other) => other !== target && by.get(target)?.has(other) === false);
    const others = pairs.filter(([source]) => !source.startsWith('lone'));
    const share = others.filter(isSupported).length / others.length;
    const vouched = pairs.filter((pair) => pair[1] === 'shop' && isSupported(pair)).length;
    expect([vouched, crowd[id('shop')]]).toEqual([10, 200]);
    expect(counted[id('shop')]).toBeCloseTo((0.5 * 10 * (1 - share)) / share / 200, 6);
    expect((counted[id('shop')] ?? 0) * 200).toBeGreaterThan(1.2);
  });

  it('is not supported by links in comments: they weigh less than half', async () => {
    const comments = numbered('lone', 30).map((site, i): Pair => [`site${i}`, site]);
    const graph = await graphOf([...web, ...lone(30), ...honest, ...comments], (source, target) =>
      target.startsWith('lone') && source !== 'shop' ? 0.25 : 1,
    );
    expect((await findLoneCrowds(graph.graph, () => true)).crowd[graph.id('shop')]).toBe(30);
  });

  it('does not count links of the sources to one another, or of the target to them', async () => {
    const own = numbered('lone', 30).flatMap((site, i): Pair[] => [
      [site, `lone${(i + 1) % 30}`],
      ['shop', site],
    ]);
    expect(await crowdOf([...web, ...lone(30), ...honest, ...own])).toBe(30);
  });

  it('is none where others link to the sources, or the sources are few', async () => {
    const known = numbered('lone', 30).map((site, i): Pair => [`site${i}`, site]);
    expect(await crowdOf([...web, ...lone(30), ...honest, ...known])).toBe(0);
    expect(await crowdOf([...web, ...lone(7), ...honest])).toBe(0);
  });

  it('is none in an index where nearly nobody is linked by anyone: then it is the rule', async () => {
    const outward = numbered('page', 300).flatMap((site, i) => [0, 1, 2].map((k): Pair => [site, `place${(i * 7 + k * 11) % 90}`]));
    expect(await crowdOf([...outward, ...numbered('page', 40).map((site): Pair => [site, 'shop'])])).toBe(0);
  });

  it('leaves out sources that were not sampled', async () => {
    const pairs = [...web, ...lone(30), ...honest];
    const { id } = await graphOf(pairs);
    const unsampled = new Set(numbered('lone', 30).map(id));
    expect(await crowdOf(pairs, 'shop', (edge, graph) => !unsampled.has(graph.sources[edge] ?? -1))).toBe(0);
  });
});
