import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../base/limits.ts';
import { type Capture, type ExtractedPage, robots } from '../model/capture.ts';
import { flag } from '../model/link.ts';
import type { ArchiveRecord } from '../model/record.ts';
import { extractWat, extractWatByJson, type WatOutcome } from './wat-links.ts';
import { scanWat } from './wat/scan.ts';

type Json = Readonly<Record<string, unknown>>;

/** A WAT record of `https://www.town.example/news/today` in the layout that ia-web-commons writes. */
interface Given {
  readonly warc?: Json;
  readonly status?: string;
  readonly headers?: Json;
  readonly head?: Json;
  readonly links?: readonly unknown[];
  readonly html?: boolean;
}

function envelope({ warc = {}, status = '200', headers = {}, head = {}, links = [], html = true }: Given): Json {
  return {
    Container: { Filename: 'town.warc.gz', Compressed: true, Offset: '949', 'Gzip-Metadata': { 'Inflated-CRC': '-590616393' } },
    Envelope: {
      Format: 'WARC',
      'WARC-Header-Length': '647',
      'WARC-Header-Metadata': {
        'WARC-Type': 'response',
        'WARC-Date': '2026-10-19T07:25:24Z',
        'WARC-Target-URI': 'https://www.town.example/news/today',
        'WARC-IP-Address': '192.0.2.7',
        'WARC-Payload-Digest': 'sha1:CYIY4H7KRQJBLBBRZLT4NSUPM4NG27KO',
        ...warc,
      },
      'Payload-Metadata': {
        'Actual-Content-Type': 'application/http; msgtype=response',
        'HTTP-Response-Metadata': {
          'Headers-Length': '317',
          Headers: { 'Content-Type': 'text/html; charset=utf-8', ...headers },
          'Response-Message': { Status: status, Version: 'HTTP/1.1', Reason: 'OK' },
          ...(html ? { 'HTML-Metadata': { Head: { Title: 'Today in town', ...head }, Links: links } } : {}),
          'Entity-Digest': 'sha1:AAAA',
        },
      },
    },
  };
}

function record(json: Json | string | Buffer): ArchiveRecord {
  const body = Buffer.isBuffer(json) ? json : Buffer.from(typeof json === 'string' ? json : JSON.stringify(json));
  return {
    type: 'metadata',
    url: 'https://www.town.example/news/today',
    fetchedAt: 1_800_000_000,
    fields: { get: () => undefined, all: () => [] },
    contentType: 'application/json',
    http: null,
    body,
    truncation: null,
    packed: false,
    offset: 2_100,
    length: 5_925,
  };
}

function captureIn(outcome: WatOutcome): Capture {
  if ('skipped' in outcome) throw new Error(`skipped: ${outcome.skipped}`);
  return outcome.capture;
}

const captured = (given: Given, keepInternal = false): Capture => captureIn(extractWat(record(envelope(given)), { keepInternal }));

function page(given: Given, keepInternal = false): ExtractedPage {
  const found = captured(given, keepInternal).page;
  if (found === null) throw new Error('no page');
  return found;
}

const a = (url: string, rest: Json = {}): Json => ({ path: 'A@/href', url, ...rest });
const img = (rest: Json = {}): Json => ({ path: 'IMG@/src', url: '/logo.png', ...rest });
const targets = (links: readonly unknown[], head: Json = {}): string[] => page({ links, head }).links.map(({ target }) => target.href);
const anchors = (links: readonly unknown[]): string[] => page({ links }).links.map(({ anchor }) => anchor);

