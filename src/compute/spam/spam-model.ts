/**
 * Spam score v1 of a domain, 0 to 100: points that add up, each a product of ramps over what the release counted of it. A glass box: nothing is
 * learned but the points of names (model/spam/spam-name.ts), and every part can be shown with its figures.
 *
 *   score = min(100, floor(Σ max · Π ramp(value, from, to) + 0.5))
 *
 * Nobody is guilty for being small: each part of the link structure needs a circle, a network group or a number of partners that a
 * small site does not have; without them name and pages give at most 20. The words of links to a domain count
 * against those who link (`profile` of the question `spam`) and not against it; a circle or a network group around it counts, because no graph can tell
 * who built it, and the reasons say what it is. A crowd does not count against its target,
 * because anybody can aim one at anybody, and little against its sites, because it may hold honest ones that nobody links to.
 *
 * Left out because they did not help where they were measured (docs/metrics/validation.md): spam mass, and growth of supporters from distance 1 to 2
 * (Becchetti et al. 2006), of which crowds are what remains once chance is asked.
 */
import { hasSpamWord } from '../../model/spam/spam-words.ts';
import { ramp } from '../ramp.ts';

export const spamVersion = 'spam_v1' as const;

/** What is counted of a domain, in columns of `domains_<n>`. */
export interface SpamFeatures {
  /** Domains with a ranked link to it, and those it has ranked links to. */
  readonly ranked_in: number;
  readonly ranked_out: number;
  /** Of the former: in its circle, in its largest network group (link-circles.ts), and linked back by it. */
  readonly circle: number;
  readonly network_group: number;
  readonly mutual: number;
  /** The largest circle that it is one of and that makes at least half of its target's sources. */
  readonly farm_circle: number;
  /** The largest crowd, or pair of tiers, that it is one of (lone-sources.ts, second-tiers.ts). */
  readonly in_crowd: number;
  /** Other domains it links to, and those it links to with words of link spam. */
  readonly linked_others: number;
  readonly spam_word_targets: number;
  /** Of its captured pages: links to other domains by page, their share of all links, the share of pages without a title. */
  readonly outward_links: number;
  readonly outward_share: number;
  readonly untitled_share: number;
  /** 0 to 10. */
  readonly name_points: number;
}
type SpamFeature = keyof SpamFeatures;

interface Ramp {
  readonly value: SpamFeature;
  /** The value is divided by this one; 0 where that is 0. */
  readonly per?: SpamFeature;
  readonly from: number;
  readonly to: number;
}

export const spamParts: readonly {
  readonly name: string;
  readonly max: number;
  readonly ramps: readonly Ramp[];
  readonly because: string;
}[] = [
  {
    name: 'circle',
    max: 50,
    ramps: [
      { value: 'circle', per: 'ranked_in', from: 0.5, to: 0.85 },
      { value: 'circle', from: 4, to: 12 },
    ],
    because: '{circle} of the {ranked_in} domains that link here link to nothing else, or mostly to one another',
  },
  {
    name: 'farm',
    max: 60,
    ramps: [{ value: 'farm_circle', from: 4, to: 12 }],
    because: 'one of {farm_circle} domains that link to little but each other and one target, and are most of what links there',
  },
  {
    name: 'in_crowd',
    max: 6,
    ramps: [{ value: 'in_crowd', from: 8, to: 20 }],
    because:
      'one of {in_crowd} domains behind one target that nobody else links to, or only such domains do, many more than chance explains',
  },
  {
    name: 'words',
    max: 45,
    ramps: [
      { value: 'spam_word_targets', per: 'linked_others', from: 0.1, to: 0.6 },
      { value: 'spam_word_targets', from: 0, to: 2 },
    ],
    because: 'links to {spam_word_targets} of {linked_others} domains with words of link spam',
  },
  {
    name: 'network',
    max: 15,
    ramps: [
      { value: 'network_group', per: 'ranked_in', from: 0.2, to: 0.6 },
      { value: 'network_group', from: 3, to: 10 },
    ],
    because: '{network_group} of the {ranked_in} domains that link here come from one small network',
  },
  { name: 'name', max: 10, ramps: [{ value: 'name_points', from: 0, to: 10 }], because: 'the name: {name}' },
  {
    name: 'exchange',
    max: 8,
    ramps: [
      { value: 'mutual', per: 'ranked_in', from: 0.2, to: 0.7 },
      { value: 'ranked_in', from: 4, to: 10 },
    ],
    because: '{mutual} of the {ranked_in} domains that link here are linked back',
  },
  {
    name: 'outward',
    max: 8,
    ramps: [
      { value: 'outward_links', from: 30, to: 100 },
      { value: 'outward_share', from: 0.7, to: 0.95 },
    ],
    because: '{outward_links} links to other domains on a page, and few of its own',
  },
  { name: 'untitled', max: 2, ramps: [{ value: 'untitled_share', from: 0.5, to: 1 }], because: 'pages without a title' },
];

/** The features that make a score as a reader checks them. */
export interface SpamPart {
  readonly name: string;
  readonly points: number;
  readonly points_max: number;
}

/** The parts of a score, in the order of the model. */
export function spamPartsOf(features: SpamFeatures): SpamPart[] {
  return spamParts.map(({ name, max, ramps }) => ({
    name,
    points: ramps.reduce((points, { value, per, from, to }) => points * ramp(ratio(features, value, per), from, to), max),
    points_max: max,
  }));
}

export function spamScoreOf(features: SpamFeatures): number {
  return Math.min(100, Math.floor(spamPartsOf(features).reduce((sum, { points }) => sum + points, 0) + 0.5));
}

/** The score of a link: that of the domain it comes from, and more when its anchor holds a word of link spam. */
export function linkSpam(domainScore: number, anchor: string): number {
  return Math.min(100, domainScore + (hasSpamWord(anchor) ? spamWordPoints : 0));
}

export const spamWordPoints = 25;

/** How much there is to judge by: e / (e + 10) for e domains and pages seen. */
export function spamConfidence(features: Pick<SpamFeatures, 'ranked_in' | 'ranked_out'>, pagesCaptured: number): number {
  const seen = features.ranked_in + features.ranked_out + pagesCaptured;
  return seen / (seen + 10);
}

function ratio(features: SpamFeatures, value: SpamFeature, per: SpamFeature | undefined): number {
  if (per === undefined) return features[value];
  return features[per] === 0 ? 0 : features[value] / features[per];
}
