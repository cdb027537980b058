import type { Damage } from '../../model/record.ts';
import { forwardBytes, type ByteSource, type Forward } from '../warc/bytes.ts';
import { compressionBytes, compressionOf, refuseOthers } from '../warc/compression.ts';
import { decompressedBytes } from '../warc/decompressed.ts';

import { openLocation } from '../warc/location.ts';

/** What decides between UTF-8 and UTF-16 where no byte order mark does. */
const inspectedBytes = 2_048;
const pieceBytes = 64 * 1024;

/**
 * The bytes of an export at its location (a path, or `PATH#ENTRY` in a zip) as text that readers understand: a gzip file inflated,
 * UTF-16 written as UTF-8. Offsets of rows count in what this gives; for a plain UTF-8 file those are the file's own. A byte order mark
 * stays in it.
 */
export function tableBytes(location: string, onDamage: (damage: Damage) => void = () => {}): ByteSource {
  const file = openLocation(location);
  try {
    const compression = compressionOf(firstBytes(file, compressionBytes));
    refuseOthers(location, compression);
    const content = compression === 'gzip' ? decompressedBytes(file, onDamage) : file;
    const encoding = utf16Of(firstBytes(content, inspectedBytes));
    return encoding === null ? content : { ...asUtf8(content, encoding), close: () => file.close() };
  } catch (thrown) {
    file.close();
    throw thrown;
  }
}

/** Text in ASCII range has a zero in every other byte as UTF-16; zeros that a UTF-8 file holds by malice stand anywhere. */
function utf16Of(first: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le';
  if (first[0] === 0xfe && first[1] === 0xff) return 'utf-16be';
  let even = 0;
  let odd = 0;
  for (let at = 0; at + 1 < first.length; at += 2) {
    if (first[at] === 0) even += 1;
    if (first[at + 1] === 0) odd += 1;
  }
  const most = first.length * 0.4;
  if (odd > most && even === 0) return 'utf-16le';
  return even > most && odd === 0 ? 'utf-16be' : null;
}

/** Up to `count` bytes from the beginning. */
export function firstBytes(source: ByteSource, count: number): Buffer {
  const first = Buffer.alloc(count);
  let end = 0;
  while (end < count) {
    const added = source.read(first, end, count, end);
    if (added === 0) break;
    end += added;
  }
  return first.subarray(0, end);
}

/** UTF-16 as UTF-8. An unpaired surrogate becomes U+FFFD, as everywhere on the web. */
function asUtf8(source: ByteSource, encoding: 'utf-16le' | 'utf-16be'): ByteSource {
  return forwardBytes(source.name, Number.POSITIVE_INFINITY, () => decoded(source, encoding));
}

function decoded(source: ByteSource, encoding: 'utf-16le' | 'utf-16be'): Forward {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  const piece = Buffer.alloc(pieceBytes);
  let position = 0;
  let pending: Buffer = Buffer.alloc(0);
  let ended = false;
  return {
    pull: (into, at, end) => {
      while (pending.length === 0 && !ended) {
        const count = source.read(piece, 0, piece.length, position);
        position += count;
        ended = count === 0;
        pending = Buffer.from(decoder.decode(piece.subarray(0, count), { stream: !ended }), 'utf8');
      }
      const count = pending.copy(into, at, 0, end - at);
      pending = pending.subarray(count);
      return count;
    },
    close: () => {},
  };
}
