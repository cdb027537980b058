import type { PanelFit } from './panel-fit.ts';
import type { Ranked } from './pagerank.ts';

/**
 * Authority v2: weighted PageRank (edge-weight.ts, link-circles.ts, edge-shares.ts) on a scale from 0 to 100 that people can read.
 *
 *   r = n · PageRank                                   how many average nodes' worth of rank (mean 1)
 *   r0 = n · unlinked = (1 - a) + a·D                  r of a node nobody links to, D the share of the mass that no edge carries
 *   r1 = max(geometric mean of r over the top 20, 400)
 *   authority = round(100 · clamp((ln r - ln r0) / (ln r1 - ln r0), 0, 1))
 *
 * Logarithmic, because ranks follow a power law: ten points more are a constant factor more rank, about 4 on the whole web.
 * A node nobody links to has r = r0 to the bit, hence 0.
 *
 * The upper anchor. On the whole web 100 is the company of its twenty strongest domains: their geometric mean is 0.35 % to
 * 0.40 % of all rank in Common Crawl's releases of 2017 to 2026 (by plain PageRank). A small index has no such domains: by its own twenty the
 * best site of a town would be another google.com, and all scores would jump whenever a few sites are added. So r1 never falls
 * below a fixed anchor, 400 average nodes' worth. By plain PageRank the top twenty of an index of 270,000 domains stand at 1,000; weights spread rank,
 * and on a crawl of 894 sites (6,688 domains) they leave the top twenty 0.40 of it. Below that size scores keep their room: the best of 300
 * sites with a tenth of all rank has 57.
 *
 * From release to release r1 is carried along the line on which a panel of common domains moved, r1 = exp(a + b · ln r1 before) (panel-fit.ts), so that a
 * score moves when a domain does and not when the crawl was larger or a part of it was missing.
 *
 * Pages: the same scale, from links of other domains only. r(page) = r0 + n · inflow, where inflow is what arrives at this page
 * of the contributions of the domains linking here. A domain's gift is divided over the pages it links to, so the
 * gains r - r0 of a domain's pages add up to the domain's own, and no page stands above its domain.
 */
export function authorityScale(ranked: Ranked, earlier: EarlierScale | null = null): AuthorityScale {
  const { rank, unlinked, damping } = ranked;
  const own = scaleOf({ nodes: rank.length, unlinked, damping, strongest: strongestOf(rank, topCount), anchorMin });
  const carried = earlier === null ? null : Math.exp(earlier.fit.a + earlier.fit.b * Math.log(earlier.r1));
  if (carried === null || carried <= own.r0 || Math.abs(Math.log(carried / own.r1)) > carriedDriftMax) return own;
  return { ...own, r1: carried, anchor: 'carried' };
}

/** The r1 of the release before, and how ranks moved since (panel-fit.ts). */
export interface EarlierScale {
  readonly r1: number;
  readonly fit: PanelFit;
}

/** A carried r1 may drift from the release's own by a half of it; beyond that the index has become another, and the scale begins anew. */
const carriedDriftMax = Math.log(1.5);

/** The scale of plain PageRank that others computed (a web graph's), where the fixed anchor is 1,000: of it weights leave 0.40. */
export function plainRankScale(parts: Omit<ScaleParts, 'anchorMin'>): AuthorityScale {
  return scaleOf({ ...parts, anchorMin: 1_000 });
}

interface ScaleParts {
  readonly nodes: number;
  /** PageRank of a node nobody links to. */
  readonly unlinked: number;
  readonly damping: number;
  /** The `topCount` highest. */
  readonly strongest: readonly number[];
  readonly anchorMin: number;
}

function scaleOf({ nodes, unlinked, damping, strongest, anchorMin: least }: ScaleParts): AuthorityScale {
  const top = strongest.length === 0 ? 0 : Math.exp(strongest.reduce((sum, rank) => sum + Math.log(nodes * rank), 0) / strongest.length);
  const r0 = nodes === 0 ? 1 : nodes * unlinked;
  return { version: authorityVersion, nodes, damping, r0, r1: Math.max(top, least), anchor: top > least ? 'top' : 'fixed' };
}

