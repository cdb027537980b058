import { evenPlace, type Adjacency } from './adjacency.ts';
import { tailAboveMean } from './tail-bound.ts';

/**
 * Farms of two tiers: lower sites link to upper ones, and these to the target; all to other sites besides, so that the upper sites have support and are no
 * crowd (lone-sources.ts). What such a farm cannot have is support of its supporters.
 *
 * The *supporters* of a source s of v are the domains that link to s and not to v; of more than `looksMax` as many are looked at, evenly spaced. Of all links a share p comes from
 * supported sources, so that the m supporters of s are all lone with a chance of (1 - p)^m. The sources with at least `supportersMin` supporters, all of them
 * lone, are an *upper tier* where they are at least `upperMin`, at least `timesMin` times what these chances add up to, and so many are so unlikely
 * (tail-bound.ts) that one would be found by chance in twenty indexes. It counts as one. Other sources of the target count as before, so that a farm that is aimed at
 * somebody takes nothing from him.
 *
 * Left out are the links that are left out of crowds. Cost: a step an edge, and `looksMax` more an edge of targets of which several sources have lone supporters.
 * Memory: 16 bytes a node, 1 an edge.
 */
export function findSecondTiers(graph: Adjacency, found: Supported): SecondTiers {
  const { nodes, edges, inStart, sources } = graph;
  const { looksAt, isLone, lone, looked, supportedShare } = found;
  const tiers = {
    isUpper: new Uint8Array(edges),
    upper: new Uint32Array(nodes),
    counted: new Float32Array(nodes),
    inTier: new Uint32Array(nodes),
  };
  const isSupported = (edge: number): boolean => isLone[edge] === 0 && looksAt(edge);
  const candidates: number[] = [];
  let targets = 0;
  for (let v = 0; v < nodes; v++) {
    let [told, loneOnes] = [0, 0];
    for (let edge = inStart[v] as number; edge < (inStart[v + 1] as number); edge++) {
      if (!isSupported(edge)) continue;
      if ((looked[sources[edge] as number] as number) >= supportersMin) told++;
      if ((lone[sources[edge] as number] as number) >= supportersMin) loneOnes++;
    }
    if (told >= upperMin) targets++;
    if (loneOnes >= upperMin) candidates.push(v);
  }
  const memberOf = new Uint32Array(nodes);
  for (const v of candidates) {
    const [start, end] = [inStart[v] as number, inStart[v + 1] as number];
    for (let edge = start; edge < end; edge++) memberOf[sources[edge] as number] = v + 1;
    const upper: number[] = [];
    const lower = new Set<number>();
    let expected = 0;
    for (let edge = start; edge < end; edge++) {
      if (!isSupported(edge)) continue;
      const links = someLinksTo(graph, sources[edge] as number).filter(
        (link) => sources[link] !== v && memberOf[sources[link] as number] !== v + 1 && looksAt(link),
      );
      if (links.length < supportersMin) continue;
      expected += (1 - supportedShare) ** links.length;
      if (links.some((link) => isLone[link] === 0)) continue;
      upper.push(edge);
      for (const link of links) lower.add(sources[link] as number);
    }
    if (upper.length < upperMin || lower.size < lowerMin || upper.length < timesMin * expected) continue;
    if (tailAboveMean(upper.length, expected) > errorsMax / targets) continue;
    tiers.upper[v] = upper.length;
    tiers.counted[v] = 1 / upper.length;
    for (const edge of upper) tiers.isUpper[edge] = 1;
    for (const site of [...upper.map((edge) => sources[edge] as number), ...lower])
      tiers.inTier[site] = Math.max(tiers.inTier[site] as number, upper.length + lower.size);
  }
  return tiers;
}

/** What is known of the graph's links (lone-sources.ts). */
export interface Supported {
  /** Whether an edge, by its place in `Adjacency.sources`, is looked at. */
  readonly looksAt: (edge: number) => boolean;
  /** By edge: 1 where its source is lone. */
  readonly isLone: Uint8Array;
  /** By target: how many of its links were looked at, and how many of these are from lone sources. */
  readonly looked: Uint32Array;
  readonly lone: Uint32Array;
  readonly supportedShare: number;
}

export interface SecondTiers {
  /** By edge: 1 where its source is of its target's upper tier. */
  readonly isUpper: Uint8Array;
  /** By target: the size of its upper tier, and what of each of its links counts. */
  readonly upper: Uint32Array;
  readonly counted: Float32Array;
  /** By site: how many sites are in both tiers, of those that were looked at, where it is in one of them. */
  readonly inTier: Uint32Array;
}

const supportersMin = 4;
const upperMin = 3;
/** Different lone supporters of an upper tier. */
const lowerMin = 16;
const timesMin = 2;
const errorsMax = 0.05;
const looksMax = 8;

function someLinksTo({ inStart }: Adjacency, node: number): number[] {
  const [start, links] = [inStart[node] as number, (inStart[node + 1] as number) - (inStart[node] as number)];
  const looks = Math.min(links, looksMax);
  return Array.from({ length: looks }, (_, i) => start + evenPlace(i, links, looks));
}
