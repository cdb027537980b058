import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { chunked } from '../../../test/fixtures/warc.ts';
import { decodeBody, dechunk } from './coding.ts';
import { fieldsOf } from './fields.ts';
import { hasZstd } from './inflate.ts';

const page = Buffer.from('<html><p>A page, long enough that a few bytes of it do not look like a whole one.</p></html>');
const decoded = (raw: Buffer, fields: Record<string, string>): string => {
  const { body, truncation } = decodeBody(raw, fieldsOf(Object.entries(fields)));
  return truncation === null ? body.toString() : `${body.toString()} (${truncation})`;
};

describe('decodeBody', () => {
  it.each([
    ['gzip', gzipSync(page)],
    ['X-GZIP', gzipSync(page)],
    ['deflate', deflateSync(page)],
    ['deflate', deflateRawSync(page)],
    ['br', brotliCompressSync(page)],
    ['deflate, gzip', gzipSync(deflateSync(page))],
    ['identity', page],
    ['utf-8', page],
  ])('undoes %s', (coding, raw) => {
    expect(decoded(raw, { 'content-encoding': coding })).toBe(page.toString());
  });

  it.each(['gzip', 'deflate', 'br'])('keeps a body that only claims to be %s', (coding) => {
    expect(decoded(page, { 'content-encoding': coding })).toBe(page.toString());
    expect(decoded(page, { 'content-encoding': coding, 'transfer-encoding': 'chunked' })).toBe(page.toString());
  });

  it('undoes a coding that is named as a transfer coding', () => {
    expect(decoded(chunked(gzipSync(page), 20), { 'transfer-encoding': 'gzip, chunked' })).toBe(page.toString());
  });

  it.each([
    ['gzip', gzipSync(page)],
    ['deflate', deflateSync(page)],
    ['br', brotliCompressSync(Buffer.concat(Array.from({ length: 9999 }, (_, i) => Buffer.from(`${page.toString()}${i * 7919}`))))],
  ])('gives what can be had of a cut %s body, and says so', (coding, raw) => {
    expect(decoded(raw.subarray(0, raw.length - 20), { 'content-encoding': coding })).toMatch(/^<html><p>.*\(encoding\)$/);
  });

  it('undoes Zstandard where Node can, marks it where not, and keeps a body that only claims to be', () => {
    // `printf '<p>page' | zstd --no-check`
    const zstd = Buffer.from('28b52ffd20073900003c703e70616765', 'hex');
    expect(decoded(zstd, { 'content-encoding': 'zstd' })).toBe(hasZstd ? '<p>page' : ' (encoding)');
    expect(decoded(page, { 'content-encoding': 'zstd' })).toBe(page.toString());
  });

  it.each(['gzip', 'compress', 'br', 'dcz'])('never takes bytes that cannot be undone (%s) for a page', (coding) => {
    expect(decoded(Buffer.from([0x1f, 0x9d, 0x90, 0, 1, 2, 3, 0xff]), { 'content-encoding': coding })).toBe(' (encoding)');
  });

  it('keeps UTF-16 that only claims to be coded', () => {
    const text = Buffer.from('\ufeff<p>page', 'utf16le');
    expect(decodeBody(text, fieldsOf([['content-encoding', 'gzip']]))).toEqual({ body: text, truncation: null });
  });

  it('does not give compressed bytes for a page when they are damaged', () => {
    const damaged = gzipSync(page);
    damaged.fill(0xff, 12, 30);
    expect(decoded(damaged, { 'content-encoding': 'gzip' })).toBe(' (encoding)');
  });
});

describe('dechunk', () => {
  const text = (raw: string): string => {
    const { body, truncation } = dechunk(Buffer.from(raw));
    return `${body.toString()}|${truncation}`;
  };

  it.each([
    ['5\r\nhello\r\n0\r\n\r\n', 'hello|null'],
    ['5;name=value\r\nhello\r\n0\r\nTrailer: x\r\n\r\n', 'hello|null'],
    ['005 \r\nhello\r\n0\r\n\r\n', 'hello|null'],
    ['5\nhello\n0\n\n', 'hello|null'],
    ['0\r\n\r\n', '|null'],
    ['<p>not chunked</p>\n', '<p>not chunked</p>\n|null'],
    ['', '|null'],
    ['5\r\nhello\r\n', 'hello|encoding'],
    ['9\r\nhello', 'hello|encoding'],
    ['5\r\nhello\r\nworld\r\n', 'helloworld\r\n|encoding'],
  ])('reads %j', (raw, expected) => {
    expect(text(raw)).toBe(expected);
  });
});
