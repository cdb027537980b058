/**
 * Languages as the index numbers them: ISO 639-1 codes (https://www.loc.gov/standards/iso639-2/php/code_list.php). A language's number is
 * its place, from 1; numbers are part of the stored format: append, never renumber.
 */
export const languages = (
  'en de fr es it pt nl pl ru uk cs sk sv da no fi hu ro bg el tr he ar fa ur hi bn ta te ml kn gu mr pa or th lo vi ja ko zh id ms tl ' +
  'ca eu gl hr sr sl sq mk be lt lv et is hy ka az kk am ku yo sw af ga cy mt eo la'
).split(' ');

/** Other codes for the same: `nb` is written Norwegian as `no` is. */
const alsoCalled: Readonly<Record<string, string>> = { nb: 'no', nn: 'no', iw: 'he', in: 'id', fil: 'tl', bs: 'hr', sh: 'sr' };

/** The language of a tag (`en-gb` is `en`), or ''. */
export function primaryLanguage(tag: string): string {
  const code = tag.split('-', 1)[0] ?? '';
  return alsoCalled[code] ?? code;
}

/** Its number; 0 for one that is not in the list. */
export function languageCode(tag: string): number {
  return languages.indexOf(primaryLanguage(tag)) + 1;
}

/** Null for 0 and for a number of a later version. */
export function languageNamed(code: number): string | null {
  return languages[code - 1] ?? null;
}

/** Tags and numbers in pairs, for statements: `primaryLanguage` is the part before a hyphen, these stand for it. */
export const languageCodes: readonly (readonly [string, number])[] = [
  ...languages.map((language, i) => [language, i + 1] as const),
  ...Object.keys(alsoCalled).map((other) => [other, languageCode(other)] as const),
];
