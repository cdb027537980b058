/**
 * From "this domain links there" to the links themselves, without a crawl: the URL index of a crawl says which pages of each domain it
 * holds, the likeliest few are fetched by their range, and ingested like any archive.
 *
 *   domains -> URL index -> likely pages -> (what it costs) -> records by range -> archive of our own -> ingest -> (what it gave)
 *
 * A domain of which nothing could be had is `not_reached` and never "no link". Run again, it asks anew and fetches only what the index
 * lacks: records that were ingested are known by page and time.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { silent, type Progress } from '../base/progress.ts';
import { listedCrawl, type ListedCrawl } from '../sources/common-crawl/crawls.ts';
import { likelyPages } from '../sources/common-crawl/likely-pages.ts';
import { recordOf, RecordArchive } from '../sources/common-crawl/records.ts';
import { CommonCrawl } from '../sources/common-crawl/storage.ts';
import { pagesOfDomain, type IndexedPage } from '../sources/common-crawl/url-index.ts';
import { aimedNames } from '../store/batches.ts';
import { capturedBefore, domainsLinking, linksOfPages, topicOf, type LinkTarget } from './enrich-rows.ts';
import { summed, type EnrichResult, type Looked } from './enrich-result.ts';
import { fetchAhead } from './fetch-ahead.ts';
import { ingest, type IngestInto } from './ingest.ts';

export interface EnrichWanted {
  readonly target: LinkTarget;
  /** Registrable domains that are said to link to it, the strongest first. */
  readonly domains: readonly { readonly domain: string; readonly rank: number | null }[];
  /** Most records of one domain. */
  readonly records: number;
  /** A crawl's name, or `latest`. */
  readonly crawl: string;
  /** Asks the index and fetches nothing. */
  readonly dryRun: boolean;
}

export interface EnrichOptions {
  readonly workers?: number;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/**
 * Fails with `crawl_unknown`, and as the URL index does when it answered for no domain at all. `domains` are looked up in their order.
 */
export async function enrich(into: IngestInto, wanted: EnrichWanted, options: EnrichOptions = {}): Promise<EnrichResult> {
  const commonCrawl = new CommonCrawl(into.commonCrawl);
  try {
    return await new Enrichment(into, commonCrawl, wanted, options).run();
  } finally {
    await commonCrawl.close();
  }
}

interface Wanted {
  readonly looked: Looked;
  readonly page: IndexedPage;
}

class Enrichment {
  readonly #into: IngestInto;
  readonly #commonCrawl: CommonCrawl;
  readonly #wanted: EnrichWanted;
  readonly #options: EnrichOptions;
  readonly #progress: Progress;
  readonly #startedAt = performance.now();
  readonly #index = { requests: 0, bytes: 0 };
  #firstFailure: Failure | null = null;
  #failuresInARow = 0;
  #recordsFailed = 0;

  constructor(into: IngestInto, commonCrawl: CommonCrawl, wanted: EnrichWanted, options: EnrichOptions) {
    this.#into = into;
    this.#commonCrawl = commonCrawl;
    this.#wanted = wanted;
    this.#options = options;
    this.#progress = options.progress ?? silent;
  }

  async run(): Promise<EnrichResult> {
    const { target, domains, dryRun } = this.#wanted;
    const crawl = await listedCrawl(this.#commonCrawl, this.#wanted.crawl, this.#options.signal);
    const linking = await domainsLinking(
      this.#into,
      target,
      domains.map(({ domain }) => domain),
      this.#options.signal,
    );
    const asked = domains.filter(({ domain }) => !linking.has(domain) && domain !== target.domain);
    const looked = await this.#lookUp(crawl, asked);
    if (looked.length > 0 && looked.every(({ listed }) => listed === null)) throw this.#firstFailure ?? new Failure('unexpected');

    const toFetch = await this.#unknown(looked);
    const bytes = toFetch.reduce((sum, { page }) => sum + page.length, 0);
    const ofDomains = new Set(toFetch.map(({ looked: { domain } }) => domain)).size;
    this.#progress.note({
      level: 'info',
      text: `${dryRun ? 'would fetch' : 'fetching'} ${toFetch.length} records of ${ofDomains} domains, ${bytes.toLocaleString('en-US')} bytes, from ${crawl.id}`,
      fields: { records: toFetch.length, bytes },
    });
    if (!dryRun) await this.#fetchAndIngest(crawl.id, toFetch, bytes);
    return this.#result(crawl.id, looked, bytes);
  }

