import { describe, expect, it } from 'vitest';
import { isHtml, mayBeHtml } from './media-type.ts';

describe('an HTML page', () => {
  it.each([
    ['text/html; charset=utf-8', 'anything'],
    ['TEXT/HTML', ''],
    ['application/xhtml+xml', '<html/>'],
    ['', '\ufeff<!doctype html>'],
    ['', '<?xml version="1.0"?>\n<html lang=en>'],
    ['*/*', '<!-- x --><p>'],
    ['text/xml', '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">'],
  ])('is %j beginning with %j', (type, start) => {
    expect(isHtml(type, Buffer.from(start))).toBe(true);
    expect(mayBeHtml(type)).toBe(true);
  });

  it.each([
    ['text/html', '%PDF-1.4'],
    ['text/html', 'GIF89a'],
    ['', 'plain text with <p>'],
    ['', '<pre'],
    ['', ''],
    ['text/plain', '<html>'],
    ['text/xml', '<rss>'],
    ['image/png', '<html>'],
  ])('is not %j beginning with %j', (type, start) => {
    expect(isHtml(type, Buffer.from(start))).toBe(false);
  });
});
