import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketCount, bucketOf, hostOf, hostOfKey, knownHost } from './host.ts';

describe('hostOf', () => {
  it.each([
    ['example.com', 'example.com', 'com,example)', false],
    ['www.example.com', 'example.com', 'com,example)', true],
    ['blog.example.com', 'example.com', 'com,example,blog)', false],
    ['www.blog.example.com', 'example.com', 'com,example,blog)', true],
    ['example.co.uk', 'example.co.uk', 'uk,co,example)', false],
    ['anna.github.io', 'anna.github.io', 'io,github,anna)', false],
    ['www.anna.github.io', 'anna.github.io', 'io,github,anna)', true],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example', 'example,xn--bcher-kva)', false],
    ['192.0.2.7', '192.0.2.7', '192.0.2.7)', false],
    ['[2001:db8::1]', '[2001:db8::1]', '[2001:db8::1])', false],
    ['localhost', 'localhost', 'localhost)', false],
  ])('%s is of %s, with the key %s', (host, domain, key, www) => {
    expect(hostOf(host)).toEqual({ host, domain, key, www });
  });

  it.each(['www.com', 'www.co.uk', 'www.github.io'])('does not fold the www of %s, which is a registrable domain', (host) => {
    expect(hostOf(host)).toMatchObject({ domain: host, www: false });
  });

  it('takes a final dot away', () => {
    expect(hostOf('example.com.')).toMatchObject({ host: 'example.com', domain: 'example.com', key: 'com,example)' });
  });

  it.each(['github.io', 'co.uk', 'com'])('gives %s, which is a public suffix, itself as its domain', (host) => {
    expect(hostOf(host).domain).toBe(host);
  });

  it('is remembered', () => {
    expect(knownHost('never-asked.example')).toBeUndefined();
    const found = hostOf('asked.example');
    expect(knownHost('asked.example')).toBe(found);
  });
});

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?$/);
const suffix = fc.constantFrom('com', 'co.uk', 'example', 'github.io', 'blogspot.com');
const domain = fc.tuple(label, suffix).map((parts) => parts.join('.'));
const subdomain = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.'));

describe('keys of one domain are neighbours', () => {
  it('a host stands between its domain and what follows it; so does one below a suffix that is itself below the domain, and no other', () => {
    fc.assert(
      fc.property(domain, subdomain, domain, fc.option(subdomain, { nil: '' }), (own, below, other, belowOther) => {
        const { key } = hostOf(own);
        const end = `${key.slice(0, -1)}-`;
        const within = (host: string): boolean => hostOf(host).key >= key && hostOf(host).key < end;
        expect(within(own)).toBe(true);
        expect(within(`${below}.${own}`)).toBe(true);
        const stranger = belowOther === '' ? other : `${belowOther}.${other}`;
        expect(within(stranger)).toBe(stranger === own || stranger.endsWith(`.${own}`));
      }),
      { seed: 20_261_122, numRuns: 2_000 },
    );
  });

  it('a key names its host, without the www that it folds', () => {
    fc.assert(
      fc.property(domain, fc.option(subdomain, { nil: '' }), (own, below) => {
        const { host, key, www } = hostOf(below === '' ? own : `${below}.${own}`);
        expect(`${www ? 'www.' : ''}${hostOfKey(`${key}/a?b=c)d`)}`).toBe(host);
      }),
      { seed: 20_261_122, numRuns: 1_000 },
    );
  });
});

describe('bucketOf', () => {
  it('is part of the stored format', () => {
    expect(['example.com', 'github.com', 'xn--bcher-kva.example', ''].map(bucketOf)).toEqual([58, 47, 14, 25]);
  });

  it('spreads domains evenly', () => {
    const sizes = new Map<number, number>();
    for (let i = 0; i < 64_000; i++) {
      const bucket = bucketOf(`domain-${i}.example`);
      sizes.set(bucket, (sizes.get(bucket) ?? 0) + 1);
    }
    expect(sizes.size).toBe(bucketCount);
    expect(Math.min(...sizes.values())).toBeGreaterThan(800);
    expect(Math.max(...sizes.values())).toBeLessThan(1_200);
  });
});
