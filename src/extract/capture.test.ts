import { describe, expect, it } from 'vitest';
import type { Capture } from '../model/capture.ts';
import type { ArchiveRecord, Fields, HttpHead } from '../model/record.ts';
import { captureOf, wantsBody } from './capture.ts';
import type { SkipReason } from './skip-reason.ts';

function fieldsOf(entries: Readonly<Record<string, string>>): Fields {
  return { get: (name) => entries[name], all: (name) => (entries[name] === undefined ? [] : [entries[name]]) };
}

function http(status: number, fields: Readonly<Record<string, string>> = { 'content-type': 'text/html' }): HttpHead {
  return { status, fields: fieldsOf(fields) };
}

const html = '<title>Town</title><p>Bread from <a href="https://baker.example/">the baker</a></p><a href="/more">more</a>';

interface Given extends Partial<Omit<ArchiveRecord, 'fields' | 'body'>> {
  readonly body?: string | Buffer;
  readonly fields?: Readonly<Record<string, string>>;
}

function record({ body = html, fields = {}, ...given }: Given): ArchiveRecord {
  return {
    type: 'response',
    url: 'http://town.example/a',
    fetchedAt: 1_700_000_000,
    contentType: 'application/http; msgtype=response',
    http: http(200),
    packed: true,
    truncation: null,
    offset: 5,
    length: 7,
    ...given,
    fields: fieldsOf(fields),
    body: Buffer.from(body),
  };
}

function captured(given: Given, keepInternal = false): Capture {
  const outcome = captureOf(record(given), { keepInternal });
  if ('skipped' in outcome) throw new Error(outcome.skipped);
  return outcome.capture;
}

function skipped(given: Given): SkipReason | null {
  const outcome = captureOf(record(given), { keepInternal: false });
  return 'skipped' in outcome ? outcome.skipped : null;
}

describe('a page', () => {
  it('is a capture with links, and proves what is not in it', () => {
    const capture = captured({ fields: { 'warc-ip-address': '192.0.2.1', 'warc-payload-digest': 'sha1:ABC' } });
    expect(capture).toMatchObject({ status: 200, proof: 'page', grade: 'html', revisit: false, redirect: null });
    expect(capture).toMatchObject({ ip: '192.0.2.1', digest: 'sha1:ABC', offset: 5, length: 7, fetchedAt: 1_700_000_000 });
    expect(capture.page).toMatchObject({ title: 'Town', internalLinks: 1, externalLinks: 1 });
    expect(capture.page?.links.map(({ target }) => target.href)).toEqual(['https://baker.example/']);
  });

  it('proves nothing when it is not whole, not 200, empty, or a challenge', () => {
    for (const truncation of ['limit', 'archive', 'declared', 'encoding'] as const) expect(captured({ truncation }).proof).toBe('nothing');
    expect(captured({ http: http(206) })).toMatchObject({ proof: 'nothing', grade: 'html' });
    expect(captured({ body: '' }).proof).toBe('nothing');
    const challenge = '<title>Just a moment...</title><script>window._cf_chl_opt={}</script>';
    expect(captured({ body: challenge })).toMatchObject({ proof: 'nothing', page: { challenge: true } });
  });

  it('is known by its bytes when no type is declared', () => {
    expect(captured({ http: http(200, {}), body: ' <!DOCTYPE html><p>x' }).proof).toBe('page');
    expect(skipped({ http: http(200, {}), body: 'plain text' })).toBe('not_html');
  });

  it('may be a resource, which counts as 200', () => {
    expect(captured({ type: 'resource', http: null, contentType: 'text/html' })).toMatchObject({ status: 200, proof: 'page' });
    expect(skipped({ type: 'resource', http: null, contentType: 'image/png' })).toBe('not_html');
  });
});

describe('what is no page', () => {
  it('says gone at 404 and 410, and nothing at other errors, whose links are not read', () => {
    for (const status of [404, 410]) expect(captured({ http: http(status) })).toMatchObject({ proof: 'gone', grade: 'none', page: null });
    for (const status of [400, 401, 403, 429, 500, 503]) {
      expect(captured({ http: http(status) })).toMatchObject({ status, proof: 'nothing', grade: 'none', page: null });
    }
    expect(captured({ http: http(404, { 'content-type': 'application/json' }) }).proof).toBe('gone');
  });

  it('is skipped by name', () => {
    expect(skipped({ http: http(200, { 'content-type': 'application/pdf' }), body: '%PDF-1.7' })).toBe('not_html');
    expect(skipped({ body: '%PDF-1.7' })).toBe('not_html');
    expect(skipped({ url: null })).toBe('no_address');
    expect(skipped({ url: 'dns:town.example' })).toBe('not_a_page_address');
    expect(skipped({ fetchedAt: null })).toBe('no_date');
    expect(skipped({ http: null })).toBe('not_http');
    expect(skipped({ type: 'metadata', contentType: 'application/warc-fields' })).toBe('metadata');
    for (const type of ['warcinfo', 'request', 'conversion', 'continuation'] as const) expect(skipped({ type })).toBe(type);
    expect(skipped({ type: 'screenshot' })).toBe('unknown_type');
  });

  it('is handed to the WAT reader when it is JSON metadata', () => {
    expect(skipped({ type: 'metadata', contentType: 'application/json', body: '{' })).toBe('malformed_json');
  });
});

