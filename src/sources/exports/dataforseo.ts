import { z } from 'zod';
import { fail } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import type { ByteSource } from '../warc/bytes.ts';
import { firstBytes } from './table-bytes.ts';
import type { Field } from './column-names.ts';

/** One item of an answer with its place: the line it begins on and its bytes. `said` is null for an item that names no linking side. */
export interface JsonItem {
  readonly line: number;
  readonly offset: number;
  readonly length: number;
  readonly said: Partial<Readonly<Record<Field, string>>> | null;
}

/**
 * The items of saved answers of DataForSEO's backlinks API (`backlinks/live`, `referring_domains/live`): one envelope of tasks, or several
 * one behind the other. Null when the text is no such envelope. The whole text is held: at most `exportJsonBytesMax`.
 */
export function dataForSeoItems(bytes: ByteSource): JsonItem[] | null {
  const text = firstBytes(bytes, Math.min(limits.exportJsonBytesMax, bytes.size) + 1);
  if (text.length > limits.exportJsonBytesMax)
    fail('not_a_table', { path: bytes.name, what: 'a JSON export', reason: `it is larger than ${limits.exportJsonBytesMax} bytes` });
  const envelopes = envelopesIn(text);
  if (envelopes === null || envelopes.length === 0) return null;
  const spans = itemSpans(text);
  const items: JsonItem[] = [];
  let line = 1;
  let counted = 0;
  const place = (): Omit<JsonItem, 'said'> => {
    const [offset = 0, end = 0] = spans[items.length] ?? [];
    for (let at = text.indexOf(0x0a, counted); at !== -1 && at < offset; at = text.indexOf(0x0a, at + 1)) line += 1;
    counted = offset;
    return { line, offset, length: end - offset };
  };
  for (const { tasks } of envelopes) {
    for (const { data, result } of tasks) {
      for (const { target, items: found } of result ?? []) {
        for (const item of found ?? []) items.push({ ...place(), said: saidOf(item, target ?? data?.target ?? '') });
      }
    }
  }
  return items;
}

const text = z.string().nullish();
const item = z.looseObject({
  url_from: text,
  url_to: text,
  domain: text,
  first_seen: text,
  last_seen: text,
  lost_date: text,
  is_lost: z.boolean().nullish(),
  item_type: text,
  attributes: z.array(z.string()).nullish(),
  dofollow: z.boolean().nullish(),
  alt: text,
  anchor: text,
  text_pre: text,
  text_post: text,
  links_count: z.number().nullish(),
  backlinks: z.number().nullish(),
  page_from_title: text,
  page_from_language: text,
});

const envelope = z.looseObject({
  tasks: z.array(
    z.looseObject({
      data: z.looseObject({ target: text }).nullish(),
      result: z.array(z.looseObject({ target: text, items: z.array(z.unknown()).nullish() })).nullish(),
    }),
  ),
});

/** An item as the columns of a table would say it. */
function saidOf(raw: unknown, target: string): Partial<Record<Field, string>> | null {
  const parsed = item.safeParse(raw);
  if (!parsed.success) return null;
  const found = parsed.data;
  const times = { first_seen: found.first_seen ?? '', last_seen: found.last_seen ?? '', lost_at: found.lost_date ?? '' };
  if (typeof found.url_from !== 'string')
    return typeof found.domain !== 'string' || typeof found.backlinks !== 'number'
      ? null
      : { source_domain: found.domain, ...targetOf(target), links: String(found.backlinks), ...times };
  const attributes = found.attributes ?? [];
  const rel = typeof found.dofollow === 'boolean' ? { followed: String(found.dofollow) } : {};
  return {
    source: found.url_from,
    target: found.url_to ?? '',
    anchor: found.anchor ?? found.alt ?? '',
    before: found.text_pre ?? '',
    after: found.text_post ?? '',
    kind: found.item_type ?? '',
    ...rel,
    ...(attributes.length > 0 && { rel: attributes.join(' ') }),
    links: String(found.links_count ?? 1),
    title: found.page_from_title ?? '',
    language: found.page_from_language ?? '',
    lost: found.is_lost === true ? 'true' : '',
    ...times,
  };
}

/** A target with a path or a scheme is a page, anything else a host. */
function targetOf(target: string): Partial<Record<Field, string>> {
  return /^https?:\/\//i.test(target) ? { target } : { target_domain: target };
}

function envelopesIn(bytes: Buffer): z.output<typeof envelope>[] | null {
  const documents = jsonIn(bytes.toString('utf8').replace(/^\u{feff}/u, ''));
  const parsed = z.array(envelope).safeParse(documents);
  return parsed.success ? parsed.data : null;
}

/** One JSON value, or one a line. */
function jsonIn(whole: string): unknown {
  try {
    return [JSON.parse(whole)].flat();
  } catch {
    try {
      return whole
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => JSON.parse(line) as unknown);
    } catch {
      return null;
    }
  }
}

/**
 * Where the elements of each `items` array of a result lie, in the text's order: those of `tasks[].result[].items`, which are the fourth
 * level of arrays and objects and deeper ones' no concern. The text is known to be valid JSON.
 */
function itemSpans(bytes: Buffer): [number, number][] {
  const spans: [number, number][] = [];
  /** Open brackets, each with the key it stands under. */
  const open: { readonly key: string; readonly at: number; readonly list: boolean }[] = [];
  let key = '';
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === quote) {
      const end = stringEnd(bytes, at);
      // A key is whatever string was read last when a bracket opens; a long one is none.
      key = end - at <= 16 ? bytes.toString('latin1', at + 1, end) : '';
      at = end;
    } else if (byte === openBrace || byte === openBracket) {
      const parent = open.at(-1);
      open.push({ key: parent?.list === true ? '' : key, at, list: byte === openBracket });
    } else if (byte === closeBrace || byte === closeBracket) {
      const closed = open.pop();
      if (closed !== undefined && isItems(open)) spans.push([closed.at, at + 1]);
    }
  }
  return spans;
}

/** The open brackets lead to `tasks: [ { result: [ { items: [`. */
function isItems(open: readonly { readonly key: string }[]): boolean {
  const path = open.slice(-5).map(({ key }) => key);
  return path.length === 5 && path[0] === 'tasks' && path[2] === 'result' && path[4] === 'items';
}

const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = Buffer.from('"\\{}[]');

/** The closing quote of the string that opens at `at`. */
function stringEnd(bytes: Buffer, at: number): number {
  for (let end = bytes.indexOf('"', at + 1); end !== -1; end = bytes.indexOf('"', end + 1)) {
    let escapes = 0;
    while (bytes[end - 1 - escapes] === backslash) escapes += 1;
    if (escapes % 2 === 0) return end;
  }
  return bytes.length;
}
