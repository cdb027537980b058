/**
 * Fetches an archive to a file, over as many connections as it takes. What was received stays in `NAME.part`, beside a note of the
 * validator that its bytes belong to, and the next try asks for the rest only if the file is still the same one (RFC 9110
 * section 13.1.5). A file gets its name when it is whole and has the checksum that the server stated, if it stated one. Whatever goes wrong is a failure, never an absent or shorter file.
 */
import { createHash } from 'node:crypto';
import { open, readFile, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Failure, fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { silent, type Progress } from '../base/progress.ts';
import { checksum, checksumOf, statedChecksum } from './checksum.ts';
import { headerOf, type Guard, type GuardedResponse } from './guard.ts';
import { Pace, pause, retryAfterMs } from './pace.ts';

export interface DownloadOptions {
  readonly guard: Guard;
  /** An existing folder. */
  readonly folder: string;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
  readonly bytesMax?: number;
  /** Before the second try; doubled at each further one that brought nothing. */
  readonly backoffMs?: number;
  /** Shared with all who ask the same server; one of its own when not given. */
  readonly pace?: Pace;
  /** Told the bytes that are on disk, and those of the whole file when they are known. */
  readonly onBytes?: (received: number, total: number | null) => void;
  /** The slowest connection that is kept; default: `downloadBytesPerSecondLeast` over `downloadSlowMs`. */
  readonly slowest?: { readonly bytesPerSecond: number; readonly overMs: number };
}

/**
 * The path of the fetched file, named after its address; one that was fetched before is not fetched again. Fails with
 * `address_refused`, `download_failed`, `checksum_mismatch`, `download_too_large`, `disk_full`, `data_unwritable` or `cancelled`.
 */
export async function download(address: string, options: DownloadOptions): Promise<string> {
  const path = downloadPath(options.folder, address);
  if ((await sizeOf(path)) !== null) return path;
  const transfer = new Transfer(address, `${path}.part`, options);
  let [triesWithout, refusals] = [0, 0];
  for (;;) {
    const before = transfer.received;
    const problem = await transfer.attempt();
    if (problem === null) break;
    if (transfer.received > before) [triesWithout, refusals] = [0, 0];
    else if (problem.refused) refusals += 1;
    else triesWithout += 1;
    if (problem.final || triesWithout >= limits.downloadTriesMax || refusals >= limits.refusalTriesMax)
      return fail('download_failed', { address, reason: problem.reason, ...(problem.status !== null && { status: problem.status }) });
    // After a refusal the pace says when the next turn is.
    if (!problem.refused) await pause(Math.min(limits.backoffMsMax, (options.backoffMs ?? 1_000) * 2 ** triesWithout), options.signal);
  }
  await rename(`${path}.part`, path);
  await rm(`${path}.part.json`, { force: true });
  return path;
}

/** Where the file of this address is kept. A short digest of the whole address keeps files of one name apart; the rest is for people. */
export function downloadPath(folder: string, address: string): string {
  const last = new URL(address).pathname.split('/').at(-1) ?? '';
  const readable = last.replace(/[^\w.-]/g, '_').slice(-100);
  return join(folder, `${createHash('sha256').update(address).digest('hex').slice(0, 16)}-${readable}`);
}

/** Why a try ended before the file was whole. */
interface Problem {
  readonly reason: string;
  /** Trying again cannot help. */
  readonly final: boolean;
  /** The server asked to be left alone for a while. */
  readonly refused: boolean;
  readonly status: number | null;
}

function again(reason: string): Problem {
  return { reason, final: false, refused: false, status: null };
}

class Transfer {
  received = 0;
  readonly #address: string;
  readonly #path: string;
  readonly #options: DownloadOptions;
  readonly #pace: Pace;
  readonly #startedAt = performance.now();
  #mismatches = 0;

  constructor(address: string, path: string, options: DownloadOptions) {
    this.#address = address;
    this.#path = path;
    this.#options = options;
    this.#pace = options.pace ?? new Pace({ backoffMs: options.backoffMs ?? 1_000 });
  }

  /** One connection; null when the file is whole. */
  async attempt(): Promise<Problem | null> {
    const { validator } = await this.#note();
    this.received = validator === null ? 0 : ((await sizeOf(this.#path)) ?? 0);
    const askedAt = await this.#pace.turn(this.#options.signal);
    try {
      const response = await this.#ask(validator);
      const problem = await this.#answer(response, askedAt);
      return problem === null ? await this.#checked() : problem;
    } catch (thrown) {
      return problemOf(thrown);
    }
  }

  /** Whether the whole file is what the server says it is; if not, it is fetched from its beginning. */
  async #checked(): Promise<Problem | null> {
    const { stated } = await this.#note();
    if (stated === null) return null;
    const found = await checksumOf(this.#path, stated.algorithm, this.#options.signal);
    if (found === stated.hex) return null;
    for (const path of [this.#path, `${this.#path}.json`]) await rm(path, { force: true });
    this.#mismatches += 1;
    const { algorithm, hex } = stated;
    if (this.#mismatches >= limits.checksumTriesMax)
      fail('checksum_mismatch', { address: this.#address, times: this.#mismatches, algorithm, stated: hex, found });
    return again(`its ${algorithm} is ${found} and not ${hex}, as the server states`);
  }

  #ask(validator: string | null): Promise<GuardedResponse> {
    const range = this.received > 0 && validator !== null ? { range: `bytes=${this.received}-`, 'if-range': validator } : {};
    // S3 states its checksums when it is asked to.
    const headers = { 'accept-encoding': 'identity', 'x-amz-checksum-mode': 'ENABLED', ...range };
    return this.#options.guard.fetch(this.#address, { headers, signal: this.#options.signal });
  }

  async #answer(response: GuardedResponse, askedAt: number): Promise<Problem | null> {
    const { status } = response;
    if (this.#pace.isRefusal(status)) {
      await response.body.dump();
      this.#pace.refused(askedAt, retryAfterMs(headerOf(response.headers, 'retry-after')));
      return { reason: `the server answered ${status}`, final: false, refused: true, status };
    }
    this.#pace.answered();
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
      return again('the server answered with another part than was asked for');
    }
    return { reason: `the server answered ${status}`, final: status < 500 && status !== 408, refused: false, status };
  }

  async #receive(response: GuardedResponse, total: number | null): Promise<Problem | null> {
    const { body } = response;
    const max = this.#options.bytesMax ?? limits.downloadBytesMax;
    if (total !== null && total > max) {
      await body.dump();
      this.#tooLarge(max);
    }
    const file = await this.#open(response);
    const drip = this.#drip();
    try {
      for await (const piece of body) {
        const bytes: Buffer = piece;
        if (this.received + bytes.length > max) this.#tooLarge(max);
        await this.#write(file, bytes);
        this.#tell(total);
        if (this.received !== total && drip(bytes.length)) return again('the connection brought next to nothing');
      }
      await file.sync();
    } finally {
      await file.close();
    }
    if (total === null || this.received === total) return null;
    return again(`the connection ended after ${this.received} of ${total} bytes`);
  }

  /** Whether a connection has been slower than the slowest that is kept; told of each piece. One that brings nothing at all ends by `downloadIdleMs`. */
  #drip(): (bytes: number) => boolean {
    const { bytesPerSecond, overMs } = this.#options.slowest ?? {
      bytesPerSecond: limits.downloadBytesPerSecondLeast,
      overMs: limits.downloadSlowMs,
    };
    let [since, received] = [performance.now(), 0];
    return (bytes) => {
      received += bytes;
      const elapsedMs = performance.now() - since;
      if (elapsedMs < overMs) return false;
      const isSlow = received < (bytesPerSecond * elapsedMs) / 1_000;
      [since, received] = [performance.now(), 0];
      return isSlow;
    };
  }

  async #open(response: GuardedResponse): Promise<FileHandle> {
    try {
      if (this.received > 0) return await open(this.#path, 'r+');
      await this.#keepNote(response);
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
    const { progress = silent, onBytes } = this.#options;
    onBytes?.(this.received, total);
    const elapsedMs = performance.now() - this.#startedAt;
    progress.update({ task: 'download', step: this.#address, done: this.received, total, unit: 'bytes', counts: {}, elapsedMs });
  }

  /** What the received bytes belong to; nothing is known of them when there is no note, and then they cannot be continued. */
  async #note(): Promise<PartNote> {
    const text = await readFile(`${this.#path}.json`, 'utf8').catch(() => null);
    const nothing = { address: this.#address, validator: null, stated: null };
    return (text === null ? undefined : partNote.safeParse(parsed(text)).data) ?? nothing;
  }

  /** A strong entity tag, else the date; weak tags do not speak of bytes. */
  async #keepNote(response: GuardedResponse): Promise<void> {
    const tag = headerOf(response.headers, 'etag');
    const validator = tag?.startsWith('"') === true ? tag : (headerOf(response.headers, 'last-modified') ?? null);
    const note: PartNote = { address: this.#address, validator, stated: statedChecksum(response) };
    await writeFile(`${this.#path}.json`, JSON.stringify(note));
  }
}

/** Beside the part: `stated` is the checksum of the whole file. */
const partNote = z.object({ address: z.string(), validator: z.string().nullable(), stated: checksum.nullable().default(null) });
type PartNote = z.infer<typeof partNote>;

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
  return again(thrown instanceof Error ? thrown.message : String(thrown));
}

/** `bytes 0-499/1234`, `bytes * /1234` (without the space). */
function contentRange(response: GuardedResponse): { start: number | null; total: number | null } | null {
  const found = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(headerOf(response.headers, 'content-range') ?? '');
  if (found === null) return null;
  const [, start, total] = found;
  return { start: start === undefined ? null : Number(start), total: total === '*' ? null : Number(total) };
}

async function sizeOf(path: string): Promise<number | null> {
  return (await stat(path).catch(() => null))?.size ?? null;
}