describe('a capture from a WAT record', () => {
  it('tells of the page, not of the record that describes it', () => {
    expect(captured({ links: [a('https://baker.example/')] })).toMatchObject({
      source: { href: 'https://www.town.example/news/today' },
      fetchedAt: Date.UTC(2026, 9, 19, 7, 25, 24) / 1000,
      status: 200,
      ip: '192.0.2.7',
      digest: 'sha1:CYIY4H7KRQJBLBBRZLT4NSUPM4NG27KO',
      grade: 'wat',
      proof: 'page',
      revisit: false,
    });
  });

  it('gives the WAT record itself as evidence', () => {
    expect(captured({})).toMatchObject({ offset: 2_100, length: 5_925 });
  });

  it('proves nothing when the payload was cut', () => {
    expect(captured({ warc: { 'WARC-Truncated': 'length' } })).toMatchObject({ grade: 'wat', proof: 'nothing' });
  });

  it.each(['404', '410'])('proves that a page with status %s is gone', (status) => {
    expect(captured({ status, html: false })).toMatchObject({ proof: 'gone', grade: 'none', page: null });
  });

  it.each(['403', '429', '500', '503'])('proves nothing by status %s', (status) => {
    expect(captured({ status, links: [a('https://baker.example/')] })).toMatchObject({ proof: 'nothing', grade: 'none', page: null });
  });

  it('proves nothing by a page that stands in place of the page', () => {
    const challenge = page({
      head: { Title: 'Just a moment...', Scripts: [{ path: 'SCRIPT@/src', url: '/cdn-cgi/challenge-platform/x.js' }] },
    });
    expect(challenge.challenge).toBe(true);
  });

  it('makes a redirect to another domain a link', () => {
    const moved = captured({ status: '301', headers: { LOCATION: 'https://city.example/' }, html: false });
    expect(moved).toMatchObject({ proof: 'redirected', redirect: { href: 'https://city.example/' } });
    expect(moved.page?.links).toMatchObject([{ kind: 'redirect', target: { href: 'https://city.example/' } }]);
  });

  it('keeps no link for a redirect inside the domain', () => {
    const moved = captured({ status: '302', headers: { location: '/news/today/' }, html: false });
    expect(moved).toMatchObject({ proof: 'redirected', page: null });
  });

  it('does not call it moved when http answers with https', () => {
    const given = {
      warc: { 'WARC-Target-URI': 'http://town.example/a' },
      status: '301',
      headers: { Location: 'https://www.town.example/a' },
    };
    expect(captured(given)).toMatchObject({ proof: 'nothing', redirect: { href: 'https://www.town.example/a' } });
  });

  it('takes a revisit for what its original was', () => {
    const warc = { 'WARC-Type': 'revisit', 'WARC-Profile': 'http://netpreserve.org/warc/1.1/revisit/identical-payload-digest' };
    expect(captured({ warc, html: false })).toMatchObject({ revisit: true, proof: 'page', grade: 'none', page: null });
  });

  it('reads records about ARC files', () => {
    const json = envelope({});
    const about = { 'Target-URI': 'http://old.example/', Date: '20080430204825', 'IP-Address': '192.0.2.9' };
    const changed = { Envelope: { ...(json['Envelope'] as Json), 'WARC-Header-Metadata': undefined, 'ARC-Header-Metadata': about } };
    expect(captureIn(extractWat(record(changed), { keepInternal: false }))).toMatchObject({
      source: { href: 'http://old.example/' },
      fetchedAt: Date.UTC(2008, 3, 30, 20, 48, 25) / 1000,
      ip: '192.0.2.9',
    });
  });
});

describe('a record that gives no capture says why', () => {
  const skipped = (given: Given): WatOutcome => extractWat(record(envelope(given)), { keepInternal: false });

  it.each([
    ['request', 'wat_of_request'],
    ['warcinfo', 'wat_of_warcinfo'],
    ['metadata', 'wat_of_metadata'],
    ['resource', 'wat_without_links'],
  ])('about a %s', (type, reason) => {
    expect(skipped({ warc: { 'WARC-Type': type } })).toEqual({ skipped: reason });
  });

  it('about a request, as Common Crawl writes it', () => {
    const text =
      '{"Container":{"Filename":"a.warc.gz","Compressed":true,"Offset":"80610308"},"Envelope":{"Payload-Metadata":{"Actual-Content-Type":"application/http; msgtype=request",' +
      '"HTTP-Request-Metadata":{"Request-Message":{"Method":"GET","Path":"/wiki/X","Version":"HTTP/1.1"},"Headers":{"Accept":"text/html,*/*;q=0.8","Host":"wiki.example"}}},' +
      '"Format":"WARC/1.0","WARC-Header-Metadata":{"WARC-Type":"request","WARC-Date":"2024-05-18T01:58:10Z","WARC-Target-URI":"https://wiki.example/wiki/X"}}}';
    expect(extractWat(record(text), { keepInternal: false })).toEqual({ skipped: 'wat_of_request' });
  });

  it('is no HTML', () => {
    expect(skipped({ headers: { 'Content-Type': 'application/pdf' }, html: false })).toEqual({ skipped: 'not_html' });
  });

  it('was not read as HTML by its writer', () => {
    expect(skipped({ html: false })).toEqual({ skipped: 'wat_without_links' });
  });

  it('names no page', () => {
    expect(skipped({ warc: { 'WARC-Target-URI': 'dns:town.example' } })).toEqual({ skipped: 'not_a_page_address' });
  });

  it('has no date', () => {
    expect(skipped({ warc: { 'WARC-Date': 'yesterday' } })).toEqual({ skipped: 'no_date' });
  });

  it.each(['', '{', '{"Envelope":{"Format":"WARC"', 'null x', '{"Envelope":{"Payload-Metadata":{"a":"\\q"}}'])('is no JSON: %s', (text) => {
    expect(extractWat(record(text), { keepInternal: false })).toEqual({ skipped: 'malformed_json' });
  });

  it.each(['{}', '[]', '12', '{"Envelope":[1]}'])('is JSON of another kind: %s', (text) => {
    expect(extractWat(record(text), { keepInternal: false })).toEqual({ skipped: 'not_wat' });
  });
});

