/**
 * An archive's decoded bytes as a window that moves forwards. The window holds what stands from the current record's first
 * byte on, as far as it was asked for, so a record in it is one piece and needs no copy. Memory is the window (`need` decides
 * its size) and the pieces read from the file.
 *
 * A tape is cut into members: gzip members, or the whole file when it is plain. `need` never looks over a member's end;
 * `nextMember` opens the one behind it, and bytes still in the window stay.
 */
import type { Damage } from '../../model/record.ts';

const windowBytes = 1024 * 1024;
/** Room in the window below which bytes are moved to its front before it is filled further. */
const leastRoom = 64 * 1024;

export abstract class Tape {
  window = Buffer.allocUnsafeSlow(windowBytes);
  /** The current record's first byte in the window, and the end of what is decoded. */
  start = 0;
  end = 0;
  /** Decoded bytes before `window[end]`, of the whole file. */
  protected decoded = 0;
  /** What is wrong with the current member, as far as it was read. */
  fault: string | null = null;

  /** Decoded bytes before `start`. */
  get position(): number {
    return this.decoded - (this.end - this.start);
  }

  get available(): number {
    return this.end - this.start;
  }

  /** True when at least `count` bytes stand in the window from `start`; false when the member ends before. */
  need(count: number): boolean {
    while (this.end - this.start < count) {
      if (this.window.length - this.end < leastRoom || this.start + count > this.window.length) this.#makeRoom(count);
      const added = this.fill();
      if (added === 0) return false;
      this.decoded += added;
    }
    return true;
  }

  /** Moves `start` on by `count` bytes; bytes behind the window are read past without keeping them. Answers how many were missing. */
  advance(count: number): number {
    const inWindow = Math.min(count, this.end - this.start);
    this.start += inWindow;
    if (inWindow === count) return 0;
    this.start = this.end = 0;
    const missing = count - inWindow;
    const passed = this.pass(missing);
    this.decoded += passed;
    return missing - passed;
  }

  /** Opens the next member; false at the end of the file. What of the current one was not asked for must have been read past. */
  nextMember(): boolean {
    if (this.start === this.end) this.start = this.end = 0;
    this.fault = null;
    return this.open();
  }

  #makeRoom(count: number): void {
    const kept = this.end - this.start;
    const from = this.window;
    if (count + leastRoom > from.length) this.window = Buffer.allocUnsafeSlow(Math.max(count + leastRoom, from.length * 2));
    from.copy(this.window, 0, this.start, this.end);
    this.start = 0;
    this.end = kept;
  }

  /** Adds decoded bytes of the current member to the window and moves `end`: how many, 0 at the member's end. */
  protected abstract fill(): number;
  /** Reads past up to `count` bytes of the current member behind the window. */
  protected abstract pass(count: number): number;
  /** Opens the next member: false at the end of the file. */
  protected abstract open(): boolean;
  /** Marks `start` as a record's first byte. */
  abstract mark(): Mark;
  /** Where the bytes from `mark` to `start + count` lie. */
  abstract span(mark: Mark, count: number): Span;
  /** Winds back to a decoded position; false when this tape cannot. */
  abstract rewind(position: number): boolean;
  /** Decoded bytes from `start` to the end of the file; Infinity when only reading tells. */
  abstract get remaining(): number;
}

export interface Mark {
  /** Decoded bytes before the record. */
  readonly position: number;
  /** First byte of its member in the file. */
  readonly offset: number;
  /** The record is the first of its member. */
  readonly first: boolean;
}

/** Where a record lies: bytes of the file, or (`packed`) of what the file decompresses to. */
export interface Span {
  readonly offset: number;
  readonly length: number;
  readonly packed: boolean;
}

export type ReportDamage = (damage: Damage) => void;
