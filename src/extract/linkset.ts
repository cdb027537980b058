import { hash } from 'node:crypto';
import { type ExtractedPage, robots } from '../model/capture.ts';
import { type ExtractedLink, flag, type FoldedLink, isFollowed } from '../model/link.ts';
import { type Address, isOfItsKey, keyFormOf } from '../model/url.ts';
import { linkTopics } from './link-topics.ts';

/**
 * The links of one page, one row a target key, in the order of the keys.
 *
 * Columns in: a page's links, in the order of the page. Columns out: `FoldedLink`, unique and ascending by `targetKey` (keys are
 * ASCII, so the order of strings here is the order of bytes in the engine). Memory: one row a key.
 */
export function foldLinks(source: Address, page: ExtractedPage): FoldedLink[] {
  const byTarget = new Map<string, { representative: ExtractedLink; count: number }>();
  for (const link of page.links) {
    const folded = byTarget.get(link.target.key);
    if (folded === undefined) {
      byTarget.set(link.target.key, { representative: link, count: 1 });
    } else {
      folded.count++;
      if (represents(link) > represents(folded.representative)) folded.representative = link;
    }
  }
  const pageBits = pageFlags(source, page);
  const rows: FoldedLink[] = [];
  for (const { representative, count } of byTarget.values()) rows.push(rowOf(representative, count, pageBits));
  return rows.sort((a, b) => (a.targetKey < b.targetKey ? -1 : 1));
}

/** The followed link stands for the others, then the one in the content, then the first. */
function represents(link: ExtractedLink): number {
  return (isFollowed(link.flags) ? 2 : 0) + (link.placement === 'content' ? 1 : 0);
}

function pageFlags(source: Address, page: ExtractedPage): number {
  const { https, www } = keyFormOf(source);
  return (
    ((page.robots & robots.nofollow) === 0 ? 0 : flag.pageNofollow) |
    ((page.robots & robots.noindex) === 0 ? 0 : flag.pageNoindex) |
    (https ? flag.sourceHttps : 0) |
    (www ? flag.sourceWww : 0)
  );
}

function rowOf({ target, kind, flags, placement, anchor, before, after }: ExtractedLink, linksCount: number, pageBits: number): FoldedLink {
  const form = keyFormOf(target);
  return {
    targetKey: target.key,
    targetUrl: isOfItsKey(target) ? '' : target.href,
    targetDomain: target.domain,
    kind,
    flags: flags | pageBits | (form.https ? flag.targetHttps : 0) | (form.www ? flag.targetWww : 0),
    placement,
    anchor,
    before,
    after,
    linksCount,
    topics: linkTopics(anchor, before, after),
  };
}

/**
 * The identity of a set of links, so that a page that was captured again unchanged stores nothing new: the first 8 bytes of the
 * SHA-1 over what makes two sets differ. The text around a link is not part of it, nor how a target was written within its key
 * (a session or campaign parameter changes with every capture).
 */
export function linksetId(links: readonly FoldedLink[]): bigint {
  let text = '';
  for (const { targetKey, kind, flags, placement, anchor, linksCount } of links) {
    text += `${targetKey}\0${kind}\0${flags}\0${placement}\0${anchor}\0${linksCount}\n`;
  }
  return hash('sha1', text, 'buffer').readBigUInt64BE(0);
}
