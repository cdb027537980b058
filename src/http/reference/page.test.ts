import { createHash } from 'node:crypto';
import { Parser } from 'htmlparser2';
import { expect, test } from 'vitest';
import { failureTable } from '../../base/errors.ts';
import { routes } from '../routes.ts';
import { html } from './html.ts';
import { openApiDocument } from './openapi.ts';
import { referencePage } from './page.ts';
import { styleSource } from './style.ts';

const page = referencePage(openApiDocument(routes, '1.2.3'), routes);

test('everything put into HTML is escaped, in text and in attributes', () => {
  expect(html`<a title="${'"><script>'}">${`<b>&'`}</a>`.text).toBe('<a title="&#34;&#62;&#60;script&#62;">&#60;b&#62;&#38;&#39;</a>');
  expect(html`${['<i>', html`<b>${'<'}</b>`]}`.text).toBe('&#60;i&#62;<b>&#60;</b>');
});

test('the page has every call and every failure, each under its own id', () => {
  const ids = Array.from(page.matchAll(/ id="([^"]+)"/g), ([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining(routes.map(({ id }) => id)));
  expect(ids).toEqual(expect.arrayContaining(Object.keys(failureTable).map((code) => `error-${code}`)));
});

test('every link leads to a place on the page or to another page of the server', () => {
  const ids = new Set(Array.from(page.matchAll(/ id="([^"]+)"/g), ([, id]) => `#${id}`));
  const links = Array.from(page.matchAll(/ href="([^"]+)"/g), ([, link = '']) => link);
  expect(links.filter((link) => !ids.has(link) && link !== '/openapi.json')).toEqual([]);
});

test('nothing is fetched from elsewhere and nothing runs', () => {
  expect(page).not.toMatch(/<script|<link|<img|<iframe|\bsrc=|\son\w+=|javascript:/i);
});

test('its one style sheet is the one that the policy lets in', () => {
  const sheets = Array.from(page.matchAll(/<style>([\s\S]*?)<\/style>/g), ([, text = '']) => text);
  expect(sheets.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)).toEqual([styleSource]);
});

test('every element that opens is closed where it should be', () => {
  const implied: string[] = [];
  const parser = new Parser({ onclosetag: (name, isImplied) => void (isImplied && !voidElements.has(name) && implied.push(name)) });
  parser.end(page);
  expect(implied).toEqual([]);
});

const voidElements = new Set(['meta']);
