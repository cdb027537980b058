/** Single records of a crawl, fetched by their range, and an archive of our own made of them. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { fail } from '../../base/errors.ts';
import { urlKey } from '../../model/url.ts';
import { readArchive } from '../warc.ts';
import { memoryBytes } from '../warc/bytes.ts';
import type { CommonCrawl } from './storage.ts';
import type { IndexedPage } from './url-index.ts';

/**
 * The bytes of a page's record: a gzip member that holds this record and nothing else. Fails with `download_failed`, `source_missing`, and
 * with `source_unreadable` when another record stands there than the index says.
 */
export async function recordOf(from: CommonCrawl, page: IndexedPage, signal?: AbortSignal): Promise<Buffer> {
  const bytes = await from.range(page.file, page.offset, page.length, signal);
  for (const record of readArchive(memoryBytes(bytes), { wants: () => false })) {
    const isWhole = record.offset === 0 && record.length === bytes.length && !record.packed && record.truncation === null;
    if (isWhole && record.type === 'response' && record.url !== null && urlKey(record.url) === page.key) return bytes;
    break;
  }
  const reason = `the record at byte ${page.offset} is not the one of ${page.url}`;
  return fail('source_unreadable', { path: from.uriOf(page.file), reason });
}

/** Writes records, as they were fetched, to an archive at `path`. It has its name when it is whole. */
export class RecordArchive {
  readonly path: string;
  records = 0;
  readonly #file: number;

  constructor(path: string, crawl: string) {
    this.path = path;
    this.#file = openSync(`${path}.part`, 'w');
    writeSync(this.#file, gzipSync(warcinfo(crawl)));
  }

  add(record: Buffer): void {
    writeSync(this.#file, record);
    this.records += 1;
  }

  /** Gives the archive its name; one without records is removed. */
  end(): void {
    fsyncSync(this.#file);
    closeSync(this.#file);
    if (this.records > 0) renameSync(`${this.path}.part`, this.path);
    else rmSync(`${this.path}.part`);
  }

  abandon(): void {
    closeSync(this.#file);
    rmSync(`${this.path}.part`, { force: true });
  }
}

/** https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/#warcinfo */
function warcinfo(crawl: string): string {
  const block = `software: openbacklinks\r\nformat: WARC File Format 1.0\r\nisPartOf: ${crawl}\r\ndescription: single records of this crawl, as they were fetched by their range\r\n`;
  const head = [
    'WARC/1.0',
    'WARC-Type: warcinfo',
    `WARC-Date: ${new Date().toISOString().slice(0, 19)}Z`,
    `WARC-Record-ID: <urn:uuid:${crypto.randomUUID()}>`,
    'Content-Type: application/warc-fields',
    `Content-Length: ${Buffer.byteLength(block)}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${block}\r\n\r\n`;
}
