import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Adjacency } from './adjacency.ts';
import { ClosedSources } from './closed-sources.ts';
import { findLoneCrowds, type LoneCrowds } from './lone-sources.ts';
import { findTwins } from './twins.ts';

/**
 * Referring domains that should not each count in full, found in the graph alone and by network.
 *
 * Around a target v, with S the domains that link to v, a source s of S belongs to the *circle* of v
 *   dedicated  when it links to nothing but v
 *   closed     when at least half of its other links lead to members of S or to twins of v (linked by nearly the same domains), and chance does not explain that: with p the share of all links that
 *              lead there, the chance of as many is at most 5 % (Chernoff: exp(-m · KL(j/m ‖ p)); around a site that everyone
 *              links to, p is large and closed shares mean nothing)
 * and the members of S whose pages came from one /24 (/64) are a *network group*, where at most `networkDomainsMax` domains of the index live in
 * it: above that it is a large host and says nothing of owners. Sources outside the circle that nobody else links to, many more than chance
 * explains, are a *crowd* (lone-sources.ts).
 *
 * A circle, and a network group, counts as one of its average members (one owner, one vote): each member's link is worth 1 / size. A crowd counts as many as
 * chance explains. Where a source is in several, the least holds.
 *
 * A star, a ring, a clique and random links within a farm are circles whatever their size; a pyramid is one at each of its tiers; sites that link to
 * unrelated sites besides are no circle, and a crowd when nobody links to them, or two tiers.
 *
 * Cost: at most 64 steps an edge (closed-sources.ts, lone-sources.ts); of a source with more links, that many are looked at, evenly spaced.
 */
export async function findCircles(graph: Adjacency, { networks, sampled }: KnownOfNodes, signal?: AbortSignal): Promise<Circles> {
  const { nodes, inStart, sources } = graph;
  const found = noCircles(graph);
  const { numbers: networkOf, count: networksFound } = smallNetworks(networks);
  const twinsOf = findTwins(graph);
  const closed = new ClosedSources(graph);
  const sourcesIn = new Uint32Array(networksFound + 1);
  let steps = 0;
  for (let v = 0; v < nodes; v++) {
    const [start, end] = [inStart[v] as number, inStart[v + 1] as number];
    const referring = end - start;
    if (referring < 2) continue;
    let size = 0;
    steps += closed.around(v, twinsOf(v), (edge) => {
      found.belongs[edge] = belonging.circle;
      size++;
    });
    found.circleSize[v] = size;
    for (let edge = start; edge < end; edge++) if (found.belongs[edge] !== 0) found.factors[edge] = 1 / size;
    if (size >= farmSizeMin && size >= farmShareMin * referring) {
      for (let edge = start; edge < end; edge++) {
        if (found.belongs[edge] === 0) continue;
        const s = sources[edge] as number;
        found.farmCircle[s] = Math.max(found.farmCircle[s] as number, size);
      }
    }
    markNetworks(v, start, end);
    if (steps > stepsPerTurn) {
      steps = 0;
      signal?.throwIfAborted();
      await nextTurn();
    }
  }
  const lone = await findLoneCrowds(
    graph,
    (edge) => sampled[sources[edge] as number] === 1 && ((found.belongs[edge] as number) & belonging.circle) === 0,
    signal,
  );
  discountCrowds(graph, lone, found);
  return { ...found, supportedShare: lone.supportedShare };

  function markNetworks(v: number, start: number, end: number): void {
    let largest = 0;
    for (let edge = start; edge < end; edge++) {
      const network = networkOf[sources[edge] as number] as number;
      if (network !== 0) largest = Math.max(largest, (sourcesIn[network] = (sourcesIn[network] as number) + 1));
    }
    if (largest === 0) return;
    found.networkSize[v] = largest;
    for (let edge = start; edge < end; edge++) {
      const size = sourcesIn[networkOf[sources[edge] as number] as number] as number;
      if (size <= 1) continue;
      found.belongs[edge] = (found.belongs[edge] as number) | belonging.network;
      found.factors[edge] = Math.min(found.factors[edge] as number, 1 / size);
    }
    for (let edge = start; edge < end; edge++) sourcesIn[networkOf[sources[edge] as number] as number] = 0;
  }
}

