/**
 * What extraction needs of a WAT record, whichever way its JSON was read (`scan.ts`, fast; `json.ts`, the reference).
 *
 * A WAT record (https://github.com/commoncrawl/ia-web-commons, package org.archive.extract) is one JSON object about one record
 * of another archive: `Envelope` holds that record's header, `Payload-Metadata` its HTTP head and, for a page, `HTML-Metadata`
 * with `Head` (Title, Base, Metas, Link) and `Links`. The order of keys differs between versions of the writer.
 */
export interface WatView {
  /** `WARC-Header-Metadata` of the record that the WAT describes. */
  readonly warc: WatHeader | null;
  /** `ARC-Header-Metadata`, when that record stood in an ARC file. */
  readonly arc: WatHeader | null;
  /** `Response-Message`; null when the record holds no HTTP response. */
  readonly message: WatHeader | null;
  /** HTTP header fields, named as written. */
  readonly headers: WatHeader | null;
  /** True when the writer parsed the payload as HTML. */
  readonly html: boolean;
  readonly base: string;
  readonly title: string;
  readonly metas: WatEntries;
  readonly headLinks: WatEntries;
  readonly links: WatEntries;
}

/** A parsed JSON object. Its values are strings, or lists of strings for fields that were repeated. */
export type WatHeader = Readonly<Record<string, unknown>>;

/** Columns of the three lists, by position. */
export const metaColumns = ['name', 'http-equiv', 'content'] as const;
export const headLinkColumns = ['url', 'rel'] as const;
export const linkColumns = ['path', 'url', 'text', 'rel', 'title', 'alt'] as const;
export const metaColumn = { name: 0, httpEquiv: 1, content: 2 } as const;
export const headLinkColumn = { url: 0, rel: 1 } as const;
export const linkColumn = { path: 0, url: 1, text: 2, rel: 3, title: 4, alt: 5 } as const;

/** A list of flat objects, read by row and column. */
export interface WatEntries {
  readonly count: number;
  /** The string at a place; '' when it is absent or no string. */
  get(row: number, column: number): string;
  has(row: number, column: number): boolean;
  /** Whether the string at a place is `text` (ASCII, without quotes, backslashes or control characters). */
  is(row: number, column: number, text: string): boolean;
  /** True only when the reference at a place certainly leads to `host` (or its base's host, when it is relative). False says nothing. */
  isLocal(row: number, column: number, host: string): boolean;
}
