/**
 * Undoing what a message's body went through: chunked transfer and content codings (RFC 9112 section 7, RFC 9110 section 8.4).
 * Archives often keep a header whose coding the crawler had undone already, so a coding is undone only where the bytes show it.
 * gzip, deflate (with or without its header) and Brotli are undone, Zstandard where Node has it (22.15, 23.8).
 */
import { limits } from '../../base/limits.ts';
import type { Fields, Truncation } from '../../model/record.ts';
import { gzipHeaderLength } from './gzip-tape.ts';
import { hasZstd, Inflate, type InflateFormat } from './inflate.ts';

export interface Decoded {
  readonly body: Buffer;
  /** `encoding`: not undone to the end. `limit`: longer than kept. */
  readonly truncation: Truncation | null;
}

/** The body behind `raw`, as the fields of its message say. */
export function decodeBody(raw: Buffer, fields: Fields): Decoded {
  let decoded: Decoded = { body: raw, truncation: null };
  if (fields.all('transfer-encoding').some((value) => /\bchunked\b/i.test(value))) decoded = dechunk(raw);
  for (const coding of codingsOf(fields).toReversed()) {
    const undone = undo(coding, decoded.body);
    decoded = { body: undone.body, truncation: decoded.truncation ?? undone.truncation };
  }
  return decoded;
}

/** Content codings in the order they were applied. `Transfer-Encoding: gzip, chunked` names one too. */
function codingsOf(fields: Fields): string[] {
  const all = [...fields.all('content-encoding'), ...fields.all('transfer-encoding')];
  return all.flatMap((value) => value.toLowerCase().split(',')).map((coding) => coding.trim().replace(/^x-/, ''));
}

/**
 * One coding undone. Bytes that are not in that coding are kept when they look like text, because then somebody undid it before; else
 * they are compressed in a way that cannot be undone here, and the body is marked, so that nobody takes it for a page without links.
 */
function undo(coding: string, body: Buffer): Decoded {
  if (body.length === 0 || coding === 'identity' || coding === 'chunked') return { body, truncation: null };
  const undone = inflated(coding, body);
  if (undone !== null && (undone.body.length > 0 || undone.truncation === null)) return undone;
  if (looksLikeText(body)) return { body, truncation: null };
  return { body: Buffer.alloc(0), truncation: 'encoding' };
}

/** Null when the coding is none that is known, or its mark does not stand at the beginning. */
function inflated(coding: string, body: Buffer): Decoded | null {
  if (coding === 'gzip') {
    const header = gzipHeaderLength(body, 0, body.length);
    return header === 0 || header === 'longer' ? null : inflateAll('deflate-raw', body, header);
  }
  if (coding === 'deflate') return inflateAll('deflate-raw', body, hasZlibHeader(body) ? 2 : 0);
  if (coding === 'br') return inflateAll('br', body, 0);
  return coding === 'zstd' && hasZstd ? inflateAll('zstd', body, 0) : null;
}

const looked = 512;

/** No control bytes but those of text at the beginning; UTF-16 has zeros, behind its mark. */
function looksLikeText(body: Buffer): boolean {
  const mark = body.length < 2 ? 0 : body.readUInt16BE(0);
  if (mark === 0xfeff || mark === 0xfffe) return true;
  return body.subarray(0, looked).every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0x1b);
}

/** RFC 1950 section 2.2. What calls itself `deflate` is often bare (RFC 1951), without this header. */
function hasZlibHeader(body: Buffer): boolean {
  const [method = 0, check = 0] = body;
  return (method & 0x0f) === 8 && (method * 256 + check) % 31 === 0 && (check & 0x20) === 0;
}

const inflates = new Map<InflateFormat, Inflate>();
/** Output is taken in steps of this size, because a step that meets damage gives nothing. */
const stepBytes = 32 * 1024;

/** Everything that `body` from `at` on inflates to, at most `bodyBytesMax`. */
function inflateAll(format: InflateFormat, body: Buffer, at: number): Decoded {
  const inflate = inflates.get(format) ?? new Inflate(format);
  inflates.set(format, inflate);
  inflate.reset();
  let output: Buffer = Buffer.allocUnsafe(stepBytes * 4);
  let length = 0;
  let next = at;
  for (;;) {
    const step = inflate.run(body, next, body.length, output, length, Math.min(output.length, length + stepBytes));
    next += inflate.consumed;
    length += inflate.produced;
    const full = length === limits.bodyBytesMax;
    if (step === 'room' && !full) {
      if (length === output.length) output = enlarged(output);
      continue;
    }
    const whole = step === 'end' || (step === 'input' && inflate.finished());
    return { body: output.subarray(0, length), truncation: full ? 'limit' : whole ? null : 'encoding' };
  }
}

function enlarged(buffer: Buffer): Buffer {
  const larger = Buffer.allocUnsafe(Math.min(limits.bodyBytesMax, buffer.length * 2));
  buffer.copy(larger);
  return larger;
}

/**
 * RFC 9112 section 7.1. A body whose first line is no chunk size is not chunked, whatever its header says. When a later chunk
 * is broken, what stands behind it is kept as it is: a page with a stray line beats half a page.
 */
export function dechunk(raw: Buffer): Decoded {
  let line = chunkLine(raw, 0);
  if (line === null) return { body: raw, truncation: null };
  const body = Buffer.allocUnsafe(raw.length);
  let length = 0;
  let at = 0;
  while (line !== null && line.size > 0) {
    const end = line.end + line.size;
    length += raw.copy(body, length, line.end, end);
    at = Math.min(end, raw.length);
    if (raw[at] === 0x0d) at++;
    if (raw[at] === 0x0a) at++;
    line = chunkLine(raw, at);
  }
  if (line === null) length += raw.copy(body, length, at);
  return { body: body.subarray(0, length), truncation: line === null ? 'encoding' : null };
}

const chunkLineBytesMax = 1024;
const chunkSize = /^\s*([0-9a-f]{1,8})\s*(?:;.*)?\r?$/i;

/** The chunk size that stands at `at`, and where its line ends. */
function chunkLine(raw: Buffer, at: number): { size: number; end: number } | null {
  const newline = raw.subarray(at, at + chunkLineBytesMax).indexOf(0x0a);
  if (newline === -1) return null;
  const [, digits] = chunkSize.exec(raw.toString('latin1', at, at + newline)) ?? [];
  return digits === undefined ? null : { size: Number.parseInt(digits, 16), end: at + newline + 1 };
}
