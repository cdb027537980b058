import { setImmediate as nextTurn } from 'node:timers/promises';
import { evenPlace, type Adjacency } from './adjacency.ts';
import { findSecondTiers, type SecondTiers } from './second-tiers.ts';
import { tailBelow } from './tail-bound.ts';

/**
 * Crowds of referring domains that nobody else links to: what the sites of a farm cannot change, whatever they link to themselves.
 *
 * A source s of a target v is *supported* when a domain that neither links to v nor is v has a link to s that weighs at least `supportMin` (not in a comment
 * only, not site-wide: such links are had for the asking); else it is *lone*. Lone sources are no fault: most small sites have nobody. But over a whole index a share p
 * of all links comes from supported sources, and who is linked for a reason has about as many. So the lone sources of v are a *crowd* when they are at least
 * `crowdMin`, supported ones are at most `shareMax` of what p leads to expect, and the chance of so few (Chernoff: exp(-n · KL(k/n ‖ p))) is so small that by chance
 * alone one crowd would be found in twenty indexes of as many targets.
 *
 * A crowd counts as half as many as the supported sources vouch for: beside k of them chance has k (1 - p) / p lone ones; at least as one. Counted as one, it would
 * take the honest lone sources of a target with it, so that a farm could be aimed at a competitor; counted as all that chance explains, it would lift
 * the target. Half lies between (docs/metrics/validation.md: `rise` and `on_forty`).
 *
 * Left out, here and of p, are sources in v's circle, because a star of ten thousand sites would make lone links the rule; and sources that were not sampled:
 * known from an export only, or fetched for what they link to. Nobody looked for links to these.
 *
 * Cost: a step or two an edge; of a source with more links to it than `looksMax`, that many are looked at, evenly spaced.
 *
 * @param looksAt whether an edge, by its place in `Adjacency.sources`, is looked at
 */
export async function findLoneCrowds(graph: Adjacency, looksAt: (edge: number) => boolean, signal?: AbortSignal): Promise<LoneCrowds> {
  const { nodes, edges, inStart, sources } = graph;
  const isLone = new Uint8Array(edges);
  const lone = new Uint32Array(nodes);
  const looked = new Uint32Array(nodes);
  const memberOf = new Uint32Array(nodes);
  for (let v = 0; v < nodes; v++) {
    const [start, end] = [inStart[v] as number, inStart[v + 1] as number];
    for (let edge = start; edge < end; edge++) memberOf[sources[edge] as number] = v + 1;
    for (let edge = start; edge < end; edge++) {
      if (!looksAt(edge)) continue;
      (looked[v] as number)++;
      if (isSupported(graph, sources[edge] as number, v, memberOf)) continue;
      isLone[edge] = 1;
      (lone[v] as number)++;
    }
    if (v % nodesPerTurn === 0) {
      signal?.throwIfAborted();
      await nextTurn();
    }
  }
  const targets = looked.reduce((sum, n) => sum + (n >= crowdMin ? 1 : 0), 0);
  const isCrowd = (v: number, supportedShare: number): boolean =>
    isUnlikely({ lone: lone[v] as number, looked: looked[v] as number, supportedShare, chanceMax: errorsMax / targets });
  // A farm's own links to others lower p, in a small index by much: those of the sources of crowds are left out of it.
  const first = supportedShareOf(total(looked), total(lone));
  const [lookedOfCrowds, loneOfCrowds] = linksOfCrowds(graph, { looksAt, isLone, isCrowd: (v) => isCrowd(v, first) });
  const supportedShare = supportedShareOf(total(looked) - lookedOfCrowds, total(lone) - loneOfCrowds);

  await nextTurn();
  const tiers = findSecondTiers(graph, { looksAt, isLone, lone, looked, supportedShare });

  const crowd = new Uint32Array(nodes);
  const counted = new Float32Array(nodes);
  for (let v = 0; v < nodes; v++) {
    const [n, own] = [looked[v] as number, lone[v] as number];
    if (isCrowd(v, supportedShare)) {
      crowd[v] = own;
      counted[v] = Math.min(1, Math.max(1, (vouchedShare * (n - own) * (1 - supportedShare)) / supportedShare) / own);
    } else isLone.fill(0, inStart[v], inStart[v + 1]);
  }
  return { isLone, crowd, counted, supportedShare, tiers };
}

export interface LoneCrowds {
  /** By edge: 1 where its source is one of its target's crowd. */
  readonly isLone: Uint8Array;
  /** By target: the size of its crowd. */
  readonly crowd: Uint32Array;
  /** By target: what of each link of its crowd counts. */
  readonly counted: Float32Array;
  /** Of all links that were looked at, the share that comes from supported sources. */
  readonly supportedShare: number;
  readonly tiers: SecondTiers;
}

const crowdMin = 8;
const shareMax = 0.25;
/** Of the lone sources that chance explains, those that count in a crowd. */
const vouchedShare = 0.5;
/** Crowds that may be found by chance in a whole index. */
const errorsMax = 0.05;
/** The weight of a link on one page, elsewhere than in its content (edge-weight.ts). */
const supportMin = 0.5;
const looksMax = 64;
const nodesPerTurn = 50_000;

function isUnlikely({ lone, looked, supportedShare, chanceMax }: Found): boolean {
  const supported = looked - lone;
  return lone >= crowdMin && supported <= shareMax * supportedShare * looked && tailBelow(supported, looked, supportedShare) <= chanceMax;
}

interface Found {
  readonly lone: number;
  readonly looked: number;
  readonly supportedShare: number;
  readonly chanceMax: number;
}

function supportedShareOf(looked: number, lone: number): number {
  return looked === 0 ? 0 : (looked - lone) / looked;
}

/** Of all links that were looked at, those of the lone sources of crowds, and of these the lone ones. */
function linksOfCrowds(
  { nodes, edges, inStart, sources }: Adjacency,
  found: { readonly looksAt: (edge: number) => boolean; readonly isLone: Uint8Array; readonly isCrowd: (v: number) => boolean },
): [looked: number, lone: number] {
  const ofCrowd = new Uint8Array(nodes);
  for (let v = 0; v < nodes; v++) {
    if (!found.isCrowd(v)) continue;
    for (let edge = inStart[v] as number; edge < (inStart[v + 1] as number); edge++)
      if (found.isLone[edge] === 1) ofCrowd[sources[edge] as number] = 1;
  }
  let [looked, lone] = [0, 0];
  for (let edge = 0; edge < edges; edge++) {
    if (ofCrowd[sources[edge] as number] === 0 || !found.looksAt(edge)) continue;
    looked++;
    lone += found.isLone[edge] as number;
  }
  return [looked, lone];
}

/** Whether somebody links to s who does not link to v and is not v. */
function isSupported({ inStart, sources, weights }: Adjacency, s: number, v: number, memberOf: Uint32Array): boolean {
  const [start, end] = [inStart[s] as number, inStart[s + 1] as number];
  const links = end - start;
  const looks = Math.min(links, looksMax);
  for (let i = 0; i < looks; i++) {
    const edge = start + evenPlace(i, links, looks);
    const by = sources[edge] as number;
    if (by !== v && memberOf[by] !== v + 1 && (weights[edge] as number) >= supportMin) return true;
  }
  return false;
}

function total(counts: Uint32Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
