/**
 * Where an archive's bytes come from: read by position, synchronously, because a reader runs in a worker that owns its file
 * and a synchronous read costs a third of a promised one.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { fail } from '../../base/errors.ts';

export interface ByteSource {
  /** Named in failures. */
  readonly name: string;
  /** Bytes in all; Infinity when only reading to the end can tell. */
  readonly size: number;
  /** Reads bytes from `position` into `into[at..end)`: how many, 0 only at the end. */
  read(into: Buffer, at: number, end: number, position: number): number;
  close(): void;
}

/** A local file. Fails with `source_missing` or `source_unreadable`. */
export function fileBytes(path: string): ByteSource {
  const handle = attempt(path, () => openSync(path, 'r'));
  return {
    name: path,
    size: attempt(path, () => fstatSync(handle).size),
    read: (into, at, end, position) => attempt(path, () => readSync(handle, into, at, end - at, position)),
    close: () => closeSync(handle),
  };
}

/** Bytes that are already in memory. */
export function memoryBytes(bytes: Buffer, name = 'memory'): ByteSource {
  return {
    name,
    size: bytes.length,
    read: (into, at, end, position) => (position >= bytes.length ? 0 : bytes.copy(into, at, position, position + end - at)),
    close: () => {},
  };
}

/** The part [start, end) of another source. Closing it closes the other. */
export function rangeBytes(source: ByteSource, start: number, end: number): ByteSource {
  return {
    name: source.name,
    size: Math.max(0, Math.min(end, source.size) - start),
    read: (into, at, into_end, position) => {
      const room = Math.min(into_end - at, end - start - position);
      return room <= 0 ? 0 : source.read(into, at, at + room, start + position);
    },
    close: () => source.close(),
  };
}

/**
 * A stream that can only be pulled forwards, as positions: reading ahead pulls and drops what lies between, reading back starts
 * over with a new `open()`. `pull` fills `into[at..end)` and answers 0 only at the end.
 */
export function forwardBytes(name: string, size: number, open: () => Forward): ByteSource {
  let stream = open();
  let position = 0;
  const dropped = Buffer.allocUnsafe(64 * 1024);
  return {
    name,
    size,
    read: (into, at, end, wanted) => {
      if (wanted < position) {
        stream.close();
        stream = open();
        position = 0;
      }
      while (position < wanted) {
        const count = stream.pull(dropped, 0, Math.min(dropped.length, wanted - position));
        if (count === 0) return 0;
        position += count;
      }
      const count = stream.pull(into, at, end);
      position += count;
      return count;
    },
    close: () => stream.close(),
  };
}

export interface Forward {
  pull(into: Buffer, at: number, end: number): number;
  close(): void;
}

/** Runs a file operation; what the system says becomes a failure that names the file. */
function attempt<T>(path: string, operation: () => T): T {
  try {
    return operation();
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return fail('source_missing', { path }, thrown);
    return fail('source_unreadable', { path, reason: reasonOf(code, thrown) }, thrown);
  }
}

function reasonOf(code: string, thrown: unknown): string {
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'EISDIR') return 'it is a folder';
  return code === '' ? String(thrown) : code;
}
