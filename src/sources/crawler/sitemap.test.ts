import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gzipOfZeros } from '../../../test/fixtures/warc.ts';
import { limits } from '../../base/limits.ts';
import { parseSitemap } from './sitemap.ts';

const urls = (...locations: string[]): string =>
  `<?xml version="1.0"?>\n<urlset>${locations.map((url) => `<url><loc>${url}</loc></url>`).join('')}</urlset>`;

describe('parseSitemap', () => {
  it.each([
    ['plain', Buffer.from(urls('https://a.example/1', '\n https://a.example/2?b=1&amp;c=2 \n'))],
    ['gzip', gzipSync(urls('https://a.example/1', 'https://a.example/2?b=1&amp;c=2'))],
    ['with CDATA', Buffer.from(urls('<![CDATA[https://a.example/1]]>', ' <![CDATA[https://a.example/2?b=1&c=2]]> '))],
    ['lines of text', Buffer.from('\uFEFFhttps://a.example/1\r\nhttps://a.example/2?b=1&c=2\nnonsense\n')],
  ])('reads pages, %s', (_, bytes) => {
    expect(parseSitemap(bytes)).toEqual({ pages: ['https://a.example/1', 'https://a.example/2?b=1&c=2'], sitemaps: [] });
  });

  it('tells an index from a list', () => {
    const index = '<sitemapindex xmlns="x"><sitemap><loc>https://a.example/s1.xml</loc></sitemap></sitemapindex>';
    expect(parseSitemap(Buffer.from(index))).toEqual({ pages: [], sitemaps: ['https://a.example/s1.xml'] });
  });

  it('leaves out pictures, and what is no web address', () => {
    const text = urls('ftp://a.example/', '/relative', `https://a.example/${'x'.repeat(limits.urlCharsMax)}`);
    expect(parseSitemap(Buffer.from(text.replace('</url>', '<image:loc>https://a.example/i.png</image:loc></url>')))).toEqual({
      pages: [],
      sitemaps: [],
    });
  });

  it('reads as many as the protocol allows', () => {
    const many = urls(...Array.from({ length: limits.sitemapUrlsMax + 1 }, (_, i) => `https://a.example/${i}`));
    expect(parseSitemap(Buffer.from(many)).pages).toHaveLength(limits.sitemapUrlsMax);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a page', Buffer.from('<!doctype html><p>not found</p>')],
    ['a damaged gzip', gzipSync(urls('https://a.example/')).subarray(0, 30)],
    ['a bomb', gzipOfZeros(Buffer.from('<urlset>'), 200)],
  ])('finds nothing in %s', (_, bytes) => {
    expect(parseSitemap(bytes)).toEqual({ pages: [], sitemaps: [] });
  });

  it('is linear in what no element ends', () => {
    const startedAt = performance.now();
    parseSitemap(Buffer.from(`<urlset>${'<loc>'.repeat(200_000)}`));
    parseSitemap(Buffer.from(`<urlset>${'<loc> '.repeat(100_000)}`));
    parseSitemap(Buffer.from(`<urlset><loc>${' '.repeat(500_000)}`));
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});
