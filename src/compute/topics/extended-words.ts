import { limits } from '../../base/limits.ts';
import { betweenWords, seedsOf, type WeighedWord } from '../../model/topic/vocabulary.ts';
import { topicCode, topicNames } from '../../model/topic/taxonomy.ts';
import { wordHash } from '../../model/topic/words.ts';
import type { Embeddings } from '../../sources/embeddings/embeddings.ts';

/** A word is taken for a topic when it is so near to the middle of the topic's own words (cosine), and so much nearer than to any other's. */
const nearLeast = 0.45;
const leadLeast = 0.08;
/** Words of a topic that must have vectors for it to have a middle. */
const seedsLeast = 3;
const lettersLeast = 4;

/**
 * Further words for the topics: those that stand near the topics' own words in embeddings. Vectors are taken from the mean of all, which
 * only says how a corpus is written, and made of one length. In: embeddings, read twice. Out: the nearest `extendedWordsMax`, each of one topic, weight 1. Memory: a
 * vector a topic.
 */
export function extendedWords(embeddings: Embeddings): WeighedWord[] {
  const { dimensions } = embeddings;
  const mean = meanOf(embeddings);
  const middles = middlesOf(embeddings, mean);
  const own = new Set(
    [...topicNames.flatMap((topic) => [...seedsOf(topic).sure, ...seedsOf(topic).some]), ...betweenWords.split(' ')].map(wordHash),
  );
  const words: (WeighedWord & { readonly near: number })[] = [];
  const centred = new Float64Array(dimensions);
  for (const [text, vector] of embeddings.words()) {
    if (text.length < lettersLeast || !/^\p{L}+$/u.test(text) || own.has(wordHash(text)) || !centre(vector, mean, centred)) continue;
    let [best, near, next] = [0, -1, -1];
    for (const [code, middle] of middles) {
      let cosine = 0;
      for (let i = 0; i < dimensions; i++) cosine += (centred[i] as number) * (middle[i] as number);
      if (cosine > near) [best, near, next] = [code, cosine, near];
      else if (cosine > next) next = cosine;
    }
    if (near >= nearLeast && near - next >= leadLeast) words.push({ text, topic: best, weight: 1, near });
  }
  words.sort((a, b) => b.near - a.near || (a.text < b.text ? -1 : 1));
  return words.slice(0, limits.extendedWordsMax).map(({ text, topic, weight }) => ({ text, topic, weight }));
}

function meanOf(embeddings: Embeddings): Float64Array {
  const sum = new Float64Array(embeddings.dimensions);
  let count = 0;
  for (const [, vector] of embeddings.words()) {
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (vector[i] as number);
    count++;
  }
  return sum.map((value) => value / Math.max(1, count));
}

/** By topic's code, the middle of its surest words. */
function middlesOf(embeddings: Embeddings, mean: Float64Array): Map<number, Float64Array> {
  const topicsOf = new Map<string, number[]>();
  for (const topic of topicNames) {
    for (const word of seedsOf(topic).sure) {
      if (!word.includes('_')) topicsOf.set(word, [...(topicsOf.get(word) ?? []), topicCode(topic)]);
    }
  }
  const sums = new Map<number, { readonly sum: Float64Array; words: number }>();
  const centred = new Float64Array(embeddings.dimensions);
  for (const [word, vector] of embeddings.words()) {
    const topics = topicsOf.get(word);
    if (topics === undefined || !centre(vector, mean, centred)) continue;
    for (const code of topics) {
      const found = sums.get(code) ?? { sum: new Float64Array(embeddings.dimensions), words: 0 };
      sums.set(code, found);
      found.words++;
      for (let i = 0; i < centred.length; i++) found.sum[i] = (found.sum[i] as number) + (centred[i] as number);
    }
  }
  const zero = new Float64Array(embeddings.dimensions);
  const middles = new Map<number, Float64Array>();
  for (const [code, { sum, words }] of sums) {
    const middle = new Float64Array(embeddings.dimensions);
    if (words >= seedsLeast && centre(sum, zero, middle)) middles.set(code, middle);
  }
  return middles;
}

/** The vector from `mean`, at length 1; false for one that has none. */
function centre(vector: Float32Array | Float64Array, mean: Float64Array, into: Float64Array): boolean {
  let squares = 0;
  for (let i = 0; i < into.length; i++) {
    const value = (vector[i] as number) - (mean[i] as number);
    into[i] = value;
    squares += value * value;
  }
  const length = Math.sqrt(squares);
  if (!(length > 0) || !Number.isFinite(length)) return false;
  for (let i = 0; i < into.length; i++) into[i] = (into[i] as number) / length;
  return true;
}
