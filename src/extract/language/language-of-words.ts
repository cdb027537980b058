import { folded, hashBasis, hashStep, sharpS, wordHash } from '../../model/topic/words.ts';
import { functionWords } from './function-words.ts';

/** Points below which the small words do not say, and how many times those of the next language they must be. */
const pointsLeast = 2.5;
const leadLeast = 1.6;

const names = Object.keys(functionWords);

interface SmallWord {
  readonly languages: number[];
  /** What the word says for each of them. */
  points: number;
}

/** By the hash of a word; one of several languages is shared among them. */
const smallWords = new Map<number, SmallWord>();
for (const [i, name] of names.entries()) {
  for (const word of new Set((functionWords[name] ?? '').split(' '))) {
    const hash = wordHash(word);
    const known = smallWords.get(hash) ?? { languages: [], points: 0 };
    known.languages.push(i);
    known.points = 1 / Math.sqrt(known.languages.length);
    smallWords.set(hash, known);
  }
}

/** Scratch: the points of each language in the text being read. */
const points = new Float64Array(names.length);

/** The language whose small words a text has, plainly more than those of any other; '' when that is not plain. */
export function languageOfWords(text: string): string {
  points.fill(0);
  let hash = hashBasis;
  let inWord = false;
  for (let at = 0; at <= text.length; at++) {
    const unit = at < text.length ? text.charCodeAt(at) : 0;
    const plain = folded[unit] as number;
    if (plain !== 0) {
      hash = hashStep(hash, plain);
      if (unit === sharpS) hash = hashStep(hash, plain);
      inWord = true;
    } else if (inWord) {
      const known = smallWords.get(hash);
      if (known !== undefined) for (const language of known.languages) points[language] = (points[language] as number) + known.points;
      hash = hashBasis;
      inWord = false;
    }
  }
  let [best, next] = [0, -1];
  for (let i = 1; i < points.length; i++) {
    if ((points[i] as number) > (points[best] as number)) {
      next = best;
      best = i;
    } else if (next === -1 || (points[i] as number) > (points[next] as number)) next = i;
  }
  const [most, second] = [points[best] as number, points[next] as number];
  return most >= pointsLeast && most >= leadLeast * second ? (names[best] ?? '') : '';
}
