import { type Capture, type ExtractedPage, type Grade, type Proof } from '../model/capture.ts';
import type { ArchiveRecord } from '../model/record.ts';
import { type Address, addressOf } from '../model/url.ts';
import { extractHtml } from './html.ts';
import { isHtml, mayBeHtml } from './media-type.ts';
import { robotsOfFields } from './page/directives.ts';
import type { SkipReason } from './skip-reason.ts';
import { extractWat } from './wat-links.ts';

export type Outcome = { readonly capture: Capture } | { readonly skipped: SkipReason };

export interface CaptureOptions {
  /** Keep links inside the page's own registrable domain too. */
  readonly keepInternal: boolean;
}

/** What a record's head says, before its body is read. */
export type RecordHead = Pick<ArchiveRecord, 'type' | 'url' | 'contentType' | 'http'>;

/**
 * One record of an archive -> a capture, or the reason why it is none.
 *
 * What a capture proves (DESIGN, "What is true"): a whole HTML page with status 200 that is no challenge proves what is not in
 * it; 404 and 410 prove that the page is gone; a redirect to another URL key that it moved; all else proves nothing.
 */
export function captureOf(record: ArchiveRecord, options: CaptureOptions): Outcome {
  switch (record.type) {
    case 'response':
    case 'resource':
    case 'revisit':
      return webCapture(record, options);
    case 'metadata':
      return isWat(record) ? extractWat(record, options) : { skipped: 'metadata' };
    case 'warcinfo':
    case 'request':
    case 'conversion':
    case 'continuation':
      return { skipped: record.type };
    default:
      return { skipped: 'unknown_type' };
  }
}

/** Whether `captureOf` would look at the record's body; a reader can pass over all others without inflating them into memory. */
export function wantsBody(head: RecordHead): boolean {
  if (head.type === 'metadata') return isWat(head);
  if (head.type !== 'response' && head.type !== 'resource') return false;
  if (head.url === null || !/^https?:/i.test(head.url)) return false;
  return givesLinks(statusOf(head)) && mayBeHtml(contentTypeOf(head));
}

const redirects = new Set([301, 302, 303, 307, 308]);

function webCapture(record: ArchiveRecord, options: CaptureOptions): Outcome {
  const { url, fetchedAt, http, type } = record;
  if (url === null) return { skipped: 'no_address' };
  const source = addressOf(url);
  if (source === null) return { skipped: 'not_a_page_address' };
  if (fetchedAt === null) return { skipped: 'no_date' };
  if (http === null && type === 'response') return { skipped: 'not_http' };

  const status = statusOf(record);
  const facts: Facts = { source, fetchedAt, status };
  if (redirects.has(status)) return { capture: redirectCapture(record, facts, options) };
  if (status === 404 || status === 410) return { capture: pageless(record, facts, 'gone') };
  if (type === 'revisit') return revisitOf(record, facts);
  if (!givesLinks(status)) return { capture: pageless(record, facts, 'nothing') };
  if (!isHtml(contentTypeOf(record), record.body)) return { skipped: 'not_html' };
  const page = extractHtml(
    { address: source, body: record.body, contentType: contentTypeOf(record), httpFields: http?.fields ?? record.fields },
    options,
  );
  const proves = status === 200 && record.truncation === null && record.body.length > 0 && !page.challenge;
  return { capture: capture(record, facts, { grade: 'html', proof: proves ? 'page' : 'nothing', page }) };
}

interface Facts {
  readonly source: Address;
  readonly fetchedAt: number;
  readonly status: number;
}

/** The page is as an earlier capture had it: that one holds the links and says how well they were read. */
function revisitOf(record: ArchiveRecord, facts: Facts): Outcome {
  if (!mayBeHtml(contentTypeOf(record))) return { skipped: 'not_html' };
  const unchanged = /identical-payload-digest|server-not-modified/i.test(record.fields.get('warc-profile') ?? '');
  const proves = unchanged && (facts.status === 200 || facts.status === 304 || facts.status === 0);
  return { capture: capture(record, facts, { revisit: true, proof: proves ? 'page' : 'nothing' }) };
}

/** A redirect to the same key (http to https, with or without www.) moves nothing, and proves nothing. */
function redirectCapture(record: ArchiveRecord, facts: Facts, options: CaptureOptions): Capture {
  const location = record.http?.fields.get('location');
  const target = location === undefined ? null : addressOf(location, facts.source.href);
  if (target === null) return pageless(record, facts, 'nothing');
  if (target.key === facts.source.key) return capture(record, facts, { redirect: target });
  const kept = options.keepInternal || target.domain !== facts.source.domain;
  const page = redirectPage(kept ? target : null, robotsOfFields(record.http?.fields ?? record.fields));
  return capture(record, facts, { redirect: target, proof: 'redirected', grade: 'html', page });
}

/** A page that holds nothing but where it leads; `target` is null when that is not kept. */
function redirectPage(target: Address | null, robots: number): ExtractedPage {
  return {
    title: '',
    language: '',
    textLanguage: '',
    topics: 0,
    canonical: null,
    robots,
    wordCount: null,
    internalLinks: 0,
    externalLinks: 0,
    droppedLinks: 0,
    links: target === null ? [] : [{ kind: 'redirect', target, anchor: '', flags: 0, placement: 'unknown', before: '', after: '' }],
    refresh: null,
    challenge: false,
  };
}

function pageless(record: ArchiveRecord, facts: Facts, proof: Proof): Capture {
  return capture(record, facts, { proof });
}

interface Findings {
  readonly proof?: Proof;
  readonly grade?: Grade;
  readonly page?: ExtractedPage | null;
  readonly redirect?: Address;
  readonly revisit?: boolean;
}

function capture(record: ArchiveRecord, { source, fetchedAt, status }: Facts, found: Findings): Capture {
  return {
    source,
    fetchedAt,
    status,
    redirect: found.redirect ?? null,
    ip: record.fields.get('warc-ip-address') ?? '',
    digest: record.fields.get('warc-payload-digest') ?? '',
    grade: found.grade ?? 'none',
    proof: found.proof ?? 'nothing',
    revisit: found.revisit ?? false,
    page: found.page ?? null,
    offset: record.offset,
    length: record.length,
  };
}

/** A `resource` was fetched without HTTP, and is there: 200. A revisit without a head does not say. */
function statusOf({ http, type }: RecordHead): number {
  return http?.status ?? (type === 'resource' ? 200 : 0);
}

function contentTypeOf({ http, type, contentType }: RecordHead): string {
  if (http !== null) return http.fields.get('content-type') ?? '';
  return type === 'resource' ? contentType : '';
}

/** Error pages and redirects have links, but they are not the page's. */
function givesLinks(status: number): boolean {
  return status >= 200 && status < 300;
}

function isWat({ contentType }: RecordHead): boolean {
  return contentType.startsWith('application/json');
}
