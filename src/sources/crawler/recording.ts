/**
 * What was fetched, on the disk: each answer a record of the current segment, and in one step with the note of it what it led to. The
 * record comes first, and nothing waits in between: a process that ends there has fetched the page, and the next one reads it from the
 * segment (`open`).
 */
import { existsSync } from 'node:fs';
import { limits } from '../../base/limits.ts';
import { decodeBody } from '../warc/coding.ts';
import type { Consequences, Discovery, Page } from './discovery.ts';
import type { Fetched } from './fetch-page.ts';
import type { Frontier, Waiting } from './frontier.ts';
import { wholeRecords } from './recovery.ts';
import { revisitOf, visitOf } from './revisit.ts';
import { Segments } from './segments.ts';
import type { Visit, Visits } from './visits.ts';
import { exchangeRecords, infoRecord } from './warc-record.ts';

export interface RecordingOptions {
  readonly folder: string;
  readonly name: string;
  /** What each segment says of itself. */
  readonly info: Readonly<Record<string, string>>;
  readonly segmentBytesMax?: number;
  readonly onSegment: (path: string) => void;
}

/** The capture before that a page was asked about, and the page as it has it, when its links are wanted. */
export interface Before {
  readonly visit: Visit;
  readonly page: Page | null;
}

export class Recording {
  readonly #options: RecordingOptions;
  readonly #frontier: Frontier;
  readonly #visits: Visits;
  readonly #discovery: Discovery;
  readonly #segments: Segments;
  #captures: number;
  /** Whether the current segment holds more than what it says of itself. */
  #recorded = false;

  constructor(options: RecordingOptions, frontier: Frontier, visits: Visits, discovery: Discovery) {
    this.#options = options;
    this.#frontier = frontier;
    this.#visits = visits;
    this.#discovery = discovery;
    const { segment, captures } = frontier.written();
    this.#captures = captures;
    this.#segments = new Segments(options.folder, options.name, segment);
  }

  /** Answers recorded, by all processes of the crawl. */
  get captures(): number {
    return this.#captures;
  }

  finished(): string[] {
    return this.#segments.finished();
  }

  /** Goes on with the segment that an earlier process left, and takes up what it had not noted; else begins one. */
  async open(): Promise<void> {
    const segments = this.#segments;
    const { bytes } = this.#frontier.written();
    const part = segments.partBytes();
    if (part === null && existsSync(segments.path)) {
      this.#replay(segments.path, bytes);
      segments.skip();
    } else if (part !== null && part > 0) {
      const end = this.#replay(segments.partPath, part < bytes ? this.#afterPowerFailure() : bytes);
      if (end > 0) {
        segments.open(end);
        this.#recorded = true;
        return;
      }
    }
    this.#begin(await this.#info(0));
  }

  /** Records an answer and settles its entry by it. Returns what followed. */
  async record(entry: Waiting, fetched: Fetched, before: Before | null): Promise<Consequences> {
    const revisit = revisitOf(fetched, before?.visit ?? null);
    const [{ bytes, length }, info] = await Promise.all([exchangeRecords(fetched, revisit), this.#isFull() ? this.#info(1) : null]);
    if (info !== null && this.#isFull()) {
      this.#options.onSegment(this.#segments.finish());
      this.#begin(info);
    }
    const { url, status, fields } = fetched;
    const page = { url, status, fields, body: decodeBody(fetched.body, fields).body };
    const followed =
      revisit === null ? this.#discovery.of(entry, page) : { fate: unchanged, ...this.#discovery.follow(entry, before?.page ?? page) };
    const offset = this.#segments.written;
    this.#segments.append(bytes);
    this.#recorded = true;
    this.#settle(entry, followed, this.#segments.written);
    const { fate } = followed;
    if (fate.state === 'fetched' && (fate.reason === 'page' || fate.reason === 'unchanged')) {
      const seen = visitOf(fetched, revisit === null ? null : (before?.visit ?? null), { path: this.#segments.path, offset, length });
      if (seen !== null) this.#visits.keep(entry.key, seen);
    }
    return followed;
  }

  /** Nothing more comes: the last segment gets its name. */
  end(): void {
    if (this.#recorded) this.#options.onSegment(this.#segments.finish());
    else this.#segments.discard();
    this.#frontier.begin(this.#segments.number, 0);
  }

  /** Leaves the segment as it is, for the next process. */
  close(): void {
    this.#segments.close();
  }

  #isFull(): boolean {
    return this.#segments.written >= (this.#options.segmentBytesMax ?? limits.crawlSegmentBytesMax);
  }

  #begin(info: Buffer): void {
    this.#segments.open(0);
    this.#segments.append(info);
    this.#frontier.begin(this.#segments.number, this.#segments.written);
    this.#recorded = false;
  }

  #settle(entry: Waiting, { fate, found, dropped }: Consequences, bytes: number): void {
    this.#frontier.settle(entry, fate, found, dropped, { segment: this.#segments.number, bytes });
    this.#captures += 1;
  }

  /** The segment is shorter than what was noted: pages noted behind its last whole record wait again. Returns from where to look for records: one can be whole while the request behind it is cut. */
  #afterPowerFailure(): number {
    this.#frontier.forgetBehind(
      this.#segments.number,
      wholeRecords(this.#segments.partPath, 0, () => {}),
    );
    this.#captures = this.#frontier.written().captures;
    return 0;
  }

  /** Records that stand in the segment and are not in the frontier. Returns the byte behind the last whole one. */
  #replay(path: string, from: number): number {
    return wholeRecords(path, from, (record, end) => {
      const { type, url, http, body } = record;
      if ((type !== 'response' && type !== 'revisit') || url === null || http === null) return;
      const entry = this.#frontier.waitingFor(this.#discovery.keyOf(url), url);
      if (entry === null) return;
      const page = { url, status: http.status, fields: http.fields, body };
      this.#settle(entry, type === 'revisit' ? { fate: unchanged, found: [], dropped: {} } : this.#discovery.of(entry, page), end);
    });
  }

  async #info(ahead: number): Promise<Buffer> {
    return infoRecord(this.#segments.nameOf(this.#segments.number + ahead), this.#options.info);
  }
}

const unchanged = { state: 'fetched', reason: 'unchanged' } as const;
