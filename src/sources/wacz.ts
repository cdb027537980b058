import { zipEntries, type ZipEntry } from './warc/zip.ts';
import type { ByteSource } from './warc/bytes.ts';

/**
 * The archives inside a WACZ (https://specs.webrecorder.net/wacz/1.1.1/): the files under `archive/`, in the zip's order.
 * They are stored as a rule, so that a record can be read in place; deflated ones are read too. Each is an archive with a
 * location of its own, `PATH#ENTRY`, in which evidence offsets count.
 */
export function waczArchives(file: ByteSource): ZipEntry[] {
  return zipEntries(file).filter(({ name, bytes }) => /^archive\/[^/]/.test(name) && !name.endsWith('/') && bytes > 0);
}
