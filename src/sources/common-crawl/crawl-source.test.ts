import { describe, expect, it } from 'vitest';
import { crawlSourceOf, isCrawlSource } from './crawl-source.ts';

describe('a part of a crawl', () => {
  it.each([
    ['cc:latest', { crawl: 'latest', format: 'wat', from: 0, to: null }],
    ['cc:CC-MAIN-2026-43', { crawl: 'CC-MAIN-2026-43', format: 'wat', from: 0, to: null }],
    ['cc:CC-MAIN-2026-43:warc', { crawl: 'CC-MAIN-2026-43', format: 'warc', from: 0, to: null }],
    ['cc:CC-MAIN-2026-43:0-99', { crawl: 'CC-MAIN-2026-43', format: 'wat', from: 0, to: 99 }],
    ['cc:CC-MAIN-2026-43:wat:5', { crawl: 'CC-MAIN-2026-43', format: 'wat', from: 5, to: 5 }],
    ['cc:CC-MAIN-2008-2009:warc:10-', { crawl: 'CC-MAIN-2008-2009', format: 'warc', from: 10, to: null }],
  ])('%s', (text, source) => {
    expect(isCrawlSource(text)).toBe(true);
    expect(crawlSourceOf(text)).toEqual(source);
  });

  it.each([
    ['cc:', 'the crawl is missing'],
    ['cc:../etc', '"../etc" is no name of a crawl'],
    ['cc:CC-MAIN-2026-43:wet', '"wet" is neither wat nor warc nor a range of files'],
    ['cc:CC-MAIN-2026-43:wat:9-3', 'the range 9-3 ends before it begins'],
    ['cc:CC-MAIN-2026-43:wat:-3', '"-3" is neither'],
    ['cc:CC-MAIN-2026-43:0-9:wat', 'nothing can stand behind "0-9"'],
    ['cc:CC-MAIN-2026-43:wat:0-9:9', 'nothing can stand behind "0-9"'],
  ])('refuses %s and says why', (text, reason) => {
    expect(() => crawlSourceOf(text)).toThrow(
      expect.objectContaining({ code: 'crawl_source_invalid', message: expect.stringContaining(reason) }),
    );
  });

  it('is nothing else', () => {
    expect(['ccc:x', './cc:x', 'https://example.com/cc:x', 'cc'].map(isCrawlSource)).toEqual([false, false, false, false]);
  });
});
