import { eld } from 'eld/extrasmall';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { ngramDetector } from './ngram-detector.ts';

let detect: (text: string) => string;
beforeAll(async () => {
  detect = await ngramDetector();
});

it('answers as eld does, whatever a text holds', () => {
  const words =
    "the Garten l'eau où niño być İstanbul Straße привет мир Ελλάδα سلام שלום 日本語 ニュース 한국어 việt naïve ǆ ɐ 2019 don’t ` '' a ab abc abcd abcde " +
    `ß ﬀ ʼn 𝒳 \ud83d ไทย हिन्दी ქართული հայ ŝ ȡ Ⱥ ${'x'.repeat(69)} ${'é'.repeat(36)} ${'語'.repeat(24)}`;
  const word = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...words.split(' ')) }, fc.string({ unit: 'grapheme', maxLength: 90 }));
  const text = fc
    .tuple(fc.array(word, { maxLength: 60 }), fc.constantFrom(' ', '', ', ', "'", '\n'))
    .map(([all, between]) => all.join(between));
  fc.assert(
    fc.property(text, (sample) => {
      expect(detect(sample.slice(0, 600))).toBe(eld.detect(sample.slice(0, 600)).language);
    }),
    { seed: 7, numRuns: 3000 },
  );
});

it('answers as eld does on words of two to eight letters', () => {
  for (const [first, second] of pairs('abcdefghijklmnopqrstuvwxyzäöüßéèàçñåøæłőşžабвгдежзий')) {
    for (const text of [
      first + second,
      `${first + second}${second}`,
      `${second}${first + second}${first}`,
      `${first} ${second}a ${first}e`,
    ]) {
      expect(detect(text)).toBe(eld.detect(text).language);
    }
  }
});

function* pairs(letters: string): Generator<[string, string]> {
  for (const first of letters) for (const second of letters) yield [first, second];
}
