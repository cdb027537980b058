import { languageCode, primaryLanguage } from '../../model/language.ts';
import { languageOfWords } from './language-of-words.ts';
import { ngramDetector } from './ngram-detector.ts';

/** Letters below which a text is too short to say. */
const lettersLeast = 12;

/** Scripts that one language is written in, as good as always. Ranges of UTF-16 units, ascending. */
const ownScripts: readonly (readonly [from: number, to: number, language: string])[] = [
  [0x0370, 0x03ff, 'el'],
  [0x0530, 0x058f, 'hy'],
  [0x0590, 0x05ff, 'he'],
  [0x0980, 0x09ff, 'bn'],
  [0x0a00, 0x0a7f, 'pa'],
  [0x0a80, 0x0aff, 'gu'],
  [0x0b00, 0x0b7f, 'or'],
  [0x0b80, 0x0bff, 'ta'],
  [0x0c00, 0x0c7f, 'te'],
  [0x0c80, 0x0cff, 'kn'],
  [0x0d00, 0x0d7f, 'ml'],
  [0x0e00, 0x0e7f, 'th'],
  [0x0e80, 0x0eff, 'lo'],
  [0x10a0, 0x10ff, 'ka'],
  [0x1200, 0x137f, 'am'],
  [0x1780, 0x17ff, 'km'],
  [0x3040, 0x30ff, 'ja'],
  [0xac00, 0xd7af, 'ko'],
];
/** By UTF-16 unit, one more than the place of its script in `ownScripts`; 0 for all others. */
const ownScriptAt = new Uint8Array(0x1_0000);
for (const [i, [from, to]] of ownScripts.entries()) ownScriptAt.fill(i + 1, from, to + 1);
/** Chinese where no kana stands beside it. */
const han = { from: 0x4e00, to: 0x9fff } as const;
/** A script is the text's when so many of its letters are of it: names and terms in Latin letters stand in every text. */
const shareLeast = 0.4;

/** For texts whose script and small words leave it open. */
let detect: ((text: string) => string) | null = null;

/**
 * Loads the n-gram detector for this thread: 200 ms and 85 MB, so only where archives are read. Until then, and where it is not wanted, a short text's
 * language is unknown more often.
 */
export async function loadLanguageDetector(): Promise<void> {
  detect ??= await ngramDetector();
}

/**
 * The language that a text is written in, as a code of model/language.ts; '' when it does not say. Some hundred characters are enough. Where a page
 * declares its language, only what is plain is told: the declaration stands for the rest.
 */
export function languageOfText(text: string, declared = ''): string {
  const { letters, language } = byScript(text);
  if (language !== '') return language;
  const told = languageOfWords(text);
  if (told !== '') return told;
  if (letters < lettersLeast || declared !== '' || detect === null) return '';
  const found = primaryLanguage(detect(text));
  return languageCode(found) === 0 ? '' : found;
}

function byScript(text: string): { letters: number; language: string } {
  const counts = new Map<string, number>();
  let letters = 0;
  let ideographs = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x370) {
      if (((unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a) || unit >= 0xc0) letters++;
      continue;
    }
    if (unit >= 0x2000 && unit <= 0x303f) continue;
    letters++;
    if (unit >= han.from && unit <= han.to) ideographs++;
    const script = ownScripts[(ownScriptAt[unit] as number) - 1];
    if (script !== undefined) counts.set(script[2], (counts.get(script[2]) ?? 0) + 1);
  }
  if (counts.size === 0 && ideographs === 0) return { letters, language: '' };
  const kana = counts.get('ja') ?? 0;
  if (ideographs > 0) {
    counts.set('zh', kana * 10 > ideographs ? 0 : ideographs + kana);
    counts.set('ja', kana * 10 > ideographs ? ideographs + kana : 0);
  }
  const [strongest] = [...counts].sort(([, a], [, b]) => b - a);
  return { letters, language: strongest !== undefined && strongest[1] >= shareLeast * letters ? strongest[0] : '' };
}
