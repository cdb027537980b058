import type { AnchorClass } from '../model/anchor/anchor-class.ts';
import { ramp } from './ramp.ts';

/** One anchor of a target as its profile weighs it: every referring domain has one vote, divided evenly over the anchors it uses. */
export interface WeighedAnchor {
  readonly anchor: string;
  readonly class: AnchorClass;
  readonly backlinks: number;
  readonly referring_domains: number;
  /** Votes: the sum over referring domains of 1 / (anchors that the domain uses). */
  readonly votes: number;
}

export const anchorProfileVersion = 'anchors_v1';

/**
 * Over-optimisation, 0 to 100: points that add up, each a ramp between two shares of the votes.
 *
 *   exact     60 · ramp(exact, 0.2 → 0.6)             the same few keywords from many domains are seldom chosen by all of them
 *   keyword   25 · ramp(exact + partial, 0.5 → 0.65)  of sites hit by Penguin, all had 60 to 65 % keyword anchors or more, none below 50 % was
 *                                                     hit (Microsite Masters 2012: few sites, confounded, and the only published figures)
 *   repeated  15 · ramp(top anchor, 0.2 → 0.5)        the most used anchor that is neither brand, address nor empty
 *
 * The first and third ramps are our priors and have no public evidence. Confidence is n / (n + 20) for n referring domains: a share of five
 * domains is not a share. Below `domainsMin` there is no score at all.
 */
export function overOptimisation(anchors: readonly WeighedAnchor[], referringDomains: number): OverOptimisation | null {
  if (referringDomains < domainsMin) return null;
  const shareOf = (...classes: AnchorClass[]): number =>
    anchors.filter((row) => classes.includes(row.class)).reduce((sum, { votes }) => sum + votes, 0) / referringDomains;
  const repeated =
    anchors.filter((row) => !natural.has(row.class)).reduce((most, { votes }) => Math.max(most, votes), 0) / referringDomains;
  const parts = [
    part('exact', shareOf('exact'), 0.2, 0.6, 60),
    part('keyword', shareOf('exact', 'partial'), 0.5, 0.65, 25),
    part('repeated', repeated, 0.2, 0.5, 15),
  ];
  return {
    version: anchorProfileVersion,
    score: Math.round(parts.reduce((sum, { points }) => sum + points, 0)),
    confidence: referringDomains / (referringDomains + 20),
    parts,
  };
}

const domainsMin = 5;
/** Anchors that nobody is blamed for, however often they are used. */
const natural: ReadonlySet<AnchorClass> = new Set(['branded', 'url', 'empty', 'generic']);

export interface OverOptimisation {
  readonly version: typeof anchorProfileVersion;
  /** 0 to 100: the sum of the parts' points. */
  readonly score: number;
  readonly confidence: number;
  readonly parts: readonly {
    readonly name: string;
    readonly share: number;
    readonly from: number;
    readonly to: number;
    readonly points: number;
    readonly points_max: number;
  }[];
}

function part(name: string, share: number, from: number, to: number, max: number): OverOptimisation['parts'][number] {
  return { name, share, from, to, points: max * ramp(share, from, to), points_max: max };
}

/**
 * How the votes spread over anchors: entropy −Σ p log2 p in bits, its share of the most possible (all anchors used alike), and the
 * Herfindahl index Σ p², the chance that two votes drawn at random agree.
 */
export function concentration({ anchors, domains, voteLogVotes, votesSquared }: AnchorSums): {
  entropy: number;
  evenness: number | null;
  herfindahl: number;
} {
  const entropy = Math.max(0, Math.log2(domains) - voteLogVotes / domains);
  return { entropy, evenness: anchors > 1 ? entropy / Math.log2(anchors) : null, herfindahl: votesSquared / domains ** 2 };
}

/** Sums over all anchors of a target: how many, how many referring domains (the sum of votes), Σ v log2 v, Σ v². */
export interface AnchorSums {
  readonly anchors: number;
  readonly domains: number;
  readonly voteLogVotes: number;
  readonly votesSquared: number;
}
