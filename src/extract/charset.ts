import { isAscii, isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';

/** Where a page may declare its charset: browsers look at the first 1,024 bytes, and at more while they wait for it. */
const prescanBytes = 4_096;

/**
 * The text of a page's bytes, and the encoding it was read in (WHATWG name).
 * In order: byte order mark, HTTP Content-Type, meta, then UTF-8 if the bytes are valid UTF-8, else windows-1252 (WHATWG HTML
 * section 13.2.3.2, with the sniffing of its step 8). Bytes that are wrong in their encoding become U+FFFD.
 */
export function decodeHtml(body: Buffer, contentType: string): { text: string; encoding: string } {
  const mark = byteOrderMark(body);
  const declared = mark ?? decoderOf(/charset\s*=\s*["']?([^\s"';,]+)/i.exec(contentType)?.[1]);
  const decoder = declared ?? declaredInside(body);
  const encoding = decoder?.encoding ?? (isUtf8(wholeCharacters(body)) ? 'utf-8' : 'windows-1252');
  // A page in plain ASCII reads the same in nearly all encodings; those it does not are told by their escapes and zero bytes.
  const plain = isAscii(body) && (asciiCompatible.has(encoding) || (!body.includes(0) && !body.includes(0x1b)));
  if (plain) return { text: body.toString('latin1'), encoding };
  if (encoding === 'utf-8') return { text: body.toString('utf8', mark === undefined ? 0 : 3), encoding };
  if (encoding === 'windows-1252') return { text: windows1252(body), encoding };
  return { text: decoder?.decode(body) ?? body.toString('utf8'), encoding };
}

/** What windows-1252 has where ISO 8859-1 has control characters; five of its bytes stand for those (WHATWG Encoding section 9). */
const c1 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** Done by hand: node 20's TextDecoder reads windows-1252 as ISO 8859-1. */
function windows1252(body: Buffer): string {
  return body.toString('latin1').replace(/[\x80-\x9f]/g, (control) => c1[control.charCodeAt(0) - 0x80] ?? control);
}

const asciiCompatible = new Set(['utf-8', 'windows-1252']);

function byteOrderMark(body: Buffer): TextDecoder | undefined {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return new TextDecoder('utf-8');
  if (body[0] === 0xfe && body[1] === 0xff) return new TextDecoder('utf-16be');
  if (body[0] === 0xff && body[1] === 0xfe) return new TextDecoder('utf-16le');
  return undefined;
}

/** The decoder of a label (WHATWG Encoding section 4.2), or undefined when it names no encoding. */
function decoderOf(label: string | undefined): TextDecoder | undefined {
  if (label === undefined) return undefined;
  try {
    return new TextDecoder(label);
  } catch (error) {
    // RangeError is how the constructor says that it knows no such label; then the label says nothing.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A meta's charset. It was read as ASCII, so it cannot be UTF-16: then it means UTF-8, and x-user-defined means windows-1252. */
function declaredInside(body: Buffer): TextDecoder | undefined {
  const start = body.toString('latin1', 0, prescanBytes).replace(/<!--.*?(?:-->|$)/gs, '');
  const label = /<meta[\s/][^>]*?charset\s*=\s*["']?\s*([^\s"'/>;]+)/i.exec(start)?.[1]?.toLowerCase();
  const meant = label === 'x-user-defined' ? 'windows-1252' : label?.startsWith('utf-16') === true ? 'utf-8' : label;
  return decoderOf(meant);
}

/** Without a character that the end of the body cuts: a truncated page is still UTF-8. */
function wholeCharacters(body: Buffer): Buffer {
  for (let back = 1; back <= 3 && back <= body.length; back++) {
    const byte = body[body.length - back] ?? 0;
    if (byte >= 0xc0) return body.subarray(0, body.length - back);
    if (byte < 0x80) break;
  }
  return body;
}