/** What is known of the nodes beside their links, by number. */
export interface KnownOfNodes {
  /** A number for the /24 (/64) that its newest page came from; 0 when it is unknown. */
  readonly networks: Uint32Array;
  /** 1 where pages of it were captured, and not for whom they link to: somebody looked for links to it as to others. */
  readonly sampled: Uint8Array;
}

/** What crowds and upper tiers leave of their links; of an edge that is in several, the least. */
function discountCrowds(graph: Adjacency, { isLone, crowd, counted, tiers }: LoneCrowds, found: Circles): void {
  discount(graph, { isOf: isLone, size: crowd, counted, as: belonging.crowd }, found);
  discount(graph, { isOf: tiers.isUpper, size: tiers.upper, counted: tiers.counted, as: belonging.upperTier }, found);
  for (let node = 0; node < graph.nodes; node++)
    found.inCrowd[node] = Math.max(found.inCrowd[node] as number, tiers.inTier[node] as number);
}

function discount({ nodes, inStart, sources }: Adjacency, crowds: CrowdEdges, { belongs, factors, crowd, inCrowd }: Circles): void {
  const { isOf, size, counted, as } = crowds;
  for (let v = 0; v < nodes; v++) {
    const own = size[v] as number;
    if (own === 0) continue;
    crowd[v] = (crowd[v] as number) + own;
    for (let edge = inStart[v] as number; edge < (inStart[v + 1] as number); edge++) {
      if (isOf[edge] === 0) continue;
      belongs[edge] = (belongs[edge] as number) | as;
      factors[edge] = Math.min(factors[edge] as number, counted[v] as number);
      const s = sources[edge] as number;
      inCrowd[s] = Math.max(inCrowd[s] as number, own);
    }
  }
}

interface CrowdEdges {
  readonly isOf: Uint8Array;
  readonly size: Uint32Array;
  readonly counted: Float32Array;
  /** Bit of `belonging`. */
  readonly as: number;
}

/** All edges count in full. */
export function noCircles({ nodes, edges }: Adjacency): Circles {
  return {
    belongs: new Uint8Array(edges),
    factors: new Float32Array(edges).fill(1),
    circleSize: new Uint32Array(nodes),
    networkSize: new Uint32Array(nodes),
    farmCircle: new Uint32Array(nodes),
    crowd: new Uint32Array(nodes),
    inCrowd: new Uint32Array(nodes),
    supportedShare: 0,
  };
}

export interface Circles {
  /** By edge, in the order of `Adjacency.sources`: bits of `belonging`. */
  readonly belongs: Uint8Array;
  /** By edge: what of it counts. */
  readonly factors: Float32Array;
  /** By target: how many of its sources are in its circle, and in its largest network group. */
  readonly circleSize: Uint32Array;
  readonly networkSize: Uint32Array;
  /** By source: the largest circle it is in that is large enough, by itself and among those who link to its target, to be a farm. */
  readonly farmCircle: Uint32Array;
  /** By target: the size of its crowd and its upper tier; by site: the largest crowd or pair of tiers it is in. */
  readonly crowd: Uint32Array;
  readonly inCrowd: Uint32Array;
  /** Of the links that were looked at for crowds, the share that comes from sources that others link to. */
  readonly supportedShare: number;
}

export const belonging = { circle: 1, network: 2, crowd: 4, upperTier: 8 } as const;

/** A circle of so many domains that are at least half of all that link: what a farm looks like. */
const farmSizeMin = 8;
const farmShareMin = 0.5;
const networkDomainsMax = 200;
const stepsPerTurn = 2_000_000;

/** By node, a number from 1 for its network; 0 where it is not known or a large host. */
function smallNetworks(networks: Uint32Array): { readonly numbers: Uint32Array; readonly count: number } {
  const sizes = new Map<number, number>();
  for (const network of networks) if (network !== 0) sizes.set(network, (sizes.get(network) ?? 0) + 1);
  const numberOf = new Map<number, number>();
  for (const [network, size] of sizes) if (size <= networkDomainsMax) numberOf.set(network, numberOf.size + 1);
  return { numbers: networks.map((network) => numberOf.get(network) ?? 0), count: numberOf.size };
}
