/**
 * What an ingest of a part of a crawl would fetch, store and take, before anything of it is done. Sizes are what the storage says; what
 * its pages hold is read from the beginnings of a few of its files; what the index needs is measured on this index when it is large
 * enough, else on a set of real pages. Each figure that is none of the storage's is an assumption with its source.
 */
import { statfs } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { limits } from '../base/limits.ts';
import { captureOf, wantsBody } from '../extract/capture.ts';
import { foldLinks } from '../extract/linkset.ts';
import { crawlFiles, type CrawlFiles } from '../sources/common-crawl/crawl-files.ts';
import type { CommonCrawl } from '../sources/common-crawl/storage.ts';
import { isAddress } from '../sources/source-name.ts';
import { readArchive } from '../sources/warc.ts';
import { memoryBytes } from '../sources/warc/bytes.ts';
import type { Accounts } from '../store/accounts.ts';
import { batchesNamed, committedLinks, loadSeconds } from '../store/batches.ts';
import type { Engine } from '../store/engine.ts';
import { storedBytes } from '../store/stored-bytes.ts';

/** Counts and sizes in bytes and seconds; what is not known is null. */
export interface CrawlPlan {
  readonly crawl: string;
  readonly format: 'wat' | 'warc';
  readonly base: string;
  readonly files: number;
  readonly files_in_index: number;
  readonly files_to_fetch: number;
  /** Of the files to fetch, exactly, when the storage was asked for the size of each; 0 for a folder, which is read where it lies. */
  readonly fetch_bytes: number | null;
  readonly fetch_bytes_estimate: number;
  readonly read_bytes_estimate: number;
  readonly pages_estimate: number;
  readonly links_estimate: number;
  readonly index_bytes_estimate: number;
  /** With the fetched files, as an ingest keeps them; `--drop-fetched` needs only the index and a few files. */
  readonly disk_bytes_estimate: number;
  readonly disk_bytes_free: number;
  readonly fetch_seconds_estimate: number;
  readonly read_seconds_estimate: number;
  /** Both go on at the same time. */
  readonly seconds_estimate: number;
  readonly assumptions: readonly Assumption[];
}

interface Assumption {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly source: string;
}

export interface PlanOptions {
  readonly engine: Engine;
  readonly accounts: Accounts;
  readonly commonCrawl: CommonCrawl;
  /** Whose disk is looked at. */
  readonly folder: string;
  readonly workers?: number;
  /** Of the connection. */
  readonly megabitsPerSecond?: number;
  readonly signal?: AbortSignal;
}

/** Fails as `crawlFiles` does, with `source_missing` for a listed file that the storage does not have, and `download_failed`. */
export async function planCrawl(source: string, options: PlanOptions): Promise<CrawlPlan> {
  const { commonCrawl, accounts, signal } = options;
  const named = await crawlFiles(commonCrawl, source, signal);
  const folder = `crawl-data/${named.crawl}/`;
  const held = new Set(batchesNamed(accounts, folder).map(({ archive }) => archive.slice(archive.indexOf(folder))));
  const paths = named.paths.filter((path) => !held.has(path));
  const sizes = await sizesOf(commonCrawl, paths, signal);
  const sample = await sampled(commonCrawl, paths, signal);
  const bytesOfLink = await bytesOfOneLink(named, options);
  const { megabitsPerSecond = 100 } = options;
  const workers = Math.min(options.workers ?? availableParallelism(), Math.max(1, paths.length));

  const isFetched = isAddress(commonCrawl.base);
  const bytes = paths.length === 0 ? 0 : Math.round((sum(sizes) * paths.length) / sizes.length);
  const fetchBytes = isFetched ? bytes : 0;
  const links = Math.round(bytes * sample.linksPerByte);
  const indexBytes = Math.round(links * bytesOfLink.value);
  const fetchSeconds = (fetchBytes * 8) / (megabitsPerSecond * 1e6);
  const load = loadOfOneFile(accounts);
  const readSeconds = (bytes * sample.secondsPerByte) / workers + paths.length * load.value;
  const { bavail, bsize } = await statfs(options.folder);
  return {
    crawl: named.crawl,
    format: named.format,
    base: commonCrawl.base,
    files: named.paths.length,
    files_in_index: named.paths.length - paths.length,
    files_to_fetch: isFetched ? paths.length : 0,
    fetch_bytes: sizes.length === paths.length ? fetchBytes : null,
    fetch_bytes_estimate: fetchBytes,
    read_bytes_estimate: bytes,
    pages_estimate: Math.round(bytes * sample.pagesPerByte),
    links_estimate: links,
    index_bytes_estimate: indexBytes,
    disk_bytes_estimate: fetchBytes + indexBytes,
    disk_bytes_free: bavail * bsize,
    fetch_seconds_estimate: Math.round(fetchSeconds),
    read_seconds_estimate: Math.round(readSeconds),
    seconds_estimate: Math.round(Math.max(fetchSeconds, readSeconds)),
    assumptions: [
      {
        name: 'bytes of a file',
        value: paths.length === 0 ? 0 : Math.round(bytes / paths.length),
        unit: 'bytes',
        source: `the storage, asked for ${sizes.length} of ${paths.length} files`,
      },
      { name: 'pages', value: rounded(sample.pagesPerByte * 1e6), unit: 'a MB', source: sample.source },
      {
        name: 'links to other domains',
        value: rounded(sample.linksPerByte / (sample.pagesPerByte || 1)),
        unit: 'a page',
        source: sample.source,
      },
      {
        name: 'reading',
        value: rounded(1 / (sample.secondsPerByte || 1) / 1e6),
        unit: 'MB/s a core',
        source: `${sample.source}, just now`,
      },
      load,
      { name: 'cores', value: workers, unit: 'at work', source: 'OPENBACKLINKS_WORKERS, or those of this machine' },
      {
        name: 'connection',
        value: megabitsPerSecond,
        unit: 'megabits/s',
        source: options.megabitsPerSecond === undefined ? 'taken, not measured' : 'as given',
      },
      bytesOfLink,
    ],
  };
}

