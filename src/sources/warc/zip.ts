/**
 * The directory of a zip file and its entries as bytes, read in place (PKWARE APPNOTE 6.3.10, with Zip64). Entries of a WACZ are
 * stored or deflated; another method is named when the entry is opened.
 */
import { fail } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import { forwardBytes, rangeBytes, type ByteSource, type Forward } from './bytes.ts';
import { Inflate } from './inflate.ts';

export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  /** Bytes as they lie in the zip, and undone. */
  readonly compressedBytes: number;
  readonly bytes: number;
  /** Of the entry's local header. */
  readonly offset: number;
}

const endBytes = 22;
const commentBytesMax = 0xffff;
const locatorBytes = 20;
const end64Bytes = 56;
const centralBytes = 46;
const localBytes = 30;

/** The entries that a zip's directory names, in its order. Fails with `not_an_archive` when the directory cannot be read. */
export function zipEntries(file: ByteSource): ZipEntry[] {
  const { count, size, offset } = directoryOf(file);
  if (size > limits.zipDirectoryBytesMax) fail('not_an_archive', { path: file.name, reason: 'its zip directory is too large' });
  const directory = exactly(file, offset, size);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + centralBytes > size || directory.readUInt32LE(at) !== 0x02014b50) broken(file, 'its zip directory is damaged');
    const nameBytes = directory.readUInt16LE(at + 28);
    const extraBytes = directory.readUInt16LE(at + 30);
    const extra = directory.subarray(at + centralBytes + nameBytes, at + centralBytes + nameBytes + extraBytes);
    entries.push({
      name: directory.toString('utf8', at + centralBytes, at + centralBytes + nameBytes),
      method: directory.readUInt16LE(at + 10),
      encrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
      ...placeOf(directory, at, extra),
    });
    at += centralBytes + nameBytes + extraBytes + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** An entry's content. Closing it closes the zip. */
export function entryBytes(file: ByteSource, entry: ZipEntry): ByteSource {
  const name = `${file.name}#${entry.name}`;
  const local = exactly(file, entry.offset, localBytes);
  if (local.readUInt32LE(0) !== 0x04034b50) broken(file, `its entry ${entry.name} is damaged`);
  const start = entry.offset + localBytes + local.readUInt16LE(26) + local.readUInt16LE(28);
  const stored = { ...rangeBytes(file, start, start + entry.compressedBytes), name };
  if (entry.encrypted) fail('wrong_compression', { path: name, found: 'an encrypted zip entry', reason: 'it needs a password' });
  if (entry.method === 0) return stored;
  if (entry.method !== 8) fail('wrong_compression', { path: name, found: `zip method ${entry.method}`, reason: 'only deflate is undone' });
  return { ...forwardBytes(name, entry.bytes, () => inflated(stored)), close: () => file.close() };
}

function directoryOf(file: ByteSource): { count: number; size: number; offset: number } {
  const tailBytes = Math.min(file.size, endBytes + commentBytesMax);
  const tail = exactly(file, file.size - tailBytes, tailBytes);
  const at = tail.lastIndexOf(Buffer.from('PK\x05\x06'));
  if (at === -1 || at + endBytes > tail.length) broken(file, 'its zip directory is missing');
  const plain = { count: tail.readUInt16LE(at + 10), size: tail.readUInt32LE(at + 12), offset: tail.readUInt32LE(at + 16) };
  const locator = at - locatorBytes;
  if (locator < 0 || tail.readUInt32LE(locator) !== 0x07064b50) return plain;
  const end = exactly(file, uint64(tail, locator + 8), end64Bytes);
  return { count: uint64(end, 32), size: uint64(end, 40), offset: uint64(end, 48) };
}

/** Sizes and offset of a central entry; those that are all ones stand in its Zip64 field, in this order. */
function placeOf(directory: Buffer, at: number, extra: Buffer): Pick<ZipEntry, 'bytes' | 'compressedBytes' | 'offset'> {
  const wide = zip64Field(extra);
  let next = 0;
  const take = (narrow: number): number => {
    if (narrow !== 0xffffffff || next + 8 > wide.length) return narrow;
    next += 8;
    return uint64(wide, next - 8);
  };
  const bytes = take(directory.readUInt32LE(at + 24));
  const compressedBytes = take(directory.readUInt32LE(at + 20));
  return { bytes, compressedBytes, offset: take(directory.readUInt32LE(at + 42)) };
}

function zip64Field(extra: Buffer): Buffer {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === 1) return extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
  }
  return Buffer.alloc(0);
}

function inflated(stored: ByteSource): Forward {
  const inflate = new Inflate('deflate-raw');
  const input = Buffer.allocUnsafe(256 * 1024);
  let at = 0;
  let end = 0;
  let position = 0;
  return {
    pull: (into, from, to) => {
      for (;;) {
        if (at === end) {
          at = 0;
          end = stored.read(input, 0, input.length, position);
          position += end;
          if (end === 0) return 0;
        }
        const step = inflate.run(input, at, end, into, from, to);
        at += inflate.consumed;
        if (inflate.produced > 0 || step === 'end' || step === 'bad') return inflate.produced;
      }
    },
    close: () => {},
  };
}

function exactly(file: ByteSource, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let at = 0;
  while (at < length) {
    const count = file.read(bytes, at, length, position + at);
    if (count === 0) broken(file, 'it ends early');
    at += count;
  }
  return bytes;
}

function uint64(bytes: Buffer, at: number): number {
  return Number(bytes.readBigUInt64LE(at));
}

function broken(file: ByteSource, reason: string): never {
  fail('not_an_archive', { path: file.name, reason });
}
