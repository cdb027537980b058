import { wellFormed } from './json-text.ts';
import { headLinkColumns, linkColumns, metaColumns, type WatEntries, type WatHeader, type WatView } from './view.ts';

/**
 * A WAT record by `JSON.parse` and a plain walk: what it holds, or null when the JSON is no WAT record. Throws a SyntaxError when
 * it is no JSON.
 *
 * `scan.ts` gives the same view and is what runs on nearly every record: `bench/extract/wat.ts` measures both. This one is
 * the reference that tests hold it to, and reads the records whose shape it does not know.
 */
export function parseWat(bytes: Buffer): WatView | null {
  const envelope = child(JSON.parse(bytes.toString('utf8')), 'Envelope');
  const payload = child(envelope, 'Payload-Metadata');
  if (envelope === null) return null;
  const response = child(payload, 'HTTP-Response-Metadata');
  const html = child(response, 'HTML-Metadata');
  const head = child(html, 'Head');
  return {
    warc: child(envelope, 'WARC-Header-Metadata'),
    arc: child(envelope, 'ARC-Header-Metadata'),
    message: child(response, 'Response-Message'),
    headers: child(response, 'Headers'),
    html: html !== null,
    base: text(head?.['Base']),
    title: text(head?.['Title']),
    metas: new ParsedEntries(head?.['Metas'], metaColumns),
    headLinks: new ParsedEntries(head?.['Link'], headLinkColumns),
    links: new ParsedEntries(html?.['Links'], linkColumns),
  };
}

class ParsedEntries implements WatEntries {
  readonly count: number;
  private readonly rows: readonly WatHeader[];
  private readonly columns: readonly string[];

  constructor(list: unknown, columns: readonly string[]) {
    this.rows = Array.isArray(list) ? list.filter(isObject) : [];
    this.columns = columns;
    this.count = this.rows.length;
  }

  get(row: number, column: number): string {
    return text(this.rows[row]?.[this.columns[column] ?? '']);
  }

  has(row: number, column: number): boolean {
    return typeof this.rows[row]?.[this.columns[column] ?? ''] === 'string';
  }

  is(row: number, column: number, wanted: string): boolean {
    return this.get(row, column) === wanted;
  }

  isLocal(): boolean {
    return false;
  }
}

function child(value: unknown, name: string): WatHeader | null {
  const found = isObject(value) ? value[name] : null;
  return isObject(found) ? found : null;
}

export function isObject(value: unknown): value is WatHeader {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? wellFormed(value) : '';
}
