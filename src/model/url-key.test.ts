import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOf, afterPrefix, keyFormOf, urlKey, urlOfKey } from './url.ts';

describe('pages that are one page have one key', () => {
  it.each([
    ['scheme', 'http://example.com/a', 'https://example.com/a'],
    ['leading www', 'https://www.example.com/a', 'https://example.com/a'],
    ['letter case of scheme and host', 'HTTPS://EXAMPLE.com/a', 'https://example.com/a'],
    ['default port of https', 'https://example.com:443/a', 'https://example.com/a'],
    ['default port of http', 'http://example.com:80/a', 'http://example.com/a'],
    ['fragment', 'https://example.com/a#part', 'https://example.com/a'],
    ['empty fragment', 'https://example.com/a#', 'https://example.com/a'],
    ['empty query', 'https://example.com/a?', 'https://example.com/a'],
    ['root path', 'https://example.com', 'https://example.com/'],
    ['dot segments', 'https://example.com/a/./b/../c', 'https://example.com/a/c'],
    ['escaped dot segments', 'https://example.com/a/%2E%2e/c', 'https://example.com/c'],
    ['escape of an unreserved character', 'https://example.com/%7Eanna', 'https://example.com/~anna'],
    ['hex digits of an escape', 'https://example.com/%c3%bc', 'https://example.com/%C3%BC'],
    ['character beyond ASCII and its escape', 'https://example.com/ü', 'https://example.com/%C3%BC'],
    ['order of the query', 'https://example.com/?b=2&a=1', 'https://example.com/?a=1&b=2'],
    ['host in its own letters and in punycode', 'https://bücher.example/', 'https://xn--bcher-kva.example/'],
    ['host with a final dot', 'https://example.com./', 'https://example.com/'],
    ['user and password', 'https://anna:secret@example.com/', 'https://example.com/'],
    ['backslashes', 'https://example.com\\a\\b', 'https://example.com/a/b'],
    ['white space around it', '  https://example.com/a\n', 'https://example.com/a'],
  ])('%s', (_, one, other) => {
    expect(urlKey(one)).toBe(urlKey(other));
    expect(urlKey(one)).not.toBeNull();
  });

  it.each(
    'utm_source utm utm_x mtm_campaign ga_source gclid dclid fbclid msclkid yclid twclid mc_eid mc_cid mkt_tok _hsenc _hsmi __hstc srsltid _gl spm igshid'.split(
      ' ',
    ),
  )('tracking parameter %s', (name) => {
    expect(urlKey(`https://example.com/?${name}=x1`)).toBe('com,example)/');
    expect(urlKey(`https://example.com/?b=1&${name.toUpperCase()}=x1&a=2`)).toBe('com,example)/?a=2&b=1');
  });
});

describe('pages that may differ keep their own key', () => {
  it.each([
    ['another path case', 'https://example.com/A', 'https://example.com/a'],
    ['a final slash', 'https://example.com/a/', 'https://example.com/a'],
    ['another port', 'https://example.com:8443/', 'https://example.com/'],
    ['another host', 'https://blog.example.com/', 'https://example.com/'],
    ['an escaped slash', 'https://example.com/a%2Fb', 'https://example.com/a/b'],
    ['a parameter that only begins like a tracker', 'https://example.com/?gclids=1', 'https://example.com/'],
    ['`#!` of a page that is made in the browser', 'https://example.com/#!/shop', 'https://example.com/'],
    ['a www that is the registrable domain itself', 'https://www.com/', 'https://com/'],
    ['a tenant named www', 'https://www.github.io/', 'https://github.io/'],
  ])('%s', (_, one, other) => {
    expect(urlKey(one)).not.toBe(urlKey(other));
  });
});

it.each([
  ['https://blog.example.co.uk/a?x=1', 'uk,co,example,blog)/a?x=1'],
  ['http://example.com:8080/a', 'com,example):8080/a'],
  ['http://192.0.2.7/a', '192.0.2.7)/a'],
  ['http://0xC0000207/', '192.0.2.7)/'],
  ['http://[2001:DB8::1]:8080/a', '[2001:db8::1]):8080/a'],
  ['https://example.com/#!/shop/%7Eanna', 'com,example)/#!/shop/~anna'],
  ['/b/c', 'com,example)/b/c'],
  ['?x=1', 'com,example)/a?x=1'],
  ['//other.example/', 'example,other)/'],
])('the key of %s on https://example.com/a is %s', (reference, key) => {
  expect(urlKey(reference, 'https://example.com/a')).toBe(key);
});

it.each([
  'mailto:anna@example.com',
  'javascript:void(0)',
  'ftp://example.com/',
  'data:text/html,x',
  'http://',
  'http://a b/',
  'https://example.com:99999/',
  `https://example.com/${'a'.repeat(2_048)}`,
])('%s is no web address', (reference) => {
  expect(addressOf(reference)).toBeNull();
});

const host = fc.oneof(
  fc.constantFrom(
    'example.com',
    'www.example.com',
    'www.www.example.co.uk',
    'bücher.example',
    'anna.github.io',
    'www.github.io',
    '192.0.2.7',
    '[2001:db8::1]',
    'com',
    'a.b.c.example',
  ),
  fc.webAuthority({ withPort: true }),
);
const piece = fc.constantFrom(
  ...'/ . .. a B ~ %2e %41 %7E %zz % %3 %% %34 31 ? & = # #! utm_source=x gclid b=2 a=1 %75tm_x é | \\ ; + : @ ( )'.split(' '),
);
const reference = fc
  .tuple(fc.constantFrom('http://', 'https://'), host, fc.array(piece, { maxLength: 8 }))
  .map(([scheme, name, rest]) => `${scheme}${name}/${rest.join('')}`);

describe('any address', () => {
  it('has the key of the URL that its key and form stand for', () => {
    fc.assert(
      fc.property(reference, (text) => {
        const address = addressOf(text);
        if (address === null) return;
        expect(urlKey(urlOfKey(address.key, keyFormOf(address)))).toBe(address.key);
      }),
      { seed: 20_261_122, numRuns: 5_000 },
    );
  });

  it('has an ASCII key, because keys are ordered by bytes in the engine and by units here', () => {
    fc.assert(
      fc.property(fc.oneof(reference, fc.webUrl({ withFragments: true, withQueryParameters: true })), (text) => {
        expect(urlKey(text) ?? '').toMatch(/^[!-~]*$/);
      }),
      { seed: 20_261_122, numRuns: 2_000 },
    );
  });
});

const keyCharacter = fc.constantFrom('!', ')', '*', ',', '-', '.', '/', '0', 'a', 'Z', '~');

it('a prefix ends where the first string that does not begin so stands', () => {
  fc.assert(
    fc.property(fc.string({ unit: keyCharacter, minLength: 1 }), fc.string({ unit: keyCharacter }), (prefix, other) => {
      expect(other >= prefix && other < afterPrefix(prefix)).toBe(other.startsWith(prefix));
      expect(prefix + other >= prefix && prefix + other < afterPrefix(prefix)).toBe(true);
    }),
    { seed: 20_261_122, numRuns: 2_000 },
  );
});
