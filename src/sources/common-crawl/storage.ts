/**
 * Where crawls lie, in the layout of Common Crawl (https://commoncrawl.org/get-started): files named by paths that begin with
 * `crawl-data/CRAWL/`, below an address (Common Crawl itself, a mirror, S3-compatible storage) or in a folder.
 */
import { existsSync } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { fail } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import { silent } from '../../base/progress.ts';
import { download } from '../download.ts';
import { createGuard, headerOf, type Guard } from '../guard.ts';
import { Pace } from '../pace.ts';
import { patientGet, type SmallAnswer } from '../patient-get.ts';
import { isAddress } from '../source-name.ts';
import { archivesIn, type ArchiveFile } from '../sources.ts';

export interface CommonCrawlPlace {
  /** An address without a closing slash, or an absolute path. */
  readonly base: string;
  /** The server of URL indexes. */
  readonly index: string;
  /** Hosts that may be asked although they are not public; those of `base` and `index` are the operator's own choice and need not be named. */
  readonly allowHosts?: readonly string[];
  /** The wait after a first refusal or failure. */
  readonly backoffMs?: number;
  /** Least time between two questions to the URL index, which is one server for everybody. */
  readonly indexPauseMs?: number;
}

export interface FetchOptions {
  readonly folder: string;
  readonly signal?: AbortSignal;
  readonly onBytes?: (received: number, total: number | null) => void;
}

/** Common Crawl answers 403 to who asks too fast, and 503 when it is asked too much. */
const refusals = [403, 429, 503];
const unpacked = promisify(gunzip);

export class CommonCrawl {
  readonly base: string;
  readonly index: string;
  readonly #guard: Guard;
  readonly #backoffMs: number;
  readonly #storagePace: Pace;
  readonly #indexPace: Pace;

  constructor({ base, index, allowHosts = [], backoffMs = 1_000, indexPauseMs = limits.urlIndexPauseMs }: CommonCrawlPlace) {
    this.base = base;
    this.index = index;
    this.#backoffMs = backoffMs;
    this.#guard = createGuard({ allowHosts: [...allowHosts, ...[base, index].filter(isAddress).map((address) => hostIn(address))] });
    this.#storagePace = new Pace({ backoffMs, refusals });
    this.#indexPace = new Pace({ backoffMs, refusals, pauseMs: indexPauseMs });
  }

  /** What a file is called in evidence and messages: its address, or where it lies. */
  uriOf(path: string): string {
    return isAddress(this.base) ? `${this.base}/${path}` : join(this.base, path);
  }

  /** The lines of a gzipped list of paths; null when the storage has no such list. */
  async list(path: string, signal?: AbortSignal): Promise<string[] | null> {
    const packed = await this.#whole(path, limits.pathListBytesMax, signal);
    if (packed === null) return null;
    const text = await unpacked(packed, { maxOutputLength: limits.pathListBytesMax }).catch((thrown: unknown) =>
      fail('source_unreadable', { path: this.uriOf(path), reason: 'it is no gzip file that can be unpacked' }, thrown),
    );
    return text
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '');
  }

  /** The archive at `path`, on this machine: fetched to the folder, or where it lies. */
  async fetch(path: string, options: FetchOptions): Promise<ArchiveFile[]> {
    const uri = this.uriOf(path);
    if (!isAddress(this.base)) return archivesIn(uri, uri, silent);
    const pace = this.#storagePace;
    return archivesIn(await download(uri, { ...options, guard: this.#guard, pace, backoffMs: this.#backoffMs }), uri, silent);
  }

  /** Its size; null when the storage does not say. Fails with `source_missing` for a file that is not there. */
  async bytesOf(path: string, signal?: AbortSignal): Promise<number | null> {
    const uri = this.uriOf(path);
    if (!isAddress(this.base)) return (await stat(uri).catch((thrown: unknown) => fail('source_missing', { path: uri }, thrown))).size;
    const { status, headers } = await this.#get(uri, { range: 'bytes=0-0' }, limits.recordFetchBytesMax, signal);
    if (status === 404) fail('source_missing', { path: uri });
    const total = /\/(\d+)$/.exec(headerOf(headers, 'content-range') ?? '')?.[1];
    return status === 206 && total !== undefined ? Number(total) : null;
  }

  /** `length` bytes of a file at the storage. Fails with `download_failed`, `source_missing`, `source_unreadable`. */
  async range(path: string, offset: number, length: number, signal?: AbortSignal): Promise<Buffer> {
    const uri = this.uriOf(path);
    if (!isAddress(this.base)) return rangeOfFile(uri, offset, length);
    return this.rangeAt(uri, offset, length, signal);
  }

  /** The same for an address, which need not be of this storage. */
  async rangeAt(address: string, offset: number, length: number, signal?: AbortSignal): Promise<Buffer> {
    if (length > limits.recordFetchBytesMax) fail('download_too_large', { address, max: limits.recordFetchBytesMax });
    const range = `bytes=${offset}-${offset + length - 1}`;
    const { status, headers, bytes } = await this.#get(address, { range }, limits.recordFetchBytesMax, signal);
    const given = headerOf(headers, 'content-range') ?? '';
    if (status === 206 && given.startsWith(`bytes ${offset}-${offset + length - 1}/`) && bytes.length === length) return bytes;
    const reason =
      status === 206 || status === 200 ? 'the server answered with another part than was asked for' : `the server answered ${status}`;
    return fail('download_failed', { address, reason, status });
  }

  /** An answer of the URL index server. */
  async askIndex(path: string, bytesMax: number, signal?: AbortSignal): Promise<SmallAnswer> {
    const options = { guard: this.#guard, pace: this.#indexPace, backoffMs: this.#backoffMs, bytesMax, signal };
    return patientGet(`${this.index}${path}`, options);
  }

  async close(): Promise<void> {
    await this.#guard.close();
  }

  async #whole(path: string, bytesMax: number, signal: AbortSignal | undefined): Promise<Buffer | null> {
    const uri = this.uriOf(path);
    if (!isAddress(this.base)) {
      if (!existsSync(uri)) return null;
      return readFile(uri).catch((thrown: unknown) => fail('source_unreadable', { path: uri, reason: String(thrown) }, thrown));
    }
    const { status, bytes } = await this.#get(uri, {}, bytesMax, signal);
    if (status === 404) return null;
    return status === 200 ? bytes : fail('download_failed', { address: uri, reason: `the server answered ${status}`, status });
  }

  async #get(address: string, headers: Record<string, string>, bytesMax: number, signal: AbortSignal | undefined): Promise<SmallAnswer> {
    const options = { guard: this.#guard, pace: this.#storagePace, backoffMs: this.#backoffMs, headers, bytesMax, signal };
    return patientGet(address, options);
  }
}

/** As the guard names hosts: without port and brackets. */
function hostIn(address: string): string {
  return new URL(address).hostname.replace(/^\[|\]$/g, '');
}

async function rangeOfFile(path: string, offset: number, length: number): Promise<Buffer> {
  const file = await open(path).catch((thrown: unknown) => fail('source_missing', { path }, thrown));
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
    return bytesRead === length ? buffer : fail('source_unreadable', { path, reason: `it ends before byte ${offset + length}` });
  } finally {
    await file.close();
  }
}