describe('links', () => {
  it('keeps those that leave the domain and counts the others', () => {
    const found = page({
      links: [
        a('/'),
        a('#top'),
        a('?page=2'),
        a('more.html'),
        a('https://www.town.example/map'),
        a('http://town.example'),
        a('https://shop.town.example/'),
        a('//www.town.example/x'),
        a('https://baker.example/', { text: 'Baker' }),
        a('//butcher.example/meat'),
        a('mailto:mayor@town.example'),
        a('javascript:void(0)'),
        a('https://:80/'),
      ],
    });
    expect(found).toMatchObject({ internalLinks: 8, externalLinks: 2, droppedLinks: 1, wordCount: null });
    expect(found.links.map(({ target }) => target.href)).toEqual(['https://baker.example/', 'https://butcher.example/meat']);
  });

  it('is not fooled by hosts that begin like the page’s own', () => {
    expect(
      targets([
        a('https://www.town.example.evil.example/'),
        a('https://www.town.example@evil.example/'),
        a('https://www.town.example:80000/'),
      ]),
    ).toEqual(['https://www.town.example.evil.example/', 'https://www.town.example@evil.example/']);
  });

  it('sees through escapes in what looks internal', () => {
    const text = JSON.stringify(envelope({ links: [a('SLASHES'), a('COLON')] }))
      .replace('SLASHES', String.raw`/\/baker.example\/`)
      .replace('COLON', String.raw`https\u003a//butcher.example/`);
    expect(captureIn(extractWat(record(text), { keepInternal: false })).page?.links.map(({ target }) => target.href)).toEqual([
      'https://baker.example/',
      'https://butcher.example/',
    ]);
  });

  it('keeps internal links when told to', () => {
    expect(page({ links: [a('/map'), a('https://baker.example/')] }, true).links.map(({ target }) => target.href)).toEqual([
      'https://www.town.example/map',
      'https://baker.example/',
    ]);
  });

  it('resolves against the base', () => {
    expect(targets([a('pies')], { Base: 'https://baker.example/shop/' })).toEqual(['https://baker.example/shop/pies']);
    expect(targets([a('//baker.example/')], { Base: 'ftp://baker.example/' })).toEqual(['https://baker.example/']);
  });

  it('reads every kind', () => {
    const links = [
      { path: 'AREA@/href', url: 'https://a.example/', rel: 'nofollow' },
      { path: 'FORM@/action', url: 'https://f.example/', method: 'post' },
      { path: 'IFRAME@/src', url: 'https://i.example/' },
      { path: 'FRAME@/src', url: 'https://r.example/' },
      { path: 'SCRIPT@/src', url: 'https://s.example/' },
      { path: 'DIV@/onclick', url: 'https://d.example/' },
      { path: 'STYLE/#text', href: 'https://c.example/x.png' },
    ];
    const head = {
      Link: [
        { path: 'LINK@/href', url: 'https://canonical.example/', rel: 'canonical' },
        { path: 'LINK@/href', url: 'https://alternate.example/', rel: 'Alternate' },
        { path: 'LINK@/href', url: 'https://style.example/', rel: 'alternate stylesheet' },
      ],
      Metas: [{}, { 'http-equiv': 'Refresh', content: '0; url=https://refresh.example/' }],
    };
    const found = page({ links, head });
    expect(found.links.map(({ kind, target }) => `${kind} ${target.host}`)).toEqual([
      'redirect refresh.example',
      'canonical canonical.example',
      'alternate alternate.example',
      'area a.example',
      'form f.example',
      'frame i.example',
      'frame r.example',
    ]);
    expect(found.canonical?.href).toBe('https://canonical.example/');
    expect(found.refresh?.href).toBe('https://refresh.example/');
  });

  it('marks every placement as estimated', () => {
    const found = page({ links: [a('https://baker.example/'), { path: 'FORM@/action', url: 'https://f.example/' }] });
    expect(found.links.every(({ flags }) => (flags & flag.placementEstimated) !== 0)).toBe(true);
  });

  it('reads rel', () => {
    expect(page({ links: [a('https://baker.example/', { rel: 'noopener UGC,nofollow' })] }).links[0]?.flags).toBe(
      flag.ugc | flag.nofollow | flag.placementEstimated,
    );
  });

  it('drops what is beyond the limits, and counts it', () => {
    const long = page({ links: [a(`https://baker.example/${'x'.repeat(limits.urlCharsMax)}`)] });
    expect(long).toMatchObject({ droppedLinks: 1, links: [] });
    const many = page({ links: Array.from({ length: limits.linksPerPageMax + 3 }, (_, i) => a(`https://baker.example/${i}`)) });
    expect(many).toMatchObject({ externalLinks: limits.linksPerPageMax + 3, droppedLinks: 3 });
    expect(many.links).toHaveLength(limits.linksPerPageMax);
  });
});

