import { decodeHTML, decodeHTMLAttribute } from 'entities/decode';

/** White space as people see it, and control characters, which no text of ours may carry (NUL, terminal escapes). */
const gaps = /[\s\p{Cc}]+/gu;

/** Text as stored: gaps collapsed to one space, ends trimmed, at most `charsMax` code points. */
export function collapse(text: string, charsMax: number): string {
  return owned(cut(text.replace(gaps, ' ').trim(), charsMax).trimEnd());
}

/** A copy: a slice of a page's string keeps the whole page in memory for as long as the slice lives. */
export function owned(text: string): string {
  return text === '' ? text : Buffer.from(text).toString();
}

/** The first `charsMax` code points. A surrogate pair is never cut: half of one makes a whole staged file unreadable. */
function cut(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text;
  let end = 0;
  for (let chars = 0; chars < charsMax && end < text.length; chars++) end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  return text.slice(0, end);
}

/** The last `charsMax` code points. */
export function cutFront(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text;
  let start = text.length;
  for (let chars = 0; chars < charsMax && start > 0; chars++) {
    const pair = isLow(text.charCodeAt(start - 1)) && start > 1 && isHigh(text.charCodeAt(start - 2));
    start -= pair ? 2 : 1;
  }
  return text.slice(start);
}

/** Character data with its references decoded (WHATWG HTML section 13.2.5.72). */
export function decodeText(raw: string): string {
  return raw.includes('&') ? decodeHTML(raw) : raw;
}

/** An attribute value with its references decoded: `&copy=1` stays, as the standard wants for old query strings. */
export function decodeAttribute(raw: string): string {
  return raw.includes('&') ? decodeHTMLAttribute(raw) : raw;
}

export function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

export function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
