import {
  broken,
  closeBrace,
  colon,
  comma,
  decode,
  hasEscape,
  isName,
  openBrace,
  openBracket,
  quote,
  skipSpace,
  skipValue,
  stringEnd,
} from './json-text.ts';
import { isObject } from './json.ts';
import { Spans } from './spans.ts';
import { headLinkColumns, linkColumns, metaColumns, type WatHeader, type WatView } from './view.ts';

/**
 * A WAT record read in one pass over its bytes: its small objects are cut out and parsed, its lists become tables of spans, and
 * a string is decoded only when it is asked for. Most links are internal, and theirs never are.
 *
 * Says the same as `parseWat` (json.ts) several times faster (`bench/extract/wat.ts`); a property test ties the two. Throws a
 * SyntaxError where it cannot be sure what JSON would say: escapes in a key, a structural key twice, what is no JSON. The caller
 * then asks `parseWat`. What it passes over it does not judge: a broken number there is no error.
 *
 * The tables are scratch memory: a view holds until the next scan.
 */
export function scanWat(bytes: Buffer): WatView | null {
  scanner.read(bytes);
  if (!scanner.has(parts.envelope)) return null;
  return {
    warc: scanner.object(parts.warc),
    arc: scanner.object(parts.arc),
    message: scanner.object(parts.message),
    headers: scanner.object(parts.headers),
    html: scanner.has(parts.html),
    base: scanner.text(parts.base),
    title: scanner.text(parts.title),
    metas: scanner.metas,
    headLinks: scanner.headLinks,
    links: scanner.links,
  };
}

/** Where in a record something of interest stands: one step of a path from the top, and what lies below. */
interface Part {
  readonly name: string;
  readonly within: readonly Part[];
  /** Position in `Scanner.spans`. */
  readonly slot: number;
}

let slots = 0;
function part(name: string, within: readonly Part[] = []): Part {
  return { name, within, slot: slots++ };
}

const title = part('Title');
const base = part('Base');
const metas = part('Metas');
const headLinks = part('Link');
const links = part('Links');
const html = part('HTML-Metadata', [part('Head', [title, base, metas, headLinks]), links]);
const message = part('Response-Message');
const headers = part('Headers');
const response = part('HTTP-Response-Metadata', [message, headers, html]);
const warc = part('WARC-Header-Metadata');
const arc = part('ARC-Header-Metadata');
const envelope = part('Envelope', [warc, arc, part('Payload-Metadata', [response])]);
const top = part('', [envelope]);
const parts = { envelope, warc, arc, message, headers, html, title, base };

class Scanner {
  readonly metas = new Spans(metaColumns);
  readonly headLinks = new Spans(headLinkColumns);
  readonly links = new Spans(linkColumns);
  private bytes: Buffer = Buffer.alloc(0);
  private json = '';
  /** Start and end of each part's value; start 0 when the record does not have it (no value stands at 0). */
  private readonly spans = new Int32Array(2 * slots);

  read(bytes: Buffer): void {
    const text = bytes.toString('latin1');
    this.bytes = bytes;
    this.json = text;
    this.spans.fill(0);
    for (const list of [this.metas, this.headLinks, this.links]) list.clear(bytes, text);
    const start = skipSpace(text, 0);
    const end = text.charCodeAt(start) === openBrace ? this.readObject(start, top) : skipValue(text, start);
    if (skipSpace(text, end) < text.length) throw broken(end);
  }

  has({ slot }: Part): boolean {
    return this.start(slot) > 0 && this.json.charCodeAt(this.start(slot)) === openBrace;
  }

  object(wanted: Part): WatHeader | null {
    if (!this.has(wanted)) return null;
    const value: unknown = JSON.parse(this.bytes.toString('utf8', this.start(wanted.slot), this.end(wanted.slot)));
    return isObject(value) ? value : null;
  }

  text({ slot }: Part): string {
    const start = this.start(slot);
    return start > 0 && this.json.charCodeAt(start) === quote ? decode(this.json, this.bytes, start + 1, this.end(slot) - 1) : '';
  }

  private start(slot: number): number {
    return this.spans[2 * slot] ?? 0;
  }

  private end(slot: number): number {
    return this.spans[2 * slot + 1] ?? 0;
  }

  /** Reads the object at `at`, whose members of interest are `whole.within`. Returns the place behind it. */
  private readObject(at: number, whole: Part): number {
    const text = this.json;
    let next = skipSpace(text, at + 1);
    if (text.charCodeAt(next) === closeBrace) return next + 1;
    for (;;) {
      if (text.charCodeAt(next) !== quote) throw broken(next);
      const nameEnd = stringEnd(text, next + 1);
      const found = partNamed(whole.within, text, next + 1, nameEnd);
      next = skipSpace(text, nameEnd + 1);
      if (text.charCodeAt(next) !== colon) throw broken(next);
      next = skipSpace(text, next + 1);
      next = skipSpace(text, found === null ? skipValue(text, next) : this.readPart(next, found));
      if (text.charCodeAt(next) === closeBrace) return next + 1;
      if (text.charCodeAt(next) !== comma) throw broken(next);
      next = skipSpace(text, next + 1);
    }
  }

  /** JSON lets the last of two equal keys win, and all of the first is void: too rare to be worth undoing here. */
  private readPart(at: number, found: Part): number {
    if (this.start(found.slot) !== 0) throw broken(at);
    const end = this.readInside(at, found);
    this.spans[2 * found.slot] = at;
    this.spans[2 * found.slot + 1] = end;
    return end;
  }

  private readInside(at: number, found: Part): number {
    const first = this.json.charCodeAt(at);
    if (first === openBrace && found.within.length > 0) return this.readObject(at, found);
    if (first === openBracket && found === links) return this.links.read(at);
    if (first === openBracket && found === metas) return this.metas.read(at);
    if (first === openBracket && found === headLinks) return this.headLinks.read(at);
    return skipValue(this.json, at);
  }
}

function partNamed(among: readonly Part[], text: string, start: number, end: number): Part | null {
  for (const candidate of among) if (isName(candidate.name, text, start, end)) return candidate;
  if (hasEscape(text, start, end)) throw broken(start);
  return null;
}

const scanner = new Scanner();
