/** Link farms of eight shapes, to be hidden in the graph of a real crawl. All aim at the first of their targets. */
import type { NamedEdge } from './named-graph.ts';

export interface Farm {
  readonly edges: readonly NamedEdge[];
  readonly sites: readonly string[];
  readonly targets: readonly string[];
}

const numbered = (name: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${name}-${i}.invalid`);

/** A site of fifty pages that all link: its edge weighs most. */
const weight = 2;

export const farmShapes: Readonly<Record<string, (size: number, random: () => number, popular: readonly string[]) => Farm>> = {
  star: (size) => farmOf(size, () => []),
  ring: (size) => farmOf(size, (i, sites) => [sites[(i + 1) % size] ?? '']),
  clique: (size) => farmOf(size, (i, sites) => sites.filter((_, other) => other !== i)),
  random: (size, random) =>
    farmOf(size, (i, sites) =>
      someOf(
        sites.filter((_, other) => other !== i),
        7,
        random,
      ),
    ),
  exchange: (size) => {
    const farm = farmOf(size, () => []);
    return { ...farm, edges: [...farm.edges, ...farm.sites.map((site): NamedEdge => [farm.targets[0] ?? '', site, 1])] };
  },
  shops: (size) => {
    const shops = numbered('shop', 5);
    const farm = farmOf(size, () => shops);
    return { ...farm, targets: [...farm.targets, ...shops] };
  },
  pyramid: (size) => {
    const sites = numbered('farm', size);
    const tier = sites.slice(0, Math.max(1, Math.floor(size / 10)));
    const edges = sites.map((site, i): NamedEdge => [site, i < tier.length ? 'target.invalid' : (tier[i % tier.length] ?? ''), weight]);
    return { edges, sites, targets: ['target.invalid'] };
  },
  camouflage: (size, random, popular) => farmOf(size, () => someOf(popular, 8, random)),
};

function farmOf(size: number, others: (i: number, sites: readonly string[]) => readonly string[]): Farm {
  const sites = numbered('farm', size);
  const edges = sites.flatMap((site, i): NamedEdge[] => [
    [site, 'target.invalid', weight],
    ...others(i, sites).map((other): NamedEdge => [site, other, 1]),
  ]);
  return { edges, sites, targets: ['target.invalid'] };
}

function someOf(from: readonly string[], count: number, random: () => number): string[] {
  const left = [...from];
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(Math.floor(random() * left.length), 1)[0] ?? '');
}