describe('anchors', () => {
  it('are the text, collapsed', () => {
    expect(anchors([a('https://baker.example/', { text: ' Fresh\n  bread\u00a0here ' })])).toEqual(['Fresh bread here']);
  });

  it('are decoded', () => {
    const text = JSON.stringify(envelope({ links: [a('https://baker.example/', { text: 'TEXT' })] })).replace(
      'TEXT',
      String.raw`\"Br\u00f6tchen\" \\ \uD83E\uDD50 für {alle}], \ud800`,
    );
    expect(captureIn(extractWat(record(text), { keepInternal: false })).page?.links[0]?.anchor).toBe(
      '"Brötchen" \\ 🥐 für {alle}], \ufffd',
    );
  });

  it('are the alternative texts of the images just before, when there is no text', () => {
    const links = [img({ alt: 'Old' }), a('/'), img({ alt: 'Fresh' }), img(), img({ alt: 'bread' }), a('https://baker.example/')];
    expect(page({ links }).links).toMatchObject([{ anchor: 'Fresh bread', flags: flag.hasImage | flag.placementEstimated }]);
  });

  it('do not take an image from before a link with text', () => {
    expect(page({ links: [img({ alt: 'Map' }), a('https://baker.example/', { text: 'Baker' })] }).links).toMatchObject([
      { anchor: 'Baker', flags: flag.placementEstimated },
    ]);
  });

  it('are free of code, however long it is, before they are cut', () => {
    const data = `{"@context":"http://schema.org","text":"${'fish '.repeat(200)}"}`;
    const links = [a('https://baker.example/', { text: `${data} .st0{fill:#fff} Fresh bread ${'x'.repeat(600)}` })];
    expect(page({ links }).links[0]?.anchor).toBe(`Fresh bread ${'x'.repeat(limits.anchorCharsMax - 12)}`);
  });

  it('are those of a link without text, when the text is nothing but code', () => {
    const links = [img({ alt: 'Fresh bread' }), a('https://baker.example/', { text: '.st0{fill:#fff}' })];
    const [link] = page({ links }).links;
    expect([link?.anchor, (link?.flags ?? 0) & flag.hasImage]).toEqual(['Fresh bread', flag.hasImage]);
  });

  it('are the title when there is nothing else', () => {
    expect(anchors([a('https://baker.example/', { title: 'The baker' }), a('https://butcher.example/')])).toEqual(['The baker', '']);
  });
});

