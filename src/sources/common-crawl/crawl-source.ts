import { fail } from '../../base/errors.ts';

/** The kinds of files of a crawl that hold links. */
const crawlFormats = ['wat', 'warc'] as const;
type CrawlFormat = (typeof crawlFormats)[number];

/** A part of a crawl: `cc:CC-MAIN-2026-43:wat:0-99`. */
export interface CrawlSource {
  /** `latest` is the newest that the URL index server lists. */
  readonly crawl: string;
  readonly format: CrawlFormat;
  /** Positions in the list of the crawl's files, both included; `to` is null for the rest. */
  readonly from: number;
  readonly to: number | null;
}

export function isCrawlSource(text: string): boolean {
  return /^cc:/i.test(text);
}

/** Reads `cc:CRAWL[:wat|:warc][:N|:FROM-TO|:FROM-]`. Fails with `crawl_source_invalid`, which says what is wrong. */
export function crawlSourceOf(text: string): CrawlSource {
  const [, crawl = '', ...parts] = text.split(':');
  if (crawl === '') return refuse(text, 'the crawl is missing');
  // It becomes a part of addresses and paths.
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(crawl)) return refuse(text, `"${crawl.slice(0, 100)}" is no name of a crawl`);
  const format = crawlFormats.find((known) => known === parts[0]);
  const rest = format === undefined ? parts : parts.slice(1);
  if (rest.length > 1) return refuse(text, `nothing can stand behind "${rest[0]}"`);
  return { crawl, format: format ?? 'wat', ...positions(text, rest[0]) };
}

function positions(text: string, range: string | undefined): { from: number; to: number | null } {
  if (range === undefined) return { from: 0, to: null };
  const found = /^(\d{1,7})(?:(-)(\d{1,7})?)?$/.exec(range);
  if (found === null) return refuse(text, `"${range.slice(0, 100)}" is neither wat nor warc nor a range of files`);
  const from = Number(found[1]);
  if (found[2] === undefined) return { from, to: from };
  const to = found[3] === undefined ? null : Number(found[3]);
  return to !== null && to < from ? refuse(text, `the range ${range} ends before it begins`) : { from, to };
}

function refuse(source: string, reason: string): never {
  return fail('crawl_source_invalid', { source: source.slice(0, 200), reason });
}
