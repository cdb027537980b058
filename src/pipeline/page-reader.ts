import { extractHtml } from '../extract/html.ts';
import { isHtml, mayBeHtml } from '../extract/media-type.ts';
import { robots } from '../model/capture.ts';
import { isFollowed, type LinkKind } from '../model/link.ts';
import { addressOf } from '../model/url.ts';
import type { Page, PageReader } from '../sources/crawler/discovery.ts';

/** What a reader of the page would go to; feeds and other languages (`alternate`) and forms are not gone to. */
const followedKinds: ReadonlySet<LinkKind> = new Set(['anchor', 'area', 'frame', 'redirect', 'canonical']);

/** Joins crawling and extraction: a crawl follows the links that the index would call followed, as it reads them. */
export const pageReader: PageReader = {
  mayBePage: mayBeHtml,
  linksOf: ({ url, fields, body }: Page) => {
    const address = addressOf(url);
    const contentType = fields.get('content-type') ?? '';
    if (address === null || !isHtml(contentType, body)) return [];
    const page = extractHtml({ address, body, contentType, httpFields: fields }, { keepInternal: true });
    if ((page.robots & robots.nofollow) !== 0) return [];
    return page.links.filter(({ kind, flags }) => followedKinds.has(kind) && isFollowed(flags)).map(({ target }) => target.href);
  },
};
