import { registrableName } from '../host.ts';
import { anchorWords, compact } from './words.ts';

/** What is known of a target that its anchors can be held against: its names, and the words its own pages use for what they are about. */
export interface AnchorSubject {
  readonly domain: string;
  /** Names of its owner in one piece (`riversideplumbing`); the domain's own name first. */
  readonly brands: readonly string[];
  /** First words of names of several words (`riverside`): how people shorten them. */
  readonly shortNames: ReadonlySet<string>;
  /** Keyword phrases: parts of titles and path names of at most `phraseWordsMax` words, joined by one space, stems. */
  readonly phrases: ReadonlySet<string>;
  /** Stems of the words of all titles and path names. */
  readonly words: ReadonlySet<string>;
}

/** A longer part of a title is a headline: who links with it quotes it, and optimises nothing. */
const phraseWordsMax = 5;
/** Shorter names are found as a word only: `bp` is not in `webpage`. */
export const brandInsideCharsMin = 5;
/** A part that at least so many titles, and half of all, have in common names the site. */
const repeated = { titlesMin: 3, shareMin: 0.5 };
const partSeparator = /\s+[-–—|·•»«:/]+\s+|\s*[|·•»«]\s*|:\s+/u;

/**
 * @param titles of the target's own pages
 * @param paths of the target's pages that are linked, as in a URL (`/boiler-repair`)
 */
export function anchorSubject(domain: string, titles: readonly string[], paths: readonly string[]): AnchorSubject {
  const name = compact(registrableName(domain));
  const parts = titles.map((title) => [...new Set(title.split(partSeparator).filter((part) => compact(part) !== ''))]);
  const counts = new Map<string, number>();
  for (const part of parts.flat()) counts.set(compact(part), (counts.get(compact(part)) ?? 0) + 1);
  const isBrand = (part: string): boolean => {
    const whole = compact(part);
    const count = counts.get(whole) ?? 0;
    return isNameOf(whole, name) || (count >= repeated.titlesMin && count >= repeated.shareMin * titles.length);
  };
  const names = [...new Set(parts.flat().filter(isBrand))];
  const texts = [...new Set([...parts.flat().filter((part) => !isBrand(part)), ...paths.flatMap(pathNames)])];
  const short = texts.filter((text) => anchorWords(text).length <= phraseWordsMax);
  return {
    domain,
    brands: [...new Set([name, ...names.map(compact)])],
    shortNames: new Set(names.map(anchorWords).flatMap(([first = '', ...rest]) => (rest.length > 0 && first.length >= 4 ? [first] : []))),
    phrases: new Set(short.map((text) => contentStems(text).join(' ')).filter((phrase) => phrase !== '')),
    words: new Set(texts.flatMap(contentStems)),
  };
}

/** `riversideplumbing` is the name of `riverside-plumbing`; so is `riversideplumbingltd`, and of `oakdaledental`, `oakdale`. */
function isNameOf(part: string, name: string): boolean {
  if (part === name) return true;
  if (name.length < brandInsideCharsMin) return false;
  return (part.startsWith(name) && part.length <= 2 * name.length) || (name.startsWith(part) && part.length >= 0.6 * name.length);
}

/** `/services/boiler-repair.html?x=1` -> `services`, `boiler repair`. */
function pathNames(path: string): string[] {
  const [pure = ''] = path.split(/[?#]/);
  return pure
    .split('/')
    .map((part) => part.replace(/\.[a-z]{1,5}$/, '').replaceAll(/[-_+]|%20/g, ' '))
    .filter((part) => /\p{L}{3}/u.test(part) && !part.includes('%'));
}

/** Words that carry meaning, one form for singular and plural of most Latin words. */
export function contentStems(text: string): string[] {
  return anchorWords(text)
    .filter((word) => !/^[a-z0-9]{1,2}$/.test(word) && !joining.has(word))
    .map((word) => (/^[a-z]{4,}s$/.test(word) && !word.endsWith('ss') ? word.slice(0, -1) : word));
}

const joining = new Set(
  'the and for with from your our you this that are der die das und mit von fur les des une pour avec sur los las una para con del dei della per het een van voor'.split(
    ' ',
  ),
);
