import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../base/limits.ts';
import { type ExtractedPage, robots } from '../model/capture.ts';
import { type ExtractedLink, flag } from '../model/link.ts';
import type { Fields } from '../model/record.ts';
import { addressOf } from '../model/url.ts';
import { extractHtml } from './html.ts';

function fieldsOf(entries: Readonly<Record<string, string>>): Fields {
  return {
    get: (name) => entries[name],
    all: (name) => (entries[name] === undefined ? [] : [entries[name]]),
  };
}

interface Given {
  readonly url?: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly keepInternal?: boolean;
}

function read(
  html: string | Buffer,
  { url = 'https://www.town.example/news/today', fields = {}, keepInternal = false }: Given = {},
): ExtractedPage {
  const address = addressOf(url);
  if (address === null) throw new Error(`no address: ${url}`);
  const body = typeof html === 'string' ? Buffer.from(html) : html;
  return extractHtml({ address, body, contentType: 'text/html; charset=utf-8', httpFields: fieldsOf(fields) }, { keepInternal });
}

function only(html: string | Buffer, given?: Given): ExtractedLink {
  const { links } = read(html, given);
  expect(links).toHaveLength(1);
  const [link] = links;
  if (link === undefined) throw new Error('no link');
  return link;
}

/** Code points. */
const charsOf = (text: string): number => Array.from(text).length;
/** Without a lone surrogate: those do not survive UTF-8. */
const isWhole = (text: string): boolean => Buffer.from(text).toString() === text;
const hrefs = (page: ExtractedPage): string[] => page.links.map(({ target }) => target.href);
const anchors = (html: string): string[] => read(html).links.map(({ anchor }) => anchor);

describe('which references are links', () => {
  it('keeps a link when the anchor is empty', () => {
    expect(only('<a href="https://baker.example/"></a>')).toMatchObject({ kind: 'anchor', anchor: '', flags: 0 });
  });

  it('counts links inside the registrable domain and keeps those that leave it', () => {
    const page = read('<a href="/a">1</a><a href="//shop.town.example/b">2</a><a href="#top">3</a><a href="http://baker.example">4</a>');
    expect(page).toMatchObject({ internalLinks: 3, externalLinks: 1, droppedLinks: 0 });
    expect(hrefs(page)).toEqual(['http://baker.example/']);
  });

  it('keeps internal links when told to', () => {
    expect(hrefs(read('<a href="/a">1</a>', { keepInternal: true }))).toEqual(['https://www.town.example/a']);
  });

  it('takes tenants of a shared host for domains of their own', () => {
    const page = read('<a href="https://two.github.io/">x</a>', { url: 'https://one.github.io/' });
    expect(page).toMatchObject({ internalLinks: 0, externalLinks: 1 });
  });

  it('counts no reference that leads to no page', () => {
    const page = read('<a href="mailto:a@b.example">1</a><a href="javascript:void(0)">2</a><a href="tel:1">3</a><a name="x">4</a>');
    expect(page).toMatchObject({ internalLinks: 0, externalLinks: 0, droppedLinks: 0, links: [] });
  });

  it('counts what is too long or no URL as dropped', () => {
    const page = read(`<a href="http://b.example/${'a'.repeat(limits.urlCharsMax)}">1</a><a href="http://a b.example/">2</a>`);
    expect(page).toMatchObject({ externalLinks: 0, droppedLinks: 2, links: [] });
  });

  it('reads areas, frames, forms, alternates and the canonical as kinds of their own', () => {
    const page =
      read(`<head><link rel="canonical" href="https://orig.example/a"><link rel="alternate" hreflang="de" href="https://de.example/a">
      <link rel="alternate stylesheet" href="https://css.example/"><link rel="stylesheet" href="https://css.example/"></head>
      <map><area href="https://area.example/" alt="The map" rel="nofollow"></map><iframe src="https://frame.example/"></iframe>
      <form action="https://form.example/send"></form><form action=""></form><img src="https://image.example/"><script src="https://script.example/"></script>`);
    expect(page.links.map(({ kind, target, anchor }) => `${kind} ${target.host} ${anchor}`.trim())).toEqual([
      'canonical orig.example',
      'alternate de.example',
      'area area.example The map',
      'frame frame.example',
      'form form.example',
    ]);
    expect(page.links[2]?.flags).toBe(flag.nofollow);
    expect(page).toMatchObject({ internalLinks: 0, externalLinks: 1 });
  });

  it('reads links in noscript, and none in templates, comments, scripts, text areas and srcdoc', () => {
    const link = (host: string): string => `<a href="https://${host}.example/">x</a>`;
    const page = read(
      `<noscript>${link('noscript')}</noscript><template>${link('template')}<template></template>${link('nested')}</template><!-- ${link('comment')} -->
       <script>${link('script')}</script><textarea>${link('textarea')}</textarea><iframe srcdoc='${link('srcdoc')}'>${link('fallback')}</iframe>
       <style>${link('style')}</style><template shadowrootmode="open">${link('shadow')}</template>${link('last')}`,
    );
    expect(page.links.map(({ target }) => target.host)).toEqual(['noscript.example', 'shadow.example', 'last.example']);
  });

  it('reads links in svg by href or xlink:href', () => {
    const page = read(
      '<svg><a xlink:href="https://one.example/"><text>1</text></a><a href="https://two.example/"/></svg><a href="https://three.example/">3</a>',
    );
    expect(hrefs(page)).toEqual(['https://one.example/', 'https://two.example/', 'https://three.example/']);
  });

  it('decodes references in attributes, and leaves those alone that only look like one', () => {
    expect(only('<a href="https://b.example/?a=1&amp;b=2&copy=3&#38;d=4">x</a>').target.href).toBe('https://b.example/?a=1&b=2&copy=3&d=4');
  });

  it('splits rel on white space and commas', () => {
    expect(only('<a rel="NoFollow,ugc noopener" href="https://b.example/">x</a>').flags).toBe(flag.nofollow | flag.ugc);
  });

  it('takes the first of two equal attributes, in any case and quoting', () => {
    expect(only("<A HREF = 'https://b.example/' href=https://c.example/ >x</A>").target.href).toBe('https://b.example/');
  });
});

