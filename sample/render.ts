/** A planned page as HTML, in one of three makes: semantic elements, a `div` soup with ids, and the tables of an old site. */
import { blocksIn, footerBlock, mapInline, navigationOf, type PlannedLink } from './links.ts';
import type { Month } from './months.ts';
import type { Block, Page, Site, Theme } from './site.ts';

interface Make {
  readonly header: readonly [string, string];
  readonly navigation: readonly [string, string];
  readonly content: readonly [string, string];
  readonly aside: readonly [string, string];
  readonly footer: readonly [string, string];
}

const makes: Readonly<Record<Theme, Make>> = {
  article: {
    header: ['<header>', '</header>'],
    navigation: ['<nav><ul>', '</ul></nav>'],
    content: ['<main><article>', '</article></main>'],
    aside: ['<aside>', '</aside>'],
    footer: ['<footer>', '</footer>'],
  },
  classic: {
    header: ['<div id="header">', '</div>'],
    navigation: ['<div id="menu" class="nav"><ul>', '</ul></div>'],
    content: ['<div id="content" class="post entry">', '</div>'],
    aside: ['<div id="sidebar" class="widget">', '</div>'],
    footer: ['<div id="footer">', '</div>'],
  },
  table: {
    header: ['<table width="100%"><tr><td colspan="2">', '</td></tr>'],
    navigation: ['<tr><td valign="top" class="menu"><ul>', '</ul></td>'],
    content: ['<td>', '</td></tr>'],
    aside: ['<tr><td colspan="2" class="sidebar">', '</td></tr>'],
    footer: ['<tr><td colspan="2" class="footer">', '</td></tr></table>'],
  },
};

const blockTags: Readonly<Record<Exclude<Block['as'], 'frame' | 'form' | 'map'>, readonly [string, string]>> = {
  heading: ['<h2>', '</h2>'],
  paragraph: ['<p>', '</p>'],
  item: ['<li>', '</li>'],
  address: ['<address>', '</address>'],
  comment: ['<li class="comment">', '</li>'],
};

export function renderPage(site: Site, page: Page, month: Month): string {
  const answer = page.answers?.[month];
  if (answer?.status === 'challenge') return challengePage(site);
  if (answer !== undefined && answer.status !== 'truncated') return 'to' in answer ? '' : errorPage(site, answer.status);
  const make = makes[site.theme];
  const navigation = navigationOf(site).map(({ path, title }) => `<li><a href="${escape(path)}">${escape(title)}</a></li>`);
  const blocks = blocksIn(page.blocks, month);
  const begin = [
    `<!DOCTYPE html>\n<html lang="${page.language ?? site.language}">\n<head>${headOf(site, page)}</head>\n<body>`,
    `${make.header[0]}<b>${escape(site.name)}</b>${make.header[1]}`,
    `${make.navigation[0]}${navigation.join('')}${make.navigation[1]}`,
    `${make.content[0]}<h1>${escape(page.title)}</h1>`,
  ].join('\n');
  if (answer !== undefined) return `${begin}\n${renderBlocks(blocks.slice(0, answer.blocks))}\n<p>The rest of this pa`;
  const aside = blocksIn([...(page.aside ?? []), ...(site.aside ?? [])], month);
  return [
    begin,
    renderBlocks(blocks) + make.content[1],
    ...(aside.length === 0 ? [] : [make.aside[0] + renderBlocks(aside) + make.aside[1]]),
    make.footer[0] + renderBlocks([footerBlock(site)]) + make.footer[1],
    '</body>\n</html>\n',
  ].join('\n');
}

function headOf(site: Site, page: Page): string {
  const jsonLd = page.jsonLd === undefined ? '' : `\n<script type="application/ld+json">${JSON.stringify(page.jsonLd)}</script>`;
  return (
    [
      `\n<meta charset="${site.transfer === 'latin1' ? 'iso-8859-1' : 'utf-8'}">`,
      `<title>${escape(page.title === site.name ? site.name : `${page.title} | ${site.name}`)}</title>`,
      ...(page.baseHref === undefined ? [] : [`<base href="${escape(page.baseHref)}">`]),
      ...(page.metaRobots === undefined ? [] : [`<meta name="robots" content="${page.metaRobots}">`]),
      ...(page.refresh === undefined ? [] : [`<meta http-equiv="refresh" content="0; url=${escape(page.refresh)}">`]),
      ...(page.canonical === undefined ? [] : [`<link rel="canonical" href="${escape(page.canonical)}">`]),
      ...Object.entries(page.alternates ?? {}).map(
        ([language, href]) => `<link rel="alternate" hreflang="${language}" href="${escape(href)}">`,
      ),
    ].join('\n') + jsonLd
  );
}

/** Neighbouring items and comments share one list. */
function renderBlocks(blocks: readonly Block[]): string {
  const lines: string[] = [];
  let list: Block['as'] | null = null;
  for (const block of blocks) {
    const inList = block.as === 'item' || block.as === 'comment' ? block.as : null;
    if (list !== null && list !== inList) lines.push(list === 'comment' ? '</ol></div>' : '</ul>');
    if (inList !== null && list !== inList) lines.push(inList === 'comment' ? '<div id="comments"><ol class="comment-list">' : '<ul>');
    list = inList;
    lines.push(renderBlock(block));
  }
  if (list !== null) lines.push(list === 'comment' ? '</ol></div>' : '</ul>');
  return lines.join('\n');
}

function renderBlock(block: Block): string {
  if (block.as === 'frame') return `<iframe src="${escape(block.text)}" title="Embedded page"></iframe>`;
  if (block.as === 'form') return `<form action="${escape(block.text)}" method="post"><input name="q"><button>Send</button></form>`;
  if (block.as === 'map') return renderMap(block);
  const [open, close] = blockTags[block.as];
  return open + mapInline(block.text, escape, renderLink).join('') + close;
}

function renderMap(block: Block): string {
  const areas = mapInline(
    block.text,
    () => '',
    ({ href, anchor }) => `<area shape="rect" coords="0,0,40,40" href="${escape(href)}" alt="${escape(anchor)}">`,
  );
  return `<img src="/img/map.gif" alt="Map" usemap="#map"><map name="map">${areas.join('')}</map>`;
}

function renderLink({ href, anchor, rel, image }: PlannedLink): string {
  const text = image ? `<img src="/img/${imageName(href)}.jpg" alt="${escape(anchor)}">` : escape(anchor);
  return `<a href="${escape(href)}"${rel === '' ? '' : ` rel="${rel}"`}>${text}</a>`;
}

function imageName(href: string): string {
  return href
    .replace(/^https?:\/\//, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function challengePage(site: Site): string {
  return `<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title><meta name="robots" content="noindex,nofollow"></head><body><h1>${escape(site.host)}</h1><p>Checking your browser before accessing ${escape(site.host)}. Enable JavaScript and cookies to continue.</p><form id="challenge-form" action="/?__cf_chl_f_tk=sample" method="POST"></form><script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></body></html>\n`;
}

function errorPage(site: Site, status: number): string {
  const text = { 404: 'Page not found', 410: 'This page is gone', 503: 'Service unavailable, please try again later' }[status] ?? 'Error';
  return `<!DOCTYPE html><html><head><title>${text}</title></head><body><h1>${text}</h1><p><a href="/">${escape(site.name)}</a></p></body></html>\n`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
