import { fail } from '../../base/errors.ts';
import { crawlNamed, unknownCrawl } from './crawls.ts';
import { crawlSourceOf } from './crawl-source.ts';
import type { CommonCrawl } from './storage.ts';

/** The files of a crawl that a source names. */
export interface CrawlFiles {
  readonly crawl: string;
  readonly format: 'wat' | 'warc';
  /** Their paths below the base, in the order of the crawl's own list. */
  readonly paths: readonly string[];
  /** Files of this format in the whole crawl. */
  readonly total: number;
}

/**
 * Reads the crawl's list of paths. Fails with `crawl_source_invalid` (also for a range that begins behind the last file),
 * `crawl_unknown`, `download_failed` and what else `CommonCrawl.list` fails with.
 */
export async function crawlFiles(from: CommonCrawl, text: string, signal?: AbortSignal): Promise<CrawlFiles> {
  const source = crawlSourceOf(text);
  const crawl = await crawlNamed(from, source.crawl, signal);
  const list = `crawl-data/${crawl}/${source.format}.paths.gz`;
  const paths = (await from.list(list, signal)) ?? (await unknownCrawl(from, crawl, signal));
  // They become paths of this machine when the base is a folder.
  const bad = paths.find((path) => !isCrawlPath(path));
  if (bad !== undefined) fail('source_unreadable', { path: from.uriOf(list), reason: `"${bad.slice(0, 100)}" is no path of a file` });
  const wanted = paths.slice(source.from, source.to === null ? undefined : source.to + 1);
  if (wanted.length === 0)
    fail('crawl_source_invalid', {
      source: text,
      reason: paths.length === 0 ? 'its list of files is empty' : `it has ${paths.length} ${source.format} files, 0 to ${paths.length - 1}`,
    });
  return { crawl, format: source.format, paths: wanted, total: paths.length };
}

/** Whether it is a path below a storage's base, and no way out of it. */
export function isCrawlPath(path: string): boolean {
  return /^\w[\w./=+-]*$/.test(path) && !path.split('/').includes('..');
}