  async #lookUp(crawl: ListedCrawl, domains: EnrichWanted['domains']): Promise<Looked[]> {
    const topic = await topicOf(this.#into, this.#wanted.target, this.#options.signal);
    const order = new Map(domains.map(({ domain }, i) => [domain, i]));
    const looked: Looked[] = [];
    const looking = fetchAhead(domains, async (named) => this.#look(crawl, named, topic), limits.urlIndexAtOnce);
    for await (const one of looking) {
      looked.push(one);
      this.#tell('asking the URL index', looked.length, domains.length, 'domains', {
        records: looked.reduce((sum, { chosen }) => sum + chosen.length, 0),
      });
    }
    return looked.toSorted((a, b) => (order.get(a.domain) ?? 0) - (order.get(b.domain) ?? 0));
  }

  async #look(crawl: ListedCrawl, named: EnrichWanted['domains'][number], topic: ReadonlySet<string>): Promise<Looked> {
    const nothing = { ...named, known: 0, fetched: 0, bytes: 0 };
    if (this.#failuresInARow >= limits.urlIndexFailuresInARowMax)
      return {
        ...nothing,
        listed: null,
        chosen: [],
        reason: `the URL index had not answered for ${this.#failuresInARow} domains in a row`,
      };
    try {
      const { pages, isPart, unreadable, requests, bytes } = await pagesOfDomain(
        this.#commonCrawl,
        crawl,
        named.domain,
        this.#options.signal,
      );
      this.#failuresInARow = 0;
      this.#index.requests += requests;
      this.#index.bytes += bytes;
      if (unreadable > 0) this.#warn(`${unreadable} lines of the URL index about ${named.domain} could not be read`, named.domain);
      const chosen = likelyPages(pages, this.#wanted.records, topic);
      return { ...nothing, listed: { pages: pages.length, isPart }, chosen, reason: null };
    } catch (thrown) {
      const failure = mayPass(thrown);
      this.#firstFailure ??= failure;
      this.#failuresInARow += 1;
      this.#warn(`${named.domain} was not reached: ${failure.message}`, named.domain);
      return { ...nothing, listed: null, chosen: [], reason: failure.message };
    }
  }

  /** The chosen records that the index lacks, in the order in which they lie at the storage. */
  async #unknown(looked: readonly Looked[]): Promise<Wanted[]> {
    const all = looked.flatMap((one) => one.chosen.map((page) => ({ looked: one, page })));
    const known = await capturedBefore(
      this.#into,
      all.map(({ page }) => page),
      this.#options.signal,
    );
    for (const { looked: one, page } of all) if (known.has(page)) one.known += 1;
    return all
      .filter(({ page }) => !known.has(page))
      .toSorted((a, b) => (a.page.file === b.page.file ? a.page.offset - b.page.offset : a.page.file < b.page.file ? -1 : 1));
  }

  async #fetchAndIngest(crawl: string, wanted: readonly Wanted[], bytesTotal: number): Promise<void> {
    const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 17);
    const done = { records: 0, bytes: 0 };
    mkdirSync(this.#into.downloadFolder, { recursive: true });
    for (let from = 0; from < wanted.length; from += limits.enrichArchiveRecordsMax) {
      const name = `${aimedNames.archive}-${crawl}-${stamp}-${String(from / limits.enrichArchiveRecordsMax).padStart(5, '0')}.warc.gz`;
      const archive = new RecordArchive(join(this.#into.downloadFolder, name), crawl);
      try {
        const some = wanted.slice(from, from + limits.enrichArchiveRecordsMax);
        for await (const { looked, page, record } of fetchAhead(some, async (one) => this.#record(one), limits.recordsAtOnce)) {
          done.records += 1;
          done.bytes += page.length;
          this.#tell('fetching records', done.bytes, bytesTotal, 'bytes', { records: done.records });
          if (record === null) continue;
          archive.add(record);
          looked.fetched += 1;
          looked.bytes += record.length;
        }
      } catch (thrown) {
        archive.abandon();
        throw thrown;
      }
      archive.end();
      if (archive.records > 0) await this.#ingest(archive.path, crawl);
    }
  }

  async #ingest(path: string, crawl: string): Promise<void> {
    const { workers, signal } = this.#options;
    const options = { ...(workers !== undefined && { workers }), ...(signal && { signal }) };
    await ingest(this.#into, [path], { localPaths: true, crawl, progress: this.#progress, ...options });
  }

  async #record({ looked, page }: Wanted): Promise<Wanted & { readonly record: Buffer | null }> {
    try {
      return { looked, page, record: await recordOf(this.#commonCrawl, page, this.#options.signal) };
    } catch (thrown) {
      const failure = mayPass(thrown);
      this.#recordsFailed += 1;
      looked.reason ??= failure.message;
      this.#warn(`a record of ${looked.domain} was not fetched: ${failure.message}`, looked.domain);
      return { looked, page, record: null };
    }
  }

  async #result(crawl: string, looked: readonly Looked[], bytesToFetch: number): Promise<EnrichResult> {
    const { target, domains, dryRun } = this.#wanted;
    const pages = looked.flatMap(({ chosen }) => chosen);
    const links = dryRun ? new Map<IndexedPage, number>() : await linksOfPages(this.#into, target, pages, this.#options.signal);
    return {
      target: target.text,
      crawl,
      dry_run: dryRun,
      domains: domains.length,
      domains_linking_already: domains.length - looked.length,
      ...summed(looked, links, dryRun),
      records_failed: this.#recordsFailed,
      bytes_to_fetch: bytesToFetch,
      index_requests: this.#index.requests,
      index_bytes: this.#index.bytes,
      seconds: Math.round(performance.now() - this.#startedAt) / 1_000,
    };
  }

  #warn(text: string, domain: string): void {
    this.#progress.note({ level: 'warning', text, fields: { domain } });
  }

  #tell(step: string, done: number, total: number, unit: string, counts: Readonly<Record<string, number>>): void {
    this.#progress.update({ task: 'enrich', step, done, total, unit, counts, elapsedMs: performance.now() - this.#startedAt });
  }
}

/** A failure of one domain or record, after which the others are still asked for. */
function mayPass(thrown: unknown): Failure {
  const own = ['download_failed', 'download_too_large', 'source_missing', 'source_unreadable', 'address_refused'];
  if (thrown instanceof Failure && own.includes(thrown.code)) return thrown;
  throw thrown;
}
