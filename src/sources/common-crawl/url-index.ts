/**
 * The URL index of a crawl: which pages of a domain it holds, and where their records lie. Asked as pywb's CDX server answers
 * (https://pywb.readthedocs.io/en/latest/manual/cdxserver_api.html). "No captures" is an answer; everything else that is no list of
 * captures is a failure.
 */
import { z } from 'zod';
import { fail } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import { urlKey } from '../../model/url.ts';
import { isCrawlPath } from './crawl-files.ts';
import type { ListedCrawl } from './crawls.ts';
import type { CommonCrawl } from './storage.ts';

/** An HTML page with status 200, as the index lists it. */
export interface IndexedPage {
  readonly url: string;
  readonly key: string;
  /** Seconds since 1970. */
  readonly fetchedAt: number;
  /** Path below the storage's base, first byte and length of its record there. */
  readonly file: string;
  readonly offset: number;
  readonly length: number;
}

export interface PagesOfDomain {
  /** Each page once, by its newest capture, in the order of their keys. */
  readonly pages: readonly IndexedPage[];
  /** Whether the index holds more of this domain than was read: then these are a part, spread over all. */
  readonly isPart: boolean;
  /** Lines that could not be read. */
  readonly unreadable: number;
  readonly requests: number;
  readonly bytes: number;
}

/**
 * The pages of a domain and its hosts. One request for most; of a domain with more than `urlIndexLinesMax` captures some pages of the
 * index, spread over all of it. Fails with `download_failed` when the index does not answer.
 */
export async function pagesOfDomain(
  from: CommonCrawl,
  { urlIndex }: Pick<ListedCrawl, 'urlIndex'>,
  domain: string,
  signal?: AbortSignal,
): Promise<PagesOfDomain> {
  const asked = new Asked(from, urlIndex, domain, signal);
  const first = await asked.lines({ limit: String(limits.urlIndexLinesMax) });
  const isPart = first.length >= limits.urlIndexLinesMax;
  const lines = isPart ? [...first, ...(await asked.linesOfPages(limits.urlIndexPagesMax))] : first;
  const read = lines.map(pageOf);
  const newest = new Map<string, IndexedPage>();
  for (const page of read) {
    if (page === null || page === 'unreadable') continue;
    const known = newest.get(page.key);
    if (known === undefined || known.fetchedAt < page.fetchedAt) newest.set(page.key, page);
  }
  return {
    pages: [...newest.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    isPart,
    unreadable: read.filter((page) => page === 'unreadable').length,
    requests: asked.requests,
    bytes: asked.bytes,
  };
}

class Asked {
  requests = 0;
  bytes = 0;
  readonly #from: CommonCrawl;
  readonly #urlIndex: string;
  readonly #domain: string;
  readonly #signal: AbortSignal | undefined;

  constructor(from: CommonCrawl, urlIndex: string, domain: string, signal: AbortSignal | undefined) {
    this.#from = from;
    this.#urlIndex = urlIndex;
    this.#domain = domain;
    this.#signal = signal;
  }

  async lines(more: Readonly<Record<string, string>>): Promise<string[]> {
    const { status, bytes, path } = await this.#get({ output: 'json', filter: '=status:200', ...more });
    const text = bytes.toString('utf8');
    if (status === 404 && /no captures found/i.test(text)) return [];
    // A page behind the last one.
    if (status === 400 && more['page'] !== undefined && /invalid/i.test(text)) return [];
    if (status !== 200) fail('download_failed', { address: this.#from.index + path, reason: `the server answered ${status}`, status });
    return text.split('\n').filter((line) => line !== '');
  }

  /** Lines of up to `max` pages of the index behind the first, spread over all that it has of the domain. */
  async linesOfPages(max: number): Promise<string[]> {
    const { status, bytes, path } = await this.#get({ showNumPages: 'true' });
    const pages = z.object({ pages: z.int().nonnegative() }).safeParse(jsonOf(bytes.toString('utf8'))).data?.pages;
    if (status !== 200 || pages === undefined)
      return fail('download_failed', {
        address: this.#from.index + path,
        reason: `it does not say how many pages it has (${status})`,
        status,
      });
    const count = Math.min(max, pages - 1);
    const lines: string[] = [];
    for (let i = 1; i <= count; i++) {
      for (const line of await this.lines({ page: String(Math.floor((i * (pages - 1)) / count)) })) lines.push(line);
    }
    return lines;
  }

  async #get(more: Readonly<Record<string, string>>): Promise<{ status: number; bytes: Buffer; path: string }> {
    const query = new URLSearchParams({ url: `*.${this.#domain}`, ...more });
    const path = `${this.#urlIndex}?${query.toString()}`;
    const { status, bytes } = await this.#from.askIndex(path, limits.urlIndexAnswerBytesMax, this.#signal);
    this.requests += 1;
    this.bytes += bytes.length;
    return { status, bytes, path };
  }
}

const line = z.object({
  url: z.string().max(limits.urlCharsMax),
  timestamp: z.string().regex(/^\d{14}$/),
  status: z.string().optional(),
  mime: z.string().optional(),
  'mime-detected': z.string().optional(),
  filename: z.string().refine(isCrawlPath),
  offset: z.string().regex(/^\d{1,15}$/),
  length: z.string().regex(/^\d{1,10}$/),
});

/** Null for what is no HTML page, or too large to be fetched. */
function pageOf(text: string): IndexedPage | null | 'unreadable' {
  const read = line.safeParse(jsonOf(text)).data;
  const key = read === undefined ? null : urlKey(read.url);
  if (read === undefined || key === null) return 'unreadable';
  const { url, timestamp, status, filename: file, offset, length } = read;
  const mime = read['mime-detected'] ?? read.mime ?? '';
  if (status !== '200' || !/^(?:text\/html|application\/xhtml\+xml)$/i.test(mime)) return null;
  if (Number(length) === 0 || Number(length) > limits.recordFetchBytesMax) return null;
  return { url, key, fetchedAt: secondsOf(timestamp), file, offset: Number(offset), length: Number(length) };
}

/** `20260115093000` -> seconds since 1970. */
function secondsOf(timestamp: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(timestamp) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) / 1_000;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON is no line; it is counted.
    return null;
  }
}
