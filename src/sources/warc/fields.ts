/** Header fields of WARC records and HTTP messages (RFC 9112 section 5), read leniently: any line end, folded lines, any bytes. */
import { isUtf8 } from 'node:buffer';
import type { Fields } from '../../model/record.ts';

/** The fields in `text` from `at` on, a line each; a line without a colon is passed over. */
export function parseFields(text: string, at = 0): Fields {
  const fields = new FieldList();
  let start = at;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const next = newline === -1 ? text.length : newline + 1;
    const first = text.charCodeAt(start);
    if (first === space || first === tab) fields.fold(text.slice(start, next).trim());
    else {
      const colon = text.indexOf(':', start);
      if (colon > start && colon < next) fields.add(lowerCase(text.slice(start, colon)), text.slice(colon + 1, next).trim());
    }
    start = next;
  }
  return fields;
}

/** Fields given as pairs. */
export function fieldsOf(pairs: Iterable<readonly [name: string, value: string]>): Fields {
  const fields = new FieldList();
  for (const [name, value] of pairs) fields.add(name, value);
  return fields;
}

/** Header bytes as text: UTF-8 where they are (WARC 1.1 section 4), else latin1 (what old HTTP meant). */
export function headerText(bytes: Buffer, start: number, end: number): string {
  const latin1 = bytes.toString('latin1', start, end);
  if (!beyondAscii.test(latin1)) return latin1;
  return isUtf8(bytes.subarray(start, end)) ? bytes.toString('utf8', start, end) : latin1;
}

/** Where a header that starts at `start` ends: behind its first empty line (LF, CRLF, even CRCRLF occurs). -1 when none stands before `end`. */
export function headerEnd(bytes: Buffer, start: number, end: number): number {
  let empty = true;
  for (let i = start; i < end; i++) {
    const byte = bytes[i];
    if (byte === newline) {
      if (empty) return i + 1;
      empty = true;
    } else if (byte !== carriageReturn) empty = false;
  }
  return -1;
}

const space = 0x20;
const tab = 0x09;
const newline = 0x0a;
const carriageReturn = 0x0d;
const beyondAscii = /[\u0080-\uffff]/;

/** A header has few fields: a scan over two arrays is faster than a map that must first be built. */
class FieldList implements Fields {
  readonly #names: string[] = [];
  readonly #values: string[] = [];

  get(name: string): string | undefined {
    const at = this.#names.indexOf(name);
    return at === -1 ? undefined : this.#values[at];
  }

  all(name: string): readonly string[] {
    return this.#values.filter((_, at) => this.#names[at] === name);
  }

  add(name: string, value: string): void {
    this.#names.push(name);
    this.#values.push(value);
  }

  /** Continues the last field (obsolete line folding). */
  fold(text: string): void {
    const last = this.#values.length - 1;
    if (last >= 0) this.#values[last] = `${this.#values[last]} ${text}`;
  }
}

/** Field names come from a small set, so their lower case is remembered; bounded against archives that make names up. */
const lowerCases = new Map<string, string>();
function lowerCase(name: string): string {
  const known = lowerCases.get(name);
  if (known !== undefined) return known;
  const lower = name.trim().toLowerCase();
  if (lowerCases.size < 1000) lowerCases.set(name, lower);
  return lower;
}
