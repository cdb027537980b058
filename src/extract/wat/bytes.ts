/** JSON at the level of bytes: where values end, without making them. All throw a SyntaxError when the bytes cannot be JSON there. */
export const quote = 0x22;
export const comma = 0x2c;
export const colon = 0x3a;
export const openBracket = 0x5b;
export const backslash = 0x5c;
export const closeBracket = 0x5d;
export const openBrace = 0x7b;
export const closeBrace = 0x7d;

export function skipSpace(bytes: Uint8Array, at: number): number {
  let next = at;
  while (isSpace(bytes[next])) next++;
  return next;
}

/** The byte behind the value that starts at `at`. */
export function skipValue(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  if (first === quote) return stringEnd(bytes, at + 1) + 1;
  return first === openBrace || first === openBracket ? skipNested(bytes, at) : skipScalar(bytes, at);
}

/** The closing quote of the string whose first byte is at `at`. UTF-8 has no byte below 0x80 inside a character, so bytes will do. */
export function stringEnd(bytes: Uint8Array, at: number): number {
  const end = bytes.length;
  for (let next = at; next < end; next++) {
    const byte = bytes[next];
    if (byte === quote) return next;
    if (byte === backslash) next++;
  }
  throw broken(at);
}

/** The same for a key, which is compared as it stands: one with escapes might be equal to one without. */
export function keyEnd(bytes: Uint8Array, at: number): number {
  const end = bytes.length;
  for (let next = at; next < end; next++) {
    const byte = bytes[next];
    if (byte === quote) return next;
    if (byte === backslash) break;
  }
  throw broken(at);
}

export function isName(name: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== name.length) return false;
  for (let i = 0; i < name.length; i++) if (bytes[start + i] !== name[i]) return false;
  return true;
}

/** The text of the string between two quotes. */
export function decode(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, end);
  return text.includes('\\') ? wellFormed(String(JSON.parse(`"${text}"`))) : text;
}

/** Half of a surrogate pair, which JSON can spell and UTF-8 cannot, becomes the replacement character. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

export function broken(at: number): SyntaxError {
  return new SyntaxError(`not the JSON that a WAT record has, at byte ${at}`);
}

function skipNested(bytes: Uint8Array, at: number): number {
  const end = bytes.length;
  let depth = 0;
  for (let next = at; next < end; next++) {
    const byte = bytes[next];
    if (byte === quote) next = stringEnd(bytes, next + 1);
    else if (byte === openBrace || byte === openBracket) depth++;
    else if ((byte === closeBrace || byte === closeBracket) && --depth === 0) return next + 1;
  }
  throw broken(at);
}

/** Numbers, true, false, null. */
function skipScalar(bytes: Uint8Array, at: number): number {
  let next = at;
  while (isScalar(bytes[next])) next++;
  if (next === at) throw broken(at);
  return next;
}

function isScalar(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (
    (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x2b || byte === 0x2d || byte === 0x2e || byte === 0x45
  );
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