describe('what a page says of itself', () => {
  it('robots, in metas and in a repeated field', () => {
    const found = page({
      head: { Metas: [{ name: 'ROBOTS', content: 'noindex' }] },
      headers: { 'X-Robots-Tag': ['otherbot: none', 'nofollow'] },
    });
    expect(found.robots).toBe(robots.noindex | robots.nofollow);
  });

  it('language, by html before content-language', () => {
    expect(page({ head: { Metas: [{ name: 'HTML@/lang', content: 'de_AT' }] }, headers: { 'Content-Language': 'en' } }).language).toBe(
      'de-at',
    );
    expect(page({ headers: { 'content-language': 'en, fr' } }).language).toBe('en');
  });

  it('canonical, in a Link field', () => {
    expect(page({ headers: { Link: '</news>; rel="canonical"' } }).canonical?.href).toBe('https://www.town.example/news');
  });

  it('nothing, in fields that are no text', () => {
    const deep = '['.repeat(20_000) + ']'.repeat(20_000);
    const text = JSON.stringify(envelope({ headers: { Link: 'DEEP', 'X-Robots-Tag': [{}, null, 'noindex'] } })).replace('"DEEP"', deep);
    const found = captureIn(extractWat(record(text), { keepInternal: false })).page;
    expect(found).toMatchObject({ canonical: null, robots: robots.noindex });
  });

  it('title, collapsed and cut', () => {
    expect(page({ head: { Title: ` A ${'t'.repeat(2 * limits.titleCharsMax)}` } }).title).toHaveLength(limits.titleCharsMax);
  });
});

