/**
 * Archives in, committed batches out.
 *
 *   sources -> (fetch) -> worker: digest, read, extract, stage -> main thread: load, commit
 *
 * Workers own whole files; the engine loads one staged archive at a time. A file whose bytes are in the index already is
 * passed over, so an interrupted ingest is continued by running it again, and running it twice changes nothing.
 */
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { Failure, fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { silent, type Progress } from '../base/progress.ts';
import { isCrawlSource } from '../sources/common-crawl/crawl-source.ts';
import type { CommonCrawlPlace } from '../sources/common-crawl/storage.ts';
import type { ExportOptions } from '../sources/exports/export-file.ts';
import { isAddress, sourceName } from '../sources/source-name.ts';
import type { Accounts } from '../store/accounts.ts';
import { committedBatch, loadBatch } from '../store/batches.ts';
import type { Engine } from '../store/engine.ts';
import { Arrivals, removeUnless, type Arrived } from './arrivals.ts';
import type { ExportedRows, StagedArchive } from './extract-messages.ts';
import { Extractor } from './extractor.ts';
import { IngestMeter } from './ingest-meter.ts';

export interface IngestInto {
  readonly engine: Engine;
  readonly accounts: Accounts;
  /** For staged files; emptied before and after. */
  readonly stagingFolder: string;
  /** Where fetched archives are kept: evidence is read from them. */
  readonly downloadFolder: string;
  /** Hosts that an operator allows although their address is not public. */
  readonly allowHosts: readonly string[];
  /** Where crawls lie (`cc:CRAWL`). */
  readonly commonCrawl: CommonCrawlPlace;
  /** File of further words of topics (topic-words.ts), which need not be there. */
  readonly topicWords?: string;
}

export interface IngestOptions {
  /** Name of the collection; default: what the archive's warcinfo says, else the file's name. */
  readonly crawl?: string;
  /** Store links inside a page's own domain too. */
  readonly keepInternal?: boolean;
  /** Remove archives that were fetched once they are in the index; evidence is then read from where they were fetched. */
  readonly dropFetched?: boolean;
  /** What the user says of the exports among the sources. */
  readonly exported?: ExportOptions;
  /** Whether sources may be paths of this machine. */
  readonly localPaths: boolean;
  readonly workers?: number;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

interface IngestedArchive {
  readonly archive: string;
  /** The batch that holds it; null when it could not be read. */
  readonly batch: number | null;
  /** Its bytes were in the index before. */
  readonly known: boolean;
  readonly records: number;
  readonly captures: number;
  readonly links: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly damages: readonly { readonly offset: number; readonly reason: string }[];
  readonly damages_total: number;
  readonly error: { readonly code: string; readonly message: string } | null;
  /** Of an export: what it was recognised as, and what became of its rows (`skipped` counts the refused ones by reason). */
  readonly exported: ExportedRows | null;
}

export interface IngestResult {
  readonly archives: number;
  readonly archives_known: number;
  readonly archives_failed: number;
  readonly records: number;
  readonly captures: number;
  readonly links: number;
  readonly bytes: number;
  readonly seconds: number;
  /** Each archive by itself, the first `archivesNamedMax` of them. */
  readonly each: readonly IngestedArchive[];
}

/**
 * Ingests all archives behind `sources`. Archives that cannot be read do not stop the others; when there were any, the first
 * one's failure is thrown at the end. A full disk stops at once.
 */
export async function ingest(into: IngestInto, sources: readonly string[], options: IngestOptions): Promise<IngestResult> {
  if (sources.length === 0) fail('usage', { reason: 'Name at least one archive, folder or http(s) address to ingest.' });
  if (!options.localPaths && !sources.every((name) => isCrawlSource(name) || isAddress(sourceName(name).place))) fail('paths_need_admin');
  const run = new IngestRun(into, options);
  return run.of(sources);
}

class IngestRun {
  readonly #into: IngestInto;
  readonly #options: IngestOptions;
  readonly #progress: Progress;
  readonly #arrivals: Arrivals;
  readonly #startedAt = performance.now();
  readonly #each: IngestedArchive[] = [];
  readonly #failures: Failure[] = [];
  readonly #digestsUnderWay = new Set<string>();
  /** Set on the first failure that concerns the machine and not an archive. */
  readonly #stop = new AbortController();
  #loading: Promise<unknown> = Promise.resolve();
  #staged = 0;
  #bytes = 0;
  #counts = { archives: 0, known: 0, records: 0, captures: 0, links: 0 };

  constructor(into: IngestInto, options: IngestOptions) {
    this.#into = into;
    this.#options = options;
    this.#progress = options.progress ?? silent;
    this.#arrivals = new Arrivals({
      accounts: into.accounts,
      downloadFolder: into.downloadFolder,
      allowHosts: into.allowHosts,
      commonCrawl: into.commonCrawl,
      dropFetched: options.dropFetched ?? false,
      progress: this.#progress,
      signal: this.#signal(),
      onKnown: (uri, { id }) => this.#known(uri, id),
      onFailure: (uri, thrown) => this.#note(uri, thrown),
    });
  }

  async of(names: readonly string[]): Promise<IngestResult> {
    rmSync(this.#into.stagingFolder, { recursive: true, force: true });
    try {
      const found = await this.#arrivals.named(names);
      const meter = new IngestMeter(this.#progress, found);
      const arriving = this.#arrivals.of(found, meter);
      const lanes = Math.max(1, Math.min(this.#options.workers ?? availableParallelism(), found.length));
      const ended = await Promise.allSettled(Array.from({ length: lanes }, () => this.#lane(arriving, meter)));
      const broken = ended.find((lane) => lane.status === 'rejected');
      if (broken !== undefined) throw broken.reason;
      meter.end();
    } finally {
      await this.#arrivals.close();
      rmSync(this.#into.stagingFolder, { recursive: true, force: true });
    }
    const [failure] = this.#failures;
    if (failure !== undefined) throw failure;
    return this.#result();
  }

  /** Reads one archive after the other; while one is loaded, the next is being read. */
  async #lane(arriving: AsyncGenerator<Arrived[]>, meter: IngestMeter): Promise<void> {
    const extractor = new Extractor();
    let loading: Promise<void> = Promise.resolve();
    try {
      for (let next = await arriving.next(); next.done !== true; next = await arriving.next()) {
        for (const arrived of next.value) {
          const load = await this.#extracted(arrived, extractor, meter);
          // At most one staged archive a lane waits to be loaded.
          await loading;
          loading = load();
          // The archive that is being read meanwhile would otherwise be read to its end.
          loading.catch((thrown: unknown) => this.#stop.abort(thrown));
        }
      }
      await loading;
    } catch (thrown) {
      this.#stop.abort(thrown);
      throw thrown;
    } finally {
      // What is being loaded reads staged files, which are removed when all lanes have ended.
      await Promise.allSettled([loading]);
      await extractor.close();
    }
  }

  /** Reads an archive. Returns what is left to do: to load what was staged. */
  async #extracted(arrived: Arrived, extractor: Extractor, meter: IngestMeter): Promise<() => Promise<void>> {
    const { archive } = arrived;
    const folder = join(this.#into.stagingFolder, String(this.#staged++));
    const follow = meter.follow(archive);
    let mine: string | null = null;
    const ending = async (work: () => Promise<void>): Promise<void> => {
      try {
        await work();
      } catch (thrown) {
        rmSync(folder, { recursive: true, force: true });
        this.#note(archive.uri, thrown);
      } finally {
        follow.end();
        if (mine !== null) this.#digestsUnderWay.delete(mine);
      }
    };
    const task = {
      path: archive.path,
      kind: archive.kind,
      folder,
      keepInternal: this.#options.keepInternal ?? false,
      exported: this.#options.exported ?? {},
      topicWords: this.#into.topicWords ?? null,
      isKnown: (bytes: string) => {
        const known = this.#digestsUnderWay.has(bytes) || committedBatch(this.#into.accounts, bytes) !== null;
        if (!known) this.#digestsUnderWay.add((mine = bytes));
        return known;
      },
      onProgress: (bytes: number, pages: number, links: number) => follow.update(bytes, pages, links),
    };
    try {
      const found = await extractor.extract(task, this.#signal());
      if ('known' in found) return async () => ending(async () => this.#foundKnown(arrived, found.digest));
      const { digest, staged } = found;
      follow.update(archive.bytes, staged.captures, staged.links);
      return async () => ending(async () => this.#load(arrived, folder, digest, staged));
    } catch (thrown) {
      await ending(() => Promise.reject(thrown));
      return async () => {};
    }
  }

  async #foundKnown({ archive, fetched }: Arrived, digest: string): Promise<void> {
    const batch = committedBatch(this.#into.accounts, digest);
    this.#known(archive.uri, batch?.id ?? null);
    if (fetched && this.#options.dropFetched === true) removeUnless(batch?.path ?? archive.path, archive.path);
  }

  /** Loads wait for one another, so that at most one batch is uncommitted at any moment. */
  async #load({ archive, crawl, fetched }: Arrived, folder: string, digest: string, staged: StagedArchive): Promise<void> {
    const counts = {
      records: staged.records,
      captures: staged.captures,
      links: staged.links,
      bytes: archive.bytes,
      skipped: staged.skipped,
      damages: staged.damagesTotal,
    };
    const named = this.#options.crawl ?? crawl ?? (staged.partOf || nameOf(archive.uri));
    const isDropped = fetched && this.#options.dropFetched === true;
    const mine = this.#loading.then(async () => {
      this.#signal().throwIfAborted();
      return loadBatch(
        this.#into.engine,
        this.#into.accounts,
        folder,
        { archive: archive.uri, path: isDropped ? archive.uri : archive.path, crawl: named, digest, counts },
        staged.rows,
      );
    });
    this.#loading = mine.catch(() => undefined);
    const batch = await mine;
    if (isDropped) rmSync(archive.path, { force: true });
    for (const damage of staged.damages) {
      this.#progress.note({
        level: 'warning',
        text: `${archive.uri} is damaged at byte ${damage.offset}: ${damage.reason}`,
        fields: { path: archive.uri, offset: damage.offset },
      });
    }
    this.#bytes += archive.bytes;
    this.#counts.archives += 1;
    this.#counts.records += staged.records;
    this.#counts.captures += staged.captures;
    this.#counts.links += staged.links;
    this.#name({
      ...empty(archive.uri),
      batch: batch.id,
      records: staged.records,
      captures: staged.captures,
      links: staged.links,
      skipped: staged.skipped,
      damages: staged.damages,
      damages_total: staged.damagesTotal,
      exported: staged.exported ?? null,
    });
  }

  #known(uri: string, batch: number | null): void {
    this.#counts.archives += 1;
    this.#counts.known += 1;
    this.#progress.note({ level: 'info', text: `${uri} is in the index already`, fields: { path: uri } });
    this.#name({ ...empty(uri), known: true, batch });
  }

  /** An archive's own failure is kept for the end; one of the machine (a full disk, a cancelled run) ends the run now. */
  #note(archive: string, thrown: unknown): void {
    if (!(thrown instanceof Failure) || thrown.code === 'disk_full' || thrown.code === 'cancelled' || thrown.code === 'engine_failed')
      throw thrown;
    this.#failures.push(thrown);
    this.#progress.note({
      level: 'warning',
      text: `${archive} was not ingested: ${thrown.message}`,
      fields: { path: archive, code: thrown.code },
    });
    this.#name({ ...empty(archive), error: { code: thrown.code, message: thrown.message } });
  }

  #name(archive: IngestedArchive): void {
    if (this.#each.length < limits.archivesNamedMax) this.#each.push(archive);
  }

  #signal(): AbortSignal {
    const { signal } = this.#options;
    return signal === undefined ? this.#stop.signal : AbortSignal.any([signal, this.#stop.signal]);
  }

  #result(): IngestResult {
    return {
      archives: this.#counts.archives,
      archives_known: this.#counts.known,
      archives_failed: this.#failures.length,
      records: this.#counts.records,
      captures: this.#counts.captures,
      links: this.#counts.links,
      bytes: this.#bytes,
      seconds: Math.round(performance.now() - this.#startedAt) / 1000,
      each: this.#each,
    };
  }
}

function empty(archive: string): IngestedArchive {
  return {
    archive,
    batch: null,
    known: false,
    records: 0,
    captures: 0,
    links: 0,
    skipped: {},
    damages: [],
    damages_total: 0,
    error: null,
    exported: null,
  };
}

/** `CC-MAIN-2026-43-00001.warc.wat.gz` -> `CC-MAIN-2026-43-00001`. */
function nameOf(uri: string): string {
  return (
    basename(uri.replace(/[?#].*$/, ''))
      .replace(/(\.(gz|zst|warc|wat|arc|wacz))+$/i, '')
      .slice(0, limits.crawlCharsMax) || uri.slice(0, limits.crawlCharsMax)
  );
}
