import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { throwawayIndex, type TestIndex } from '../../../test/test-index.ts';
import { spamNamePoints } from '../../model/spam/spam-name.ts';
import { hasSpamWord, spamWords } from '../../model/spam/spam-words.ts';
import { join, name as column, sql, strings } from '../../store/literal.ts';
import { namePointsColumn, spamScoreColumn, spamWordColumn } from './spam-columns.ts';
import { spamConfidence, spamPartsOf, spamScoreOf, type SpamFeatures } from './spam-model.ts';

const nothing: SpamFeatures = {
  ranked_in: 0,
  ranked_out: 0,
  circle: 0,
  network_group: 0,
  mutual: 0,
  farm_circle: 0,
  in_crowd: 0,
  linked_others: 0,
  spam_word_targets: 0,
  outward_links: 0,
  outward_share: 0,
  untitled_share: 0,
  name_points: 0,
};

let index: TestIndex;
beforeAll(async () => {
  index = await throwawayIndex();
});
afterAll(async () => index[Symbol.asyncDispose]());

describe('the spam model', () => {
  it('has no quarrel with a site of one page and a few links, whoever links to it', () => {
    expect(
      spamScoreOf({
        ...nothing,
        ranked_in: 4,
        circle: 4,
        network_group: 4,
        mutual: 4,
        linked_others: 3,
        outward_links: 3,
        outward_share: 1,
      }),
    ).toBeLessThan(5);
    expect(spamScoreOf({ ...nothing, outward_links: 500, outward_share: 1, untitled_share: 1, name_points: 10 })).toBe(20);
  });

  it('adds up its parts by their ramps', () => {
    // A circle of 8 of 16 is not more than half: nothing. Words on 7 of 20: 45 · 0.5 · 1 = 22.5. Linked back 9 of 16: 8 · 0.725 · 1 = 5.8.
    const features = { ...nothing, ranked_in: 16, circle: 8, linked_others: 20, spam_word_targets: 7, mutual: 9 };
    expect(spamPartsOf(features).flatMap(({ name, points }) => (points > 0 ? [[name, Math.round(10 * points) / 10]] : []))).toEqual([
      ['words', 22.5],
      ['exchange', 5.8],
    ]);
    expect(spamScoreOf(features)).toBe(28);
    expect(spamScoreOf({ ...features, circle: 16, farm_circle: 30 })).toBe(100);
  });

  it('is surer the more was seen', () => {
    expect(spamConfidence(nothing, 0)).toBe(0);
    expect(spamConfidence({ ranked_in: 6, ranked_out: 3 }, 1)).toBe(0.5);
  });

  it('is the same as SQL', async () => {
    const count = fc.nat(40);
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const some = fc.sample(
      fc.record<SpamFeatures>({
        ranked_in: count,
        ranked_out: count,
        circle: count,
        network_group: count,
        mutual: count,
        farm_circle: count,
        in_crowd: count,
        linked_others: count,
        spam_word_targets: fc.nat(4),
        outward_links: fc.double({ min: 0, max: 200, noNaN: true }),
        outward_share: share,
        untitled_share: share,
        name_points: fc.nat(10),
      }),
      { seed: 7, numRuns: 400 },
    );
    const names = Object.keys(nothing) as (keyof SpamFeatures)[];
    const rows = some.map(
      (features) =>
        sql`SELECT ${join(
          names.map((name) => sql`toFloat64(${String(features[name])}) AS ${column(name)}`),
          ', ',
        )}`,
    );
    const scored = await index.engine.ask<{ score: number }>(
      sql`SELECT ${spamScoreColumn()} AS score FROM (${join(rows, '\nUNION ALL\n')})`,
    );
    const ascending = (scores: readonly number[]): number[] => scores.toSorted((a, b) => a - b);
    expect(ascending(scored.map(({ score }) => score))).toEqual(ascending(some.map(spamScoreOf)));
    expect(new Set(some.map(spamScoreOf)).size).toBeGreaterThan(20);
  });
});

describe('names and words', () => {
  it.each([
    ['riverside-plumbing.example', 0],
    ['oakdaledental.co.uk', 0],
    ['buy-cheap-backlinks24.xyz', 10],
    ['cheap-boots.example', 2],
    ['xn--80aaxitdbjk.xyz', 3],
    ['192.0.2.1', 2],
  ])('the name of %s has %d points', (domain, points) => {
    expect(spamNamePoints(domain)).toBe(points);
  });

  it.each([
    ['Online Casino ohne Limit', true],
    ['daftar slot', true],
    ['играть в слоты', true],
    ['在线赌场', true],
    ['judicial review', false],
    ['time slots on Monday', false],
    ['togel hari ini', true],
    ['boiler repair', false],
  ])('%j holds a word of link spam: %s', (anchor, expected) => {
    expect(hasSpamWord(anchor)).toBe(expected);
  });

  it('are the same as SQL', async () => {
    const word = fc.constantFrom(...spamWords, 'plumber', 'ÉCOLE', 'İstanbul', '老', 'Σίσυφος');
    const anchors = fc.sample(
      fc
        .array(fc.oneof(word, fc.string({ unit: 'grapheme', maxLength: 5 })), { maxLength: 3 })
        .map((parts) => parts.join(' ').toUpperCase()),
      { seed: 3, numRuns: 300 },
    );
    const names = fc.sample(fc.domain(), { seed: 3, numRuns: 300 }).concat('a-b-c99.xyz', 'xn--abc-def-ghi12.top', 'nostrong.example');
    const found = await index.engine.ask<{ word: number }>(
      sql`SELECT ${spamWordColumn(sql`a`)} AS word FROM (SELECT arrayJoin(${strings(anchors)}) AS a)`,
    );
    const points = await index.engine.ask<{ points: number }>(
      sql`SELECT ${namePointsColumn(sql`d`)} AS points FROM (SELECT arrayJoin(${strings(names)}) AS d)`,
    );
    expect(found.map((row) => row.word === 1)).toEqual(anchors.map(hasSpamWord));
    expect(points.map((row) => row.points)).toEqual(names.map(spamNamePoints));
  });
});
