/**
 * The HTML tokenizer: WHATWG HTML section 13.2.5 over a string, in one pass, without copying text.
 *
 * It is our own because links need little of what a general parser makes: text is handed over as offsets, attributes that no
 * rule reads are stepped over, and raw text (scripts are about half of today's pages) is skipped with `indexOf`.
 * `bench/extract/html.ts` compares it with htmlparser2.
 */
import { decodeAttribute } from './text.ts';
import { type Tag, tagOf, trait } from './tags.ts';

/** The attributes that some rule reads. */
export const attribute = {
  href: 0,
  rel: 1,
  class: 2,
  id: 3,
  role: 4,
  title: 5,
  'aria-label': 6,
  alt: 7,
  src: 8,
  action: 9,
  name: 10,
  content: 11,
  'http-equiv': 12,
  lang: 13,
  'xlink:href': 14,
  shadowrootmode: 15,
} as const;
const attributeCount = Object.keys(attribute).length;

const slots = new Map<string, number>(Object.entries(attribute));
const nameCharsMax = Math.max(...Object.keys(attribute).map((name) => name.length));
/** 1 for each character that such a name can start with, in either case: most names are refused by it. */
const starts = new Uint8Array(128);
for (const name of slots.keys()) {
  starts[name.charCodeAt(0)] = 1;
  starts[name.toUpperCase().charCodeAt(0)] = 1;
}

/** Attributes of the start tag at hand, as offsets; valid until the next one. The first of two equal names counts. */
export class Attributes {
  private readonly html: string;
  private readonly from = new Int32Array(attributeCount).fill(-1);
  private readonly to = new Int32Array(attributeCount);
  private filled = false;

  constructor(html: string) {
    this.html = html;
  }

  clear(): void {
    if (this.filled) this.from.fill(-1);
    this.filled = false;
  }

  put(nameFrom: number, nameTo: number, from: number, to: number): void {
    if (nameTo - nameFrom > nameCharsMax || starts[this.html.charCodeAt(nameFrom)] !== 1) return;
    const name = this.html.slice(nameFrom, nameTo);
    const slot = slots.get(name) ?? slots.get(name.toLowerCase());
    if (slot === undefined || this.from[slot] !== -1) return;
    this.from[slot] = from;
    this.to[slot] = to;
    this.filled = true;
  }

  has(slot: number): boolean {
    return this.filled && this.from[slot] !== -1;
  }

  /** The value as written; '' when the tag has no such attribute. */
  raw(slot: number): string {
    return this.has(slot) ? this.html.slice(this.from[slot], this.to[slot]) : '';
  }

  /** The value with its references decoded; '' when the tag has no such attribute. */
  get(slot: number): string {
    return decodeAttribute(this.raw(slot));
  }
}

/** What the tokenizer tells. Offsets are into the page's string. */
export interface TokenSink {
  /** Inside svg or math: scripts, styles and titles are ordinary elements there, and CDATA sections are text. */
  readonly foreign: boolean;
  /** Checked after every start tag; true ends the reading. */
  readonly done: boolean;
  text(from: number, to: number): void;
  open(tag: Tag, attributes: Attributes, selfClosed: boolean): void;
  close(tag: Tag): void;
  /** The content of a raw element (`trait.raw`), told between its `open` and its `close`. */
  rawText(tag: Tag, from: number, to: number): void;
}

const code = {
  tab: 9,
  lf: 10,
  ff: 12,
  cr: 13,
  space: 32,
  bang: 33,
  quote: 34,
  apostrophe: 39,
  dash: 45,
  slash: 47,
  equals: 61,
  greater: 62,
};

function isSpace(unit: number): boolean {
  return unit === code.space || unit === code.lf || unit === code.tab || unit === code.cr || unit === code.ff;
}

