import { closeSync, openSync, writeSync } from 'node:fs';

const flushBytes = 1024 * 1024;
/** Shorter texts are written sooner here than by a call that leaves JavaScript. */
const asciiByHandMax = 32;

/**
 * Writes rows in the engine's RowBinary encoding (https://clickhouse.com/docs/interfaces/formats/RowBinary) to a file:
 * little-endian numbers, strings as LEB128 length and UTF-8 bytes. Memory is one buffer of about a megabyte, whatever the
 * file's size. A lone surrogate would make the whole file unreadable; Node's encoder writes U+FFFD for it.
 */
export class RowBinaryFile {
  readonly path: string;
  #fd: number;
  #buffer = Buffer.allocUnsafeSlow(flushBytes * 2);
  /** The same bytes. Its 64-bit numbers are written in place, where Buffer's take a number of that size apart. */
  #view = new DataView(this.#buffer.buffer);
  #end = 0;
  #rows = 0;

  constructor(path: string) {
    this.path = path;
    this.#fd = openSync(path, 'w');
  }

  get rows(): number {
    return this.#rows;
  }

  endRow(): void {
    this.#rows += 1;
    if (this.#end >= flushBytes) this.#flush();
  }

  u8(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#end++] = value;
  }

  u16(value: number): void {
    this.#reserve(2);
    this.#end = this.#buffer.writeUInt16LE(value, this.#end);
  }

  u32(value: number): void {
    this.#reserve(4);
    this.#end = this.#buffer.writeUInt32LE(value, this.#end);
  }

  u64(value: number | bigint): void {
    this.#reserve(8);
    this.#view.setBigUint64(this.#end, BigInt(value), true);
    this.#end += 8;
  }

  f64(value: number): void {
    this.#reserve(8);
    this.#end = this.#buffer.writeDoubleLE(value, this.#end);
  }

  /** Nullable(UInt32) */
  u32OrNull(value: number | null): void {
    this.u8(value === null ? 1 : 0);
    if (value !== null) this.u32(value);
  }

  string(text: string): void {
    const bytesMax = text.length * 3;
    this.#reserve(bytesMax + 5);
    if (text.length < 43) {
      // At most 127 bytes: the length takes one byte, so the text can be written in place behind it.
      const written = this.#buffer.write(text, this.#end + 1, 'utf8');
      this.#buffer[this.#end] = written;
      this.#end += written + 1;
      return;
    }
    const total = Buffer.byteLength(text, 'utf8');
    this.#length(total);
    this.#end += this.#buffer.write(text, this.#end, total, 'utf8');
  }

  /** String of a text that is known to be ASCII, as URL keys, addresses and hosts are: a byte a character. */
  ascii(text: string): void {
    const { length } = text;
    this.#reserve(length + 5);
    this.#length(length);
    if (length < asciiByHandMax) {
      const buffer = this.#buffer;
      let end = this.#end;
      for (let at = 0; at < length; at++) buffer[end++] = text.charCodeAt(at);
      this.#end = end;
    } else this.#end += this.#buffer.write(text, this.#end, length, 'latin1');
  }

  /** String: UTF-8 bytes as they are. */
  bytes(from: Buffer, start: number, end: number): void {
    this.#reserve(end - start + 5);
    this.#length(end - start);
    this.#end += from.copy(this.#buffer, this.#end, start, end);
  }

  /** Columns that were encoded before. */
  encoded(columns: Buffer): void {
    this.#reserve(columns.length);
    this.#buffer.set(columns, this.#end);
    this.#end += columns.length;
  }

  /** Array(UInt32) */
  u32s(values: Uint32Array): void {
    this.#reserve(values.byteLength + 5);
    this.#length(values.length);
    // The engine reads little-endian numbers, and so does every machine it runs on.
    this.#buffer.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), this.#end);
    this.#end += values.byteLength;
  }

  /** Flushes and closes. Staged files are loaded by this process or thrown away with its batch, so they need no fsync. */
  close(): void {
    this.#flush();
    closeSync(this.#fd);
    this.#fd = -1;
  }

  #length(count: number): void {
    this.#end = writeLength(this.#buffer, count, this.#end);
  }

  #reserve(bytes: number): void {
    if (this.#end + bytes <= this.#buffer.length) return;
    this.#flush();
    if (bytes <= this.#buffer.length) return;
    this.#buffer = Buffer.allocUnsafeSlow(bytes * 2);
    this.#view = new DataView(this.#buffer.buffer);
  }

  #flush(): void {
    let start = 0;
    while (start < this.#end) start += writeSync(this.#fd, this.#buffer, start, this.#end - start);
    this.#end = 0;
  }
}

/** Writes the length of a string or an array (LEB128) at `at`. Returns the place behind it. */
export function writeLength(buffer: Buffer, count: number, at: number): number {
  let length = count;
  let end = at;
  while (length > 0x7f) {
    buffer[end++] = (length & 0x7f) | 0x80;
    length >>>= 7;
  }
  buffer[end++] = length;
  return end;
}