describe('the base', () => {
  it('holds for links before it too, and only the first counts', () => {
    const page = read('<a href="a">1</a><base href="https://cdn.example/x/"><base href="https://other.example/"><a href="b">2</a>');
    expect(hrefs(page)).toEqual(['https://cdn.example/x/a', 'https://cdn.example/x/b']);
    expect(page.externalLinks).toBe(2);
  });

  it('is resolved against the page', () => {
    expect(hrefs(read('<base href="/deep/"><a href="a">1</a>', { keepInternal: true }))).toEqual(['https://www.town.example/deep/a']);
  });

  it('is none when it is not http, or stands in a comment or a template', () => {
    const given = { keepInternal: true };
    const own = ['https://www.town.example/news/a'];
    expect(hrefs(read('<base href="data:,x"><a href="a">1</a>', given))).toEqual(own);
    expect(hrefs(read('<!--<base href="https://c.example/">--><a href="a">1</a>', given))).toEqual(own);
    expect(hrefs(read('<template><base href="https://c.example/"></template><a href="a">1</a>', given))).toEqual(own);
    expect(hrefs(read('<base target="_blank"><a href="a">1</a>', given))).toEqual(own);
  });
});

describe('the anchor', () => {
  const to = 'href="https://b.example/"';

  it('is the text, collapsed, across inline elements and blocks', () => {
    expect(anchors(`<a ${to}>\n The <b>old</b>\u00a0 mill&nbsp;&amp; <div>bakery</div><br>shop </a>`)).toEqual([
      'The old mill & bakery shop',
    ]);
  });

  it('is the alternative of images when there is no text, then the title, then the label', () => {
    expect(anchors(`<a ${to} title="t"> <img alt="Logo"> <img alt=" two"></a>`)).toEqual(['Logo two']);
    expect(anchors(`<a ${to} title="The title" aria-label="l"><img></a>`)).toEqual(['The title']);
    expect(anchors(`<a ${to} title="" aria-label="The label"><i class="icon"></i></a>`)).toEqual(['The label']);
    expect(anchors(`<a ${to}><svg><title>Drawn</title><style>.a{}</style></svg></a>`)).toEqual(['Drawn']);
    expect(anchors(`<a ${to}><svg alt="Drawn" title="Drawn"><title>Drawn</title></svg></a>`)).toEqual(['Drawn']);
  });

  it('says when an image stands in the link', () => {
    expect(only(`<a ${to}>Text <picture><img src=x></picture></a>`).flags).toBe(flag.hasImage);
    expect(only(`<a ${to}>Text <svg></svg></a>`).flags).toBe(flag.hasImage);
    expect(only(`<img><a ${to}>Text</a><img>`).flags).toBe(0);
  });

  it('ends where another link begins, or the block that the link is in ends', () => {
    expect(anchors(`<a ${to}>one <a ${to}>two</a> three`)).toEqual(['one', 'two']);
    expect(anchors(`<div><a ${to}>one</div>two<p><a ${to}>three<p>four`)).toEqual(['one', 'three four']);
    expect(anchors(`<ul><li><a ${to}>one<li>two</ul>`)).toEqual(['one']);
    expect(anchors(`<a ${to}>one <a>two</a>`)).toEqual(['one']);
  });

  it('goes on when only an inline element around its start ends', () => {
    expect(anchors(`<b><a ${to}>one</b> two</a> three`)).toEqual(['one two']);
  });

  it('leaves what was opened inside a link open behind it', () => {
    expect(only(`<a ${to}>one<footer></a></footer>`).anchor).toBe('one');
    expect(read(`<a href=/x><footer></a><a ${to}>two</a></footer>`).links[0]?.placement).toBe('footer');
  });

  it('is bounded in code points and never cuts a character', () => {
    const { anchor } = only(`<a ${to}>${'😀'.repeat(limits.anchorCharsMax + 9)}</a>`);
    expect(charsOf(anchor)).toBe(limits.anchorCharsMax);
    expect(isWhole(anchor)).toBe(true);
  });

  it('has no NUL, control character or lone surrogate', () => {
    expect(anchors(`<a ${to}>a\0b&#xD800;c\u001bd</a>`)).toEqual(['a b\ufffdc d']);
  });
});

