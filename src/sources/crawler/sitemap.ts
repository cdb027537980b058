/**
 * Sitemaps (https://www.sitemaps.org/protocol.html): XML or a text of lines, plain or gzip. An index names other sitemaps.
 * Bounded by `sitemapBytesMax` and `sitemapUrlsMax`, the protocol's own limits; what lies beyond is not read.
 */
import { gunzipSync } from 'node:zlib';
import { decodeXML } from 'entities/decode';
import { limits } from '../../base/limits.ts';

export interface Sitemap {
  /** Pages, as written. */
  readonly pages: readonly string[];
  /** Other sitemaps, when this one is an index. */
  readonly sitemaps: readonly string[];
}

const nothing: Sitemap = { pages: [], sitemaps: [] };

/** Never throws: what is no sitemap gives nothing. */
export function parseSitemap(bytes: Buffer): Sitemap {
  const text = textOf(bytes);
  if (text === null) return nothing;
  if (!text.trimStart().startsWith('<')) return { pages: lines(text), sitemaps: [] };
  const isIndex = /<(?:\w+:)?sitemapindex[\s>]/.test(text.slice(0, headChars));
  const found = locations(text);
  return isIndex ? { pages: [], sitemaps: found } : { pages: found, sitemaps: [] };
}

const headChars = 4_096;

/** Null for a damaged gzip, or one that grows beyond the limit. */
function textOf(bytes: Buffer): string | null {
  try {
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const plain = isGzip ? gunzipSync(bytes, { maxOutputLength: limits.sitemapBytesMax }) : bytes;
    return plain.toString('utf8').replace(/^\uFEFF/, '');
  } catch {
    // A sitemap is a hint: the pages it would have named are found by links, or not.
    return null;
  }
}

/** The `loc` elements; those of other vocabularies (`image:loc`, `video:...`) have their prefix. */
function locations(text: string): string[] {
  const found: string[] = [];
  for (const [, raw = ''] of text.matchAll(/<loc>([^<]*|\s*<!\[CDATA\[[^\]]*\]\]>\s*)<\/loc>/g)) {
    if (found.length === limits.sitemapUrlsMax) break;
    const [, cdata] = /^\s*<!\[CDATA\[([^\]]*)\]\]>\s*$/.exec(raw) ?? [];
    found.push((cdata ?? decodeXML(raw)).trim());
  }
  return found.filter(isWebAddress);
}

function lines(text: string): string[] {
  return text
    .split(/\r\n|\r|\n/, limits.sitemapUrlsMax)
    .map((line) => line.trim())
    .filter(isWebAddress);
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && text.length <= limits.urlCharsMax;
}
