import type { Capture, ExtractedPage, Proof } from '../model/capture.ts';
import type { ArchiveRecord } from '../model/record.ts';
import { type Address, addressOf } from '../model/url.ts';
import { mayBeHtml } from './media-type.ts';
import type { SkipReason } from './skip-reason.ts';
import { HeaderFields } from './wat/fields.ts';
import { parseWat } from './wat/json.ts';
import { watPage } from './wat/page.ts';
import { scanWat } from './wat/scan.ts';
import type { WatView } from './wat/view.ts';

export type WatOutcome = { readonly capture: Capture } | { readonly skipped: SkipReason };

/**
 * A WAT record -> the capture of the page it describes, with the same rows as HTML extraction gives, except that placement is
 * estimated and the text around links and the count of words are unknown. What it proves follows the rules of `captureOf`. The evidence is the
 * WAT record itself.
 */
export function extractWat(record: ArchiveRecord, options: { readonly keepInternal: boolean }): WatOutcome {
  return viewed(record, options, scanWat) ?? viewed(record, options, parseWat) ?? { skipped: 'malformed_json' };
}

/** The same by `JSON.parse` alone: what tests and the bench compare with. */
export function extractWatByJson(record: ArchiveRecord, options: { readonly keepInternal: boolean }): WatOutcome {
  return viewed(record, options, parseWat) ?? { skipped: 'malformed_json' };
}

/** Null when `read` could make nothing of the record's JSON. */
function viewed(
  record: ArchiveRecord,
  options: { readonly keepInternal: boolean },
  read: (bytes: Buffer) => WatView | null,
): WatOutcome | null {
  try {
    const view = read(record.body);
    return view === null ? { skipped: 'not_wat' } : captureOfView(record, view, options.keepInternal);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
}

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

function captureOfView(record: ArchiveRecord, view: WatView, keepInternal: boolean): WatOutcome {
  const about = new HeaderFields(view.warc ?? view.arc);
  const type = about.get('warc-type') ?? (view.message === null ? '' : 'response');
  if (type === 'request') return { skipped: 'wat_of_request' };
  if (type === 'warcinfo') return { skipped: 'wat_of_warcinfo' };
  if (type === 'resource') return { skipped: 'wat_without_links' };
  if (type !== 'response' && type !== 'revisit') return { skipped: 'wat_of_metadata' };
  const url = about.get('warc-target-uri') ?? about.get('target-uri') ?? record.url;
  if (url === null) return { skipped: 'no_address' };
  const source = addressOf(url.replace(/^<|>$/g, ''));
  if (source === null) return { skipped: 'not_a_page_address' };
  const fetchedAt = secondsOf(about.get('warc-date') ?? about.get('date') ?? '');
  if (fetchedAt === null) return { skipped: 'no_date' };
  if (view.message === null && type === 'response') return { skipped: 'not_http' };

  const fields = new HeaderFields(view.headers);
  const status = Number(new HeaderFields(view.message).get('status') ?? 0) || 0;
  const blank: Capture = {
    source,
    fetchedAt,
    status,
    redirect: null,
    ip: about.get('warc-ip-address') ?? about.get('ip-address') ?? '',
    digest: about.get('warc-payload-digest') ?? '',
    grade: 'none',
    proof: 'nothing',
    revisit: false,
    page: null,
    offset: record.offset,
    length: record.length,
  };
  if (redirectStatuses.has(status)) return { capture: redirected(blank, fields.get('location'), keepInternal) };
  if (status === 404 || status === 410) return { capture: { ...blank, proof: 'gone' } };
  if (type === 'revisit') return { capture: { ...blank, revisit: true, proof: revisitProof(about.get('warc-profile'), status) } };
  if (status < 200 || status > 299) return { capture: blank };
  if (!mayBeHtml(fields.get('content-type') ?? '')) return { skipped: 'not_html' };
  if (!view.html) return { skipped: 'wat_without_links' };

  const page = watPage(view, source, fields, { keepInternal, text: () => record.body.toString('latin1') });
  const proves = status === 200 && about.get('warc-truncated') === undefined && !page.challenge;
  return { capture: { ...blank, grade: 'wat', proof: proves ? 'page' : 'nothing', page } };
}

function redirected(blank: Capture, location: string | undefined, keepInternal: boolean): Capture {
  const target = location === undefined ? null : addressOf(location, blank.source.href);
  if (target === null) return blank;
  // To the same key (http to https, with or without www.): nothing moved, and nothing is proved.
  if (target.key === blank.source.key) return { ...blank, redirect: target };
  const kept = keepInternal || target.domain !== blank.source.domain;
  return { ...blank, redirect: target, proof: 'redirected', grade: 'wat', page: kept ? redirectPage(target) : null };
}

/** A page that holds nothing but where it leads. */
function redirectPage(target: Address): ExtractedPage {
  return {
    title: '',
    language: '',
    textLanguage: '',
    topics: 0,
    canonical: null,
    robots: 0,
    wordCount: null,
    internalLinks: 0,
    externalLinks: 0,
    droppedLinks: 0,
    links: [{ kind: 'redirect', target, anchor: '', flags: 0, placement: 'unknown', before: '', after: '' }],
    refresh: null,
    challenge: false,
  };
}

/** The page is as an earlier capture had it: that one holds the links and says how well they were read. */
function revisitProof(profile: string | undefined, status: number): Proof {
  const unchanged = /identical-payload-digest|server-not-modified/i.test(profile ?? '');
  return unchanged && (status === 200 || status === 304 || status === 0) ? 'page' : 'nothing';
}

/** `2019-05-19T07:25:24Z` (WARC) or `20190519072524` (ARC) -> seconds since 1970; null when it is neither. */
function secondsOf(date: string): number | null {
  const [, year, month, day, hour, minute, second] = /^(\d{4})-?(\d\d)-?(\d\d)T?(\d\d):?(\d\d):?(\d\d)/.exec(date) ?? [];
  if (year === undefined) return null;
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) / 1000;
}
