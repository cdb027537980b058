/**
 * Fetches an archive to a file, over as many connections as it takes. What was received stays in `NAME.part`, beside a note of the
 * validator that its bytes belong to, and the next try asks for the rest only if the file is still the same one (RFC 9110
 * section 13.1.5). A file gets its name when it is whole. Whatever goes wrong is a failure, never an absent or shorter file.
 */
import { createHash } from 'node:crypto';
import { open, readFile, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { Failure, fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { silent, type Progress } from '../base/progress.ts';
import { headerOf, type Guard, type GuardedResponse } from './guard.ts';

export interface DownloadOptions {
  readonly guard: Guard;
  /** An existing folder. */
  readonly folder: string;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
  readonly bytesMax?: number;
  /** Before the second try; doubled at each further one that brought nothing. */
  readonly backoffMs?: number;
}

/**
 * The path of the fetched file, named after its address; one that was fetched before is not fetched again. Fails with
 * `address_refused`, `download_failed`, `download_too_large`, `disk_full`, `data_unwritable` or `cancelled`.
 */
export async function download(address: string, options: DownloadOptions): Promise<string> {
  const path = join(options.folder, fileName(address));
  if ((await sizeOf(path)) !== null) return path;
  const transfer = new Transfer(address, `${path}.part`, options);
  for (let triesWithout = 0; ;) {
    const before = transfer.received;
    const problem = await transfer.attempt();
    if (problem === null) break;
    triesWithout = transfer.received > before ? 0 : triesWithout + 1;
    if (problem.final || triesWithout >= limits.downloadTriesMax) return fail('download_failed', { address, reason: problem.reason });
    await pause(Math.max(problem.waitMs, (options.backoffMs ?? 1000) * 2 ** triesWithout), options.signal);
  }
  await rename(`${path}.part`, path);
  await rm(`${path}.part.json`, { force: true });
  return path;
}

/** Why a try ended before the file was whole. */
interface Problem {
  readonly reason: string;
  /** Trying again cannot help. */
  readonly final: boolean;
  /** How long the server wants to be left alone. */
  readonly waitMs: number;
}

class Transfer {
  received = 0;
  readonly #address: string;
  readonly #path: string;
  readonly #options: DownloadOptions;
  readonly #startedAt = performance.now();

  constructor(address: string, path: string, options: DownloadOptions) {
    this.#address = address;
    this.#path = path;
    this.#options = options;
  }

  /** One connection; null when the file is whole. */
  async attempt(): Promise<Problem | null> {
    const validator = await this.#validator();
    this.received = validator === null ? 0 : ((await sizeOf(this.#path)) ?? 0);
    try {
      const response = await this.#ask(validator);
      return await this.#answer(response);
    } catch (thrown) {
      return problemOf(thrown);
    }
  }

  #ask(validator: string | null): Promise<GuardedResponse> {
    const range = this.received > 0 && validator !== null ? { range: `bytes=${this.received}-`, 'if-range': validator } : {};
    const headers = { 'accept-encoding': 'identity', ...range };
    return this.#options.guard.fetch(this.#address, { headers, signal: this.#options.signal });
  }

  async #answer(response: GuardedResponse): Promise<Problem | null> {
    const { status } = response;
    const range = contentRange(response);
    if (status === 206 && range?.start === this.received) return this.#receive(response, range.total);
    if (status === 200) {
      this.received = 0;
      const length = headerOf(response.headers, 'content-length');
      return this.#receive(response, length === undefined ? null : Number(length));
    }
    await response.body.dump();
    if (status === 416 && range?.total === this.received && this.received > 0) return null;
    if (status === 416 || status === 206) {
      await rm(this.#path, { force: true });
      return { reason: 'the server answered with another part than was asked for', final: false, waitMs: 0 };
    }
    return {
      reason: `the server answered ${status}`,
      final: status < 500 && status !== 408 && status !== 429,
      waitMs: retryAfterMs(response),
    };
  }

  async #receive(response: GuardedResponse, total: number | null): Promise<Problem | null> {
    const { body } = response;
    const max = this.#options.bytesMax ?? limits.downloadBytesMax;
    if (total !== null && total > max) {
      await body.dump();
      this.#tooLarge(max);
    }
    const file = await this.#open(response);
    try {
      for await (const piece of body) {
        const bytes: Buffer = piece;
        if (this.received + bytes.length > max) this.#tooLarge(max);
        await this.#write(file, bytes);
        this.#tell(total);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    if (total === null || this.received === total) return null;
    return { reason: `the connection ended after ${this.received} of ${total} bytes`, final: false, waitMs: 0 };
  }

  async #open(response: GuardedResponse): Promise<FileHandle> {
    try {
      if (this.received > 0) return await open(this.#path, 'r+');
      await this.#keepValidator(response);
      return await open(this.#path, 'w');
    } catch (thrown) {
      await response.body.dump();
      return this.#unwritable(thrown);
    }
  }

  async #write(file: FileHandle, bytes: Buffer): Promise<void> {
    await file.write(bytes, 0, bytes.length, this.received).catch((thrown: unknown) => this.#unwritable(thrown));
    this.received += bytes.length;
  }

  #tooLarge(max: number): never {
    fail('download_too_large', { address: this.#address, max });
  }

  #unwritable(thrown: unknown): never {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
    if (code === 'ENOSPC') fail('disk_full', { path: this.#path }, thrown);
    fail('data_unwritable', { path: this.#path, reason: code }, thrown);
  }

  #tell(total: number | null): void {
    const { progress = silent } = this.#options;
    const elapsedMs = performance.now() - this.#startedAt;
    progress.update({ task: 'download', step: this.#address, done: this.received, total, unit: 'bytes', counts: {}, elapsedMs });
  }

  /** The validator that the received bytes belong to; null when none is known, and then they cannot be continued. */
  async #validator(): Promise<string | null> {
    const text = await readFile(`${this.#path}.json`, 'utf8').catch(() => null);
    if (text === null) return null;
    return partNote.safeParse(parsed(text)).data?.validator ?? null;
  }

  /** A strong entity tag, else the date; weak tags do not speak of bytes. */
  async #keepValidator({ headers }: GuardedResponse): Promise<void> {
    const tag = headerOf(headers, 'etag');
    const validator = tag?.startsWith('"') === true ? tag : (headerOf(headers, 'last-modified') ?? null);
    const note = { address: this.#address, validator } satisfies z.infer<typeof partNote>;
    await writeFile(`${this.#path}.json`, JSON.stringify(note));
  }
}

const partNote = z.object({ address: z.string(), validator: z.string().nullable() });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A note that was cut short says nothing, and then the file is fetched from its beginning.
    return null;
  }
}

/** What the network said, as a reason to try again. Failures of ours and cancelling are thrown on. */
function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Failure) throw thrown;
  if (thrown instanceof Error && thrown.name === 'AbortError') fail('cancelled', {}, thrown);
  return { reason: thrown instanceof Error ? thrown.message : String(thrown), final: false, waitMs: 0 };
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await wait(ms, undefined, signal === undefined ? {} : { signal }).catch((thrown: unknown) => fail('cancelled', {}, thrown));
}

/** `bytes 0-499/1234`, `bytes * /1234` (without the space). */
function contentRange(response: GuardedResponse): { start: number | null; total: number | null } | null {
  const found = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(headerOf(response.headers, 'content-range') ?? '');
  if (found === null) return null;
  const [, start, total] = found;
  return { start: start === undefined ? null : Number(start), total: total === '*' ? null : Number(total) };
}

function retryAfterMs(response: GuardedResponse): number {
  const seconds = Number(headerOf(response.headers, 'retry-after') ?? 0);
  return Number.isFinite(seconds) ? Math.min(Math.max(0, seconds) * 1000, limits.retryAfterMsMax) : 0;
}

async function sizeOf(path: string): Promise<number | null> {
  return (await stat(path).catch(() => null))?.size ?? null;
}

/** A short digest of the whole address keeps files of one name apart; the rest is for people. */
function fileName(address: string): string {
  const last = new URL(address).pathname.split('/').at(-1) ?? '';
  const readable = last.replace(/[^\w.-]/g, '_').slice(-100);
  return `${createHash('sha256').update(address).digest('hex').slice(0, 16)}-${readable}`;
}
