import { z } from 'zod';
import { Failure, fail } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import type { CommonCrawl } from './storage.ts';

/** One crawl as the URL index server lists it (https://index.commoncrawl.org/collinfo.json), the newest first. */
export interface ListedCrawl {
  readonly id: string;
  /** Path of its URL index below that server's address: `/CC-MAIN-2026-43-index`. A mirror's list may name another server. */
  readonly urlIndex: string;
}

const listed = z.array(z.object({ id: z.string(), 'cdx-api': z.string().optional() }));

/** The crawls that the URL index server lists. Fails with `download_failed` when it cannot be asked or lists none. */
async function listedCrawls(from: CommonCrawl, signal?: AbortSignal): Promise<ListedCrawl[]> {
  const { status, bytes } = await from.askIndex('/collinfo.json', limits.crawlListBytesMax, signal);
  const address = `${from.index}/collinfo.json`;
  if (status !== 200) fail('download_failed', { address, reason: `the server answered ${status}`, status });
  const crawls = listed.safeParse(jsonOf(bytes)).data ?? [];
  if (crawls.length === 0) fail('download_failed', { address, reason: 'it lists no crawl' });
  return crawls.map(({ id, 'cdx-api': api }) => ({ id, urlIndex: `/${api?.split('/').at(-1) ?? `${id}-index`}` }));
}

/** A crawl with its URL index; `latest` is the newest. Fails with `crawl_unknown` and as `listedCrawls` does. */
export async function listedCrawl(from: CommonCrawl, crawl: string, signal?: AbortSignal): Promise<ListedCrawl> {
  const crawls = await listedCrawls(from, signal);
  const found = crawl === 'latest' ? crawls[0] : crawls.find(({ id }) => id === crawl);
  return found ?? fail('crawl_unknown', { crawl, base: from.index, suggestion: suggestion(crawl, crawls, from.index) });
}

/** `latest` as the newest listed crawl; every other name is itself. */
export async function crawlNamed(from: CommonCrawl, crawl: string, signal?: AbortSignal): Promise<string> {
  if (crawl !== 'latest') return crawl;
  const [newest] = await listedCrawls(from, signal);
  return newest?.id ?? unknownCrawl(from, crawl, signal);
}

/** Fails with `crawl_unknown`, naming the listed crawl that was meant, if the list can be had. */
export async function unknownCrawl(from: CommonCrawl, crawl: string, signal?: AbortSignal): Promise<never> {
  const crawls = await listedCrawls(from, signal).catch((thrown: unknown) => {
    if (thrown instanceof Failure && thrown.code === 'cancelled') throw thrown;
    return null;
  });
  return fail('crawl_unknown', { crawl, base: from.base, suggestion: suggestion(crawl, crawls, from.index) });
}

function suggestion(crawl: string, crawls: readonly ListedCrawl[] | null, index: string): string {
  if (crawls === null) return `Its URL index server ${index} could not be asked which there are; cc:latest is the newest.`;
  const [newest] = crawls;
  const nearest = crawls
    .map(({ id }) => ({ id, distance: distance(id, crawl) }))
    .reduce((best, next) => (next.distance < best.distance ? next : best), { id: newest?.id ?? '', distance: Number.POSITIVE_INFINITY });
  const isListed = crawls.some(({ id }) => id === crawl);
  return isListed
    ? `${index} lists it: its files may not be at this base address (yet).`
    : `Did you mean ${nearest.id}? cc:latest is the newest, ${newest?.id ?? 'unknown'}.`;
}

/** Of names of crawls: how far the year and week are apart when both have them, else how many places differ. */
function distance(a: string, b: string): number {
  const [x, y] = [weekOf(a), weekOf(b)];
  if (x !== null && y !== null) return Math.abs(x - y);
  const length = Math.max(a.length, b.length);
  let same = 0;
  for (let i = 0; i < length; i++) if (a[i]?.toUpperCase() === b[i]?.toUpperCase()) same += 1;
  return 10_000 + length - same;
}

/** `CC-MAIN-2026-43` -> weeks since year 0, about. */
function weekOf(crawl: string): number | null {
  const [, year, week] = /^CC-MAIN-(\d{4})-(\d{1,2})$/i.exec(crawl) ?? [];
  return year === undefined || week === undefined ? null : Number(year) * 53 + Number(week);
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    // What is no JSON is no list of crawls; the caller says so.
    return null;
  }
}
