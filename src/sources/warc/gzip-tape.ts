/**
 * A gzip-compressed archive (RFC 1952): usually a member a record, sometimes one member for the whole file or members of a
 * fixed size. Each member's checksum and length are checked. Bytes that are no member are reported and passed, up to the next
 * member that holds the start of a record.
 */
import { crc32 } from 'node:zlib';
import { limits } from '../../base/limits.ts';
import type { ByteSource } from './bytes.ts';
import { Inflate, type InflateStep } from './inflate.ts';
import { Tape, type Mark, type ReportDamage, type Span } from './tape.ts';

const inputBytes = 1024 * 1024;
const trailerBytes = 8;
const truncated = 'the file ends inside a gzip member';

export class GzipTape extends Tape {
  readonly #source: ByteSource;
  readonly #report: ReportDamage;
  readonly #inflate = new Inflate('deflate-raw');
  readonly #passed = Buffer.allocUnsafeSlow(256 * 1024);
  /** Compressed bytes `input[at..inputEnd)`; `#read` bytes of the file stand before `inputEnd`. */
  readonly #input = Buffer.allocUnsafeSlow(inputBytes);
  #at = 0;
  #inputEnd = 0;
  #read = 0;
  #closed = true;
  /** The member's checksum and length so far. */
  #checksum = 0;
  #size = 0;
  #memberStart = 0;
  #memberOffset = 0;
  /** In the file, behind the last byte of the member that was closed last. */
  #memberEnd = 0;

  constructor(source: ByteSource, report: ReportDamage) {
    super();
    this.#source = source;
    this.#report = report;
  }

  get remaining(): number {
    return Number.POSITIVE_INFINITY;
  }

  mark(): Mark {
    return { position: this.position, offset: this.#memberOffset, first: this.position === this.#memberStart };
  }

  span(mark: Mark, count: number): Span {
    const end = this.position + count;
    const packed = { offset: mark.position, length: end - mark.position, packed: true };
    if (!mark.first) return packed;
    // The record ends where the next member, already looked at, begins; or where this member ended.
    if (end === this.#memberStart) return { offset: mark.offset, length: this.#memberOffset - mark.offset, packed: false };
    if (this.#closed && end === this.decoded) return { offset: mark.offset, length: this.#memberEnd - mark.offset, packed: false };
    return packed;
  }

  rewind(): boolean {
    return false;
  }

  protected fill(): number {
    const produced = this.#decode(this.window, this.end, this.window.length);
    this.end += produced;
    return produced;
  }

  protected pass(count: number): number {
    let passed = 0;
    while (passed < count) {
      const produced = this.#decode(this.#passed, 0, Math.min(this.#passed.length, count - passed));
      if (produced === 0) break;
      passed += produced;
    }
    return passed;
  }

  protected open(): boolean {
    for (;;) {
      // Some writers pad a file with zeros.
      while (this.#has(1) && this.#input[this.#at] === 0) this.#at++;
      if (!this.#has(1)) return false;
      const length = this.#headerLength();
      if (length > 0) {
        this.#begin(length);
        return true;
      }
      if (!this.#findMember()) return false;
    }
  }

  /** Inflates into `output[at..end)`: bytes given, 0 at the member's end. */
  #decode(output: Buffer, at: number, end: number): number {
    while (!this.#closed) {
      if (!this.#has(1)) {
        this.#close(truncated);
        return 0;
      }
      const step = this.#inflate.run(this.#input, this.#at, this.#inputEnd, output, at, end);
      const produced = this.#take(output, at);
      if (step === 'end') this.#checkTrailer();
      else if (step === 'bad') this.#close('compressed data that cannot be inflated');
      if (produced > 0) return produced;
    }
    return 0;
  }

  #take(output: Buffer, at: number): number {
    const { consumed, produced } = this.#inflate;
    this.#at += consumed;
    if (produced > 0) this.#checksum = crc32(output.subarray(at, at + produced), this.#checksum);
    this.#size += produced;
    return produced;
  }

  #begin(headerLength: number): void {
    this.#memberOffset = this.#offset;
    this.#memberStart = this.decoded;
    this.#at += headerLength;
    this.#inflate.reset();
    this.#checksum = this.#size = 0;
    this.#closed = false;
  }

  #checkTrailer(): void {
    if (!this.#has(trailerBytes)) {
      this.#at = this.#inputEnd;
      this.#close(truncated);
      return;
    }
    const checksum = this.#input.readUInt32LE(this.#at);
    const size = this.#input.readUInt32LE(this.#at + 4);
    this.#at += trailerBytes;
    const whole = checksum === this.#checksum && size === this.#size % 2 ** 32;
    this.#close(whole ? null : 'a gzip member whose checksum does not fit');
  }

  #close(fault: string | null): void {
    this.#closed = true;
    this.fault = fault;
    this.#memberEnd = this.#offset;
  }

  /** Position in the file of `input[at]`. */
  get #offset(): number {
    return this.#read - (this.#inputEnd - this.#at);
  }