describe('a redirect', () => {
  const redirect = (location: string, status = 301): HttpHead => http(status, { location });

  it('to another key proves the move, and is a link when it leaves the domain', () => {
    const capture = captured({ http: redirect('https://new.example/a') });
    expect(capture).toMatchObject({ proof: 'redirected', grade: 'html', redirect: { key: 'example,new)/a' } });
    expect(capture.page?.links).toMatchObject([{ kind: 'redirect', target: { href: 'https://new.example/a' } }]);
  });

  it('inside the domain is no link, unless internal links are kept', () => {
    expect(captured({ http: redirect('/b', 302) })).toMatchObject({ proof: 'redirected', page: { links: [] } });
    expect(captured({ http: redirect('/b', 302) }, true).page?.links).toHaveLength(1);
  });

  it('to the same key is no loss', () => {
    for (const same of ['https://town.example/a', 'https://www.town.example/a#x', 'http://town.example/a?utm_source=x']) {
      expect(captured({ http: redirect(same) })).toMatchObject({ proof: 'nothing', page: null, redirect: { key: 'example,town)/a' } });
    }
  });

  it('without a place to go, or of another kind, proves nothing', () => {
    expect(captured({ http: http(301, {}) })).toMatchObject({ proof: 'nothing', redirect: null });
    expect(captured({ http: redirect('mailto:a@b.example') })).toMatchObject({ proof: 'nothing', redirect: null });
    expect(captured({ http: redirect('https://new.example/', 304) })).toMatchObject({ proof: 'nothing', redirect: null });
  });
});

describe('a revisit', () => {
  const same = { 'warc-profile': 'http://netpreserve.org/warc/1.1/revisit/identical-payload-digest', 'warc-payload-digest': 'sha1:ABC' };
  const unmodified = { 'warc-profile': 'http://netpreserve.org/warc/1.0/revisit/server-not-modified' };

  it('repeats what its original had', () => {
    const repeated = { revisit: true, proof: 'page', page: null, grade: 'none' };
    expect(captured({ type: 'revisit', body: '', fields: same })).toMatchObject({ ...repeated, digest: 'sha1:ABC' });
    expect(captured({ type: 'revisit', body: '', http: null, fields: same })).toMatchObject({ ...repeated, status: 0 });
    expect(captured({ type: 'revisit', body: '', http: http(304, {}), fields: unmodified })).toMatchObject(repeated);
  });

  it('proves nothing when its profile does not say so', () => {
    expect(captured({ type: 'revisit', body: '' })).toMatchObject({ revisit: true, proof: 'nothing' });
  });

  it('of an error or a redirect says what that says', () => {
    expect(captured({ type: 'revisit', body: '', http: http(404), fields: same })).toMatchObject({ revisit: false, proof: 'gone' });
    expect(captured({ type: 'revisit', http: http(301, { location: 'https://new.example/' }), fields: same })).toMatchObject({
      proof: 'redirected',
    });
  });

  it('of an image is skipped', () => {
    expect(skipped({ type: 'revisit', http: http(200, { 'content-type': 'image/gif' }), fields: same })).toBe('not_html');
  });
});

describe('which bodies are wanted', () => {
  it.each<[string, Given, boolean]>([
    ['a page', {}, true],
    ['a page of no declared type', { http: http(200, {}) }, true],
    ['a resource', { type: 'resource', http: null, contentType: 'text/html' }, true],
    ['a WAT record', { type: 'metadata', contentType: 'application/json' }, true],
    ['a PDF', { http: http(200, { 'content-type': 'application/pdf' }) }, false],
    ['an error page', { http: http(404) }, false],
    ['a redirect', { http: http(301, { location: '/' }) }, false],
    ['a request', { type: 'request' }, false],
    ['a revisit', { type: 'revisit' }, false],
    ['an answer of a name server', { url: 'dns:town.example', http: null }, false],
  ])('%s', (_, given, wanted) => {
    expect(wantsBody(record(given))).toBe(wanted);
  });

  it('never changes the outcome by leaving out one that is not', () => {
    const statuses = [200, 301, 404, 503];
    const types = ['image/png', 'text/html', 'application/json'];
    const given = statuses.flatMap((status) =>
      types.map((type) => ({ http: http(status, { 'content-type': type, location: 'https://new.example/' }) })),
    );
    const unwanted = given.filter((one) => !wantsBody(record(one)));
    expect(unwanted).toHaveLength(11);
    for (const one of unwanted) {
      expect(captureOf(record({ ...one, body: '' }), { keepInternal: false })).toEqual(captureOf(record(one), { keepInternal: false }));
    }
  });
});
