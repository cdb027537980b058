import { fail } from '../../base/errors.ts';

/** How a file is compressed, by its first bytes. */
export type Compression = 'none' | 'gzip' | 'zip' | (typeof others)[number][0];

/** Forms that are known by name and not read: what the failure says of each is the way out. */
const others = [
  ['zstd', Buffer.of(0x28, 0xb5, 0x2f, 0xfd)],
  // a skippable frame that holds the dictionary of a .warc.zst
  ['zstd', Buffer.of(0x5d, 0x2a, 0x4d, 0x18)],
  ['bzip2', Buffer.from('BZh')],
  ['xz', Buffer.of(0xfd, 0x37, 0x7a, 0x58, 0x5a)],
  ['lz4', Buffer.of(0x04, 0x22, 0x4d, 0x18)],
  ['7z', Buffer.of(0x37, 0x7a, 0xbc, 0xaf, 0x27)],
  ['compress', Buffer.of(0x1f, 0x9d)],
  ['rar', Buffer.from('Rar!')],
] as const;

export const compressionBytes = 8;

export function compressionOf(first: Buffer): Compression {
  if (first[0] === 0x1f && first[1] === 0x8b) return 'gzip';
  if (first.indexOf('PK\x03\x04') === 0 || first.indexOf('PK\x05\x06') === 0) return 'zip';
  return others.find(([, magic]) => first.subarray(0, magic.length).equals(magic))?.[0] ?? 'none';
}

/** Fails with `wrong_compression` for a form that is known and not read. */
export function refuseOthers(path: string, found: Compression): asserts found is 'none' | 'gzip' | 'zip' {
  if (found === 'none' || found === 'gzip' || found === 'zip') return;
  fail('wrong_compression', { path, found, reason: 'only gzip is undone' });
}
