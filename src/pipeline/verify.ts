/**
 * Links looked at now: their pages are fetched whole, kept as WARC and ingested like any crawl, and what each page shows of each link is
 * read from those records, without waiting for a release. A page that could not be looked at says nothing of its links.
 */
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { captureOf } from '../extract/capture.ts';
import { robots, type Capture } from '../model/capture.ts';
import { isFollowed, type ExtractedLink } from '../model/link.ts';
import { addressOf } from '../model/url.ts';
import { readArchive } from '../sources/warc.ts';
import { crawlInto, type CrawlInto, type CrawlSettings } from './crawl.ts';

export interface LinkToVerify {
  /** Of the backlink in the index; null for a link that was named by its ends. */
  readonly id: string | null;
  readonly source_url: string;
  /** As it is shown. */
  readonly target: string;
  /** URL keys of the target, from and (not included) to; a page has only its own. */
  readonly keys: { readonly from: string; readonly to: string | null };
  /** What the live release says; null when it does not know the link. */
  readonly state_before: 'live' | 'lost' | null;
}

/** `unknown`: the page could not be looked at, or its answer proves nothing. */
export const sights = ['present', 'absent', 'gone', 'redirected', 'unknown'] as const;
type Sight = (typeof sights)[number];

interface VerifiedLink extends Omit<LinkToVerify, 'keys'> {
  readonly seen: Sight;
  /** Why it is unknown: the HTTP status as `status_503`, or why the page was not fetched. */
  readonly reason: string | null;
  readonly status: number | null;
  readonly anchor: string | null;
  readonly followed: boolean | null;
  readonly checked_at: string | null;
}

export interface VerifyResult {
  /** The name of the collection that holds what was seen; null when no page could be asked for. */
  readonly crawl: string | null;
  /** Source pages asked for. */
  readonly pages: number;
  readonly links: Readonly<Record<Sight, number>>;
  /** Link by link, in the order in which they were asked for. */
  readonly each: readonly VerifiedLink[];
  readonly seconds: number;
}

type VerifySettings = Pick<CrawlSettings, 'delayMs' | 'progress' | 'signal'> & { readonly name: string };

/** Throws what `crawlInto` throws, and `invalid_input` when there is no link to look at. */
export async function verify(into: CrawlInto, links: readonly LinkToVerify[], settings: VerifySettings): Promise<VerifyResult> {
  if (links.length === 0) fail('invalid_input', { reason: 'There is no link to look at: nothing is known that links to this target.' });
  const startedAt = performance.now();
  const bySource = new Map<string, { readonly url: string; readonly links: LinkToVerify[] }>();
  const verified = new Map<LinkToVerify, VerifiedLink>();
  for (const link of links) {
    const source = addressOf(link.source_url);
    // `http://host/*`, some page of a host, is no page to look at.
    if (source === null || source.key.endsWith(')/*')) verified.set(link, unknown(link, 'no_page_known'));
    else {
      const known = bySource.get(source.key);
      if (known === undefined) bySource.set(source.key, { url: link.source_url, links: [link] });
      else known.links.push(link);
    }
  }
  const urls = [...bySource.values()].map(({ url }) => url);
  const crawled = urls.length === 0 ? null : await crawlInto(into, urls, { ...crawlSettings(urls.length), ...settings });
  const sight = (link: LinkToVerify, seen: VerifiedLink): void => {
    // A redirect to the same page under another name comes before the page itself.
    if (seen.seen !== 'unknown' || (verified.get(link)?.seen ?? 'unknown') === 'unknown') verified.set(link, seen);
  };
  for (const path of crawled?.archives ?? []) {
    for (const record of readArchive(path)) {
      const outcome = captureOf(record, { keepInternal: true });
      if (!('capture' in outcome)) continue;
      for (const link of bySource.get(outcome.capture.source.key)?.links ?? []) sight(link, sightOf(link, outcome.capture));
    }
  }
  for (const { key, state, reason } of crawled?.seeds ?? []) {
    for (const link of bySource.get(key)?.links ?? [])
      if (!verified.has(link)) sight(link, unknown(link, state === 'waiting' ? 'not_reached' : reason));
  }
  const each = links.map((link) => verified.get(link) ?? unknown(link, 'not_reached'));
  return {
    crawl: crawled?.result.crawl ?? null,
    pages: urls.length,
    links: Object.fromEntries(sights.map((sight) => [sight, each.filter(({ seen }) => seen === sight).length])) as Record<Sight, number>,
    each,
    seconds: Math.round(performance.now() - startedAt) / 1000,
  };
}

/** The pages and the redirects on the way to them, no further. */
function crawlSettings(pages: number): CrawlSettings {
  return { pages: pages * (limits.redirectsMax + 1), depth: 0, hosts: 'seed', sitemaps: false, whole: true };
}

function sightOf(link: LinkToVerify, capture: Capture): VerifiedLink {
  const found = capture.page?.links.find((candidate) => isWanted(candidate, link)) ?? null;
  const seen: Sight = found !== null ? 'present' : seenByProof[capture.proof];
  return {
    ...shown(link),
    seen,
    reason: seen === 'unknown' ? (capture.status === 200 ? 'page_proves_nothing' : `status_${capture.status}`) : null,
    status: capture.status,
    anchor: found?.anchor ?? null,
    followed: found === null ? null : isFollowed(found.flags) && ((capture.page?.robots ?? 0) & robots.nofollow) === 0,
    checked_at: new Date(capture.fetchedAt * 1000).toISOString(),
  };
}

const seenByProof: Readonly<Record<Capture['proof'], Sight>> = {
  page: 'absent',
  gone: 'gone',
  redirected: 'redirected',
  nothing: 'unknown',
};

function isWanted({ target: { key } }: ExtractedLink, { keys: { from, to } }: LinkToVerify): boolean {
  return to === null ? key === from : key >= from && key < to;
}

function unknown(link: LinkToVerify, reason: string): VerifiedLink {
  return { ...shown(link), seen: 'unknown', reason, status: null, anchor: null, followed: null, checked_at: null };
}

function shown({ id, source_url, target, state_before }: LinkToVerify): Omit<LinkToVerify, 'keys'> {
  return { id, source_url, target, state_before };
}
