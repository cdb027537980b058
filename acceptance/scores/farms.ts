/** Link farms of many shapes, to be hidden in the graph of a real crawl. All aim at the first of their targets. */
import type { NamedEdge } from './named-graph.ts';

export interface Farm {
  readonly edges: readonly NamedEdge[];
  readonly sites: readonly string[];
  readonly targets: readonly string[];
}

const numbered = (name: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${name}-${i}.invalid`);

/** A site of fifty pages that all link: its edge weighs most. */
const weight = 2;

/** What a farm may link to besides: the most linked domains of the graph, and any of its domains. */
export interface Web {
  readonly popular: readonly string[];
  readonly all: readonly string[];
  /** Domains that link to others. */
  readonly linking: readonly string[];
}

export const farmShapes: Readonly<Record<string, (size: number, random: () => number, web: Web) => Farm>> = {
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
  /** Links to popular sites besides; to any sites; to popular sites and one another. */
  camouflage: (size, random, { popular }) => farmOf(size, () => someOf(popular, 8, random)),
  camouflage_any: (size, random, { all }) => farmOf(size, () => someOf(all, 8, random)),
  camouflage_ring: (size, random, { popular }) => farmOf(size, (i, sites) => [sites[(i + 1) % size] ?? '', ...someOf(popular, 7, random)]),
  /** A tenth of the sites has a link from an honest site: comments that nobody removed. */
  camouflage_comments: (size, random, { popular, linking }) => {
    const farm = farmOf(size, () => someOf(popular, 8, random));
    const commented = farm.sites.filter((_, i) => i % 10 === 0);
    return {
      ...farm,
      edges: [...farm.edges, ...commented.flatMap((site): NamedEdge[] => someOf(linking, 1, random).map((by) => [by, site, 0.25]))],
    };
  },
  /** Nine tenths of the sites link to the others, and those to the target; all to popular sites besides. */
  camouflage_tiers: (size, random, { popular }) => {
    const sites = numbered('farm', size);
    const tier = sites.slice(0, Math.max(1, Math.floor(size / 10)));
    const edges = sites.flatMap((site, i): NamedEdge[] => [
      [site, i < tier.length ? 'target.invalid' : (tier[i % tier.length] ?? ''), weight],
      ...someOf(popular, 8, random).map((other): NamedEdge => [site, other, 1]),
    ]);
    return { edges, sites, targets: ['target.invalid'] };
  },
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