function isLetter(unit: number): boolean {
  const lower = unit | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

export function tokenize(html: string, sink: TokenSink): void {
  new Tokenizer(html, sink).run();
}

class Tokenizer {
  private readonly html: string;
  private readonly sink: TokenSink;
  private readonly attributes: Attributes;
  /** Where the next `<!--` stands, so that many scripts do not search the rest of the page for it many times. */
  private nextComment = -1;

  constructor(html: string, sink: TokenSink) {
    this.html = html;
    this.sink = sink;
    this.attributes = new Attributes(html);
  }

  run(): void {
    const { html, sink } = this;
    let textFrom = 0;
    let at = html.indexOf('<');
    while (at !== -1 && !sink.done) {
      const after = this.markup(at, textFrom);
      if (after !== at) textFrom = after;
      at = html.indexOf('<', after === at ? at + 1 : after);
    }
    if (textFrom < html.length && !sink.done) sink.text(textFrom, html.length);
  }

  /** Reads the markup at the `<` at `at`, after telling the text before it. Returns where it ends; `at` itself when it is no markup. */
  private markup(at: number, textFrom: number): number {
    const { html, sink } = this;
    const next = html.charCodeAt(at + 1);
    const closing = next === code.slash;
    if (isLetter(next) || (closing && isLetter(html.charCodeAt(at + 2)))) {
      if (at > textFrom) sink.text(textFrom, at);
      return closing ? this.endTag(at + 2) : this.startTag(at + 1);
    }
    const declaration = next === code.bang;
    if (!declaration && next !== 0x3f && !(closing && at + 2 < html.length)) return at;
    if (at > textFrom) sink.text(textFrom, at);
    if (declaration && html.startsWith('--', at + 2)) return this.comment(at + 4);
    if (declaration && sink.foreign && html.startsWith('[CDATA[', at + 2)) return this.characterData(at + 9);
    return this.past('>', at + 2);
  }

  /** Behind the next `mark`; the end of the page when there is none. */
  private past(mark: string, from: number): number {
    const found = this.html.indexOf(mark, from);
    return found === -1 ? this.html.length : found + mark.length;
  }

  /** `from` is behind `<!--`. Ends at `-->` or `--!>`, or at once in `<!-->` and `<!--->`. */
  private comment(from: number): number {
    const { html } = this;
    for (let at = html.indexOf('--', from - 2); at !== -1; at = html.indexOf('--', at + 1)) {
      const next = html.charCodeAt(at + 2);
      if (next === code.greater) return at + 3;
      if (next === code.bang && at >= from && html.charCodeAt(at + 3) === code.greater) return at + 4;
    }
    return html.length;
  }

  private characterData(from: number): number {
    const end = this.html.indexOf(']]>', from);
    const to = end === -1 ? this.html.length : end;
    if (to > from) this.sink.text(from, to);
    return end === -1 ? to : end + 3;
  }

  private endTag(nameFrom: number): number {
    const nameTo = this.nameEnd(nameFrom);
    const after = this.attributesEnd(nameTo);
    // A page that ends inside a tag loses that tag.
    if (after === -1) return this.html.length;
    this.sink.close(tagOf(this.html.slice(nameFrom, nameTo)));
    return after;
  }

  private startTag(nameFrom: number): number {
    const { html, sink, attributes } = this;
    const nameTo = this.nameEnd(nameFrom);
    const tag = tagOf(html.slice(nameFrom, nameTo));
    attributes.clear();
    const after = this.attributesEnd(nameTo);
    if (after === -1) return html.length;
    const raw = (tag.traits & trait.raw) !== 0 && !sink.foreign;
    sink.open(tag, attributes, html.charCodeAt(after - 2) === code.slash);
    if (!raw) return after;
    const end = tag.name === 'script' ? this.scriptEnd(after) : this.rawEnd(tag.name, after);
    sink.rawText(tag, after, end);
    return end;
  }

  private nameEnd(from: number): number {
    const { html } = this;
    let at = from;
    for (; at < html.length; at++) {
      const unit = html.charCodeAt(at);
      if (unit === code.greater || unit === code.slash || isSpace(unit)) break;
    }
    return at;
  }

  /** Reads attributes from behind a tag's name; returns the place behind its `>`, or -1 when the page ends first. */
  private attributesEnd(from: number): number {
    const { html, attributes } = this;
    let at = from;
    while (at < html.length) {
      let unit = html.charCodeAt(at);
      if (unit === code.greater) return at + 1;
      if (unit === code.slash || isSpace(unit)) {
        at++;
        continue;
      }
      const nameFrom = at++;
      for (; at < html.length; at++) {
        unit = html.charCodeAt(at);
        if (unit === code.equals || unit === code.greater || unit === code.slash || isSpace(unit)) break;
      }
      const nameTo = at;
      at = this.spaceEnd(at);
      if (html.charCodeAt(at) !== code.equals) {
        attributes.put(nameFrom, nameTo, nameTo, nameTo);
        continue;
      }
      at = this.spaceEnd(at + 1);
      unit = html.charCodeAt(at);
      if (unit === code.quote || unit === code.apostrophe) {
        const end = html.indexOf(unit === code.quote ? '"' : "'", at + 1);
        if (end === -1) return -1;
        attributes.put(nameFrom, nameTo, at + 1, end);
        at = end + 1;
      } else {
        const valueFrom = at;
        for (; at < html.length; at++) {
          unit = html.charCodeAt(at);
          if (unit === code.greater || isSpace(unit)) break;
        }
        attributes.put(nameFrom, nameTo, valueFrom, at);
      }
    }
    return -1;
  }

  private spaceEnd(from: number): number {
    let at = from;
    while (isSpace(this.html.charCodeAt(at))) at++;
    return at;
  }

  /** Where the `</name` stands that ends raw text, or the end of the page. */
  private rawEnd(name: string, from: number): number {
    const { html } = this;
    for (let at = html.indexOf('</', from); at !== -1; at = html.indexOf('</', at + 2)) {
      const end = at + 2 + name.length;
      const unit = html.charCodeAt(end);
      if ((unit === code.greater || unit === code.slash || isSpace(unit)) && html.slice(at + 2, end).toLowerCase() === name) return at;
    }
    return html.length;
  }

  /**
   * As `rawEnd`, with the escapes of section 13.2.5.18 and on: after `<!--`, a `<script` hides the next `</script`, until `-->`.
   * A script with `<!--` in it and no end tag by these rules runs to the end of the page, as it does in browsers.
   */
  private scriptEnd(from: number): number {
    const { html } = this;
    const plain = this.rawEnd('script', from);
    if (this.nextComment < from) {
      const found = html.indexOf('<!--', from);
      this.nextComment = found === -1 ? html.length : found;
    }
    if (this.nextComment >= plain) return plain;
    const step = /<!--|-->|<(\/?)script(?=[\t\n\f\r />])/gi;
    step.lastIndex = from;
    let escaped = false;
    let hidden = false;
    for (let found = step.exec(html); found !== null; found = step.exec(html)) {
      if (found[0] === '<!--') {
        // `<!-->` opens and closes: let the dashes be read again.
        step.lastIndex -= 2;
        escaped = true;
      } else if (found[0] === '-->') {
        escaped = false;
        hidden = false;
      } else if (found[1] === '') {
        hidden = escaped;
      } else if (hidden) {
        hidden = false;
      } else {
        return found.index;
      }
    }
    return html.length;
  }
}
