import { hash } from 'node:crypto';
import { join } from 'node:path';
import { grades, proofs, type Capture } from '../model/capture.ts';
import { bucketOf } from '../model/host.ts';
import { linkKinds, placements, type FoldedLink } from '../model/link.ts';
import { originCode, type Origin } from '../model/origin.ts';
import { RowBinaryFile, writeLength } from './row-binary.ts';

type ColumnType = 'UInt8' | 'UInt16' | 'UInt32' | 'UInt64' | 'String' | 'Nullable(UInt32)';
type Columns = Readonly<Record<string, ColumnType>>;

/**
 * The raw tables' columns in the order in which a staged file holds them, but for `batch_id`, which the load adds. A `crawl` that
 * is empty is the batch's. A test holds these lists against the schema.
 */
export const stagedColumns = {
  captures: {
    bucket: 'UInt8',
    source_key: 'String',
    fetched_at: 'UInt32',
    url: 'String',
    host: 'String',
    domain: 'String',
    status: 'UInt16',
    redirect_key: 'String',
    redirect_url: 'String',
    canonical: 'String',
    title: 'String',
    language: 'String',
    text_language: 'String',
    topics: 'UInt32',
    robots: 'UInt8',
    word_count: 'Nullable(UInt32)',
    internal_links: 'UInt32',
    external_links: 'UInt32',
    dropped_links: 'UInt32',
    ip: 'String',
    digest: 'String',
    linkset: 'UInt64',
    grade: 'UInt8',
    proof: 'UInt8',
    revisit: 'UInt8',
    record_offset: 'UInt64',
    record_length: 'UInt64',
    origin: 'UInt8',
    reported_lost_at: 'UInt32',
    crawl: 'String',
  },
  linksets: {
    bucket: 'UInt8',
    source_key: 'String',
    linkset: 'UInt64',
    target_key: 'String',
    target_url: 'String',
    target_bucket: 'UInt8',
    target_domain: 'String',
    source_domain: 'String',
    kind: 'UInt8',
    flags: 'UInt16',
    placement: 'UInt8',
    anchor: 'String',
    links_count: 'UInt16',
    topics: 'UInt32',
  },
  link_context: {
    bucket: 'UInt8',
    source_key: 'String',
    linkset: 'UInt64',
    target_key: 'String',
    text_before: 'String',
    text_after: 'String',
  },
} as const satisfies Record<string, Columns>;

export type StagedTable = keyof typeof stagedColumns;

/** The staged rows of one file: three RowBinary files in `folder`, written by the worker that owns the file. */
export class Stage {
  readonly #origin: number;
  readonly #captures: RowBinaryFile;
  readonly #linksets: RowBinaryFile;
  readonly #context: RowBinaryFile;
  /** Link sets already staged for this archive: a page captured again without change adds only a capture row. */
  readonly #known = new Set<bigint>();

  constructor(folder: string, origin: Origin = 'archive') {
    this.#origin = originCode(origin);
    this.#captures = new RowBinaryFile(stagedPath(folder, 'captures'));
    this.#linksets = new RowBinaryFile(stagedPath(folder, 'linksets'));
    this.#context = new RowBinaryFile(stagedPath(folder, 'link_context'));
  }

  get rows(): Readonly<Record<StagedTable, number>> {
    return { captures: this.#captures.rows, linksets: this.#linksets.rows, link_context: this.#context.rows };
  }

  /** Adds one capture with its folded links (sorted by target key) and their set's id; 0n when the page has no link set. `crawl`: not the batch's. `reportedLostAt`: when an export says the links were lost, in seconds since 1970; 0 when it does not. */
  add(capture: Capture, links: readonly FoldedLink[], linkset: bigint, { crawl = '', reportedLostAt = 0 } = {}): void {
    const bucket = bucketOf(capture.source.domain);
    this.#addCapture(capture, bucket, linkset, crawl, reportedLostAt);
    if (links.length === 0) return;
    const identity = linkset ^ hashOf(capture.source.key);
    if (this.#known.has(identity)) return;
    this.#known.add(identity);
    const head = headOf(bucket, capture.source.key, linkset);
    for (const link of links) this.#addLink(head, capture.source.domain, link);
  }

  close(): void {
    this.#captures.close();
    this.#linksets.close();
    this.#context.close();
  }

  #addCapture(capture: Capture, bucket: number, linkset: bigint, crawl: string, reportedLostAt: number): void {
    const { page, source } = capture;
    const row = this.#captures;
    row.u8(bucket);
    row.ascii(source.key);
    row.u32(capture.fetchedAt);
    row.ascii(source.href);
    row.ascii(source.host);
    row.ascii(source.domain);
    row.u16(capture.status);
    row.ascii(capture.redirect?.key ?? '');
    row.ascii(capture.redirect?.href ?? '');
    row.ascii(page?.canonical?.href ?? '');
    row.string(page?.title ?? '');
    row.string(page?.language ?? '');
    row.string(page?.textLanguage ?? '');
    row.u32(page?.topics ?? 0);
    row.u8(page?.robots ?? 0);
    row.u32OrNull(page?.wordCount ?? null);
    row.u32(page?.internalLinks ?? 0);
    row.u32(page?.externalLinks ?? 0);
    row.u32(page?.droppedLinks ?? 0);
    row.string(capture.ip);
    row.string(capture.digest);
    row.u64(linkset);
    row.u8(grades.indexOf(capture.grade));
    row.u8(proofs.indexOf(capture.proof));
    row.u8(capture.revisit ? 1 : 0);
    row.u64(capture.offset);
    row.u64(capture.length);
    row.u8(this.#origin);
    row.u32(reportedLostAt);
    row.string(crawl);
    row.endRow();
  }

  #addLink(head: Buffer, sourceDomain: string, link: FoldedLink): void {
    const row = this.#linksets;
    row.encoded(head);
    row.ascii(link.targetKey);
    row.ascii(link.targetUrl);
    row.u8(bucketOf(link.targetDomain));
    row.ascii(link.targetDomain);
    row.ascii(sourceDomain);
    row.u8(linkKinds.indexOf(link.kind));
    row.u16(link.flags);
    row.u8(placements.indexOf(link.placement));
    row.string(link.anchor);
    row.u16(Math.min(link.linksCount, 0xffff));
    row.u32(link.topics);
    row.endRow();
    if (link.before === '' && link.after === '') return;
    const context = this.#context;
    context.encoded(head);
    context.ascii(link.targetKey);
    context.string(link.before);
    context.string(link.after);
    context.endRow();
  }
}

/** `bucket`, `source_key` and `linkset`, encoded once: every row of a page's links begins with them. */
function headOf(bucket: number, key: string, linkset: bigint): Buffer {
  const head = Buffer.allocUnsafe(key.length + 14);
  head[0] = bucket;
  const keyAt = writeLength(head, key.length, 1);
  const end = head.writeBigUInt64LE(linkset, keyAt + head.write(key, keyAt, 'latin1'));
  return head.subarray(0, end);
}

/** 64 bits of SHA-1, as a link set's id is (extract/linkset.ts): both together are as good as unique, in 40 bytes where the key itself takes 150. */
function hashOf(key: string): bigint {
  return hash('sha1', key, 'buffer').readBigUInt64BE(0);
}

export function stagedPath(folder: string, table: StagedTable): string {
  return join(folder, `${table}.rowbinary`);
}
