import { limits } from '../../base/limits.ts';
import { topicCodeMax } from './taxonomy.ts';
import { mixOf } from './topic-mix.ts';
import { entryOf, vocabulary, type Vocabulary } from './vocabulary.ts';
import { folded, hashBasis, hashStep, phraseHash, sharpS } from './words.ts';

/** How much a word counts by where it stands. */
export const placeWeights = { title: 4, description: 3, text: 1, linkText: 0.5 } as const;

/** Scores below which a text says nothing of its topics: one `sure` word is 3. */
export const scoreLeast = { page: 8, link: 3 } as const;

/**
 * Counts the topics' words in the texts of one page, or around one link, and says their mix. A word that comes again counts by the
 * logarithm of how often: a topic is told by how many of its words a text has.
 * Made once and used again: `mix` and `clear` empty it. Reads 150 to 250 million characters a second (bench/extract/html.ts).
 */
export class TopicTally {
  private readonly vocabulary: Vocabulary;
  /** By entry, the weights of the places in which it was met. */
  private readonly met: Float32Array;
  private readonly touched: number[] = [];
  private readonly scores = new Float64Array(topicCodeMax + 1);
  private chars = 0;

  constructor(words: Vocabulary = vocabulary()) {
    this.vocabulary = words;
    this.met = new Float32Array(words.entries);
  }

  /** Text in [from, to), of a word's beginning and end. Beyond `topicCharsMax` characters of one page nothing more is read. */
  add(text: string, from: number, to: number, weight: number): void {
    const end = Math.min(to, from + limits.topicCharsMax - this.chars);
    this.chars += Math.max(0, end - from);
    let previous = 0;
    let hash = hashBasis;
    let inWord = false;
    for (let at = from; at <= end; at++) {
      const unit = at < end ? text.charCodeAt(at) : 0;
      const plain = folded[unit] as number;
      if (plain !== 0) {
        hash = hashStep(hash, plain);
        if (unit === sharpS) hash = hashStep(hash, plain);
        inWord = true;
      } else if (inWord) {
        previous = this.word(hash, previous, weight);
        hash = hashBasis;
        inWord = false;
      }
    }
  }

  addWhole(text: string, weight: number): void {
    this.add(text, 0, text.length, weight);
  }

  /** The mix of topics so far (topic-mix.ts), 0 when the words do not say; the tally is empty again. */
  mix(least: number): number {
    const { vocabulary: words, scores, met } = this;
    if (this.touched.length === 0) {
      this.chars = 0;
      return 0;
    }
    scores.fill(0);
    for (const entry of this.touched) {
      const times = Math.log2(1 + (met[entry] as number));
      const end = words.firstOf[entry + 1] as number;
      for (let at = words.firstOf[entry] as number; at < end; at++) {
        const topic = words.topicCodes[at] as number;
        scores[topic] = (scores[topic] as number) + times * (words.topicWeights[at] as number);
      }
    }
    this.clear();
    return mixOf(scores, least);
  }

  clear(): void {
    for (const entry of this.touched) this.met[entry] = 0;
    this.touched.length = 0;
    this.chars = 0;
  }

  /** Counts a word, and the phrase that it ends. Returns what the next word's phrase may begin with, 0 for nothing. */
  private word(hash: number, previous: number, weight: number): number {
    const { vocabulary: words } = this;
    const entry = entryOf(words, hash);
    if (entry >= words.passedOver) return previous;
    if (previous !== 0) {
      const phrase = entryOf(words, phraseHash(previous, hash));
      if (phrase !== -1) this.count(phrase, weight);
    }
    if (entry === -1) return 0;
    if (entry < words.beginnings) this.count(entry, weight);
    return words.begins[entry] === 1 ? hash : 0;
  }

  private count(entry: number, weight: number): void {
    const before = this.met[entry] as number;
    if (before === 0) this.touched.push(entry);
    this.met[entry] = before + weight;
  }
}
