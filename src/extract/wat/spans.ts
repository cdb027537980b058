import { limits } from '../../base/limits.ts';
import {
  broken,
  backslash,
  closeBrace,
  closeBracket,
  colon,
  comma,
  decode,
  keyEnd,
  isName,
  openBrace,
  quote,
  skipSpace,
  skipValue,
  stringEnd,
} from './bytes.ts';
import type { WatEntries } from './view.ts';

/** A list of flat objects as spans: two numbers a column, where its string starts and ends inside the quotes; start 0 when absent. */
export class Spans implements WatEntries {
  count = 0;
  private bytes: Buffer = Buffer.alloc(0);
  private readonly names: readonly Uint8Array[];
  private readonly width: number;
  private spans: Int32Array;

  constructor(columns: readonly string[]) {
    this.names = columns.map((name) => Buffer.from(name));
    this.width = 2 * columns.length;
    this.spans = new Int32Array(1024 * this.width);
  }

  clear(bytes: Buffer): void {
    this.bytes = bytes;
    this.count = 0;
  }

  get(row: number, column: number): string {
    const start = this.start(row, column);
    return start === 0 ? '' : decode(this.bytes, start, this.end(row, column));
  }

  has(row: number, column: number): boolean {
    return this.start(row, column) !== 0;
  }

  is(row: number, column: number, text: string): boolean {
    const { bytes } = this;
    const start = this.start(row, column);
    if (this.end(row, column) - start !== text.length) return false;
    for (let i = 0; i < text.length; i++) if (bytes[start + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  isLocal(row: number, column: number, host: string): boolean {
    const start = this.start(row, column);
    const end = this.end(row, column);
    return start < end && end - start <= limits.urlCharsMax && isLocalReference(this.bytes, start, end, host);
  }

  /** Reads the list at `at`. Returns the byte behind it. */
  read(at: number): number {
    const { bytes } = this;
    let next = skipSpace(bytes, at + 1);
    if (bytes[next] === closeBracket) return next + 1;
    for (;;) {
      next = bytes[next] === openBrace ? this.readRow(next) : skipValue(bytes, next);
      if (bytes[next] !== comma) next = skipSpace(bytes, next);
      if (bytes[next] === closeBracket) return next + 1;
      if (bytes[next] !== comma) throw broken(next);
      next = skipSpace(bytes, next + 1);
    }
  }

  private readRow(at: number): number {
    const { bytes } = this;
    const row = this.addRow();
    const { spans } = this;
    let next = skipSpace(bytes, at + 1);
    if (bytes[next] === closeBrace) return next + 1;
    for (;;) {
      if (bytes[next] !== quote) throw broken(next);
      const nameEnd = keyEnd(bytes, next + 1);
      const column = row + this.columnNamed(next + 1, nameEnd);
      next = skipSpace(bytes, nameEnd + 1);
      if (bytes[next] !== colon) throw broken(next);
      next = skipSpace(bytes, next + 1);
      const isText = bytes[next] === quote;
      const end = isText ? stringEnd(bytes, next + 1) : skipValue(bytes, next);
      if (column >= row) {
        spans[column] = isText ? next + 1 : 0;
        spans[column + 1] = isText ? end : 0;
      }
      next = skipSpace(bytes, isText ? end + 1 : end);
      if (bytes[next] === closeBrace) return next + 1;
      if (bytes[next] !== comma) throw broken(next);
      next = skipSpace(bytes, next + 1);
    }
  }

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

  /** Twice the position of the column that a key names, or a number below 0. */
  private columnNamed(start: number, end: number): number {
    const { bytes, names } = this;
    return 2 * names.findIndex((name) => isName(name, bytes, start, end));
  }

  private start(row: number, column: number): number {
    return this.spans[row * this.width + 2 * column] ?? 0;
  }

  private end(row: number, column: number): number {
    return this.spans[row * this.width + 2 * column + 1] ?? 0;
  }
}

/**
 * A path, a query, a fragment, a relative name, or a URL at `host` in its plainest form. The same cases, told more fully, are in
 * `Scope`; here they are those that can be told from bytes, escapes and all.
 */
function isLocalReference(bytes: Buffer, start: number, end: number, host: string): boolean {
  const first = bytes[start];
  if (first === hash || first === question) return true;
  if (first === slash) return start + 1 === end || isPlain(bytes[start + 1]);
  if (first === letterH && startsAtHost(bytes, start, end, host)) return true;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte === slash || byte === question || byte === hash) return true;
    if (byte === colon || !isPlain(byte)) return false;
  }
  return true;
}

/** Neither white space, nor a slash of either kind, nor beyond ASCII. */
function isPlain(byte: number | undefined): boolean {
  return byte !== undefined && byte > 0x20 && byte < 0x7f && byte !== slash && byte !== backslash;
}

function startsAtHost(bytes: Buffer, start: number, end: number, host: string): boolean {
  if (bytes[start + 1] !== letterT || bytes[start + 2] !== letterT || bytes[start + 3] !== letterP) return false;
  let at = start + (bytes[start + 4] === letterS ? 5 : 4);
  if (bytes[at] !== colon || bytes[at + 1] !== slash || bytes[at + 2] !== slash) return false;
  at += 3;
  if (at + host.length > end) return false;
  for (let i = 0; i < host.length; i++) if (bytes[at + i] !== host.charCodeAt(i)) return false;
  at += host.length;
  return at === end || bytes[at] === slash || bytes[at] === question || bytes[at] === hash;
}

const hash = 0x23;
const slash = 0x2f;
const question = 0x3f;
const letterH = 0x68;
const letterP = 0x70;
const letterS = 0x73;
const letterT = 0x74;
