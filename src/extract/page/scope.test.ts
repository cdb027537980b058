import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Address, addressOf } from '../../model/url.ts';
import { type Reach, Scope } from './scope.ts';

function address(url: string): Address {
  const found = addressOf(url);
  if (found === null) throw new Error(`no address: ${url}`);
  return found;
}

/** What the URL standard says, without any short cut. */
function parsedReach(reference: string, page: Address, base: string): Reach {
  const found = addressOf(reference, base);
  if (found !== null) return found.domain === page.domain ? 'internal' : 'external';
  if (!URL.canParse(reference, base)) return 'unreadable';
  return /^https?:$/.test(new URL(reference, base).protocol) ? 'unreadable' : 'elsewhere';
}

const page = address('https://www.town.example/a/b?c');

describe('scope', () => {
  it.each([
    ['/x', 'internal'],
    ['x:y', 'elsewhere'],
    ['x/y:z', 'internal'],
    ['', 'internal'],
    ['?q', 'internal'],
    ['//other.example', 'external'],
    ['/\\other.example', 'external'],
    ['\\\\other.example', 'external'],
    ['/\t/other.example', 'external'],
    [' https://other.example', 'external'],
    ['ht\ntps://other.example/', 'external'],
    ['\u00a0https://other.example', 'internal'],
    ['https:x', 'internal'],
    ['http:x', 'external'],
    ['https://user@other.example/', 'external'],
    ['https://SHOP.town.example:8080/', 'internal'],
    ['http://', 'unreadable'],
    ['http://a b/', 'unreadable'],
    ['mailto:a@other.example', 'elsewhere'],
    ['javascript:void(0)', 'elsewhere'],
  ])('%j', (reference, reach) => {
    const scope = new Scope(page, page.href);
    expect(scope.of(reference)).toBe(reach);
    expect(scope.of(reference)).toBe(parsedReach(reference, page, page.href));
  });

  it('follows the base for relative references only', () => {
    const scope = new Scope(page, 'https://cdn.example/x/');
    expect([scope.of('a'), scope.of('#a'), scope.of('https://town.example/')]).toEqual(['external', 'external', 'internal']);
  });

  it('agrees with the URL parser on anything', () => {
    const parts = [
      'http',
      'https',
      ':',
      '/',
      '//',
      '\\',
      '?',
      '#',
      '.',
      '..',
      '@',
      ' ',
      '\t',
      '\n',
      'town.example',
      'www.',
      'other.example',
      '%41',
      '8080',
      'mailto',
      'x',
      'ü',
      '[::1]',
      '\0',
    ];
    const reference = fc
      .array(fc.oneof(fc.constantFrom(...parts), fc.string({ maxLength: 3 })), { maxLength: 7 })
      .map((found) => found.join(''));
    const bases = [page.href, 'http://cdn.example/x/'];
    fc.assert(
      fc.property(reference, fc.constantFrom(...bases), (text, base) => {
        expect(new Scope(page, base).of(text)).toBe(parsedReach(text, page, base));
      }),
      { seed: 4, numRuns: 4_000 },
    );
  });
});
