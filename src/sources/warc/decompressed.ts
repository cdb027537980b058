import { forwardBytes, type ByteSource, type Forward } from './bytes.ts';
import { GzipTape } from './gzip-tape.ts';
import type { ReportDamage } from './tape.ts';

/**
 * What a gzip file decompresses to, all its members in a row. Reading back starts over. Closing it leaves `source` open. A member that is
 * damaged or cut is told with its place in the decompressed bytes; what it held before is given.
 */
export function decompressedBytes(source: ByteSource, onDamage: ReportDamage = () => {}): ByteSource {
  return forwardBytes(source.name, Number.POSITIVE_INFINITY, () => decompress(source, onDamage));
}

function decompress(source: ByteSource, onDamage: ReportDamage): Forward {
  const tape = new GzipTape(source, onDamage);
  return {
    pull: (into, at, end) => {
      while (!tape.need(1)) {
        if (tape.fault !== null) onDamage({ offset: tape.position, reason: tape.fault });
        if (!tape.nextMember()) return 0;
      }
      const count = tape.window.copy(into, at, tape.start, Math.min(tape.end, tape.start + end - at));
      tape.advance(count);
      return count;
    },
    close: () => {},
  };
}
