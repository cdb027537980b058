import { describe, expect, it } from 'vitest';
import type { Placement } from '../model/link.ts';
import { addressOf } from '../model/url.ts';
import { extractHtml } from './html.ts';

const sentence = 'The mill by the river has ground flour for this town since 1790, and still bakes every day of the week. ';
const link = '<a href="https://baker.example/">the baker</a>';

function placed(html: string): Placement | undefined {
  const address = addressOf('https://town.example/');
  if (address === null) throw new Error('no address');
  const httpFields = { get: () => undefined, all: () => [] };
  return extractHtml({ address, body: Buffer.from(html), contentType: 'text/html', httpFields }, { keepInternal: false }).links.at(0)
    ?.placement;
}

const paragraph = `<p>${sentence}${link} ${sentence}</p>`;
const article = `<p>${sentence}</p>${paragraph}<p>${sentence}</p>`;

describe('placement', () => {
  it.each<[Placement, string, string]>([
    ['content', 'a paragraph among others', article],
    ['content', 'a paragraph of an article', `<article>${paragraph}</article>`],
    [
      'content',
      'a short line in an article of its kind',
      `<article class="post-content"><p>See the pages of ${link} for more about their bread.</p></article>`,
    ],
    [
      'content',
      'an article whose other names speak of furniture',
      `<div class="article-body has-sidebar pagination-first">${article}</div>`,
    ],
    ['content', 'a list that explains its links', `<ul><li>${sentence}<li>${link} ${sentence}<li>${sentence}</ul>`],
    ['navigation', 'nav', `<nav><ul><li>${link}</ul></nav>`],
    ['navigation', 'a role', `<div role="navigation">${link}</div>`],
    ['navigation', 'a class', `<div class="main-menu"><p>${link}</p></div>`],
    ['navigation', 'a block of links that no element names', `<div>${link}</div>`],
    ['header', 'header', `<header>${link}</header>`],
    ['footer', 'footer, with a list for navigation in it', `<footer><nav>${link}</nav></footer>`],
    ['footer', 'a long notice in the footer', `<footer>${article}</footer>`],
    ['aside', 'aside', `<main><aside>${link}</aside></main>`],
    ['aside', 'an id', `<div id="sidebar">${link}</div>`],
    ['comment', 'a comment, however long', `<div id="comments">${article}</div>`],
    ['comment', 'a comment that is an article', `<article class="comment-body">${article}</article>`],
    ['unknown', 'text that nothing speaks for', `<div>Some words, then ${link}</div>`],
  ])('says %s of a link in %s', (placement, _, html) => {
    expect(placed(html)).toBe(placement);
  });

  it('does not take the names of html and body for those of a part', () => {
    expect(placed(`<html class="has-nav"><body class="footer-dark comments">${article}`)).toBe('content');
  });

  it('ends what a part says with the part', () => {
    expect(placed(`<nav><ul><li>Home</ul></nav><footer>Old</footer>${article}`)).toBe('content');
    expect(placed(`<aside><p>Unclosed</aside>${article}`)).toBe('content');
  });
});
