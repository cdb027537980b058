import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Adjacency } from './adjacency.ts';
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
 * it: above that it is a large host and says nothing of owners.
 *
 * A circle, and a network group, counts as one of its average members (one owner, one vote): each member's link is worth 1 / size, the less
 * of the two where it is in both.
 *
 * A star, a ring, a clique and random links within a farm are circles whatever their size; a pyramid is one at each of its tiers; who links to unrelated
 * sites besides is not (his link counts less by itself, see edge-weight.ts).
 *
 * Cost: at most `sampleMax` steps an edge; of a source with more links, that many are looked at, evenly spaced.
 */
export async function findCircles(graph: Adjacency, networks: Uint32Array, signal?: AbortSignal): Promise<Circles> {
  const { nodes, edges, inStart, sources, outStart } = graph;
  const found = noCircles(graph);
  const domainsOf = sizesOf(networks);
  const twinsOf = findTwins(graph);
  const memberOf = new Uint32Array(nodes);
  const seen = new Map<number, number>();
  let steps = 0;
  for (let v = 0; v < nodes; v++) {
    const [start, end] = [inStart[v] as number, inStart[v + 1] as number];
    const referring = end - start;
    if (referring < 2) continue;
    let linksInto = 0;
    for (let edge = start; edge < end; edge++) {
      const s = sources[edge] as number;
      memberOf[s] = v + 1;
      linksInto += (inStart[s + 1] as number) - (inStart[s] as number);
    }
    for (const twin of twinsOf(v)) {
      if (memberOf[twin] === v + 1) continue;
      memberOf[twin] = v + 1;
      linksInto += (inStart[twin + 1] as number) - (inStart[twin] as number);
    }
    const chance = linksInto / edges;
    let size = 0;
    for (let edge = start; edge < end; edge++) {
      const s = sources[edge] as number;
      if (!isInCircle(graph, s, v, memberOf, chance)) continue;
      found.belongs[edge] = belonging.circle;
      size++;
      steps += Math.min(sampleMax, (outStart[s + 1] as number) - (outStart[s] as number));
    }
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
    if ((steps += referring) > stepsPerTurn) {
      steps = 0;
      signal?.throwIfAborted();
      await nextTurn();
    }
  }
  return found;

  function markNetworks(v: number, start: number, end: number): void {
    seen.clear();
    for (let edge = start; edge < end; edge++) {
      const network = networks[sources[edge] as number] as number;
      if (network !== 0 && (domainsOf.get(network) ?? 0) <= networkDomainsMax) seen.set(network, (seen.get(network) ?? 0) + 1);
    }
    for (let edge = start; edge < end; edge++) {
      const size = seen.get(networks[sources[edge] as number] as number) ?? 0;
      found.networkSize[v] = Math.max(found.networkSize[v] as number, size);
      if (size <= 1) continue;
      found.belongs[edge] = (found.belongs[edge] as number) | belonging.network;
      found.factors[edge] = Math.min(found.factors[edge] as number, 1 / size);
    }
  }
}

/** All edges count in full. */
export function noCircles({ nodes, edges }: Adjacency): Circles {
  return {
    belongs: new Uint8Array(edges),
    factors: new Float32Array(edges).fill(1),
    circleSize: new Uint32Array(nodes),
    networkSize: new Uint32Array(nodes),
    farmCircle: new Uint32Array(nodes),
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
}

export const belonging = { circle: 1, network: 2 } as const;

/** A circle of so many domains that are at least half of all that link: what a farm looks like. */
const farmSizeMin = 8;
const farmShareMin = 0.5;
const networkDomainsMax = 200;
const closedShareMin = 0.5;
const chanceMax = 0.05;
const sampleMax = 256;
const stepsPerTurn = 2_000_000;

function isInCircle({ outStart, targets }: Adjacency, s: number, v: number, memberOf: Uint32Array, chance: number): boolean {
  const [start, end] = [outStart[s] as number, outStart[s + 1] as number];
  const links = end - start;
  if (links === 1) return true;
  const looked = Math.min(links, sampleMax);
  let others = 0;
  let within = 0;
  for (let i = 0; i < looked; i++) {
    const target = targets[start + (looked === links ? i : Math.floor((i * links) / looked))] as number;
    if (target === v) continue;
    others++;
    if (memberOf[target] === v + 1) within++;
  }
  return others > 0 && within >= closedShareMin * others && tailBound(within, others, chance) <= chanceMax;
}

/** An upper bound of the chance that at least j of m independent events of probability p happen. */
function tailBound(j: number, m: number, p: number): number {
  const q = j / m;
  if (q <= p) return 1;
  const divergence = q * Math.log(q / p) + (q < 1 ? (1 - q) * Math.log((1 - q) / (1 - p)) : 0);
  return Math.exp(-m * divergence);
}

function sizesOf(networks: Uint32Array): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const network of networks) if (network !== 0) sizes.set(network, (sizes.get(network) ?? 0) + 1);
  return sizes;
}
