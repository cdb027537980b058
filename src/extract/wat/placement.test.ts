import { describe, expect, it } from 'vitest';
import { estimatePlacement, type WatLink } from './placement.ts';

const link: WatLink = {
  text: 'as the baker told us',
  target: 'https://baker.example/news/2026/bread',
  internal: false,
  row: 50,
  rows: 100,
};

describe('the estimated placement of a WAT link', () => {
  it.each([
    ['a running text in the middle, to a deep page', {}, 'content'],
    ['a name, to a deep page', { text: 'Baker' }, 'content'],
    ['a name, to a home page', { text: 'Baker', target: 'https://baker.example/' }, 'unknown'],
    ['a name, to a home page, on a short page', { text: 'Baker', target: 'https://baker.example/', rows: 29, row: 10 }, 'content'],
    ['a link without text', { text: '' }, 'unknown'],
    ['the last link', { row: 99 }, 'footer'],
    ['the last link, without text', { row: 99, text: '' }, 'footer'],
    ['a name in the last quarter', { row: 80, text: 'Baker' }, 'unknown'],
    ['a name inside the domain', { internal: true, text: 'Baker' }, 'unknown'],
    ['the only link of a page', { row: 0, rows: 1 }, 'content'],
  ] as const)('%s', (_, given, expected) => {
    expect(estimatePlacement({ ...link, ...given })).toBe(expected);
  });

  it.each([
    ['https://baker.example/a/b/', 'unknown'],
    ['https://baker.example//a/?b/c#d/e', 'unknown'],
    ['https://baker.example/a/b/c', 'content'],
  ] as const)('counts the steps of a path: %s', (target, expected) => {
    expect(estimatePlacement({ ...link, text: 'Baker', target })).toBe(expected);
  });
});
