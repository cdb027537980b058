/**
 * The one list of what a link can be. Codes are part of the stored format: append, never renumber.
 * This file is where stored numbers and the API's words (snake_case) become one another.
 */
import type { Address } from './url.ts';

export const linkKinds = ['anchor', 'area', 'redirect', 'canonical', 'alternate', 'frame', 'form'] as const;
export type LinkKind = (typeof linkKinds)[number];
/** Kinds over which rank flows (when followed and between different domains). */
export const rankKinds: readonly LinkKind[] = ['anchor', 'area', 'redirect', 'canonical'];

export const placements = ['content', 'navigation', 'header', 'footer', 'aside', 'comment', 'unknown'] as const;
export type Placement = (typeof placements)[number];

export const relTokens = ['nofollow', 'ugc', 'sponsored'] as const;
export type RelToken = (typeof relTokens)[number];

/** Bits of a stored link's `flags`. */
export const flag = {
  nofollow: 1 << 0,
  ugc: 1 << 1,
  sponsored: 1 << 2,
  /** meta robots or X-Robots-Tag of the page says nofollow */
  pageNofollow: 1 << 3,
  /** meta robots or X-Robots-Tag of the page says noindex: stored, but gives no rank */
  pageNoindex: 1 << 4,
  /** an image stands in the link */
  hasImage: 1 << 5,
  /** the placement was estimated from the order of links, because there was no page tree (WAT) */
  placementEstimated: 1 << 6,
  targetHttps: 1 << 7,
  targetWww: 1 << 8,
  sourceHttps: 1 << 9,
  sourceWww: 1 << 10,
  /** the page had been captured, well enough to see it, before the link first appeared: `new_link`, else `discovered` */
  pageSeenBefore: 1 << 11,
  /** the source does not say what rel the link has (a list of edges, some exports): it counts as followed, because nothing else is known */
  relUnknown: 1 << 12,
} as const;

export const notFollowed = flag.nofollow | flag.ugc | flag.sponsored | flag.pageNofollow;

/** Followed: none of the three on the link, and no nofollow on the page. */
export function isFollowed(flags: number): boolean {
  return (flags & notFollowed) === 0;
}

/** rel attribute -> bits. Split on ASCII white space and commas; only nofollow, ugc and sponsored count (METRICS 5.2). */
export function relFlags(rel: string): number {
  if (rel === '') return 0;
  let flags = 0;
  for (const token of rel.toLowerCase().split(/[\t\n\f\r ,]+/)) {
    if (token === 'nofollow') flags |= flag.nofollow;
    else if (token === 'ugc') flags |= flag.ugc;
    else if (token === 'sponsored') flags |= flag.sponsored;
  }
  return flags;
}

export function relOf(flags: number): RelToken[] {
  return relTokens.filter((token) => (flags & flag[token]) !== 0);
}

/** One link as an extractor hands it over: resolved, not yet folded with others to the same target. */
export interface ExtractedLink {
  readonly kind: LinkKind;
  readonly target: Address;
  /** Collapsed, at most `anchorCharsMax` code points; the image's alt when there is no text. */
  readonly anchor: string;
  /** rel bits and `hasImage`; page bits are added when the page is folded. */
  readonly flags: number;
  readonly placement: Placement;
  /** Text of the same block before and after the link, at most `contextCharsMax` code points each. */
  readonly before: string;
  readonly after: string;
}

export const linkStates = ['live', 'lost'] as const;

/** Why a link is lost: the page was captured without it, answers 404 or 410, or redirects to another URL key. */
export const lostReasons = ['none', 'removed', 'gone', 'redirected'] as const;
export type LostReason = (typeof lostReasons)[number];

/** All links of one page to one target key as one: what the index stores and calls a backlink. */
export interface FoldedLink {
  readonly targetKey: string;
  /** The target as written, when `urlOfKey` cannot give it back; else ''. */
  readonly targetUrl: string;
  readonly targetDomain: string;
  /** Of the representative: the followed one, then the one in content, then the first. */
  readonly kind: LinkKind;
  /** Bits of `flag`, page and key-form bits included. */
  readonly flags: number;
  readonly placement: Placement;
  readonly anchor: string;
  readonly before: string;
  readonly after: string;
  /** How many links of the page go to this key. */
  readonly linksCount: number;
  /** Mix of the topics that the anchor and the text around it speak of (model/topic/topic-mix.ts); 0 when they do not say. */
  readonly topics: number;
}