describe('the text around a link', () => {
  it('is that of its own block', () => {
    const html = '<p>Another.</p><p>We buy our bread\n from <a href="https://b.example/">the <i>baker</i></a>, every day.</p><p>More.</p>';
    expect(only(html)).toMatchObject({ before: 'We buy our bread from', anchor: 'the baker', after: ', every day.' });
  });

  it('ends with the block that a link left open is in', () => {
    expect(only('<div>See <a href="https://b.example/">one</div>two')).toMatchObject({ before: 'See', anchor: 'one', after: '' });
  });

  it('holds the text of links beside it', () => {
    const [first, second] = read('<p>See <a href="https://b.example/">one</a> and <a href="https://c.example/">two</a>.</p>').links;
    expect(first).toMatchObject({ before: 'See', after: 'and two.' });
    expect(second).toMatchObject({ before: 'See one and', after: '.' });
  });

  it('is bounded in code points on both sides', () => {
    const { before, after } = only(`<p>${'😀'.repeat(500)}<a href="https://b.example/">x</a>${'😀'.repeat(500)}</p>`);
    expect([charsOf(before), charsOf(after)]).toEqual([limits.contextCharsMax, limits.contextCharsMax]);
    expect(isWhole(before) && isWhole(after)).toBe(true);
  });
});

describe('what a page says of itself', () => {
  it('reads title, language, words', () => {
    const page = read(
      '<html lang="de-AT"><title>\n Die  M&uuml;hle </title><body><p>One <b>t</b>wo three.</p><script>no words</script></body>',
    );
    expect(page).toMatchObject({ title: 'Die Mühle', language: 'de-at', wordCount: 3 });
  });

  it('counts each ideograph as a word', () => {
    expect(read('<p>東京 tower</p>').wordCount).toBe(3);
  });

  it('takes the first title, not that of a drawing', () => {
    expect(read('<svg><title>Drawing</title></svg><title>Page</title><title>Second</title>').title).toBe('Page');
  });

  it('takes the language from Content-Language when the page says none', () => {
    expect(read('<p>x', { fields: { 'content-language': 'fr-CA, en' } }).language).toBe('fr-ca');
    expect(read('<meta http-equiv="Content-Language" content="it"><p>x').language).toBe('it');
    expect(read('<html lang="not a language"><p>x').language).toBe('');
  });

  it('joins robots of metas and of the HTTP head', () => {
    expect(read('<meta name="Robots" content="NOINDEX, follow">').robots).toBe(robots.noindex);
    expect(read('<meta name=googlebot content=none>').robots).toBe(robots.noindex | robots.nofollow);
    expect(read('<meta name=bingbot content=none>', { fields: { 'x-robots-tag': 'nofollow' } }).robots).toBe(robots.nofollow);
  });

  it('takes the canonical from the head or the HTTP head, not from the body', () => {
    expect(read('<head><script>x</script><link rel=canonical href=/b>').canonical?.key).toBe('example,town)/b');
    expect(read('<head><noscript><img src=x></noscript><link rel=canonical href=/b>').canonical?.key).toBe('example,town)/b');
    expect(read('<body><p>x</p><link rel=canonical href=/b>').canonical).toBeNull();
    expect(read('<p>x', { fields: { link: '<https://c.example/p>; rel="canonical"' } }).canonical?.key).toBe('example,c)/p');
  });

  it('takes a refresh of at most five seconds for a redirect', () => {
    const refresh = (content: string): string | undefined => read(`<meta http-equiv=Refresh content="${content}">`).refresh?.href;
    expect(refresh('0; url=https://b.example/')).toBe('https://b.example/');
    expect(refresh('5;URL=&quot;https://b.example/&quot;')).toBe('https://b.example/');
    expect(refresh('6; url=https://b.example/')).toBeUndefined();
    expect(refresh('3')).toBeUndefined();
    expect(refresh('0; url=https://town.example/news/today')).toBeUndefined();
    expect(read('<noscript><meta http-equiv=refresh content="0;url=https://b.example/"></noscript>').refresh).toBeNull();
    expect(only('<meta http-equiv=refresh content="0;url=https://b.example/">').kind).toBe('redirect');
    expect(read('<p>x', { fields: { refresh: '0;url=https://c.example/' } }).refresh?.href).toBe('https://c.example/');
  });

  it('tells a challenge from a page that speaks of one', () => {
    const challenge = '<title>Just a moment...</title><script src="/cdn-cgi/challenge-platform/x.js"></script>';
    expect(read(challenge).challenge).toBe(true);
    expect(read('<title>Just a moment...</title><p>A poem.').challenge).toBe(false);
    expect(read(`${challenge}<p>${'word '.repeat(1_000)}`).challenge).toBe(false);
  });
});

