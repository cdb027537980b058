/**
 * The language detector of eld (https://github.com/nitotm/efficient-language-detector-js, Apache-2.0), its smallest set: the same answer from the
 * same numbers, which lie in typed arrays here. Its own `detect` makes an object of each text's n-grams and looks each up by name: 53 us a text
 * of 200 characters, where this takes 8, and 7 % of the extraction from WAT (November 2026). A property test holds it to eld.
 *
 * An n-gram is up to four bytes of a word, with a space where the word begins or ends. eld writes a byte of UTF-8 as a character below U+0100,
 * so an n-gram of its set is three to six bytes. A text's score in a language is the sum over its different n-grams.
 */
import { NgramScores, type NgramSet } from './ngram-scores.ts';

/** eld reads a text up to the first space behind so many bytes, or the first character behind so many. */
const bytesToSpace = 350;
const bytesMax = 380;
/** Bytes of a word that it takes apart. */
const wordBytesMax = 70;
const space = 0x20;

/** Loads the set, which eld does not export: its files are found beside the one that it does. */
export async function ngramDetector(): Promise<(text: string) => string> {
  const entry = import.meta.resolve('eld/extrasmall');
  const part = async (file: string): Promise<Record<string, unknown>> => import(new URL(`../${file}`, entry).href);
  const [{ ngramsData }, { dictionary }, { separators }] = await Promise.all([
    part('ngrams/extrasmall.js'),
    part('dictionary.js'),
    part('regexPatterns.js'),
  ]);
  if (!isData(ngramsData) || !isDictionary(dictionary) || !(separators instanceof RegExp)) throw new Error('eld is of another shape');
  const detector = new NgramDetector(ngramsData, dictionary, separators);
  return (text) => detector.languageOf(text);
}

class NgramDetector {
  readonly #languages: readonly string[];
  readonly #scores: NgramScores;
  /** Between words. */
  readonly #separators: RegExp;
  /** How eld writes a byte. */
  readonly #written: Uint8Array;
  /** The word being read as eld writes it, a space before and behind it. */
  readonly #word = new Uint8Array(bytesMax + 8).fill(space);

  constructor({ languages, ngrams }: EldData, dictionary: readonly string[], separators: RegExp) {
    this.#languages = Object.values(languages);
    this.#scores = new NgramScores(ngrams, this.#languages.length);
    this.#separators = separators;
    this.#written = Uint8Array.from(dictionary, (character) => character.charCodeAt(0));
  }

  /** eld's name of the language whose n-grams a text has most of; '' when it has none. */
  languageOf(text: string): string {
    const words = text.replace(this.#separators, ' ').trim().toLowerCase();
    this.#scores.clear();
    let bytes = 0;
    let end = 1;
    for (let at = 0; at < words.length && bytes <= bytesMax; at++) {
      const unit = words.charCodeAt(at);
      const length = unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
      if (unit === space) {
        this.#countWord(end);
        end = 1;
        if (bytes > bytesToSpace) break;
      } else end = this.#write(unit, length, end);
      bytes += length;
    }
    this.#countWord(end);
    return this.#languages[this.#scores.best()] ?? '';
  }

  /** Appends a UTF-16 unit, never half of a pair: those are separators. */
  #write(unit: number, length: number, end: number): number {
    const [word, written] = [this.#word, this.#written];
    if (length === 1) word[end] = unit;
    else {
      word[end] = written[length === 2 ? 0xc0 | (unit >> 6) : 0xe0 | (unit >> 12)] as number;
      if (length === 3) word[end + 1] = written[0x80 | ((unit >> 6) & 0x3f)] as number;
      word[end + length - 1] = written[0x80 | (unit & 0x3f)] as number;
    }
    return end + length;
  }

  /** Counts the n-grams of the word in [1, end): four bytes at every third place, and the last four. */
  #countWord(end: number): void {
    if (end === 1) return;
    this.#word[end] = space;
    const bytes = Math.min(end - 1, wordBytesMax);
    if (bytes <= 4) return this.#scores.count(this.#word, 0, end + 1);
    this.#scores.count(this.#word, 0, 5);
    for (let at = 3; at + 4 < bytes; at += 3) this.#scores.count(this.#word, at + 1, at + 5);
    this.#scores.count(this.#word, bytes - 3, end + 1);
  }
}

interface EldData {
  /** Names of languages by number. */
  readonly languages: Readonly<Record<string, string>>;
  readonly ngrams: NgramSet;
}

function isData(value: unknown): value is EldData {
  return typeof value === 'object' && value !== null && 'languages' in value && 'ngrams' in value;
}

function isDictionary(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0xf4;
}
