import { describe, expect, it } from 'vitest';
import { topicCode, type Topic } from './taxonomy.ts';
import { namedShares, packed, sharesIn, topicsNamed } from './topic-mix.ts';
import { placeWeights, scoreLeast, TopicTally } from './topic-tally.ts';
import { compiled } from './vocabulary.ts';

const [dentistry, travel] = [topicCode('dentistry'), topicCode('travel')];
const words = compiled([
  { text: 'dentist', topic: dentistry, weight: 3 },
  { text: 'root_canal', topic: dentistry, weight: 3 },
  { text: 'cavity', topic: dentistry, weight: 1 },
  { text: 'flight', topic: travel, weight: 1 },
  { text: 'fussball', topic: travel, weight: 3 },
]);

function mixOf(text: string, least = 0): Record<string, number> {
  const tally = new TopicTally(words);
  tally.addWhole(text, placeWeights.text);
  return Object.fromEntries(sharesIn(tally.mix(least)).map(({ code, weight }) => [code, weight]));
}

describe('a tally of topics', () => {
  it('weighs by the score of each topic, raised, and what is not said', () => {
    // Scores 3 and 1, each met once: 3^1.5 = 5.196, 1; unsaid 4^1.5 = 8. Fifteenths: 5.49 and 1.06.
    expect(mixOf('A dentist on a flight')).toEqual({ [dentistry]: 5, [travel]: 1 });
  });

  it('counts a word that comes again by the logarithm of how often', () => {
    // Three times: 3 * log2(4) = 6, 6^1.5 = 14.70 beside 8: 9.7 fifteenths.
    expect(mixOf('dentist, dentist; dentist')).toEqual({ [dentistry]: 10 });
  });

  it('knows plurals, letter case, accents and phrases over small words', () => {
    const one = mixOf('dentist');
    for (const text of ['Dentists', 'DENTIST', 'dentíst', 'the root of the canal', 'root canals'])
      expect([text, mixOf(text)]).toEqual([text, one]);
    expect(mixOf('cavities')).toEqual(mixOf('cavity'));
    expect(mixOf('Fußball')).toEqual(mixOf('fussball'));
  });

  it('does not take a part of a word, or two words of different sentences parted by another, for a word', () => {
    for (const text of ['dentistx', 'root big canal', 'canal root', 'root']) expect([text, mixOf(text)]).toEqual([text, {}]);
  });

  it('says nothing below the least score, and is empty afterwards', () => {
    const tally = new TopicTally(words);
    tally.addWhole('dentist', placeWeights.text);
    expect(tally.mix(scoreLeast.page)).toBe(0);
    tally.addWhole('nothing', placeWeights.text);
    expect(tally.mix(0)).toBe(0);
  });

  it('reads only the span that it is told', () => {
    const tally = new TopicTally(words);
    tally.add('dentist flight dentist', 8, 14, placeWeights.text);
    expect(sharesIn(tally.mix(0)).map(({ code }) => code)).toEqual([travel]);
  });
});

describe('the vocabulary', () => {
  const tally = new TopicTally();
  it.each<[Topic, string]>([
    ['dentistry', 'Family dentist in Oakdale: dental implants, teeth whitening and invisible braces for children and adults'],
    ['home-improvement', 'Emergency plumber for a leaking pipe, drain cleaning and a new water heater'],
    ['home-improvement', 'Ihr Handwerker für Heizung und Sanitär: Dachdecker, Elektriker und Fliesenleger aus einer Hand'],
    ['travel', 'Agence de voyage: vacances, croisières, vol pas cher et séjour voyage'],
    ['law', 'Despacho jurídico: abogado de derecho penal, notario y tribunal'],
    ['food-and-cooking', 'Ricette di cucina italiana: gli ingredienti per una torta, e la panificio del quartiere'],
    ['sports', 'Voetbalclub speelt in de champions league, de keeper en het team'],
  ])('tells %s by %s', (topic, text) => {
    tally.addWhole(text, placeWeights.description);
    expect(topicsNamed(tally.mix(scoreLeast.page))?.[0]).toBe(topic);
  });

  it('hears no topic in what every page says', () => {
    tally.addWhole(
      'Home About us Contact Privacy policy Cookie settings Sign in Search Menu Copyright All rights reserved',
      placeWeights.text,
    );
    expect(tally.mix(scoreLeast.page)).toBe(0);
  });
});

describe('a mix', () => {
  it('is a number that holds up to five topics, strongest first', () => {
    const shares = [51, 53, 57, 1, 42].map((code, i) => ({ code, weight: 5 - i }));
    expect(sharesIn(packed(shares))).toEqual(shares);
    expect(packed(shares)).toBeLessThan(2 ** 50);
    expect(sharesIn(0)).toEqual([]);
    // 8 * 16 + 3 in the lowest ten bits, 1 * 16 + 2 in the next.
    expect(
      packed([
        { code: 8, weight: 3 },
        { code: 1, weight: 2 },
      ]),
    ).toBe(131 + 18 * 1024);
  });

  it('names what this version knows', () => {
    expect(
      namedShares([
        { code: dentistry, weight: 15 },
        { code: 63, weight: 3 },
      ]),
    ).toEqual([{ topic: 'dentistry', share: 1 }]);
  });
});