describe('limits', () => {
  it('keeps at most linksPerPageMax links and counts the rest', () => {
    const page = read('<a href=//b.example>x</a>'.repeat(limits.linksPerPageMax + 7));
    expect(page.links).toHaveLength(limits.linksPerPageMax);
    expect(page).toMatchObject({ externalLinks: limits.linksPerPageMax + 7, droppedLinks: 7 });
  });

  it('reads what stands below htmlDepthMax nested elements', () => {
    const depth = 100_000;
    const page = read(
      `${'<div>'.repeat(depth)}<a href=//b.example>deep</a>${'</div>'.repeat(depth)}<nav><a href=//c.example>behind</a></nav>`,
    );
    expect(page.links.map(({ anchor, placement }) => `${anchor} ${placement}`)).toEqual(['deep navigation', 'behind navigation']);
  });

  it('ends soon on pages made to hurt', () => {
    const pages = [
      '<a href=//b.example>'.repeat(50_000),
      '<div>'.repeat(200_000),
      '<section>'.repeat(600) + '</div>'.repeat(200_000),
      '<!--'.repeat(250_000),
      '<script><!--<script>'.repeat(50_000),
      '<a x="'.repeat(170_000),
      `<svg>${'<![CDATA['.repeat(110_000)}`,
      `<p>${'<b>'.repeat(500)}${'<br><hr>'.repeat(120_000)}`,
    ];
    const started = performance.now();
    for (const page of pages) read(page);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe('any bytes', () => {
  const words = [
    '<a href=//b.example/',
    '<a href="/x">',
    '</a>',
    '<p>',
    '</p>',
    '<div',
    '>',
    '</div>',
    '<svg>',
    '</svg>',
    '<title>',
    '<template>',
    '</template>',
    '<script>',
    '<!--',
    '-->',
  ];
  const more = [
    '<img alt="',
    '"',
    "'",
    '&amp;',
    '&#xD800;',
    '\0',
    '😀',
    '\ud83d',
    ' text ',
    '<base href=//c.example>',
    '<table><td>',
    '<li>',
    '<noscript>',
    '<meta content="0;url=//d.example" http-equiv=refresh>',
  ];
  const soup = fc
    .array(fc.oneof(fc.constantFrom(...words, ...more), fc.string({ maxLength: 8 })), { maxLength: 60 })
    .map((parts) => Buffer.from(parts.join('')));

  function holds(body: Buffer): void {
    const page = read(body, { keepInternal: true });
    expect(page.links.length).toBeLessThanOrEqual(limits.linksPerPageMax);
    for (const text of [page.title, page.language, ...page.links.flatMap(({ anchor, before, after }) => [anchor, before, after])]) {
      expect(isWhole(text)).toBe(true);
      expect(text).not.toMatch(/\p{Cc}/u);
      expect(charsOf(text)).toBeLessThanOrEqual(limits.anchorCharsMax);
    }
    for (const { before, after } of page.links)
      expect(Math.max(charsOf(before), charsOf(after))).toBeLessThanOrEqual(limits.contextCharsMax);
  }

  it('is read without an error and within the bounds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => holds(Buffer.from(bytes))),
      { seed: 1, numRuns: 300 },
    );
    fc.assert(fc.property(soup, holds), { seed: 2, numRuns: 1_500 });
  });

  it('gives the links of a whole page no matter what markup stands before them, as long as it is closed', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        const safe = text.replaceAll(/[<&]/g, ' ');
        expect(read(`<div>${safe}</div><a href="https://last.example/">x</a>`).links.at(-1)?.target.host).toBe('last.example');
      }),
      { seed: 3 },
    );
  });
});
