/**
 * A run: the text of one block between two block boundaries, with the links in it. What a link's placement and context depend on
 * lies before and behind it, so its links wait here until the run ends.
 *
 * Text is kept as offsets into the page; it is decoded and collapsed only around links that are kept.
 */
import { limits } from '../../base/limits.ts';
import type { LinkKind, Placement } from '../../model/link.ts';
import type { Address } from '../../model/url.ts';
import { type Ancestry, type Block, isText, placementOf } from '../placement.ts';
import { collapse, cutFront, decodeText, isHigh, isLow, owned } from './text.ts';

/** A link while it is read; an `ExtractedLink` once its run has ended. */
export interface LinkDraft {
  readonly kind: LinkKind;
  readonly target: Address;
  anchor: string;
  flags: number;
  placement: Placement;
  before: string;
  after: string;
}

/** A link whose run has not ended. */
export interface Waiting {
  readonly draft: LinkDraft;
  readonly ancestry: Ancestry;
  /** Pieces of the run before the link, and up to its end. */
  readonly from: number;
  to: number;
}

/** A link whose run has ended; whether text follows it is not known yet. */
interface Unplaced {
  readonly draft: LinkDraft;
  readonly ancestry: Ancestry;
  readonly block: Omit<Block, 'textAfter'>;
}

/** Source characters looked at for a text of so many: enough, were three quarters of them white space or references. */
const rawCharsPerChar = 4;
/** Pieces looked at for a context: a page of single letters in tags of their own is no reason to look at all of it for each link. */
const contextPiecesMax = 64;

export class Run {
  /** Words of the page so far. */
  words = 0;
  private readonly html: string;
  /** Two offsets a piece; an empty piece is a gap. */
  private readonly pieces: number[] = [];
  private readonly waiting: Waiting[] = [];
  private readonly unplaced: Unplaced[] = [];
  /** Whether the last run with any text was one that people read. */
  private textBefore = false;
  private chars = 0;
  private linkChars = 0;
  private inWord = false;

  constructor(html: string) {
    this.html = html;
  }

  text(from: number, to: number, inLink: boolean): void {
    this.pieces.push(from, to);
    const chars = this.count(from, to);
    this.chars += chars;
    if (inLink) this.linkChars += chars;
  }

  /** A line break, or a block inside a link. */
  gap(): void {
    this.inWord = false;
    this.pieces.push(0, 0);
  }

  /** The link begins here; `settle` is called when its text has ended, if it has any. */
  begin(draft: LinkDraft, ancestry: Ancestry): Waiting {
    const link = { draft, ancestry, from: this.pieces.length, to: this.pieces.length };
    this.waiting.push(link);
    return link;
  }

  /** The link's text has ended here. Returns it. */
  settle(link: Waiting): string {
    link.to = this.pieces.length;
    return collapse(this.join(link.from, link.to, limits.anchorCharsMax), limits.anchorCharsMax);
  }

  /** The block ends: its links get their context, and those of the block before it their placement. */
  end(): void {
    this.inWord = false;
    const { pieces, chars, linkChars, textBefore } = this;
    if (pieces.length === 0 && this.waiting.length === 0) return;
    if (chars > 0) {
      this.textBefore = isText(chars, linkChars);
      this.place(this.textBefore);
    }
    for (const { draft, ancestry, from, to } of this.waiting) {
      draft.before = this.before(from);
      draft.after = this.after(to);
      this.unplaced.push({ draft, ancestry, block: { chars, linkChars, textBefore } });
    }
    this.waiting.length = 0;
    pieces.length = 0;
    this.chars = 0;
    this.linkChars = 0;
  }

  /** The page ends. */
  finish(): void {
    this.end();
    this.place(false);
  }

  private place(textAfter: boolean): void {
    if (this.unplaced.length === 0) return;
    for (const { draft, ancestry, block } of this.unplaced) draft.placement = placementOf(ancestry, { ...block, textAfter });
    this.unplaced.length = 0;
  }

  private after(from: number): string {
    const to = Math.min(this.pieces.length, from + 2 * contextPiecesMax);
    return collapse(this.join(from, to, limits.contextCharsMax), limits.contextCharsMax);
  }

  private before(to: number): string {
    const { html, pieces } = this;
    const rawMax = rawCharsPerChar * limits.contextCharsMax;
    const first = Math.max(0, to - 2 * contextPiecesMax);
    let text = '';
    for (let at = to - 2; at >= first && text.length < rawMax; at -= 2) {
      const start = pieces[at] ?? 0;
      const end = pieces[at + 1] ?? 0;
      text = (start === end ? ' ' : decodeText(html.slice(wholeStart(html, Math.max(start, end - rawMax)), end))) + text;
    }
    return owned(cutFront(collapse(text, Number.POSITIVE_INFINITY), limits.contextCharsMax).trimStart());
  }

  /** Decoded text of the pieces in [from, to), as far as it is needed for `charsMax` characters. */
  private join(from: number, to: number, charsMax: number): string {
    const { html, pieces } = this;
    const rawMax = rawCharsPerChar * charsMax;
    let text = '';
    for (let at = from; at < to && text.length < rawMax; at += 2) {
      const start = pieces[at] ?? 0;
      const end = pieces[at + 1] ?? 0;
      text += start === end ? ' ' : decodeText(html.slice(start, wholeEnd(html, Math.min(end, start + rawMax))));
    }
    return text;
  }

  /**
   * Counts words and returns visible characters, white space collapsed. A reference counts as written, up to four characters off.
   * Ideographs and kana have no spaces between words: each counts as one.
   */
  private count(from: number, to: number): number {
    const { html } = this;
    let { inWord, words } = this;
    let chars = 0;
    for (let at = from; at < to; at++) {
      const unit = html.charCodeAt(at);
      if (unit <= 0x20 || unit === 0xa0 || unit === 0x3000) {
        inWord = false;
      } else {
        if (!inWord) {
          words++;
          chars++;
          inWord = true;
        }
        if (unit >= 0x3040 && unit <= 0x9fff) inWord = false;
        chars++;
      }
    }
    this.inWord = inWord;
    this.words = words;
    return chars;
  }
}

/** `at`, or one less where that would cut a surrogate pair. */
function wholeEnd(text: string, at: number): number {
  return isHigh(text.charCodeAt(at - 1)) && isLow(text.charCodeAt(at)) ? at - 1 : at;
}

/** `at`, or one more where that would cut a surrogate pair. */
function wholeStart(text: string, at: number): number {
  return at > 0 && isLow(text.charCodeAt(at)) && isHigh(text.charCodeAt(at - 1)) ? at + 1 : at;
}
