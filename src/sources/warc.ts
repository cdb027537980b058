/**
 * Reads web archives: WARC 0.17 to 1.1 and ARC 1 and 2, plain or gzip. Synchronous, for a worker that owns its file.
 *
 * Memory is bounded by `bodyBytesMax` and a few fixed buffers, whatever the size of a record or the ratio of its compression.
 * Nothing stops the reading but the end of the file: what is damaged is reported with its place, and reading goes on at the
 * next record. 2.3 to 2.9 times the rate of zcat (bench/sources/warc.ts, 2026-11-22); npm `warcio` 2.4.11 takes five to seven times as long
 * and loses 26 of the 299 responses of one real archive.
 */
import { limits } from '../base/limits.ts';
import type { ArchiveRecord, Damage, HttpHead, Truncation } from '../model/record.ts';
import type { ByteSource } from './warc/bytes.ts';
import { decodeBody } from './warc/coding.ts';
import { compressionBytes, compressionOf, refuseOthers } from './warc/compression.ts';
import { GzipTape } from './warc/gzip-tape.ts';
import { findRecord, readHead, recordBegins, type Head, type Layout } from './warc/head.ts';
import { parseHttpHead } from './warc/http.ts';
import { openLocation } from './warc/location.ts';
import { PlainTape } from './warc/plain-tape.ts';
import type { Mark, ReportDamage, Tape } from './warc/tape.ts';

/** What is known of a record before its body is read. */
type RecordHead = Pick<ArchiveRecord, 'type' | 'url' | 'fetchedAt' | 'fields' | 'contentType' | 'http'>;

export interface ReadOptions {
  /** Whether a record's body is wanted; default: always. The others are yielded with an empty body, and read past cheaply. */
  readonly wants?: (head: RecordHead) => boolean;
  readonly onDamage?: ReportDamage;
}

/**
 * The records of an archive (a location, which is opened and closed here, or bytes that the caller closes) in the file's order.
 * A record's `body` lies in the reader's own buffer and is valid until the next record is asked for: a copy would cost a sixth of the reading.
 */
export function* readArchive(archive: string | ByteSource, options: ReadOptions = {}): Generator<ArchiveRecord, void, void> {
  const source = typeof archive === 'string' ? openLocation(archive) : archive;
  try {
    yield* new ArchiveReader(source, options).records();
  } finally {
    if (typeof archive === 'string') source.close();
  }
}

/** Line ends looked at behind a record; WARC has two, some writers fewer. */
const blankBytesMax = 16;
/** The longest line in which a record may begin, so that a search can go on behind what it has seen. */
const lineBytesMax = 16 * 1024;
const scanBytesMax = limits.recordHeaderBytesMax + limits.httpHeadBytesMax + limits.bodyBytesMax;
const short = 'a record that ends before its Content-Length';

/** What a record's block turned out to be. Positions count from the tape's start. */
interface Block {
  readonly http: HttpHead | null;
  /** The kept part of the payload, its codings not undone yet; or those bytes themselves, when the window has moved on. */
  readonly payload: readonly [from: number, to: number] | Buffer;
  /** The payload goes on beyond what is kept. */
  readonly longer: boolean;
  /** The end of the block. */
  readonly count: number;
  /** Why the block is not what its head said. */
  readonly fault: string | null;
}

class ArchiveReader {
  readonly #tape: Tape;
  readonly #options: ReadOptions;
  #layout: Layout | null = null;
  #damages = 0;
  /** Why the last record that was asked for more than it has ends where it does. */
  #cut = short;

  constructor(source: ByteSource, options: ReadOptions) {
    this.#options = options;
    this.#tape = openTape(source, (damage) => this.#report(damage));
  }

  *records(): Generator<ArchiveRecord, void, void> {
    const tape = this.#tape;
    while (this.#damages <= limits.damagesPerArchiveMax && tape.nextMember()) {
      while (this.#toRecord()) {
        const mark = tape.mark();
        const head = this.#head();
        if ('passed' in head) {
          this.#reportAt(mark, head.fault);
          tape.advance(head.passed);
          continue;
        }
        const block = this.#block(head, mark);
        const count = block.count + this.#blanks(block.count);
        yield this.#record(head, block, mark, count);
        tape.advance(count);
      }
    }
  }

