/** Pages that were captured before: asked for only if they changed, and recorded as revisits when they did not. */
import { Failure } from '../../base/errors.ts';
import { readRecordAt } from '../record-at.ts';
import type { Page } from './discovery.ts';
import type { Fetched } from './fetch-page.ts';
import type { Visit } from './visits.ts';
import { digestOf, type Revisit } from './warc-record.ts';

/** The fields of a conditional request (RFC 9110 section 13.1); none when the server gave no validator. */
export function conditionsOf(visit: Visit | null): Readonly<Record<string, string>> {
  if (visit === null) return {};
  return {
    ...(visit.etag !== '' && { 'if-none-match': visit.etag }),
    ...(visit.lastModified !== '' && { 'if-modified-since': visit.lastModified }),
  };
}

/** The page as the earlier capture has it; null when its archive is not there any more. */
export function earlierPage({ path, offset, length }: Visit): Page | null {
  try {
    const { url, http, body } = readRecordAt(path, offset, length);
    return url === null || http === null ? null : { url, status: http.status, fields: http.fields, body: Buffer.from(body) };
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.code === 'evidence_missing') return null;
    throw thrown;
  }
}

/** Whether this answer repeats the earlier capture: the server says so, or sent the same bytes again. */
export function revisitOf(fetched: Fetched, visit: Visit | null): Revisit {
  if (visit === null) return null;
  const original = { url: visit.url, fetchedAt: visit.fetchedAt, digest: visit.digest };
  if (fetched.status === 304) return { profile: 'server-not-modified', original };
  const isSame = fetched.status === 200 && fetched.cut === null && digestOf(fetched.body) === visit.digest;
  return isSame ? { profile: 'identical-payload-digest', original } : null;
}

/** What to remember of a capture; null when it is not whole. A revisit keeps where its original lies, and takes the newer validators. */
export function visitOf(
  fetched: Fetched,
  original: Visit | null,
  place: { readonly path: string; readonly offset: number; readonly length: number },
): Visit | null {
  const { fields, cut, status, body, url, startedAt } = fetched;
  const etag = fields.get('etag') ?? original?.etag ?? '';
  const lastModified = fields.get('last-modified') ?? original?.lastModified ?? '';
  if (original !== null) return { ...original, etag, lastModified };
  return cut === null && status === 200 ? { url, fetchedAt: startedAt, digest: digestOf(body), etag, lastModified, ...place } : null;
}
