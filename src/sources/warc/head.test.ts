import { describe, expect, it } from 'vitest';
import { allRecords } from '../../../test/fixtures/records.ts';
import type { ArchiveRecord } from '../../model/record.ts';

const records = (text: string): ArchiveRecord[] => allRecords(Buffer.from(text)).records;

const arc1 =
  'filedesc://a.arc 0.0.0.0 20200101000000 text/plain 75\n1 0 Somebody\nURL IP-address Archive-date Content-type Archive-length\n\n\n';

describe('an ARC', () => {
  it('gives its records under the names of a WARC', () => {
    const block = 'HTTP/1.0 404 Not Found\r\nX: y\r\n\r\ngone';
    const [info, page] = records(`${arc1}http://example.com/a 1.2.3.4 20200102030405 text/html ${block.length}\n${block}\n`);
    expect(info).toMatchObject({ type: 'warcinfo', url: 'filedesc://a.arc' });
    expect(page).toMatchObject({
      type: 'response',
      url: 'http://example.com/a',
      contentType: 'text/html',
      fetchedAt: Date.UTC(2020, 0, 2, 3, 4, 5) / 1000,
    });
    expect([page?.http?.status, page?.fields.get('warc-ip-address'), page?.body.toString()]).toEqual([404, '1.2.3.4', 'gone']);
  });

  it.each([
    [
      'spaces in the address',
      'http://example.com/a b&c=d e 1.2.3.4 20200102030405 text/html 2',
      'http://example.com/a b&c=d e',
      'text/html',
    ],
    [
      'spaces in the type',
      'http://example.com/ 1.2.3.4 20200102030405 text/html; charset=utf-8 2',
      'http://example.com/',
      'text/html; charset=utf-8',
    ],
    ['version 2', 'http://example.com/ 1.2.3.4 20200102030405 text/html 200 AB12 - 1234567890 a.arc 2', 'http://example.com/', 'text/html'],
    ['no IP address', 'http://example.com/ - 20200102030405 no-type 2', 'http://example.com/', 'no-type'],
    ['IPv6', 'http://example.com/ 2001:db8::1 200201020304 text/html 2', 'http://example.com/', 'text/html'],
    ['CRLF', 'http://example.com/ 1.2.3.4 20200102030405 text/html 2\r', 'http://example.com/', 'text/html'],
  ])('is read with %s', (_, line, url, type) => {
    const found = records(`${arc1}${line}\nhi\n`).slice(1);
    expect(found.map((record) => [record.url, record.contentType, record.body.toString()])).toEqual([[url, type, 'hi']]);
  });

  it('takes time in proportion to its lines, however they are made', () => {
    const line = `a:b ${'- 12345678 '.repeat(1400)}x`;
    const start = performance.now();
    records(`${arc1}${`${line}\n`.repeat(1000)}`);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('a WARC head', () => {
  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CRCRLF', '\r\r\n'],
  ])('ends its lines with %s', (_, end) => {
    const lines = [
      'WARC/1.0',
      'warc-type: RESOURCE',
      'WARC-Target-URI:<http://example.com/ä>',
      'no field',
      'Content-Length:2',
      '',
      'hi',
      '',
      '',
    ];
    const found = records(lines.join(end));
    expect(found.map(({ type, url, body }) => [type, url, body.toString()])).toEqual([['resource', 'http://example.com/ä', 'hi']]);
  });

  it('is latin1 when it is no UTF-8', () => {
    const text = 'WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://example.com/\xe4\r\nContent-Length: 2\r\n\r\nhi\r\n\r\n';
    expect(allRecords(Buffer.from(text, 'latin1')).records.map(({ url }) => url)).toEqual(['http://example.com/ä']);
  });

  it('may lack an address, a type or a date', () => {
    expect(records('WARC/1.0\r\nContent-Length: 2\r\n\r\nhi\r\n\r\n')[0]).toMatchObject({
      type: '',
      url: null,
      fetchedAt: null,
      contentType: '',
    });
  });
});
