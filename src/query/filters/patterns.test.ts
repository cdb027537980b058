import { afterAll, beforeAll, expect, it } from 'vitest';
import { passes } from '../../../test/conformance/filter-reference.ts';
import { throwawayIndex, type TestIndex } from '../../../test/test-index.ts';
import { sql, strings } from '../../store/literal.ts';
import { backlinkRows } from '../fields/backlink-fields.ts';
import { fieldNamed } from '../fields/field.ts';
import { patternOf } from './patterns.ts';

let index: TestIndex;
beforeAll(async () => void (index = await throwawayIndex()), 60_000);
afterAll(async () => index[Symbol.asyncDispose]());

// `ſ` folds to `s`, the Kelvin sign to `k`: an ASCII pattern can match what is no ASCII.
const texts = [
  'Best Offers',
  'beſt offerſ',
  '20 \u212Aelvin',
  'kelvin',
  'offer',
  'OFFERS\nnow',
  'Angebote für Straße',
  '100%',
  'a_b',
  '\\',
  '',
];
const likes = [
  '%offers%',
  '%OFFERS%',
  '%kelvin%',
  '%K%',
  '%stra_e%',
  '%straße%',
  '%\\%%',
  '%a\\_b%',
  '%\\\\%',
  '%',
  '%%',
  '%offers',
  'offers%',
  '% %',
];

it('a text is found by a pattern as a reader would, whatever its letters', async () => {
  const anchor = fieldNamed(backlinkRows, 'anchor', (reason) => expect.fail(reason));
  for (const like of likes) {
    const condition = patternOf(anchor, sql`text`, 'ilike', like);
    const found = await index.engine.ask<{ text: string }>(
      sql`SELECT text FROM (SELECT arrayJoin(${strings(texts)}) AS text) WHERE ${condition}`,
    );
    const wanted = texts.filter((text) => passes(['anchor', 'ilike', like], { anchor: text }));
    expect({ like, found: found.map(({ text }) => text).sort() }).toEqual({ like, found: wanted.sort() });
  }
});
