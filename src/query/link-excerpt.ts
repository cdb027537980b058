import { limits } from '../base/limits.ts';
import { decodeHtml } from '../extract/charset.ts';
import { mediaType } from '../extract/media-type.ts';
import { baseOf } from '../extract/page/base-reference.ts';
import { decodeAttribute } from '../extract/page/text.ts';
import type { ArchiveRecord } from '../model/record.ts';
import { urlKey } from '../model/url.ts';

export interface Excerpt {
  readonly text: string;
  readonly found: boolean;
}

/** What of a record holds a link to `targetKey`: the body around the first such reference, or the HTTP field; else the body's beginning. */
export function linkExcerpt(record: ArchiveRecord, targetKey: string): Excerpt {
  const body = textOf(record);
  const base = record.url === null ? undefined : body.isHtml ? baseOf(body.text, record.url) : record.url;
  for (const { reference, from, to } of body.isHtml ? htmlReferences(body.text) : jsonReferences(body.text)) {
    if (urlKey(reference, base) === targetKey) return { text: around(body.text, from, to), found: true };
  }
  const field = linkField(record, targetKey);
  return field === null ? { text: around(body.text, 0, 0), found: false } : { text: printable(field), found: true };
}

/** Text without what moves a cursor or turns the reading direction; line ends and tabs stay. */
export function printable(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}

interface Reference {
  readonly reference: string;
  readonly from: number;
  readonly to: number;
}

function textOf(record: ArchiveRecord): { readonly text: string; readonly isHtml: boolean } {
  const type = record.http?.fields.get('content-type') ?? record.contentType;
  if (mediaType(type) === 'application/json') return { text: record.body.toString('utf8'), isHtml: false };
  return { text: decodeHtml(record.body, type).text, isHtml: true };
}

/** Values of attributes that can hold a link; in `content` the URL stands behind `url=`. */
function* htmlReferences(text: string): Generator<Reference> {
  const values = /\b(href|src|action|content)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)/gi;
  for (const match of text.matchAll(values)) {
    const [whole, name = '', quoted = ''] = match;
    const value = decodeAttribute(quoted.replace(/^(["'])(.*)\1$/s, '$2'));
    const reference = name.toLowerCase() === 'content' ? value.replace(/^.*?url\s*=\s*["']?/is, '').replace(/["'].*$/s, '') : value.trim();
    yield { reference, from: match.index, to: match.index + whole.length };
  }
}

/** Values in a WAT record's JSON. */
function* jsonReferences(text: string): Generator<Reference> {
  for (const match of text.matchAll(/"(?:url|href|content)"\s*:\s*("(?:[^"\\]|\\.)*")/g)) {
    const reference = stringOf(match[1] ?? '""').replace(/^\s*\d+\s*[;,]\s*url\s*=\s*/i, '');
    yield { reference, from: match.index, to: match.index + match[0].length };
  }
}

function stringOf(json: string): string {
  try {
    return String(JSON.parse(json));
  } catch {
    // Escapes that JSON does not know; WAT writers other than Common Crawl's make them. It is no address then.
    return '';
  }
}

/** `Location` and `Refresh` lead on; `Link` holds a canonical. */
function linkField({ http, url }: ArchiveRecord, targetKey: string): string | null {
  const base = url ?? undefined;
  for (const name of ['location', 'refresh', 'link']) {
    for (const value of http?.fields.all(name) ?? []) {
      const references =
        name === 'link' ? Array.from(value.matchAll(/<([^>]*)>/g), ([, inner = '']) => inner) : [value.replace(/^.*?url\s*=\s*/i, '')];
      if (references.some((reference) => urlKey(reference, base) === targetKey)) return `${name}: ${value}`;
    }
  }
  return null;
}

/** At most `evidenceCharsMax` characters with the span in their middle, no character cut in half. */
function around(text: string, from: number, to: number): string {
  const margin = Math.max(0, Math.floor((limits.evidenceCharsMax - (to - from)) / 2));
  const start = Math.max(0, from - margin);
  const piece = text.slice(start, start + limits.evidenceCharsMax);
  return printable(piece.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, ''));
}
