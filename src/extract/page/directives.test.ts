import { describe, expect, it } from 'vitest';
import { robots } from '../../model/capture.ts';
import type { Fields } from '../../model/record.ts';
import { canonicalOfFields, languageOf, refreshOf, robotsOf, robotsOfFields } from './directives.ts';

const fields = (name: string, ...values: string[]): Fields => ({
  get: (asked) => (asked === name ? values[0] : undefined),
  all: (asked) => (asked === name ? values : []),
});

describe('robots', () => {
  it.each([
    ['index, follow', 0],
    ['NoIndex,noarchive', robots.noindex],
    ['none', robots.noindex | robots.nofollow],
    ['noindex nofollow', robots.noindex | robots.nofollow],
    ['noindexing', 0],
  ])('meta %s', (content, bits) => {
    expect(robotsOf(content)).toBe(bits);
  });

  it.each([
    [['noindex'], robots.noindex],
    [['googlebot: nofollow', 'noindex'], robots.noindex | robots.nofollow],
    [['otherbot: noindex, nofollow'], 0],
    [['otherbot: noindex, googlebot: nofollow'], robots.nofollow],
    [['unavailable_after: 25 Jun 2030 15:00:00 PST, noindex'], robots.noindex],
    [['max-snippet:20, nofollow'], robots.nofollow],
    [[], 0],
  ])('X-Robots-Tag %j', (values, bits) => {
    expect(robotsOfFields(fields('x-robots-tag', ...values))).toBe(bits);
  });
});

describe('refresh', () => {
  it.each([
    ['0;url=/a', '/a'],
    ['5, URL = "/a b" rest', '/a b'],
    ["0;'/a'", '/a'],
    ['0 /a', '/a'],
    ['.5; url=/a', '/a'],
    ['6;url=/a', null],
    ['0', null],
    ['0;url=', null],
    ['soon; url=/a', null],
    ['', null],
  ])('%j', (content, reference) => {
    expect(refreshOf(content)).toBe(reference);
  });
});

describe('canonical in the HTTP head', () => {
  it.each([
    ['<https://a.example/>; rel="canonical"', 'https://a.example/'],
    ['<https://a.example/style.css>; rel=preload, </b>; rel=canonical', '/b'],
    ['</a,b>; title="x"; rel="alternate canonical"', '/a,b'],
    ['<https://a.example/>; rel="shortlink"', null],
    ['nonsense', null],
  ])('%s', (value, reference) => {
    expect(canonicalOfFields(fields('link', value))).toBe(reference);
  });
});

describe('language', () => {
  it.each([
    ['en', 'en'],
    ['EN_us', 'en-us'],
    ['zh-Hant-TW', 'zh-hant-tw'],
    [' fr, en', 'fr'],
    ['english language', ''],
    ['x', ''],
    ['', ''],
  ])('%j', (declared, language) => {
    expect(languageOf(declared)).toBe(language);
  });
});
