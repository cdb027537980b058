/** The words of all topics as one table that is looked up by hash. Built once a thread, in about 20 ms and 400 kB. */
import { businessWords } from './words/business.ts';
import { cultureWords } from './words/culture.ts';
import { lifeWords } from './words/life.ts';
import type { Seeds } from './words/seeds.ts';
import { societyWords } from './words/society.ts';
import { technologyWords } from './words/technology.ts';
import { topicCode, topicNames, type Topic } from './taxonomy.ts';
import { phraseHash, wordHash } from './words.ts';

/** The words by hand, the taxonomy and the rules of topic-tally.ts and topic-mix.ts, as one version. */
export const topicsVersion = 'topics_v1';

const seedWords: Readonly<Record<Topic, Seeds[string]>> = {
  ...technologyWords,
  ...cultureWords,
  ...societyWords,
  ...businessWords,
  ...lifeWords,
};

/** What one word weighs: a `sure` one as much as three that are only often used so. A word of several topics is shared among them. */
const weights = { sure: 3, some: 1 } as const;

/** Passed over when two words are read as a phrase: `chamber of commerce`. */
export const betweenWords =
  'a an the of in on at to for and or with by is de la le el di du des der die das und les los las y et en van het da do your our my';

/** An entry of the vocabulary is a place in `firstOf`; the topics of entry e stand from `firstOf[e]` to `firstOf[e + 1]`. */
export interface Vocabulary {
  /** Open addressing by hash: an entry and 1, 0 where the place is free. */
  readonly entryAt: Uint16Array;
  readonly hashAt: Int32Array;
  readonly mask: number;
  readonly entries: number;
  /** Entries from here on are no words of topics, but begin a phrase; and from there on, words that are passed over. */
  readonly beginnings: number;
  readonly passedOver: number;
  /** By entry, whether a phrase begins with it. */
  readonly begins: Uint8Array;
  readonly firstOf: Uint32Array;
  readonly topicCodes: Uint8Array;
  readonly topicWeights: Float32Array;
}

let built: Vocabulary | null = null;

/** The vocabulary of this thread. */
export function vocabulary(): Vocabulary {
  built ??= compiled(ownWords());
  return built;
}

/** Adds words for this thread (compute/topics/extended-words.ts), before anything is counted; those that are there already stay as they are. */
export function extendVocabulary(words: readonly WeighedWord[]): void {
  if (built !== null) throw new Error('the vocabulary is in use already');
  built = extendedBy(words);
}

/** The built-in words and others beside them. */
export function extendedBy(words: readonly WeighedWord[]): Vocabulary {
  const own = ownWords();
  const known = new Set(own.map(({ text }) => text));
  return compiled([...own, ...words.filter(({ text }) => !known.has(text))]);
}

/** The words of a topic, by hand; the two of a phrase parted by `_`. */
export function seedsOf(topic: Topic): { readonly sure: readonly string[]; readonly some: readonly string[] } {
  const split = (words: string): string[] => words.split(/\s+/).filter((text) => text !== '');
  return { sure: split(seedWords[topic].sure), some: split(seedWords[topic].some) };
}

export interface WeighedWord {
  /** One word, or two parted by `_`. */
  readonly text: string;
  readonly topic: number;
  readonly weight: number;
}

function ownWords(): WeighedWord[] {
  return topicNames.flatMap((topic) => {
    const seeds = seedsOf(topic);
    return (['sure', 'some'] as const).flatMap((kind) =>
      seeds[kind].map((text) => ({ text, topic: topicCode(topic), weight: weights[kind] })),
    );
  });
}

/** Throws where the words are too many for the table's numbers. */
export function compiled(words: readonly WeighedWord[]): Vocabulary {
  const topicsOf = new Map<string, Map<number, number>>();
  for (const { text, topic, weight } of words) {
    const own = topicsOf.get(text) ?? new Map<number, number>();
    topicsOf.set(text, own.set(topic, Math.max(weight, own.get(topic) ?? 0)));
  }
  const passed = betweenWords.split(' ');
  const firsts = new Set([...topicsOf.keys()].filter((text) => text.includes('_')).map((text) => text.slice(0, text.indexOf('_'))));
  const beginnings = [...firsts].filter((word) => !topicsOf.has(word) && !passed.includes(word));
  const entries = topicsOf.size + beginnings.length + passed.length;
  if (entries > 0xfffe) throw new Error(`${entries} words do not fit the vocabulary's table`);
  let size = 1024;
  while (size < entries * 8) size *= 2;
  const hashAt = new Int32Array(size);
  const entryAt = new Uint16Array(size);
  const firstOf = new Uint32Array(entries + 1);
  const codes: number[] = [];
  const shares: number[] = [];
  const put = (hash: number, entry: number): void => {
    let at = hash & (size - 1);
    while (entryAt[at] !== 0) {
      if (hashAt[at] === hash) return;
      at = (at + 1) & (size - 1);
    }
    hashAt[at] = hash;
    entryAt[at] = entry + 1;
  };
  // Words as they are written come before the plurals that a rule makes of others.
  const spelled = [...topicsOf.keys(), ...beginnings, ...passed];
  for (const [entry, text] of spelled.entries()) put(hashOf(text), entry);
  for (const [entry, text] of [...topicsOf.keys()].entries()) {
    const own = topicsOf.get(text) ?? new Map<number, number>();
    put(hashOf(pluralOf(text)), entry);
    firstOf[entry] = codes.length;
    for (const [topic, weight] of own) {
      codes.push(topic);
      shares.push(weight / own.size);
    }
  }
  firstOf.fill(codes.length, topicsOf.size);
  return {
    entryAt,
    hashAt,
    mask: size - 1,
    entries,
    beginnings: topicsOf.size,
    passedOver: topicsOf.size + beginnings.length,
    begins: Uint8Array.from(spelled, (word) => (firsts.has(word) ? 1 : 0)),
    firstOf,
    topicCodes: Uint8Array.from(codes),
    topicWeights: Float32Array.from(shares),
  };
}

function hashOf(text: string): number {
  const [first = '', second] = text.split('_');
  return second === undefined ? wordHash(first) : phraseHash(wordHash(first), wordHash(second));
}

/** The plural by English rule; what it makes of words of other languages is met in no text, and does no harm. */
function pluralOf(text: string): string {
  if (/[^aeiou]y$/.test(text)) return `${text.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(text) ? `${text}es` : `${text}s`;
}

/** The entry of a word or phrase, or -1. */
export function entryOf({ entryAt, hashAt, mask }: Vocabulary, hash: number): number {
  for (let at = hash & mask; ; at = (at + 1) & mask) {
    const entry = entryAt[at] as number;
    if (entry === 0) return -1;
    if (hashAt[at] === hash) return entry - 1;
  }
}
