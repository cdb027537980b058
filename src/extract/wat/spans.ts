import { limits } from '../../base/limits.ts';
import {
  backslash,
  broken,
  closeBrace,
  closeBracket,
  colon,
  comma,
  decode,
  isName,
  openBrace,
  quote,
  hasEscape,
  skipSpace,
  skipValue,
  stringEnd,
} from './json-text.ts';
import type { WatEntries } from './view.ts';

/** Rows that a table holds before it grows, more than nearly all pages have links; and above which its memory is given back. */
const rowsAtFirst = 1_024;
const rowsKeptMax = 65_536;

/**
 * A list of flat objects as spans of the text: two numbers a column, where its string starts and ends inside the quotes; start 0
 * when it is absent. The array is kept from record to record.
 */
export class Spans implements WatEntries {
  count = 0;
  private bytes: Buffer = Buffer.alloc(0);
  private text = '';
  private readonly columns: readonly string[];
  /** By the first letter of a name, a column, and of each column, another that begins alike; -1 for none. */
  private readonly byLetter = new Int8Array(128).fill(-1);
  private readonly alike: Int8Array;
  private readonly width: number;
  private spans: Int32Array;

  constructor(columns: readonly string[]) {
    this.columns = columns;
    this.alike = Int8Array.from(columns, () => -1);
    for (const [column, name] of columns.entries()) {
      const letter = name.charCodeAt(0);
      this.alike[column] = this.byLetter[letter] as number;
      this.byLetter[letter] = column;
    }
    this.width = 2 * columns.length;
    this.spans = new Int32Array(rowsAtFirst * this.width);
  }

  clear(bytes: Buffer, text: string): void {
    this.bytes = bytes;
    this.text = text;
    this.count = 0;
    if (this.spans.length > rowsKeptMax * this.width) this.spans = new Int32Array(rowsAtFirst * this.width);
  }

  get(row: number, column: number): string {
    const start = this.start(row, column);
    return start === 0 ? '' : decode(this.text, this.bytes, start, this.end(row, column));
  }

  has(row: number, column: number): boolean {
    return this.start(row, column) !== 0;
  }

  is(row: number, column: number, wanted: string): boolean {
    const start = this.start(row, column);
    const end = this.end(row, column);
    if (end - start <= wanted.length) return isName(wanted, this.text, start, end);
    // A longer one may be the same with escapes: some writers put `\/` for `/`.
    return hasEscape(this.text, start, end) && this.get(row, column) === wanted;
  }

  isLocal(row: number, column: number, host: string): boolean {
    const start = this.start(row, column);
    const end = this.end(row, column);
    return start < end && end - start <= limits.urlCharsMax && isLocalReference(this.text, start, end, host);
  }

  /** Reads the list that starts at `at`. Returns the place behind it. */
  read(at: number): number {
    const { text } = this;
    let next = skipSpace(text, at + 1);
    if (text.charCodeAt(next) === closeBracket) return next + 1;
    for (;;) {
      next = text.charCodeAt(next) === openBrace ? this.readRow(next) : skipValue(text, next);
      let unit = text.charCodeAt(next);
      if (unit <= 0x20) unit = text.charCodeAt((next = skipSpace(text, next)));
      if (unit === closeBracket) return next + 1;
      if (unit !== comma) throw broken(next);
      next = skipSpace(text, next + 1);
    }
  }

  private readRow(at: number): number {
    const { text } = this;
    const row = this.addRow();
    let next = skipSpace(text, at + 1);
    if (text.charCodeAt(next) === closeBrace) return next + 1;
    for (;;) {
      if (text.charCodeAt(next) !== quote) throw broken(next);
      const column = this.columnNamed(next + 1);
      next = (column >= 0 ? next + 1 + (this.columns[column] as string).length : nameEnd(text, next + 1)) + 1;
      if (text.charCodeAt(next) !== colon) next = requireColon(text, next);
      next++;
      if (text.charCodeAt(next) !== quote) next = skipSpace(text, next);
      next = this.readColumn(row, column, next);
      let unit = text.charCodeAt(next);
      if (unit <= 0x20) unit = text.charCodeAt((next = skipSpace(text, next)));
      if (unit === closeBrace) return next + 1;
      if (unit !== comma) throw broken(next);
      next++;
      if (text.charCodeAt(next) !== quote) next = skipSpace(text, next);
    }
  }

