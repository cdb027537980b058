/**
 * From what a user named to archives on this machine: files and folders as they lie, addresses and files of crawls fetched, several side
 * by side. What cannot be fetched is told and does not stop the others, unless the storage gives nothing at all.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { Failure } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { silent, type Progress } from '../base/progress.ts';
import { crawlFiles } from '../sources/common-crawl/crawl-files.ts';
import { isCrawlSource } from '../sources/common-crawl/crawl-source.ts';
import { CommonCrawl, type CommonCrawlPlace } from '../sources/common-crawl/storage.ts';
import { downloadPath } from '../sources/download.ts';
import { fetchSource } from '../sources/fetch-source.ts';
import { createGuard, type Guard } from '../sources/guard.ts';
import { isAddress } from '../sources/source-name.ts';
import { resolveSources, type ArchiveFile, type Source } from '../sources/sources.ts';
import type { Accounts } from '../store/accounts.ts';
import { batchesNamed, type Batch } from '../store/batches.ts';
import { fetchAhead } from './fetch-ahead.ts';
import type { IngestMeter } from './ingest-meter.ts';

/** An archive, and what is known of it beside its bytes. */
export interface Arrived {
  readonly archive: ArchiveFile;
  readonly crawl?: string;
  /** It was downloaded, to a file that holds nothing else. */
  readonly fetched: boolean;
}

/** A file of a crawl, at a path below the storage's base. It never changes, so one that is in the index is known by its path before it is fetched. */
interface CrawlFile {
  readonly uri: string;
  readonly path: null;
  readonly crawl: string;
  readonly below: string;
}

export type Named = Source | CrawlFile;

export interface ArrivalOptions {
  readonly accounts: Accounts;
  readonly downloadFolder: string;
  readonly allowHosts: readonly string[];
  readonly commonCrawl: CommonCrawlPlace;
  /** Archives that were fetched are not kept. */
  readonly dropFetched: boolean;
  readonly progress?: Progress;
  readonly signal: AbortSignal;
  /** Told of each source that is in the index already. */
  readonly onKnown: (uri: string, batch: Batch) => void;
  /** Told of each source that could not be fetched; throws to end the run. */
  readonly onFailure: (uri: string, thrown: unknown) => void;
}

export class Arrivals {
  readonly #options: ArrivalOptions;
  readonly #guard: Guard;
  readonly #commonCrawl: CommonCrawl;
  /** Committed batches of the named crawls, by their path below the base of whichever storage. */
  readonly #held = new Map<string, Batch>();
  /** In a row, other than for files that a storage does not have. */
  #failures = 0;

  constructor(options: ArrivalOptions) {
    this.#options = options;
    this.#guard = createGuard({ allowHosts: options.allowHosts });
    this.#commonCrawl = new CommonCrawl(options.commonCrawl);
    mkdirSync(options.downloadFolder, { recursive: true });
  }

  /** The sources behind names, each once. Fails as `resolveSources` and `crawlFiles` do. */
  async named(names: readonly string[]): Promise<Named[]> {
    const { progress = silent, signal } = this.#options;
    const isElse = (name: string): boolean => !isCrawlSource(name);
    const sources = await resolveSources(names.filter(isElse), { progress, signal });
    return [...sources, ...(await this.#filesOfCrawls(names.filter(isCrawlSource)))];
  }

  /** Each source as the archives behind it, in the order in which they arrive. */
  of(sources: readonly Named[], meter: IngestMeter): AsyncGenerator<Arrived[]> {
    return fetchAhead(sources, async (source) => this.#arrival(source, meter), limits.downloadsAtOnce);
  }

  async close(): Promise<void> {
    await this.#guard.close();
    await this.#commonCrawl.close();
  }

  async #filesOfCrawls(names: readonly string[]): Promise<CrawlFile[]> {
    const { accounts, signal } = this.#options;
    const files = new Map<string, CrawlFile>();
    for (const name of names) {
      const { crawl, paths } = await crawlFiles(this.#commonCrawl, name, signal);
      for (const below of paths) files.set(below, { uri: this.#commonCrawl.uriOf(below), path: null, crawl, below });
      const folder = `crawl-data/${crawl}/`;
      for (const batch of batchesNamed(accounts, folder)) this.#held.set(batch.archive.slice(batch.archive.indexOf(folder)), batch);
    }
    return [...files.values()];
  }

  async #arrival(source: Named, meter: IngestMeter): Promise<Arrived[]> {
    if (source.path !== null) return [{ archive: source, fetched: false }];
    const fetching = meter.fetch();
    try {
      const archives = await this.#fetch(source, (received, total) => fetching.update(received, total));
      this.#failures = 0;
      fetching.end(archives);
      // Evidence in a table is read line by line, and not by its range from elsewhere.
      const file = 'kind' in source && source.kind !== 'archive' ? null : this.#downloaded(source.uri);
      return archives.map((archive) => ({ archive, fetched: archive.path === file, ...('crawl' in source && { crawl: source.crawl }) }));
    } catch (thrown) {
      fetching.end([]);
      this.#options.onFailure(source.uri, thrown);
      this.#countFailure(thrown);
      return [];
    }
  }

  async #fetch(source: Exclude<Named, ArchiveFile>, onBytes: (received: number, total: number | null) => void): Promise<ArchiveFile[]> {
    const { downloadFolder, signal, dropFetched, onKnown } = this.#options;
    const options = { folder: downloadFolder, signal, onBytes };
    if (!('below' in source)) return fetchSource(source, { ...options, guard: this.#guard });
    const held = this.#held.get(source.below);
    if (held === undefined) return this.#commonCrawl.fetch(source.below, options);
    onKnown(source.uri, held);
    const file = this.#downloaded(source.uri);
    if (dropFetched && file !== null) removeUnless(held.path, file);
    return [];
  }

  /** Where the file of a source is when it has been downloaded; null for one in a folder. */
  #downloaded(uri: string): string | null {
    return isAddress(uri) ? downloadPath(this.#options.downloadFolder, uri) : null;
  }

  /** Many failures in a row are the storage's and not a file's: asking on would only add to its trouble. */
  #countFailure(thrown: unknown): void {
    if (!(thrown instanceof Failure) || thrown.code !== 'download_failed' || thrown.params['status'] === 404) return;
    this.#failures += 1;
    if (this.#failures >= limits.fetchFailuresInARowMax) throw thrown;
  }
}

/** Removes a fetched file that evidence is not read from. */
export function removeUnless(evidence: string, file: string): void {
  if (evidence !== file) rmSync(file, { force: true });
}
