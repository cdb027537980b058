import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostOf } from './host.ts';
import { addressOf, isOfItsKey, keyFormOf, parsedAddress, urlKey, urlOfKey } from './url.ts';

it('reads a host beyond ASCII however often it is asked', () => {
  const hosts = new Set(Array.from({ length: 20_000 }, () => addressOf('https://bücher.example/')?.host));
  expect([...hosts]).toEqual(['xn--bcher-kva.example']);
});

describe('an address without the parser', () => {
  const host = fc.constantFrom(
    'example.com',
    'www.example.co.uk',
    'a--b.example',
    'xn--bcher-kva.example',
    'x.xn--p1ai',
    '1.2.3.4',
    'a.b1',
    'Example.com',
    'example.com.',
    'a..b',
    '-a.example',
  );
  const piece = fc.constantFrom(
    '/',
    '.',
    '..',
    '/.',
    '/../',
    'a',
    'B-_~',
    '%2e',
    '%2E',
    '%41',
    '%zz',
    '%',
    '?',
    '&',
    '#',
    '#!',
    'utm_source=x',
    'gclid=1',
    'b=2',
    'a=1',
    "'",
    '"',
    ' ',
    '\\',
    ':',
    '@',
    ':80',
    ':443',
    'é',
    '|',
    '^',
    '`',
    '{',
    '\t',
    ';',
    '+',
  );
  const reference = fc
    .tuple(fc.constantFrom('http://', 'https://', 'HTTP://', '//', ''), host, fc.array(piece, { maxLength: 8 }))
    .map(([scheme, name, rest]) => scheme + name + rest.join(''));

  it('is what the parser would say', () => {
    fc.assert(
      fc.property(reference, (text) => {
        // Of a host met for the first time, and of a known one.
        expect(addressOf(text)).toEqual(parsedAddress(text));
        expect(addressOf(text)).toEqual(parsedAddress(text));
      }),
      { seed: 20261122, numRuns: 20_000 },
    );
  });

  it('is what the parser would say of hosts never met', () => {
    const label = fc.stringMatching(/^[a-z0-9-]{1,70}$/);
    const name = fc.tuple(fc.array(label, { minLength: 1, maxLength: 5 }), fc.stringMatching(/^[a-z]{1,8}$/));
    fc.assert(
      fc.property(name, ([labels, last]) => {
        const text = `https://${labels.join('.')}.${last}/a?b=1`;
        expect(addressOf(text)).toEqual(parsedAddress(text));
      }),
      { seed: 20261127, numRuns: 5_000 },
    );
  });

  it('tells from its key whether a `www.` was folded', () => {
    let folded = 0;
    fc.assert(
      fc.property(reference, (text) => {
        const address = addressOf(text);
        if (address === null) return;
        const { www } = hostOf(address.host);
        expect(keyFormOf(address).www).toBe(www);
        folded += Number(www);
      }),
      { seed: 20261129, numRuns: 5_000 },
    );
    expect(folded).toBeGreaterThan(100);
  });

  it('is written as its key exactly when the key gives it back', () => {
    let written = 0;
    fc.assert(
      fc.property(reference, (text) => {
        const address = addressOf(text);
        if (address === null) return;
        expect(isOfItsKey(address)).toBe(urlOfKey(address.key, keyFormOf(address)) === address.href);
        written += Number(isOfItsKey(address));
      }),
      { seed: 20261128, numRuns: 20_000 },
    );
    expect(written).toBeGreaterThan(1_000);
  });

  it.each([
    ['http://example.com', 'http://example.com/', 'com,example)/'],
    ['http://example.com/a?', 'http://example.com/a?', 'com,example)/a'],
    ['https://example.com/%7Ea?b=1&a=2#!x', 'https://example.com/%7Ea?b=1&a=2#!x', 'com,example)/~a?a=2&b=1#!x'],
    ['https://example.com/a/../b', 'https://example.com/b', 'com,example)/b'],
  ])('%s', (text, href, key) => {
    addressOf(text);
    expect(addressOf(text)).toMatchObject({ href, key });
  });
});

describe('a key', () => {
  it.each(Array.from({ length: 256 }, (_, code) => code))('normalises the escape of %i', (code) => {
    const hex = code.toString(16).padStart(2, '0');
    const character = String.fromCharCode(code);
    // RFC 3986 section 2.3. The parser itself takes out `/%2e`, a dot segment.
    const expected = /[A-Za-z0-9_~.-]/.test(character) ? character : `%${hex.toUpperCase()}`;
    for (const digits of [hex, hex.toUpperCase()]) {
      expect(urlKey(`http://example.com/x%${digits}`)).toBe(`com,example)/x${expected}`);
      expect(urlKey(`http://example.com/?x%${digits}`)).toBe(`com,example)/?x${expected}`);
    }
  });

  it.each([
    ['?b=2&a=1', '?a=1&b=2'],
    ['?&&a&', '?a'],
    ['?&', ''],
    ['?', ''],
    ['?utm_source=x&a=1&gclid=2', '?a=1'],
    ['?%75tm_source=x', ''],
    ['?a=utm_source', '?a=utm_source'],
    ['?UTM_Source=x', ''],
  ])('keeps of the query %s: %s', (query, expected) => {
    expect(urlKey(`http://example.com/${query}`)).toBe(`com,example)/${expected}`);
  });
});