  /** Notes the value at `at` under its column. Returns the place behind it. */
  private readColumn(row: number, column: number, at: number): number {
    const { spans } = this;
    const isText = this.text.charCodeAt(at) === quote;
    const end = isText ? stringEnd(this.text, at + 1) : skipValue(this.text, at);
    if (column >= 0) {
      spans[row + 2 * column] = isText ? at + 1 : 0;
      spans[row + 2 * column + 1] = isText ? end : 0;
    }
    return isText ? end + 1 : end;
  }

  /** A new row without strings: where it starts in the array. */
  private addRow(): number {
    const at = this.count++ * this.width;
    if (at === this.spans.length) {
      const grown = new Int32Array(2 * at);
      grown.set(this.spans);
      this.spans = grown;
    }
    for (let column = at; column < at + this.width; column++) this.spans[column] = 0;
    return at;
  }

  /** The column that the key at `start` names, or -1: told without looking for the key's end, because most keys are columns. */
  private columnNamed(start: number): number {
    const { text, columns } = this;
    let column = this.byLetter[text.charCodeAt(start) & 127] as number;
    while (column >= 0) {
      const name = columns[column] as string;
      const end = start + name.length;
      if (text.charCodeAt(end) === quote && isName(name, text, start, end)) return column;
      column = this.alike[column] as number;
    }
    return -1;
  }

  private start(row: number, column: number): number {
    return this.spans[row * this.width + 2 * column] ?? 0;
  }

  private end(row: number, column: number): number {
    return this.spans[row * this.width + 2 * column + 1] ?? 0;
  }
}

/** The end of a key that names no column. */
function nameEnd(text: string, start: number): number {
  const end = text.indexOf('"', start);
  if (end === -1 || hasEscape(text, start, end)) throw broken(start);
  return end;
}

function requireColon(text: string, at: number): number {
  const next = skipSpace(text, at);
  if (text.charCodeAt(next) !== colon) throw broken(next);
  return next;
}

const hash = 0x23;
const slash = 0x2f;
const question = 0x3f;

/**
 * A path, a query, a fragment, a relative name, or a URL at `host` in its plainest form: what `Scope` would tell as well, here
 * told from JSON as it stands, escapes and all, so that most links need not be decoded.
 */
function isLocalReference(text: string, start: number, end: number, host: string): boolean {
  const first = text.charCodeAt(start);
  if (first === hash || first === question) return true;
  if (first === slash) return start + 1 === end || isNameUnit(text.charCodeAt(start + 1));
  if (text.startsWith('http', start) && startsAtHost(text, start + 4, end, host)) return true;
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    if (unit === slash || unit === question || unit === hash) return true;
    if (unit === colon || !isNameUnit(unit)) return false;
  }
  return true;
}

/** `://HOST` or `s://HOST`, and then the end, a path, a query or a fragment. */
function startsAtHost(text: string, at: number, end: number, host: string): boolean {
  const hostAt = at + (text.startsWith('s', at) ? 4 : 3);
  const hostEnd = hostAt + host.length;
  if (hostEnd > end || !text.startsWith('://', hostAt - 3) || !text.startsWith(host, hostAt)) return false;
  const behind = text.charCodeAt(hostEnd);
  return hostEnd === end || behind === slash || behind === question || behind === hash;
}

/** Neither white space, nor a slash of either kind, nor beyond ASCII. */
function isNameUnit(unit: number): boolean {
  return unit > 0x20 && unit < 0x7f && unit !== slash && unit !== backslash;
}
