import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addressOf, keyFormOf, urlOfKey } from '../../model/url.ts';
import { sql } from '../../store/literal.ts';
import { throwawayIndex, type TestIndex } from '../../../test/test-index.ts';
import { networkColumn } from './network.ts';
import { hostOfKeyColumn, urlOfKeyColumn } from './url-of-key.ts';

let index: TestIndex;
beforeAll(async () => void (index = await throwawayIndex()), 60_000);
afterAll(async () => index[Symbol.asyncDispose]());

const given = [
  'https://www.example.com/a?b=1',
  'http://blog.example.co.uk:8080/',
  'https://[2001:db8::1]/a)b',
  'http://192.0.2.1/x',
  'http://example.com/*',
  'https://xn--bcher-kva.example/a,b',
  'https://name.github.io/a/%2A)*',
];

it('the engine gives the URL of a key as urlOfKey does', async () => {
  const urls = [...given, ...fc.sample(fc.webUrl({ withQueryParameters: true, withFragments: true }), { seed: 4, numRuns: 300 })];
  const keys = urls.flatMap((url) => {
    const address = addressOf(url);
    return address === null ? [] : [{ key: address.key, form: keyFormOf(address) }];
  });
  keys.push({ key: 'com,example,blog)*', form: { https: false, www: true } });
  expect(keys.length).toBeGreaterThan(250);
  const rows = await index.engine.ask<{ url: string; host: string }>(
    sql`SELECT ${urlOfKeyColumn(sql`k`, sql`https`, sql`www`)} AS url, ${hostOfKeyColumn(sql`k`)} AS host FROM (
          SELECT arrayJoin(arrayZip(range(${keys.length}), ${keys.map(({ key }) => key)}, ${keys.map(({ form }) => form.https)}, ${keys.map(({ form }) => form.www)})) AS row, row.1 AS place, row.2 AS k, row.3 AS https, row.4 AS www
        ) ORDER BY place`,
  );
  expect(rows.map(({ url }) => url)).toEqual(keys.map(({ key, form }) => urlOfKey(key, form)));
});

it.each([
  ['192.0.2.77', '192.0.2.0/24'],
  ['2001:db8:0:1::1', '2001:db8:0:1::/64'],
  ['2001:db8::1', '2001:db8::/64'],
  ['', ''],
])('the network of %j is %j', async (ip, network) => {
  const [row] = await index.engine.ask(sql`SELECT ${networkColumn(sql`ip`)} AS network FROM (SELECT ${ip} AS ip)`);
  expect(row).toEqual({ network });
});
