import { hostOf } from '../host.ts';
import { parseUrl } from '../url.ts';
import { genericWords } from './generic-words.ts';
import { brandInsideCharsMin, contentStems, type AnchorSubject } from './subject.ts';
import { anchorWords, compact } from './words.ts';

/**
 *   branded   names the target: its domain's name or the name its titles carry, alone or with other words
 *   url       an address: of the target, or any that is written out
 *   generic   says nothing of the target ("click here")
 *   exact     word for word a keyword phrase of the target: a short part of a title, a path name
 *   partial   shares words with those phrases
 *   other     none of these: also whatever cannot be told because no page of the target was captured
 *   empty     no text at all: an image without alt
 */
export const anchorClasses = ['branded', 'url', 'generic', 'exact', 'partial', 'other', 'empty'] as const;
export type AnchorClass = (typeof anchorClasses)[number];

/** A keyword among many other words makes no keyword anchor: this share of an anchor's meaning words must be the target's. */
const partialShareMin = 1 / 3;

/** What an anchor says of its target. The first rule that holds decides, in the order of the code. */
export function anchorClassOf(anchor: string, subject: AnchorSubject): AnchorClass {
  const words = anchorWords(anchor);
  if (words.length === 0) return 'empty';
  if (isAddress(anchor, subject.domain)) return 'url';
  if (namesTarget(anchor, words, subject)) return 'branded';
  if (isGeneric(words)) return 'generic';
  const stems = contentStems(anchor);
  if (stems.length === 0) return 'other';
  if (subject.phrases.has(stems.join(' '))) return 'exact';
  return stems.filter((stem) => subject.words.has(stem)).length >= partialShareMin * stems.length ? 'partial' : 'other';
}

/** Written with scheme or `www.`, or a bare host of the target's domain, with or without a path. */
function isAddress(anchor: string, domain: string): boolean {
  const text = anchor.trim().toLowerCase();
  if (/\s/.test(text)) return false;
  if (/^(?:https?:\/\/|www\.)\S/.test(text)) return true;
  if (!/^[^/@]+\.[^/@]+(?:\/|$)/.test(text)) return false;
  const url = parseUrl(`http://${text}`);
  return url !== null && hostOf(url.hostname).domain === domain;
}

function namesTarget(anchor: string, words: readonly string[], { brands, shortNames }: AnchorSubject): boolean {
  const whole = compact(anchor);
  if (words.length === 1 && shortNames.has(whole)) return true;
  return brands.some(
    (brand) => brand !== '' && (words.includes(brand) || whole === brand || (brand.length >= brandInsideCharsMin && whole.includes(brand))),
  );
}

/** Only generic words, one of which says so; or nothing but a number (`[2]`). */
function isGeneric(words: readonly string[]): boolean {
  const rest = words.filter((word) => !fills.has(word) && !/^\p{N}+$/u.test(word));
  return rest.every((word) => says.has(word)) && (rest.length > 0 || words.every((word) => /^\p{N}+$/u.test(word)));
}

const says = wordSet(({ says: list }) => list);
const fills = wordSet(({ fills: list }) => list);

function wordSet(listOf: (words: (typeof genericWords)[string]) => string): ReadonlySet<string> {
  return new Set(Object.values(genericWords).flatMap((words) => anchorWords(listOf(words))));
}
