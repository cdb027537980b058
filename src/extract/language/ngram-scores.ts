/** By n-gram, the score of each language that it speaks for, less `scoreLeast`. Characters stand for bytes, none of them 0. */
export type NgramSet = Readonly<Record<string, Readonly<Record<string, number>>>>;

const scoreLeast = 53;
const ngramBytesMax = 6;

/** What the n-grams of one text score, from a set of n-grams in typed arrays. Each n-gram of a text counts once. */
export class NgramScores {
  /** Open addressing: the entry of the n-gram at a place, from 1 on, and the n-gram itself, its first four bytes and the others. */
  readonly #mask: number;
  readonly #entryAt: Uint32Array;
  readonly #headAt: Int32Array;
  readonly #tailAt: Uint16Array;
  /** Scores of entry `e` are those in [firstOf[e], firstOf[e + 1]). */
  readonly #firstOf: Uint32Array;
  readonly #languageAt: Uint8Array;
  readonly #scoreAt: Uint16Array;
  /** By entry, the number of the last text that had it. */
  readonly #textOf: Uint32Array;
  #text = 1;
  readonly #scores: Uint32Array;

  constructor(set: NgramSet, languages: number) {
    const ngrams = Object.keys(set);
    const places = 2 ** Math.ceil(Math.log2(2 * ngrams.length));
    this.#mask = places - 1;
    this.#entryAt = new Uint32Array(places);
    this.#headAt = new Int32Array(places);
    this.#tailAt = new Uint16Array(places);
    this.#firstOf = new Uint32Array(ngrams.length + 2);
    this.#textOf = new Uint32Array(ngrams.length + 1);
    this.#scores = new Uint32Array(languages);
    const [languageAt, scoreAt]: [number[], number[]] = [[], []];
    const bytes = new Uint8Array(ngramBytesMax);
    for (const [i, ngram] of ngrams.entries()) {
      for (let at = 0; at < ngram.length; at++) bytes[at] = ngram.charCodeAt(at);
      this.#add(bytes, ngram.length, i + 1);
      this.#firstOf[i + 1] = scoreAt.length;
      const scores = set[ngram];
      for (const language in scores) {
        languageAt.push(Number(language));
        scoreAt.push((scores[language] as number) + scoreLeast);
      }
    }
    this.#firstOf[ngrams.length + 1] = scoreAt.length;
    this.#languageAt = Uint8Array.from(languageAt);
    this.#scoreAt = Uint16Array.from(scoreAt);
  }

  /** Begins a text. */
  clear(): void {
    this.#text++;
    this.#scores.fill(0);
  }

  /** Counts the n-gram in [start, end), when it is of the set and new in this text. */
  count(bytes: Uint8Array, start: number, end: number): void {
    if (end - start > ngramBytesMax) return;
    const entry = this.#entryAt[this.#placeOf(headOf(bytes, start, end), tailOf(bytes, start, end))] as number;
    if (entry === 0 || this.#textOf[entry] === this.#text) return;
    this.#textOf[entry] = this.#text;
    const last = this.#firstOf[entry + 1] as number;
    for (let at = this.#firstOf[entry] as number; at < last; at++) {
      const language = this.#languageAt[at] as number;
      this.#scores[language] = (this.#scores[language] as number) + (this.#scoreAt[at] as number);
    }
  }

  /** The language with the highest score, the first of equal ones; -1 when no n-gram of the text was of the set. */
  best(): number {
    let best = -1;
    let most = 0;
    for (const [language, score] of this.#scores.entries()) {
      if (score <= most) continue;
      most = score;
      best = language;
    }
    return best;
  }

  #add(bytes: Uint8Array, length: number, entry: number): void {
    const [head, tail] = [headOf(bytes, 0, length), tailOf(bytes, 0, length)];
    const at = this.#placeOf(head, tail);
    this.#entryAt[at] = entry;
    this.#headAt[at] = head;
    this.#tailAt[at] = tail;
  }

  /** The place of an n-gram, or the free one where it would be. */
  #placeOf(head: number, tail: number): number {
    const hash = Math.imul(head ^ Math.imul(tail, 0x85ebca6b), 0x9e3779b1);
    let at = (hash ^ (hash >>> 15)) & this.#mask;
    while (this.#entryAt[at] !== 0 && (this.#headAt[at] !== head || this.#tailAt[at] !== tail)) at = (at + 1) & this.#mask;
    return at;
  }
}

/** The first four bytes of [start, end) as a number. No byte is 0, so that shorter ones are other numbers. */
function headOf(bytes: Uint8Array, start: number, end: number): number {
  let head = 0;
  for (let at = start; at < end && at < start + 4; at++) head = (head << 8) | (bytes[at] as number);
  return head;
}

/** Those behind them. */
function tailOf(bytes: Uint8Array, start: number, end: number): number {
  let tail = 0;
  for (let at = start + 4; at < end; at++) tail = (tail << 8) | (bytes[at] as number);
  return tail;
}
