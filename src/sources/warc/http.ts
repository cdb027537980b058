import { limits } from '../../base/limits.ts';
import type { HttpHead } from '../../model/record.ts';
import { headerEnd, headerText, parseFields } from './fields.ts';

export interface HttpStart {
  readonly head: HttpHead;
  /** Bytes of the head, its empty line included. */
  readonly length: number;
}

const statusLine = /^(?:HTTP\/\d(?:\.\d)?|ICY) +(\d{3})(?!\d)/;

/**
 * The HTTP response head at `bytes[start..end)`, or null when none stands there. `whole`: nothing of the message lies behind
 * `end`, and then the head needs no empty line (revisits are often written without).
 */
export function parseHttpHead(bytes: Buffer, start: number, end: number, whole: boolean): HttpStart | null {
  if (!startsHttp(bytes, start, end)) return null;
  const blank = headerEnd(bytes, start, Math.min(end, start + limits.httpHeadBytesMax));
  if (blank === -1 && !whole) return null;
  const headEnd = blank === -1 ? end : blank;
  const text = headerText(bytes, start, headEnd);
  const [, status] = statusLine.exec(text) ?? [];
  if (status === undefined) return null;
  const firstLine = text.indexOf('\n');
  const fields = parseFields(text, firstLine === -1 ? text.length : firstLine + 1);
  return { head: { status: Number(status), fields }, length: headEnd - start };
}

function startsHttp(bytes: Buffer, start: number, end: number): boolean {
  if (end - start < 5) return false;
  const text = bytes.toString('latin1', start, start + 5);
  return text === 'HTTP/' || text.startsWith('ICY ');
}