export const authorityVersion = 'authority_v2' as const;
/** How many of the strongest nodes are the company at 100. */
export const topCount = 20;
/** The least r1: see above. Part of the formula; another value is another version. */
const anchorMin = 400;

/** What a release stores to score any node or page of it, and to replay the score later. */
export interface AuthorityScale {
  readonly version: typeof authorityVersion;
  readonly nodes: number;
  readonly damping: number;
  /** r of a node nobody links to: authority 0. */
  readonly r0: number;
  /** r at which authority is 100. */
  readonly r1: number;
  /** Where r1 comes from: the strongest nodes of the release, the fixed anchor because those are weaker, or the release before. */
  readonly anchor: 'top' | 'fixed' | 'carried';
}

/** A score with its parts; `authority` follows from the others. */
export interface Authority {
  readonly version: typeof authorityVersion;
  /** 0 to 100. */
  readonly authority: number;
  /** 0 to 1000, as DataForSEO scales its rank. */
  readonly rank1000: number;
  readonly r: number;
  readonly r0: number;
  readonly r1: number;
}

/** The score of a node with this PageRank. */
export function domainAuthority(scale: AuthorityScale, rank: number): Authority {
  return authorityAt(scale, scale.nodes * rank);
}

/** The score of a page at which this much of its domain's inflow arrives (a share of all rank, as PageRank is). */
export function pageAuthority(scale: AuthorityScale, inflow: number): Authority {
  return authorityAt(scale, scale.r0 + scale.nodes * inflow);
}

function authorityAt({ version, r0, r1 }: AuthorityScale, r: number): Authority {
  const authority = Math.round(authorityHeight({ r0, r1 }, r));
  return { version, authority, rank1000: rank1000(authority), r, r0, r1 };
}

/** The score before it is rounded, 0 to 100. */
export function authorityHeight({ r0, r1 }: Pick<AuthorityScale, 'r0' | 'r1'>, r: number): number {
  return 100 * Math.min(1, Math.max(0, Math.log(r / r0) / Math.log(r1 / r0)));
}

/** authority = 100 · sin(rank1000 / 636.62), solved for rank1000; 636.62 is 2000/π. */
export function rank1000(authority: number): number {
  return Math.round(636.62 * Math.asin(authority / 100));
}

export interface Standing {
  /** 1 is the highest; equal ranks share a position, and the next one is as far down as they are many. */
  readonly position: number;
  /** The share of nodes strictly below, in percent: 0 for everyone at the bottom, however many they are. */
  readonly percentile: number;
}

/** Where a rank stands among all; `ascending` is a sorted copy of the ranks (`rank.slice().sort()`). O(log n). */
export function standing(ascending: Float64Array, rank: number): Standing {
  const below = countWhile(ascending, (value) => value < rank);
  const notAbove = countWhile(ascending, (value) => value <= rank);
  const nodes = ascending.length;
  return { position: nodes - notAbove + 1, percentile: nodes === 0 ? 0 : (100 * below) / nodes };
}

/** How many of the first values hold, of values that hold up to some point and not after it. */
function countWhile(values: Float64Array, holds: (value: number) => boolean): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(values[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The `count` largest values, in descending order: one pass, since almost no value reaches the list. */
function strongestOf(values: Float64Array, count: number): number[] {
  const strongest: number[] = [];
  for (const value of values) {
    if (strongest.length === count && value <= (strongest[count - 1] as number)) continue;
    let place = strongest.length;
    while (place > 0 && (strongest[place - 1] as number) < value) place--;
    strongest.splice(place, 0, value);
    strongest.length = Math.min(strongest.length, count);
  }
  return strongest;
}
