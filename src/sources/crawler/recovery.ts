import type { ArchiveRecord } from '../../model/record.ts';
import { fileBytes, rangeBytes } from '../warc/bytes.ts';
import { readArchive } from '../warc.ts';

/**
 * The whole records of an unfinished segment from byte `from` on, told one by one with the byte behind each; what the end of a process
 * cut is left out. Returns the byte behind the last whole one.
 */
export function wholeRecords(path: string, from: number, tell: (record: ArchiveRecord, end: number) => void): number {
  const file = fileBytes(path);
  let end = from;
  let damaged = false;
  try {
    const onDamage = (): void => void (damaged = true);
    for (const record of readArchive(rangeBytes(file, from, file.size), { onDamage })) {
      if (damaged || record.truncation === 'archive') break;
      end = from + record.offset + record.length;
      tell(record, end);
    }
    return end;
  } finally {
    file.close();
  }
}
