import { expect, it } from 'vitest';
import { didYouMean, nearest } from './nearest.ts';

it.each([
  ['anchr', 'anchor'],
  ['ANCHOR', 'anchor'],
  ['source_domian', 'source_domain'],
  ['followd', 'followed'],
])('%s was meant for %s', (given, meant) => {
  expect(nearest(given, ['kind', 'anchor', 'followed', 'source_domain'])).toBe(meant);
});

it('a name like no other has none near', () => {
  expect(nearest('colour', ['kind', 'anchor'])).toBeUndefined();
  expect(nearest('kind', [])).toBeUndefined();
  expect(nearest('x'.repeat(5_000), ['kind'])).toBeUndefined();
});

it('is told as a question, or as what there is', () => {
  expect(didYouMean('knd', ['kind', 'anchor'])).toBe('Did you mean "kind"?');
  expect(didYouMean('colour', ['kind', 'anchor'])).toBe('There are: kind, anchor.');
});