  /** Moves to the next record of this member; reports what stands before it and is none. False at the member's end. */
  #toRecord(): boolean {
    const tape = this.#tape;
    for (;;) {
      while (tape.need(1) && isBlank(tape.window[tape.start])) tape.advance(1);
      const mark = tape.mark();
      if (tape.available === 0) {
        if (tape.fault !== null) this.#reportAt(mark, tape.fault);
        tape.fault = null;
        return false;
      }
      const { layout, reached } = this.#beginning();
      this.#layout ??= layout;
      if (layout !== null) return this.#damages <= limits.damagesPerArchiveMax;
      this.#reportAt(mark, `${this.#toNext(reached)} bytes that are no record`);
    }
  }

  /** The layout of the record at the tape's start; null when there is none in the `reached` bytes up to its member's end. */
  #beginning(): { layout: Layout | null; reached: number } {
    const tape = this.#tape;
    for (;;) {
      const layout = recordBegins(tape, 0, this.#layout);
      const reached = tape.available;
      if (layout !== null || reached >= lineBytesMax) return { layout, reached: Number.POSITIVE_INFINITY };
      if (this.#reach(reached + 1) === reached) return { layout, reached };
    }
  }

  /** The head at the tape's start; or how many bytes of it to pass, when it has no end, and why. */
  #head(): Head | { readonly passed: number; readonly fault: string } {
    const tape = this.#tape;
    for (;;) {
      const head = readHead(tape, this.#layout ?? 'warc');
      if (head === 'too long') return { passed: 1, fault: 'a record head without an end' };
      if (head !== 'cut') return head;
      const reached = tape.available;
      const fault = tape.fault ?? 'a record that ends inside its head';
      if (this.#reach(reached + 1) === reached) {
        if (tape.available === reached) tape.fault = null;
        return { passed: reached, fault };
      }
    }
  }

  /** Moves to where the next record begins, to the member's end, or (when that is known) by `limit` bytes: bytes passed. */
  #toNext(limit: number): number {
    const tape = this.#tape;
    for (let passed = 0; ;) {
      const found = findRecord(tape, tape.start, this.#layout);
      const distance = Math.min(found === -1 ? Number.POSITIVE_INFINITY : found - tape.start, limit - passed);
      // Half a line may stand at the end of what was searched.
      const step = Number.isFinite(distance) ? distance : Math.max(0, tape.available - lineBytesMax);
      tape.advance(step);
      passed += step;
      if (Number.isFinite(distance)) return passed;
      const rest = tape.available;
      if (!tape.need(rest + 1)) {
        tape.advance(rest);
        return passed + rest;
      }
    }
  }

  #block(head: Head, mark: Mark): Block {
    const { headLength, blockLength } = head;
    if (blockLength === null) return this.#scanned(head, 'a record whose Content-Length is no number');
    if (headLength + blockLength > this.#tape.remaining) return this.#scanned(head, short);
    const block = this.#declared(head, blockLength);
    if (block.fault === null && this.#endsWell(block.count)) return block;
    // The length leads to no record's end: it may be too short, or have swallowed other records.
    const fault = block.fault ?? 'a record whose Content-Length does not fit';
    const inWindow = block.count >= headLength;
    if (block.fault !== null) return inWindow && this.#swallowed(headLength, block.count) ? this.#scanned(head, fault) : block;
    return inWindow || this.#tape.rewind(mark.position) ? this.#scanned(head, fault) : { ...block, fault };
  }

  #swallowed(from: number, to: number): boolean {
    const found = findRecord(this.#tape, this.#tape.start + from - 1, this.#layout);
    return found !== -1 && found < this.#tape.start + to;
  }

  /** The block as long as its head says. */
  #declared(head: Head, blockLength: number): Block {
    const tape = this.#tape;
    const { headLength } = head;
    const total = headLength + blockLength;
    const probed = Math.min(total, headLength + limits.httpHeadBytesMax);
    let reached = this.#reach(probed);
    const start = mayHoldHttp(head) ? parseHttpHead(tape.window, tape.start + headLength, tape.start + reached, reached === total) : null;
    const http = start?.head ?? null;
    const wanted = this.#wants(head, http);
    const from = headLength + (start?.length ?? 0);
    const to = wanted ? Math.min(total, from + limits.bodyBytesMax) : from;
    const longer = wanted && to < total;
    // Once the record has ended early, what stands behind it belongs to the next one.
    if (reached === probed && to > reached) reached = this.#reach(to);
    if (reached < Math.max(probed, to))
      return { http, payload: [from, this.#trimmed(from, Math.min(reached, to))], longer, count: reached, fault: this.#cut };
    if (total - tape.available <= blankBytesMax) {
      reached = this.#reach(total);
      return { http, payload: [from, to], longer, count: reached, fault: reached < total ? this.#cut : null };
    }
    const payload = Buffer.from(tape.window.subarray(tape.start + from, tape.start + to));
    const whole = this.#pass(total);
    return { http, payload, longer, count: 0, fault: whole ? null : this.#cut };
  }

  /** The block up to where the next record begins, because its head does not say where it ends. */
  #scanned(head: Head, fault: string): Block {
    const tape = this.#tape;
    const { headLength } = head;
    let searched = headLength - 1;
    let count = -1;
    while (count === -1) {
      const found = findRecord(tape, tape.start + searched, this.#layout);
      const seen = tape.available;
      if (found !== -1) count = found - tape.start;
      else if (seen >= scanBytesMax || this.#reach(seen + 1) <= seen) count = seen;
      searched = Math.max(searched, seen - lineBytesMax);
    }
    const start = mayHoldHttp(head) ? parseHttpHead(tape.window, tape.start + headLength, tape.start + count, true) : null;
    const http = start?.head ?? null;
    const wanted = this.#wants(head, http);
    const from = headLength + (start?.length ?? 0);
    return { http, payload: [from, wanted ? this.#trimmed(from, count) : from], longer: false, count, fault };
  }

  /** The end of what begins at `from` without the line ends before `to`: where the length is not known, they may be those behind the record. */
  #trimmed(from: number, to: number): number {
    const tape = this.#tape;
    let end = to;
    while (end > from && isBlank(tape.window[tape.start + end - 1])) end--;
    return end;
  }

  #record(head: Head, block: Block, mark: Mark, count: number): ArchiveRecord {
    const tape = this.#tape;
    // Looking behind the last record of a gzip member has read the member to its end: what is wrong with it is known by now.
    const atEnd = tape.available === count;
    const fault = block.fault ?? (atEnd ? tape.fault : null);
    if (fault !== null) this.#reportAt(mark, fault);
    if (atEnd) tape.fault = null;
    const { payload, http } = block;
    const raw = Buffer.isBuffer(payload) ? payload : tape.window.subarray(tape.start + payload[0], tape.start + payload[1]);
    const { body, truncation } = http === null ? { body: raw, truncation: null } : decodeBody(raw, http.fields);
    const { type, url, fetchedAt, fields, contentType } = head;
    return {
      type,
      url,
      fetchedAt,
      fields,
      contentType,
      http,
      body,
      truncation: fault === null ? (declaredTruncation(head) ?? (block.longer ? 'limit' : truncation)) : 'archive',
      ...tape.span(mark, count),
    };
  }

  /** Line ends behind the block, `count` bytes behind the tape's start. */
  #blanks(count: number): number {
    const tape = this.#tape;
    let blanks = 0;
    while (blanks < blankBytesMax && tape.need(count + blanks + 1) && isBlank(tape.window[tape.start + count + blanks])) blanks++;
    return blanks;
  }

  /** Whether what stands behind the block shows that it ends there: the member's end, a record, or (WARC) two empty lines. */
  #endsWell(count: number): boolean {
    const tape = this.#tape;
    const blanks = this.#blanks(count);
    if (!tape.need(count + blanks + 1) || recordBegins(tape, count + blanks, this.#layout) !== null) return true;
    const from = tape.start + count;
    return this.#layout === 'warc' && tape.window.subarray(from, from + blanks).filter((byte) => byte === 0x0a).length >= 2;
  }

  /**
   * Bytes of this record that can be had from the tape's start, at most `count`. Members of a fixed size cut records anywhere,
   * so a record goes on in the next member unless that one begins with a record.
   */
  #reach(count: number): number {
    const tape = this.#tape;
    while (!tape.need(count)) {
      const reached = tape.available;
      if (!this.#goesOn(reached)) return reached;
    }
    return count;
  }

  /** Reads past `count` bytes without keeping them, over members as `#reach` does. False when the record ends before. */
  #pass(count: number): boolean {
    let missing = this.#tape.advance(count);
    while (missing > 0) {
      if (!this.#goesOn(0)) return false;
      missing = this.#tape.advance(missing);
    }
    return true;
  }

  /** At a member's end, `count` bytes behind the tape's start: opens the next one. False, with `#cut` saying why, when the record ends there. */
  #goesOn(count: number): boolean {
    this.#cut = this.#tape.fault ?? short;
    return this.#tape.fault === null && this.#tape.nextMember() && recordBegins(this.#tape, count, this.#layout) === null;
  }

  #wants(head: Head, http: HttpHead | null): boolean {
    return this.#options.wants?.({ ...head, http }) ?? true;
  }

  #reportAt(mark: Mark, reason: string): void {
    const within = mark.first ? '' : ` (byte ${mark.position} of what the file decompresses to)`;
    this.#report({ offset: mark.offset, reason: reason + within });
  }

  #report(damage: Damage): void {
    this.#damages++;
    if (this.#damages <= limits.damagesPerArchiveMax) this.#options.onDamage?.(damage);
    else if (this.#damages === limits.damagesPerArchiveMax + 1) {
      this.#options.onDamage?.({ ...damage, reason: `more than ${limits.damagesPerArchiveMax} damaged places; the rest is not read` });
    }
  }
}

function openTape(source: ByteSource, report: ReportDamage): Tape {
  const first = Buffer.alloc(compressionBytes);
  source.read(first, 0, first.length, 0);
  const compression = compressionOf(first);
  refuseOthers(source.name, compression);
  return compression === 'gzip' ? new GzipTape(source, report) : new PlainTape(source);
}

/** Only what a server answered has an HTTP response head; `resource` and `conversion` hold the content itself. */
function mayHoldHttp(head: Head): boolean {
  return head.type === 'response' || head.type === 'revisit';
}

function declaredTruncation(head: Head): Truncation | null {
  return head.fields.get('warc-truncated') === undefined ? null : 'declared';
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x0a || byte === 0x0d;
}