describe('the scanner and JSON.parse', () => {
  const options = { keepInternal: false };
  const text = fc.oneof(
    fc.constantFrom(
      'A@/href',
      'IMG@/src',
      'AREA@/href',
      'Links',
      '"Links":[{"path":"A@/href"',
      '},{"',
      '\\',
      '\\"',
      '{',
      ']',
      'ü🥐',
      '\ud83e',
      '',
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
  );
  const url = fc.oneof(
    fc.constantFrom(
      '/',
      '//',
      '/\\x.example',
      '#',
      '?a',
      'a:b',
      'a/b:c',
      'http:',
      'https://www.town.example',
      'https://www.town.example/ü',
      'HTTPS://WWW.TOWN.EXAMPLE/',
    ),
    fc.constantFrom(
      'https://baker.example/a?b=1&a=2',
      'https://bücher.example/ü',
      'https://user@x.example:8080/%7e',
      ' https://space.example ',
      '\thttps://tab.example',
      'javascript:x',
    ),
    fc.webUrl(),
    text,
  );
  const junk = fc.oneof(
    fc.constant(null),
    fc.integer(),
    fc.double(),
    fc.boolean(),
    text,
    fc.array(text, { maxLength: 2 }),
    fc.dictionary(text, text, { maxKeys: 2 }),
  );
  const link = fc.record(
    {
      path: fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom('A@/href', 'IMG@/src', 'AREA@/href', 'IFRAME@/src', 'FORM@/action') },
        { weight: 1, arbitrary: junk },
      ),
      url: fc.oneof(url, junk),
      text: fc.oneof(text, junk),
      rel: fc.constantFrom('nofollow', 'ugc', ''),
      title: text,
      alt: text,
      target: junk,
      type: junk,
    },
    { requiredKeys: [] },
  );
  const meta = fc.record(
    {
      name: fc.constantFrom('robots', 'HTML@/lang', 'viewport'),
      'http-equiv': fc.constantFrom('refresh', 'x'),
      content: fc.oneof(fc.constantFrom('noindex', 'de', '0;url=/x'), text),
      property: text,
    },
    { requiredKeys: [] },
  );
  const given = fc.record(
    {
      warc: fc.record({ 'WARC-Truncated': text, 'WARC-IP-Address': junk }, { requiredKeys: [] }),
      status: fc.constantFrom('200', '200', '200', '404', '301', 'x'),
      headers: fc.record({ Location: fc.oneof(url, fc.array(url)), 'X-Robots-Tag': junk, Links: junk }, { requiredKeys: [] }),
      head: fc.record(
        {
          Title: fc.oneof(text, junk),
          Base: fc.oneof(url, junk),
          Metas: fc.oneof(fc.array(meta), junk),
          Link: fc.oneof(fc.array(link), junk),
          Links: junk,
        },
        { requiredKeys: [] },
      ),
      links: fc.array(fc.oneof({ weight: 9, arbitrary: link }, { weight: 1, arbitrary: junk })),
    },
    { requiredKeys: ['links'] },
  );
  /** The same JSON, its members in another order, other white space, and some characters as escapes. */
  const spelling = fc.record({ seed: fc.nat(), space: fc.constantFrom(0, 1, '\t'), slashes: fc.boolean() });
  const spelled = (json: Json, { seed, space, slashes }: { seed: number; space: number | string; slashes: boolean }): string => {
    const written = JSON.stringify(shuffled(json, seed), null, space);
    return slashes ? written.replaceAll('/', '\\/') : written;
  };

  it('say the same of any record', () => {
    const records = { all: 0, scanned: 0 };
    fc.assert(
      fc.property(given, spelling, fc.boolean(), (parts, how, keepInternal) => {
        const wat = record(spelled(envelope(parts), how));
        records.all++;
        if (isScanned(wat.body)) records.scanned++;
        expect(extractWat(wat, { keepInternal })).toEqual(extractWatByJson(wat, { keepInternal }));
      }),
      { seed: 20261122, numRuns: 3_000 },
    );
    // Else this would compare JSON.parse with itself.
    expect(records.scanned / records.all).toBeGreaterThan(0.8);
  });

  it('say the same when keys stand twice or are spelled with escapes', () => {
    const base = JSON.stringify(envelope({ links: [a('https://baker.example/', { text: 'Baker' })] }));
    for (const [from, to] of [
      ['"text":"Baker"', '"text":"Baker","text":"Butcher"'],
      ['"text":"Baker"', '"text":"Baker","text":null'],
      ['"text":"Baker"', String.raw`"t\u0065xt":"Butcher"`],
      ['"Links":[', '"Links":[{"path":"A@/href","url":"https://first.example/"}],"Links":['],
      ['"Links":[', String.raw`"L\u0069nks":[`],
      ['"Envelope":{', '"Envelope":{"Format":"ARC"},"Envelope":{'],
      ['"Title":"Today in town"', '"Title":"Today","Title":["in","town"]'],
    ] as const) {
      const wat = record(base.replace(from, to));
      expect(extractWat(wat, options)).toEqual(extractWatByJson(wat, options));
    }
  });

  it('survive any damage', () => {
    const whole = Buffer.from(JSON.stringify(envelope({ links: [a('https://baker.example/', { text: 'Bröt"chen' }), img({ alt: 'x' })] })));
    fc.assert(
      fc.property(fc.nat(whole.length), fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 4 }), (end, changes) => {
        const damaged = Buffer.from(whole.subarray(0, end === 0 ? whole.length : end));
        for (const [at, byte] of changes) if (at < damaged.length) damaged[at] = byte;
        const outcome = extractWat(record(damaged), options);
        const reference = extractWatByJson(record(damaged), options);
        // What is JSON says the same either way. In what is not, the scanner may still find a page.
        const isJson = !('skipped' in reference) || reference.skipped !== 'malformed_json';
        return !isJson || isDeepStrictEqual(outcome, reference);
      }),
      { seed: 20261122, numRuns: 3_000 },
    );
    expect.assertions(0);
  });
});

/** False when the scanner leaves the record to JSON.parse. */
function isScanned(body: Buffer): boolean {
  try {
    return scanWat(body) !== null;
  } catch {
    return false;
  }
}

/** Members in an order that depends on `seed`. */
function shuffled(value: unknown, seed: number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, seed));
  if (typeof value !== 'object' || value === null) return value;
  const weight = (name: string): number => Math.imul(name.length * 31 + name.charCodeAt(0) + seed, 0x9e3779b1) >>> 0;
  const members = Object.entries(value).map(([name, member]) => [name, shuffled(member, seed)] as const);
  return Object.fromEntries(members.sort(([a], [b]) => weight(a) - weight(b)));
}
