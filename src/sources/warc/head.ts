/** What stands before a record's block: in WARC a version line and fields (WARC 1.1 section 4), in ARC one line. */
import { limits } from '../../base/limits.ts';
import type { Fields } from '../../model/record.ts';
import { archiveDate } from './date.ts';
import { fieldsOf, headerEnd, headerText, parseFields } from './fields.ts';
import type { Tape } from './tape.ts';

export interface Head {
  readonly type: string;
  readonly url: string | null;
  readonly fetchedAt: number | null;
  readonly fields: Fields;
  readonly contentType: string;
  /** Bytes of the head, and of the block behind it; null when what it says is no length. */
  readonly headLength: number;
  readonly blockLength: number | null;
}

export type Layout = 'warc' | 'arc';

/** The layout of the record that begins `at` bytes behind the tape's start (one of `layout`, when that is known already); null when none does. */
export function recordBegins(tape: Tape, at: number, layout: Layout | null): Layout | null {
  tape.need(at + 6);
  if (layout !== 'arc' && isWarc(tape.window, tape.start + at, tape.end)) return 'warc';
  return layout !== 'warc' && arcLineAt(tape, at) !== null ? 'arc' : null;
}

/** The head at the tape's start. `too long`, `cut`: no end of it within the limit, or before the member's end. */
export function readHead(tape: Tape, layout: Layout): Head | 'too long' | 'cut' {
  return layout === 'warc' ? readWarcHead(tape) : (readArcHead(tape) ?? 'cut');
}

/** Where the next record's head begins in `window[from..end)`, behind a line end; -1 when none does. */
export function findRecord(tape: Tape, from: number, layout: Layout | null): number {
  const bytes = tape.window;
  const limit = tape.end;
  let at = from;
  for (;;) {
    const newline = bytes.indexOf(0x0a, at);
    if (newline === -1 || newline + 1 >= limit) return -1;
    at = newline + 1;
    if (layout !== 'arc' && isWarc(bytes, at, limit)) return at;
    if (layout !== 'warc' && arcLineAt(tape, at - tape.start) !== null) return at;
  }
}

function isWarc(bytes: Buffer, at: number, end: number): boolean {
  if (end - at < 6 || bytes[at] !== 0x57 || bytes[at + 1] !== 0x41 || bytes[at + 2] !== 0x52 || bytes[at + 3] !== 0x43) return false;
  const digit = bytes[at + 5] ?? 0;
  return bytes[at + 4] === 0x2f && digit >= 0x30 && digit <= 0x39;
}

function readWarcHead(tape: Tape): Head | 'too long' | 'cut' {
  let end = headerEnd(tape.window, tape.start, tape.end);
  while (end === -1) {
    if (tape.available >= limits.recordHeaderBytesMax) return 'too long';
    if (!tape.need(tape.available + 1)) return 'cut';
    end = headerEnd(tape.window, tape.start, tape.end);
  }
  const text = headerText(tape.window, tape.start, end);
  const fields = parseFields(text, text.indexOf('\n') + 1);
  return {
    type: fields.get('warc-type')?.toLowerCase() ?? '',
    url: warcUrl(fields.get('warc-target-uri')),
    fetchedAt: archiveDate(fields.get('warc-date') ?? ''),
    fields,
    contentType: fields.get('content-type')?.toLowerCase() ?? '',
    headLength: end - tape.start,
    blockLength: lengthOf(fields.get('content-length')),
  };
}

/** WARC 1.0 writers put the address in angle brackets, as its grammar (wrongly) said. */
function warcUrl(text: string | undefined): string | null {
  const url = text?.startsWith('<') === true && text.endsWith('>') ? text.slice(1, -1) : text;
  return url === undefined || url === '' ? null : url;
}

function lengthOf(text: string | undefined): number | null {
  if (text === undefined || !/^\d{1,15}$/.test(text)) return null;
  return Number(text);
}

/** What an ARC line states. */
interface ArcLine {
  readonly url: string;
  readonly ip: string;
  readonly date: string;
  readonly type: string;
  readonly length: string;
  readonly lineBytes: number;
}

const arcLineBytesMax = 16 * 1024;
const firstTryBytes = 512;

/** The ARC line `at` bytes behind the tape's start; null when none stands there. */
function arcLineAt(tape: Tape, at: number): ArcLine | null {
  let newline = -1;
  for (let tried = firstTryBytes; newline === -1 && tried <= arcLineBytesMax; tried *= 2) {
    const more = tape.need(at + tried);
    const start = tape.start + at;
    if (!isLetter(tape.window[start])) return null;
    newline = tape.window.subarray(start, Math.min(tape.end, start + tried)).indexOf(0x0a);
    if (!more) break;
  }
  if (newline === -1) return null;
  const line = parseArcLine(headerText(tape.window, tape.start + at, tape.start + at + newline));
  return line === null ? null : { ...line, lineBytes: newline + 1 };
}

/**
 * `URL IP date type length`, or with five more fields before the length (http://archive.org/web/researcher/ArcFileFormat.php).
 * URLs and types were written with spaces in them, so what holds the line together is an IP address with a date behind it. No regular
 * expression over the whole line: archives may be hostile, and this takes time in proportion to the line.
 */
function parseArcLine(text: string): Omit<ArcLine, 'lineBytes'> | null {
  const words = text.trimEnd().split(' ');
  const length = words.at(-1) ?? '';
  if (!/^-?\d+$/.test(length) || !/^[a-z][a-z0-9+.-]*:./i.test(words[0] ?? '')) return null;
  const date = words.findIndex((word, i) => i >= 2 && arcDate.test(word) && arcIp.test(words[i - 1] ?? ''));
  if (date === -1 || date > words.length - 3) return null;
  const rest = words.slice(date + 1, -1);
  const type = rest.length === 6 && arcStatus.test(rest[1] ?? '') ? rest[0] : rest.join(' ');
  return { url: words.slice(0, date - 1).join(' '), ip: words[date - 1] ?? '', date: words[date] ?? '', type: type ?? '', length };
}

const arcDate = /^\d{8,20}$/;
const arcIp = /^(?:[0-9a-f.:]+|-)$/i;
const arcStatus = /^(?:\d{3}|-)$/;

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte | 0x20) - 0x61) >>> 0 < 26;
}

function readArcHead(tape: Tape): Head | null {
  const line = arcLineAt(tape, 0);
  if (line === null) return null;
  const type = line.url.startsWith('filedesc:') ? 'warcinfo' : 'response';
  return {
    type,
    url: line.url,
    fetchedAt: archiveDate(line.date),
    fields: fieldsOf([
      ['warc-type', type],
      ['warc-target-uri', line.url],
      ['warc-date', line.date],
      ['warc-ip-address', line.ip],
      ['content-type', line.type],
      ['content-length', line.length],
    ]),
    contentType: line.type.toLowerCase(),
    headLength: line.lineBytes,
    blockLength: lengthOf(line.length),
  };
}
