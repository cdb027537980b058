/**
 * Relevance of a link to its target, 0 to 100: how much what links is about what the target is about. Four parts, each 0 to 1, as far
 * as they are known, by their weights:
 *
 *   page      the linking page's topics, each by how much of a topic of the target it is
 *   site      the same of the linking site's topics
 *   link      the same of the topics that the anchor and the text around it speak of
 *   language  whether the page is in the language that most pages of the target are in
 *
 * How much a topic is the target's: 1 for the strongest of its topics, less for weaker ones; another topic of the same IAB tier 1 name
 * counts half. In fifteenths, so that the engine (relevance-columns.ts) and this file agree to the point.
 */
import { languageCode } from '../../model/language.ts';
import { topicCodeMax, topics } from '../../model/topic/taxonomy.ts';
import { sharesIn, weightMax, type Share } from '../../model/topic/topic-mix.ts';

export const relevanceVersion = 'relevance_v1';

/** Ours, by reason: nobody has published any; validated in docs/metrics/topics.md. */
export const relevanceWeights = { page: 45, site: 25, link: 20, language: 10 } as const;

type RelevancePart = keyof typeof relevanceWeights;

/** What relevance is told from; a mix is 0 and a language '' or 0 where unknown. */
export interface LinkTopics {
  readonly page_topics: number;
  readonly link_topics: number;
  readonly language: string;
  readonly source_topics: number;
  readonly target_topics: number;
  /** Number of a language (model/language.ts). */
  readonly target_language: number;
}

/** What the relevance of a site to another is told from. */
export interface SiteTopics extends Pick<LinkTopics, 'source_topics' | 'target_topics' | 'target_language'> {
  readonly source_site_language: number;
}

/** Parts of a relevance, 0 to 1; null where they are not known. */
export type RelevanceParts = Readonly<Record<RelevancePart, number | null>>;

/** By code, the number of the IAB tier 1 name; 0 for none. */
const tierOf: readonly number[] = tiers();

function tiers(): number[] {
  const names = [...new Set(topics.flatMap(({ iab }) => iab ?? []))];
  const codes = Array.from({ length: topicCodeMax + 1 }, () => 0);
  for (const [i, { iab }] of topics.entries()) codes[i + 1] = iab === null ? 0 : names.indexOf(iab) + 1;
  return codes;
}

/** By code, how much of the target's topics it is, in fifteenths: a topic's own weight and that of its tier, or twice its own without one. */
export function affinityOf(target: readonly Share[]): Uint8Array {
  const affinity = new Uint8Array(topicCodeMax + 1);
  const own = new Uint8Array(topicCodeMax + 1);
  const ofTier = new Uint16Array(topicCodeMax + 1);
  for (const { code, weight } of target) {
    own[code] = weight;
    const tier = tierOf[code] as number;
    if (tier !== 0) ofTier[tier] = (ofTier[tier] as number) + weight;
  }
  const nearness = (code: number): number =>
    (own[code] as number) + (tierOf[code] === 0 ? (own[code] as number) : (ofTier[tierOf[code] as number] as number));
  const top = Math.max(0, ...target.map(({ code }) => nearness(code)));
  if (top === 0) return affinity;
  for (let code = 1; code <= topicCodeMax; code++)
    affinity[code] = Math.floor((2 * weightMax * Math.min(top, nearness(code)) + top) / (2 * top));
  return affinity;
}

/** The parts of a link's relevance; null when the target's topics are not known, or neither page nor site of the link say theirs. */
export function relevanceParts(link: LinkTopics): RelevanceParts | null {
  if (link.target_topics === 0 || (link.page_topics === 0 && link.source_topics === 0)) return null;
  const affinity = affinityOf(sharesIn(link.target_topics));
  return {
    page: matchOf(link.page_topics, affinity),
    site: matchOf(link.source_topics, affinity),
    link: matchOf(link.link_topics, affinity),
    language: sameLanguage(languageCode(link.language), link.target_language),
  };
}

/** 0 to 100, or null (`relevanceParts`). */
export function relevanceOf(link: LinkTopics): number | null {
  const parts = relevanceParts(link);
  return parts === null ? null : scoreOf(parts);
}

/** How much a linking site is about what the target is about: the parts that are the site's. */
export function siteRelevance(site: SiteTopics): number | null {
  if (site.target_topics === 0 || site.source_topics === 0) return null;
  return scoreOf({
    page: null,
    site: matchOf(site.source_topics, affinityOf(sharesIn(site.target_topics))),
    link: null,
    language: sameLanguage(site.source_site_language, site.target_language),
  });
}

function scoreOf(parts: RelevanceParts): number {
  let sum = 0;
  let whole = 0;
  for (const [part, weight] of Object.entries(relevanceWeights) as [RelevancePart, number][]) {
    const value = parts[part];
    if (value === null) continue;
    sum += weight * value;
    whole += weight;
  }
  return Math.floor((100 * sum) / whole + 0.5);
}

function matchOf(mix: number, affinity: Uint8Array): number | null {
  if (mix === 0) return null;
  let near = 0;
  let weight = 0;
  for (const share of sharesIn(mix)) {
    near += share.weight * (affinity[share.code] as number);
    weight += share.weight;
  }
  return near / (weightMax * weight);
}

function sameLanguage(a: number, b: number): number | null {
  return a === 0 || b === 0 ? null : a === b ? 1 : 0;
}