  /** True when `count` compressed bytes are in the input, reading on as needed. */
  #has(count: number): boolean {
    while (this.#inputEnd - this.#at < count) {
      this.#input.copyWithin(0, this.#at, this.#inputEnd);
      this.#inputEnd -= this.#at;
      this.#at = 0;
      const added = this.#source.read(this.#input, this.#inputEnd, this.#input.length, this.#read);
      if (added === 0) return false;
      this.#inputEnd += added;
      this.#read += added;
    }
    return true;
  }

  #headerLength(): number {
    this.#has(18);
    const length = gzipHeaderLength(this.#input, this.#at, this.#inputEnd);
    if (length !== 'longer') return length;
    this.#has(limits.recordHeaderBytesMax);
    const longer = gzipHeaderLength(this.#input, this.#at, this.#inputEnd);
    return longer === 'longer' ? 0 : longer;
  }

  /** Moves on to the next member that begins with a record; reports what lay before it. False at the end of the file. */
  #findMember(): boolean {
    const from = this.#offset;
    this.#at++;
    let found = false;
    while (!found && this.#has(18)) {
      const next = this.#input.subarray(0, this.#inputEnd).indexOf(magic, this.#at);
      this.#at = next === -1 ? this.#inputEnd - magic.length + 1 : next;
      found = next !== -1 && this.#has(18) && this.#beginsRecord();
      if (!found) this.#at++;
    }
    if (!found) this.#at = this.#inputEnd;
    this.#report({ offset: from, reason: `${this.#offset - from} bytes that are no gzip member` });
    return found;
  }

  #beginsRecord(): boolean {
    const length = this.#headerLength();
    if (length === 0) return false;
    this.#has(length + 4096);
    this.#inflate.reset();
    const step: InflateStep = this.#inflate.run(this.#input, this.#at + length, this.#inputEnd, this.#passed, 0, 64);
    return step !== 'bad' && /^(?:WARC\/\d|[a-z][a-z0-9+.-]*:\S)/.test(this.#passed.toString('latin1', 0, this.#inflate.produced));
  }
}

const magic = Buffer.of(0x1f, 0x8b, 0x08);

/** Bytes of the gzip header at `at`; 0 when none stands there; `longer` when it does not end before `end`. */
export function gzipHeaderLength(bytes: Buffer, at: number, end: number): number | 'longer' {
  if (bytes[at] !== 0x1f || bytes[at + 1] !== 0x8b || bytes[at + 2] !== 0x08) return 0;
  const flags = bytes[at + 3] ?? 0xff;
  if (flags > 0x1f) return 0;
  let next = at + 10;
  if ((flags & 4) !== 0) next += 2 + (next + 2 <= end ? bytes.readUInt16LE(next) : 0);
  for (const text of [8, 16]) {
    if ((flags & text) === 0) continue;
    const zero = next < end ? bytes.indexOf(0, next) : -1;
    if (zero === -1 || zero >= end) return 'longer';
    next = zero + 1;
  }
  if ((flags & 2) !== 0) next += 2;
  return next <= end ? next - at : 'longer';
}
