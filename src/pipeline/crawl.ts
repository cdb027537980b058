/**
 * A crawl into the index: fetched to WARC, and each finished segment ingested like any other archive while the crawl goes on.
 *
 * Killed at any moment, it goes on when it is run again with the same input: the folder of an unfinished crawl is found by the name that
 * the input gives it, fetched pages are in its segments, and a segment that is in the index already is passed over.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { silent, type Progress } from '../base/progress.ts';
import { addressOf } from '../model/url.ts';
import { crawl, endCrawl, isUnfinished, type CrawlOutcome } from '../sources/crawler/crawler.ts';
import type { Guard } from '../sources/guard.ts';
import { ingest, type IngestInto } from './ingest.ts';
import { pageReader } from './page-reader.ts';

export interface CrawlInto extends IngestInto {
  /** Crawls, a folder each, and what was fetched when. */
  readonly crawlsFolder: string;
  /** One connection a host. */
  readonly guard: Guard;
  /** Who answers for the crawl; without it nothing is fetched. */
  readonly contact: string | undefined;
  readonly version: string;
}

export interface CrawlSettings {
  /** Name of the collection; default: the first seed's host. What the crawl is called has a number behind it. */
  readonly name?: string;
  readonly pages: number;
  readonly depth: number;
  readonly hosts: 'seed' | 'any';
  readonly sitemaps: boolean;
  readonly delayMs?: number;
  /** Fetch pages whole although they were captured before. */
  readonly whole?: boolean;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

export interface CrawlResult extends Omit<CrawlOutcome, 'segments' | 'seeds'> {
  /** The name of the collection. */
  readonly crawl: string;
  readonly segments: number;
  /** Links of the pages, as ingested by this run. */
  readonly links: number;
  readonly seconds: number;
}

/** A crawl with its archives and what became of each seed. */
interface Crawled {
  readonly result: CrawlResult;
  readonly archives: CrawlOutcome['segments'];
  readonly seeds: CrawlOutcome['seeds'];
}

/** Throws `contact_missing`, `invalid_input` for a seed that is no address, and what ingest throws. */
export async function crawlInto(into: CrawlInto, seeds: readonly string[], settings: CrawlSettings): Promise<Crawled> {
  const contact = into.contact ?? fail('contact_missing');
  if (seeds.length === 0) fail('usage', { reason: 'Name at least one http(s) address to begin with.' });
  for (const seed of seeds)
    if (addressOf(seed) === null) fail('invalid_input', { reason: `"${seed.slice(0, 200)}" is no http(s) address to crawl.` });
  const startedAt = performance.now();
  const progress = settings.progress ?? silent;
  const name = nameOf(into.crawlsFolder, seeds, settings);
  const folder = join(into.crawlsFolder, name);
  mkdirSync(folder, { recursive: true });
  const segments = new SegmentsIngest(into, name, settings);
  const {
    segments: paths,
    seeds: fates,
    ...outcome
  } = await crawl(seeds, {
    guard: into.guard,
    folder,
    name,
    visits: join(into.crawlsFolder, 'visits.sqlite'),
    reader: pageReader,
    agent: 'openbacklinks',
    userAgent: `openbacklinks/${into.version} (+${contact})`,
    contact,
    pages: settings.pages,
    depth: settings.depth,
    hosts: settings.hosts,
    sitemaps: settings.sitemaps,
    whole: settings.whole ?? false,
    delayMs: settings.delayMs ?? limits.crawlDelayMs,
    onSegment: (path) => segments.add(path),
    progress,
    ...(settings.signal && { signal: settings.signal }),
  }).catch(async (thrown: unknown) => {
    await segments.done().catch(() => undefined);
    throw thrown;
  });
  // Also those that an earlier process finished and did not live to ingest.
  for (const path of paths) segments.add(path);
  const links = await segments.done();
  endCrawl(folder);
  const seconds = Math.round(performance.now() - startedAt) / 1000;
  return { result: { crawl: name, ...outcome, segments: paths.length, links, seconds }, archives: paths, seeds: fates };
}

/** Ingests finished segments one after the other, beside the crawl. */
class SegmentsIngest {
  readonly #into: CrawlInto;
  readonly #crawl: string;
  readonly #settings: CrawlSettings;
  readonly #added = new Set<string>();
  #links = 0;
  #ingesting: Promise<void> = Promise.resolve();

  constructor(into: CrawlInto, crawl: string, settings: CrawlSettings) {
    this.#into = into;
    this.#crawl = crawl;
    this.#settings = settings;
  }

  add(path: string): void {
    if (this.#added.has(path)) return;
    this.#added.add(path);
    this.#ingesting = this.#after(this.#ingesting, path);
    // Told when it is waited for.
    this.#ingesting.catch(() => undefined);
  }

  async #after(others: Promise<void>, path: string): Promise<void> {
    await others;
    const { progress, signal } = this.#settings;
    const { links } = await ingest(this.#into, [path], {
      crawl: this.#crawl,
      localPaths: true,
      workers: 1,
      // The crawl's own progress goes on meanwhile.
      progress: { ...silent, note: (note) => progress?.note(note) },
      ...(signal && { signal }),
    });
    this.#links += links;
  }

  async done(): Promise<number> {
    await this.#ingesting;
    return this.#links;
  }
}

/** `example.com-1f0a3b5c-2`: the unfinished crawl of this input, or the next one. */
function nameOf(folder: string, seeds: readonly string[], { name, pages, depth, hosts, sitemaps, delayMs, whole }: CrawlSettings): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([seeds, pages, depth, hosts, sitemaps, delayMs, whole]))
    .digest('hex')
    .slice(0, 8);
  const base = `${(name ?? addressOf(seeds[0] ?? '')?.host ?? 'crawl').replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 100)}-${digest}`;
  mkdirSync(folder, { recursive: true });
  const rounds = readdirSync(folder).flatMap((entry) => (entry.startsWith(`${base}-`) ? [Number(entry.slice(base.length + 1))] : []));
  const last = Math.max(0, ...rounds.filter((round) => Number.isSafeInteger(round)));
  return last > 0 && isUnfinished(join(folder, `${base}-${last}`)) ? `${base}-${last}` : `${base}-${last + 1}`;
}
