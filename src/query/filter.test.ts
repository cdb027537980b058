import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { limits } from '../base/limits.ts';
import { domainNamed } from './domain-named.ts';
import { filterOf, filterShape, isDefaultFilter, listOf } from './filter.ts';
import { newSince, secondsFrom, secondsTo } from './moments.ts';

const schema = z.object(filterShape).strict();

describe('filters are taken', () => {
  it.each([
    [{}],
    [{ state: 'lost' }],
    [{ kind: 'anchor' }],
    [{ kind: ['anchor', 'redirect'] }],
    [{ rel: ['nofollow', 'ugc'], placement: 'content' }],
    [{ source_domain: 'example.com', source_class: ['news', 'blog'] }],
    [{ authority_min: 0, authority_max: 100 }],
    [{ first_seen_from: '2026-10-31', last_seen_to: '2026-10-31T12:00:00Z' }],
  ])('%j', (input) => {
    expect(schema.parse(input)).toEqual({ state: 'live', ...input });
  });

  it.each([
    [{ state: 'stale' }],
    [{ kind: 'image' }],
    [{ kind: [] }],
    [{ rel: 'follow' }],
    [{ source_class: 'unknown' }],
    [{ authority_min: -1 }],
    [{ authority_max: 101 }],
    [{ authority_min: 1.5 }],
    [{ anchor: '' }],
    [{ anchor_contains: 'a'.repeat(limits.filterCharsMax + 1) }],
    [{ source_domain: Array.from({ length: limits.filterValuesMax + 1 }, (_, i) => `a${i}.example`) }],
    [{ first_seen_from: 'yesterday' }],
    [{ first_seen_from: '31.10.2026' }],
    [{ followed: 'yes' }],
  ])('but not %j', (input) => {
    expect(schema.safeParse(input).success).toBe(false);
  });
});

describe('a question without filters', () => {
  it('asks for live links, whatever else stands beside the filters', () => {
    expect(isDefaultFilter(filterOf({ ...schema.parse({}), target: 'example.com', limit: 5 } as never))).toBe(true);
  });

  it.each(Object.keys(filterShape).filter((name) => name !== 'state'))('is not one with %s', (name) => {
    expect(isDefaultFilter({ state: 'live', [name]: false })).toBe(false);
  });

  it.each(['lost', 'all'] as const)('is not one about %s links', (state) => {
    expect(isDefaultFilter({ state })).toBe(false);
  });
});

describe('days', () => {
  it('begin at midnight and end a second before the next, in UTC', () => {
    expect(secondsFrom('2026-10-31')).toBe(Date.UTC(2026, 9, 31) / 1000);
    expect(secondsTo('2026-10-31')).toBe(Date.UTC(2026, 10, 1) / 1000 - 1);
    expect(secondsFrom('2026-10-31T12:00:00Z')).toBe(Date.UTC(2026, 9, 31, 12) / 1000);
    expect(secondsTo('2026-10-31T12:00:00Z')).toBe(Date.UTC(2026, 9, 31, 12) / 1000);
  });

  it.each(['2026-13-01', '2026-02-00', '1969-12-31', '2107-01-01', '2026-10-31T99:00:00Z'])(
    'are refused when there is none such: %s',
    (text) => {
      expect(() => secondsFrom(text)).toThrow(expect.objectContaining({ code: 'invalid_filter' }));
    },
  );

  it('a link is new for 30 of them', () => {
    expect(newSince(new Date('2026-10-31T00:00:00Z'))).toEqual(new Date('2026-10-01T00:00:00Z'));
  });
});

describe('a source domain', () => {
  it.each([
    ['example.com', 'example.com'],
    [' Example.COM ', 'example.com'],
    ['blog.example.co.uk', 'example.co.uk'],
    ['bücher.example', 'xn--bcher-kva.example'],
  ])('%j is %s', (given, domain) => {
    expect(domainNamed('source_domain', given)).toBe(domain);
  });

  it.each(['', 'a b', 'exa%mple', ':80'])('%j is none', (given) => {
    expect(() => domainNamed('source_domain', given)).toThrow(
      expect.objectContaining({ code: 'invalid_filter', message: expect.stringContaining('source_domain') as string }),
    );
  });
});

it('one value or several are a list', () => {
  expect(listOf('a')).toEqual(['a']);
  expect(listOf(['a', 'b'])).toEqual(['a', 'b']);
});
