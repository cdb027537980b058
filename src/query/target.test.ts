import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketOf } from '../model/host.ts';
import { addressOf } from '../model/url.ts';
import { targetAsked, targetOf, type Target } from './target.ts';

describe('a target is', () => {
  it.each([
    ['example.com', 'domain', 'example.com'],
    ['EXAMPLE.com', 'domain', 'example.com'],
    ['  example.com ', 'domain', 'example.com'],
    ['www.example.com', 'domain', 'example.com'],
    ['https://example.com', 'domain', 'example.com'],
    ['https://www.example.com', 'domain', 'example.com'],
    ['example.com.', 'domain', 'example.com'],
    ['bücher.example', 'domain', 'xn--bcher-kva.example'],
    ['example.co.uk', 'domain', 'example.co.uk'],
    ['anna.github.io', 'domain', 'anna.github.io'],
    ['github.io', 'domain', 'github.io'],
    ['192.0.2.7', 'domain', '192.0.2.7'],
    ['[2001:db8::1]', 'domain', '[2001:db8::1]'],
    ['blog.example.com', 'host', 'blog.example.com'],
    ['https://blog.example.com', 'host', 'blog.example.com'],
    ['example.com/blog/*', 'prefix', 'example.com/blog/*'],
    ['https://example.com/blog*', 'prefix', 'example.com/blog*'],
    ['example.com/*', 'prefix', 'example.com/*'],
    ['blog.example.com/a?b=1*', 'prefix', 'blog.example.com/a?b=1*'],
    ['example.com/', 'page', 'http://example.com/'],
    ['https://example.com/', 'page', 'https://example.com/'],
    ['example.com/a?b=1', 'page', 'http://example.com/a?b=1'],
    ['https://example.com/ü', 'page', 'https://example.com/%C3%BC'],
    ['example.com?q=1', 'page', 'http://example.com/?q=1'],
  ])('%s: a %s, shown as %s', (input, scope, text) => {
    expect(targetOf(input)).toMatchObject({ scope, text });
  });

  it.each([
    ['', 'it is empty'],
    ['   ', 'it is empty'],
    ['plumbers in town', 'it holds white space'],
    ['ftp://example.com/', 'ftp:// is not a web address'],
    ['localhost', '"localhost" is no public host'],
    ['example', '"example" is no public host'],
    ['*.example.com', 'a host cannot hold a wildcard'],
    ['example.com*', 'a prefix needs a path'],
    ['https://', 'it is no web address'],
    ['example.com:port/', 'it is no web address'],
    ['http://exa%00mple.com/', 'it is no web address'],
    [`example.com/${'a'.repeat(3_000)}`, 'it is no web address'],
  ])('never %j, because %s', (input, reason) => {
    expect(() => targetOf(input)).toThrow(
      expect.objectContaining({ code: 'invalid_target', message: expect.stringContaining(reason) as string }),
    );
  });

  it('shortened in the message when it is long', () => {
    expect(() => targetOf('a b'.repeat(1_000))).toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(/.{500}/) as string }),
    );
  });
});

describe('what is kept ready is kept', () => {
  it.each([
    ['example.com', { scope: 'domain', name: 'example.com' }],
    ['blog.example.com', { scope: 'host', name: 'com,example,blog)' }],
    ['https://www.example.com/a?b=2&a=1', { scope: 'page', name: 'com,example)/a?a=1&b=2' }],
    ['example.com/a*', null],
  ])('for %s as %j', (input, keptAs) => {
    expect(targetOf(input).keptAs).toEqual(keptAs);
  });
});

const label = fc.constantFrom('a', 'b', 'blog', 'shop-1', 'xn--bcher-kva', 's3', 'www');
const suffix = fc.constantFrom('example', 'com', 'co.uk', 'github.io', 'amazonaws.com', 'blogspot.com');
const host = fc.tuple(fc.array(label, { minLength: 1, maxLength: 3 }), suffix).map(([labels, end]) => [...labels, end].join('.'));
const path = fc.constantFrom('/', '/a', '/a/', '/a/b', '/ab', '/a?x=1', '/a?x=1&y=2', '/%7Ea', '/ü', ':8080/a', '/#!/a');
const url = fc.tuple(fc.constantFrom('http://', 'https://'), host, path).map((parts) => parts.join(''));
const seeded = { seed: 20_261_122, numRuns: 3_000 };

