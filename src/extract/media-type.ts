/** Whether a body is an HTML page, by what is declared and, where nothing is, by how it begins. */

const htmlTypes = new Set(['text/html', 'application/xhtml+xml', 'application/vnd.wap.xhtml+xml']);
/** Declared as nothing in particular: then the bytes decide, as in browsers (WHATWG MIME Sniffing section 7). */
const undeclared = new Set(['', 'unknown/unknown', 'application/unknown', '*/*', 'unknown']);
const xmlTypes = new Set(['application/xml', 'text/xml']);

const sniffBytes = 1_024;
/** The tags by which an undeclared body is HTML (section 7.1, step 1 of the rules for unknown types). */
const opening = /^[\t\n\f\r ]*<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|!--)(?=[\s>]|$)/i;
const binary = ['%PDF-', '\x89PNG', 'GIF8', '\xff\xd8\xff', 'PK\x03\x04', 'RIFF', '\x1f\x8b', '%!PS'];

/** `text/html; charset=utf-8` -> `text/html`. */
export function mediaType(contentType: string): string {
  const end = contentType.indexOf(';');
  return (end === -1 ? contentType : contentType.slice(0, end)).trim().toLowerCase();
}

/** False when the declared type alone says that the body is no page. */
export function mayBeHtml(contentType: string): boolean {
  const type = mediaType(contentType);
  return htmlTypes.has(type) || undeclared.has(type) || xmlTypes.has(type);
}

export function isHtml(contentType: string, body: Buffer): boolean {
  const type = mediaType(contentType);
  const start = body.toString('latin1', 0, sniffBytes);
  if (htmlTypes.has(type)) return !binary.some((magic) => start.startsWith(magic));
  if (undeclared.has(type)) return opening.test(start.replace(/^\xef\xbb\xbf/, '').replace(/^(?:\s*<\?xml[^>]*\?>)/i, ''));
  // XHTML served as plain XML is shown as a page.
  return xmlTypes.has(type) && /<html[\s>]/i.test(start);
}
