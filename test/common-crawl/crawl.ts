import { gzipSync } from 'node:zlib';
import { readArchive } from '../../src/sources/warc.ts';
import { memoryBytes } from '../../src/sources/warc/bytes.ts';
import { urlKey } from '../../src/model/url.ts';

/** A crawl as a storage holds it: files by their path below the base, and the lines of its URL index, in order of their keys. */
export interface Crawl {
  readonly name: string;
  readonly files: ReadonlyMap<string, Buffer>;
  readonly lines: readonly IndexLine[];
}

/** One capture in the URL index, in the words of its server. */
export interface IndexLine {
  readonly urlkey: string;
  readonly timestamp: string;
  readonly url: string;
  readonly mime: string;
  readonly status: string;
  readonly digest: string;
  readonly length: string;
  readonly offset: string;
  readonly filename: string;
}

export interface CrawlArchives {
  readonly warc?: readonly Buffer[];
  readonly wat?: readonly Buffer[];
}

/** A crawl of these archives: its lists of paths, its files in segments of ten, and a URL index over the responses of its WARC files. */
export function crawlOf(name: string, { warc = [], wat = [] }: CrawlArchives): Crawl {
  const files = new Map<string, Buffer>();
  const lines: IndexLine[] = [];
  for (const [format, archives] of Object.entries({ warc, wat })) {
    const paths = archives.map((bytes, i) => {
      const number = String(i).padStart(5, '0');
      const path = `crawl-data/${name}/segments/${1_700_000_000 + Math.floor(i / 10)}.10/${format}/${name}-${number}.warc${format === 'wat' ? '.wat' : ''}.gz`;
      files.set(path, bytes);
      if (format === 'warc') lines.push(...linesOf(path, bytes));
      return path;
    });
    files.set(`crawl-data/${name}/${format}.paths.gz`, gzipSync(paths.map((path) => `${path}\n`).join('')));
  }
  return { name, files, lines: lines.toSorted((a, b) => (a.urlkey + a.timestamp < b.urlkey + b.timestamp ? -1 : 1)) };
}

/** An archive whose members each hold one record, cut between records into `count` archives of about the same size. */
export function cutArchive(archive: Buffer, count: number): Buffer[] {
  const ends: number[] = [];
  for (const { offset, length } of readArchive(memoryBytes(archive), { wants: () => false })) ends.push(offset + length);
  const cuts = Array.from({ length: count - 1 }, (_, i) => ends.find((end) => end >= ((i + 1) * archive.length) / count) ?? archive.length);
  return [...cuts, archive.length].map((end, i) => archive.subarray(i === 0 ? 0 : cuts[i - 1], end));
}

function linesOf(filename: string, bytes: Buffer): IndexLine[] {
  const lines: IndexLine[] = [];
  for (const { type, url, fetchedAt, http, fields, offset, length } of readArchive(memoryBytes(bytes))) {
    if (type !== 'response' || url === null || http === null || fetchedAt === null) continue;
    lines.push({
      urlkey: urlKey(url) ?? url,
      timestamp: new Date(fetchedAt * 1_000).toISOString().replace(/\D/g, '').slice(0, 14),
      url,
      mime: (http.fields.get('content-type') ?? 'unk').replace(/;.*$/, '').trim(),
      status: String(http.status),
      digest: (fields.get('warc-payload-digest') ?? 'sha1:').slice(5),
      length: String(length),
      offset: String(offset),
      filename,
    });
  }
  return lines;
}
