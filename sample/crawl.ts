/** Which planned pages each crawl fetched and when, and what came back. A crawl is a sample: most pages are in most crawls, few are in all. */
import { gzipSync } from 'node:zlib';
import { crawlSeconds, crawls, months, type Month } from './months.ts';
import { Random } from './random.ts';
import { renderPage } from './render.ts';
import { addressOfPage, type Answer, type Page, type Site } from './site.ts';
import type { Exchange } from './warc-writer.ts';

export interface PlannedCapture {
  readonly site: Site;
  readonly page: Page;
  readonly month: Month;
  readonly url: string;
  /** Seconds since 1970 UTC. */
  readonly fetchedAt: number;
}

/** All captures of all crawls, in the order in which they were fetched. */
export function planCaptures(sites: readonly Site[]): PlannedCapture[] {
  const captures = sites.flatMap((site) =>
    site.pages.flatMap((page) => {
      const url = addressOfPage(site, page);
      return crawledIn(page, url).map((month): PlannedCapture => ({ site, page, month, url, fetchedAt: fetchedIn(month, url) }));
    }),
  );
  return captures.sort((a, b) => a.fetchedAt - b.fetchedAt || (a.url < b.url ? -1 : 1));
}

function crawledIn(page: Page, url: string): readonly Month[] {
  if (page.crawled !== undefined) return page.crawled;
  const random = new Random('crawled', url);
  const share = page.path === '/' ? 0.9 : 0.5;
  const existing = months.filter((month) => month >= (page.published ?? 0));
  const chosen = existing.filter(() => random.chance(share));
  return chosen.length > 0 ? chosen : existing.slice(-1);
}

function fetchedIn(month: Month, url: string): number {
  return crawls[month].begins + new Random('fetched', month, url).int(0, crawlSeconds - 1);
}

/**
 * What the crawler wrote of each capture, in the same order. Of pages that had not changed since their last capture, some are written
 * as revisits, as crawlers that compare digests do.
 */
export function* exchangesOf(captures: readonly PlannedCapture[]): Generator<readonly [PlannedCapture, Exchange]> {
  const last = new Map<string, { readonly url: string; readonly fetchedAt: number; readonly payload: Buffer }>();
  for (const capture of captures) {
    const { site, page, month, url, fetchedAt } = capture;
    const answer = page.answers?.[month];
    const payload = Buffer.from(renderPage(site, page, month), site.transfer === 'latin1' ? 'latin1' : 'utf8');
    const before = last.get(url);
    const unchanged = answer === undefined && before !== undefined && before.payload.equals(payload);
    const original = unchanged && new Random('revisit', url, month).chance(0.5) ? { url, fetchedAt: before.fetchedAt } : null;
    if (answer === undefined && original === null) last.set(url, { url, fetchedAt, payload });
    const body = transferred(site, payload);
    yield [
      capture,
      {
        url,
        fetchedAt,
        ip: site.ip,
        head: headOf(capture, answer, body),
        body,
        payload,
        truncated: answer?.status === 'truncated',
        original,
      },
    ];
  }
}

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  301: 'Moved Permanently',
  302: 'Found',
  404: 'Not Found',
  410: 'Gone',
  503: 'Service Unavailable',
};

function headOf({ site, page, fetchedAt }: PlannedCapture, answer: Answer | undefined, body: Buffer): string[] {
  const status = answer === undefined || typeof answer.status === 'string' ? 200 : answer.status;
  return [
    `HTTP/1.1 ${status} ${reasons[status] ?? ''}`,
    `Date: ${new Date(fetchedAt * 1000).toUTCString()}`,
    `Server: ${site.theme === 'table' ? 'Apache' : 'nginx'}`,
    `Content-Type: text/html; charset=${site.transfer === 'latin1' ? 'iso-8859-1' : 'utf-8'}`,
    ...(answer !== undefined && 'to' in answer ? [`Location: ${answer.to}`] : []),
    ...(status === 503 ? ['Retry-After: 3600'] : []),
    ...(page.robotsHeader === undefined ? [] : [`X-Robots-Tag: ${page.robotsHeader}`]),
    ...(site.transfer === 'gzip' ? ['Content-Encoding: gzip'] : []),
    ...(site.transfer === 'chunked' ? ['Transfer-Encoding: chunked'] : [`Content-Length: ${body.length}`]),
  ];
}

function transferred(site: Site, payload: Buffer): Buffer {
  if (site.transfer === 'gzip') return gzipSync(payload, { level: 9 });
  if (site.transfer !== 'chunked') return payload;
  const chunks: Buffer[] = [];
  for (let start = 0; start < payload.length; start += 1000) {
    const chunk = payload.subarray(start, start + 1000);
    chunks.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n'));
  }
  return Buffer.concat([...chunks, Buffer.from('0\r\n\r\n')]);
}
