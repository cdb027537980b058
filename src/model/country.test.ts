import { expect, it } from 'vitest';
import { countryOfTld } from './country.ts';

it.each([
  ['uk', 'GB'],
  ['de', 'DE'],
  ['ca', 'CA'],
  ['xn--p1ai', 'RU'],
  ['com', null],
  ['example', null],
  ['eu', null],
  // Registered as if they were generic.
  ['io', null],
  ['tv', null],
  ['', null],
])('%s says %s', (tld, country) => {
  expect(countryOfTld(tld)).toBe(country);
});