/** The sizes of the files, or of some spread evenly over them. */
async function sizesOf(from: CommonCrawl, paths: readonly string[], signal: AbortSignal | undefined): Promise<number[]> {
  const sizes: number[] = [];
  for (const path of spread(paths, limits.planSizesMax)) {
    const bytes = await from.bytesOf(path, signal);
    if (bytes !== null) sizes.push(bytes);
  }
  return sizes;
}

interface Sample {
  readonly pagesPerByte: number;
  readonly linksPerByte: number;
  readonly secondsPerByte: number;
  readonly source: string;
}

/** Reads the beginnings of a few files. The first is read twice: what counts is a reader that is warm. */
async function sampled(from: CommonCrawl, paths: readonly string[], signal: AbortSignal | undefined): Promise<Sample> {
  const counts = { bytes: 0, pages: 0, links: 0, ms: 0 };
  const chosen = spread(paths, limits.planSamplesMax);
  for (const [i, path] of chosen.entries()) {
    const size = await from.bytesOf(path, signal);
    const piece = await from.range(path, 0, Math.min(limits.planSampleBytes, size ?? limits.planSampleBytes), signal);
    if (i === 0) read(piece);
    const started = performance.now();
    const { bytes, pages, links } = read(piece);
    counts.ms += performance.now() - started;
    counts.bytes += bytes;
    counts.pages += pages;
    counts.links += links;
  }
  const per = (count: number): number => (counts.bytes === 0 ? 0 : count / counts.bytes);
  return {
    pagesPerByte: per(counts.pages),
    linksPerByte: per(counts.links),
    secondsPerByte: per(counts.ms / 1_000),
    source: `the first ${(counts.bytes / 1e6).toFixed(1)} MB of ${chosen.length} of its files`,
  };
}

/** What the whole records of a file's beginning hold. */
function read(piece: Buffer): { bytes: number; pages: number; links: number } {
  const counts = { bytes: 0, pages: 0, links: 0 };
  for (const record of readArchive(memoryBytes(piece), { wants: wantsBody, onDamage: () => {} })) {
    if (record.truncation === 'archive') continue;
    counts.bytes = record.offset + record.length;
    const outcome = captureOf(record, { keepInternal: false });
    if ('skipped' in outcome) continue;
    counts.pages += 1;
    counts.links += outcome.capture.page === null ? 0 : foldLinks(outcome.capture.source, outcome.capture.page).length;
  }
  return counts;
}

/** Measured 2026-11-27 on 954 pages with 15,700 links to other domains, raw rows and one release; larger indexes need less. */
const bytesPerLink = { wat: 252, warc: 285 } as const;

async function bytesOfOneLink({ format }: CrawlFiles, { engine, accounts, signal }: PlanOptions): Promise<Assumption> {
  const name = 'a link in the index';
  const links = committedLinks(accounts);
  if (links >= limits.planOwnLinksLeast)
    return {
      name,
      value: rounded((await storedBytes(engine, signal)) / links),
      unit: 'bytes',
      source: `this index, with ${links.toLocaleString('en-US')} links`,
    };
  return { name, value: bytesPerLink[format], unit: 'bytes', source: '954 real pages, raw rows and one release' };
}

/** Loads wait for one another. Measured 2026-11-27 on small archives, 2 busy cores: 0.5 to 0.9 s, most of it waiting for the disk. */
const loadSecondsTaken = 0.5;

function loadOfOneFile(accounts: Accounts): Assumption {
  const [name, unit] = ['loading', 's a file'];
  const own = loadSeconds(accounts, limits.planOwnLoadsLeast);
  if (own === null) return { name, value: loadSecondsTaken, unit, source: 'taken, not measured here' };
  return { name, value: rounded(own.seconds), unit, source: `the last ${own.batches} archives of this index` };
}

function spread<Item>(items: readonly Item[], max: number): Item[] {
  if (items.length <= max) return [...items];
  return Array.from({ length: max }, (_, i) => items[Math.floor((i * items.length) / max)]).filter((item) => item !== undefined);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