/** Whether a link to this URL is among those that the target's condition finds. */
function holds(target: Target, to: string): boolean {
  const address = addressOf(to);
  if (address === null || bucketOf(address.domain) !== target.bucket) return false;
  if (target.to === null) return address.key === target.from;
  return address.key >= target.from && address.key < target.to && (target.scope === 'prefix' || address.domain === target.domain);
}

describe('a target holds', () => {
  it('of a domain all its addresses and no other', () => {
    fc.assert(
      fc.property(host, url, (name, to) => {
        const target = targetOf(addressOf(`http://${name}/`)?.domain ?? '');
        expect(target.scope).toBe('domain');
        expect(holds(target, to)).toBe(addressOf(to)?.domain === target.domain);
      }),
      seeded,
    );
  });

  it('of a host all its addresses, with www and without, on any port, and no other', () => {
    fc.assert(
      fc.property(host, url, (name, to) => {
        const target = targetOf(name);
        if (target.scope !== 'host') return;
        const keyOf = (text: string): string => addressOf(text)?.key.split(')')[0] ?? '';
        expect(holds(target, to)).toBe(keyOf(to) === keyOf(`http://${name}/`));
      }),
      seeded,
    );
  });

  it('of a prefix the pages whose key begins so', () => {
    fc.assert(
      fc.property(host, path, url, (name, below, to) => {
        const target = targetOf(`${name}${below}*`);
        expect(holds(target, to)).toBe(addressOf(to)?.key.startsWith(addressOf(`http://${name}${below}`)?.key ?? '-') ?? false);
      }),
      seeded,
    );
  });

  it('of a page itself, whatever the scheme', () => {
    fc.assert(
      fc.property(url, url, (one, other) => {
        expect(holds(targetOf(one), one)).toBe(true);
        expect(holds(targetOf(one), other)).toBe(addressOf(one)?.key === addressOf(other)?.key);
      }),
      seeded,
    );
  });
});

describe('with or without the hosts below it', () => {
  const ofExample = ['example.com', 'www.example.com', 'blog.example.com', 'deep.blog.example.com', 'blog-2.example.com', 'other.example'];
  const heldBy = (target: Target): string[] => ofExample.filter((name) => holds(target, `https://${name}/a`));

  it.each([
    ['example.com', undefined, ['example.com', 'www.example.com', 'blog.example.com', 'deep.blog.example.com', 'blog-2.example.com']],
    ['example.com', true, ['example.com', 'www.example.com', 'blog.example.com', 'deep.blog.example.com', 'blog-2.example.com']],
    ['example.com', false, ['example.com', 'www.example.com']],
    ['blog.example.com', undefined, ['blog.example.com']],
    ['blog.example.com', false, ['blog.example.com']],
    ['blog.example.com', true, ['blog.example.com', 'deep.blog.example.com']],
  ])('%s asked with %s holds %j', (target, include_subdomains, hosts) => {
    expect(heldBy(targetAsked({ target, include_subdomains }))).toEqual(hosts);
  });

  it('is nothing that a page or a folder has', () => {
    for (const target of ['https://example.com/a', 'example.com/a*'])
      expect(targetAsked({ target, include_subdomains: true })).toEqual(targetOf(target));
  });

  it('needs one target', () => {
    expect(() => targetAsked({})).toThrow(expect.objectContaining({ code: 'invalid_input' }));
    expect(() => targetAsked({ target: 'a.example', domain: 'b.example' })).toThrow(expect.objectContaining({ code: 'invalid_input' }));
    expect(targetAsked({ target: 'a.example', domain: 'a.example' })).toEqual(targetOf('a.example'));
  });
});

it('any target is, as it is shown, the same target', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        host,
        url,
        url.map((text) => `${text}*`),
      ),
      (text) => {
        const target = targetOf(text);
        expect(targetOf(target.text)).toEqual(target);
      },
    ),
    seeded,
  );
});
