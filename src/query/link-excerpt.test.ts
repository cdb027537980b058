import { describe, expect, it } from 'vitest';
import { httpBlock, responseRecord, warcRecord, type WrittenRecord } from '../../test/fixtures/warc.ts';
import { allRecords } from '../../test/fixtures/records.ts';
import { limits } from '../base/limits.ts';
import { urlKey } from '../model/url.ts';
import { linkExcerpt, printable, type Excerpt } from './link-excerpt.ts';

const target = 'https://shop.example/a?b=1&c=2';

function excerptOf(record: WrittenRecord, url = target): Excerpt {
  const [read] = allRecords(warcRecord(record)).records;
  if (read === undefined) throw new Error('no record was read');
  return linkExcerpt(read, urlKey(url) ?? '');
}

function inPage(html: string | Buffer, fields?: readonly string[]): Excerpt {
  return excerptOf(responseRecord('https://blog.example/post/', Buffer.from(html), fields));
}

describe('the excerpt around a link', () => {
  it.each([
    ['references decoded', '<a href="https://shop.example/a?b=1&amp;c=2">x</a>'],
    ['another way to write the same key', "<a HREF='http://www.shop.example/a?c=2&b=1&utm_source=x#top'>x</a>"],
    ['no quotes', '<a href=//shop.example/a?b=1&c=2>x</a>'],
    ['a base', '<base href="https://shop.example/"><a href="a?b=1&amp;c=2">x</a>'],
    ['a refresh', '<meta http-equiv=refresh content="0; URL=\'https://shop.example/a?b=1&amp;c=2\'">'],
    ['a frame', '<iframe src="https://shop.example/a?b=1&c=2"></iframe>'],
  ])('is found with %s', (_, html) => {
    expect(inPage(`<p>${'before '.repeat(200)}</p>${html}<p>${'after '.repeat(200)}</p>`)).toMatchObject({
      found: true,
      text: expect.stringContaining(html.slice(-40)),
    });
  });

  it('is about as long as it may be, with the link in its middle', () => {
    const { text } = inPage(`${'b'.repeat(5000)}<a href="${target}">x</a>${'c'.repeat(5000)}`);
    expect(text.length).toBe(limits.evidenceCharsMax);
    expect(text.indexOf('<a href')).toBeGreaterThan(limits.evidenceCharsMax / 3);
  });

  it('is in the page in its own charset', () => {
    const html = Buffer.concat([Buffer.from('<p>caf'), Buffer.of(0xe9), Buffer.from(` <a href="${target}">x</a>`)]);
    expect(inPage(html, ['Content-Type: text/html; charset=iso-8859-1'])).toMatchObject({
      found: true,
      text: expect.stringContaining('café'),
    });
  });

  it('is the HTTP field that leads there', () => {
    const moved = (fields: readonly string[], status: string): WrittenRecord => ({
      ...responseRecord('https://blog.example/post/', Buffer.alloc(0)),
      block: httpBlock(Buffer.alloc(0), fields, status),
    });
    expect(excerptOf(moved([`Location: ${target}`], '301 Moved'))).toEqual({ found: true, text: `location: ${target}` });
    expect(excerptOf(moved([`Link: <${target}>; rel="canonical"`], '200 OK')).found).toBe(true);
  });

  it('is found in a WAT record', () => {
    const links = { 'HTML-Metadata': { Links: [{ path: 'A@/href', url: 'https:\\/\\/shop.example\\/a?b=1&c=2' }] } };
    const json = JSON.stringify(links).replaceAll('\\\\/', '\\/');
    const record = { type: 'metadata', url: 'https://blog.example/post/', contentType: 'application/json', block: Buffer.from(json) };
    expect(excerptOf(record)).toMatchObject({ found: true, text: json });
  });

  it('is the beginning, and says so, when the link is not there', () => {
    expect(inPage('<p>Nothing here.</p>')).toEqual({ found: false, text: '<p>Nothing here.</p>' });
  });

  it('holds no half characters and nothing that moves a terminal', () => {
    const { text } = inPage(`${'🙂'.repeat(999)}\u001b]0;title\u0007\u202e<a href="${target}">x</a>${'🙂'.repeat(999)}`);
    expect(Buffer.from(text).toString()).toBe(text);
    expect(text).toContain('\ufffd]0;title\ufffd\ufffd<a');
    expect(printable('a\r\nb\rc\td\u0000')).toBe('a\nb\nc\td\ufffd');
  });
});
