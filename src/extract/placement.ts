/**
 * Where on its page a link stands, from the elements around it and the block it is in.
 *
 * Whether it is in the content is a score (METRICS section 5.2); a link is in the content from `contentScore` on:
 *   -2 in nav, header, footer, aside or their ARIA roles; -0.7 for each element whose class or id names page furniture (at most -2);
 *   +0.5 for each whose class or id names an article (at most 1); +0.7 in article or main; +1 in a paragraph;
 *   +0.8 when its block has at least 80 characters, 0.3 from 40, else -0.5;
 *   +1 when at most 35 % of them are links, 0.3 up to 60 %, else -1; -0.5 more in a list item above 60 %.
 * A link outside the content belongs to the part of the page that its elements name.
 */
import type { Placement } from '../model/link.ts';

const contentScore = 2.5;

const part = { navigation: 1, header: 2, footer: 4, aside: 8, comment: 16, article: 32, paragraph: 64, item: 128, semantic: 256 } as const;

/** What all open elements around a link say together. Shared by the links they hold. */
export interface Ancestry {
  /** Bits of `part`. */
  readonly parts: number;
  /** Elements whose class or id names page furniture, or an article. */
  readonly furniture: number;
  readonly article: number;
}

export const noAncestry: Ancestry = { parts: 0, furniture: 0, article: 0 };

const byTag = new Map<string, number>([
  ['nav', part.navigation | part.semantic],
  ['header', part.header | part.semantic],
  ['footer', part.footer | part.semantic],
  ['aside', part.aside | part.semantic],
  ['article', part.article],
  ['main', part.article],
  ['li', part.item],
]);

const byRole = new Map<string, number>([
  ['navigation', part.navigation | part.semantic],
  ['menu', part.navigation | part.semantic],
  ['menubar', part.navigation | part.semantic],
  ['banner', part.header | part.semantic],
  ['contentinfo', part.footer | part.semantic],
  ['complementary', part.aside | part.semantic],
  ['search', part.aside | part.semantic],
  ['article', part.article],
  ['main', part.article],
]);

/** Words of class names and ids, each with the part of the page it names. Matched anywhere in the name, as authors compose them. */
const commentName = /(?:^|[\s_-])comments?(?:$|[\s_-])|comment-?(?:list|body|content|text|thread|author|meta)|disqus|respond|reply/i;
const navigationName = /nav|menu|breadcrumb|pagination|pager|toolbar|tabs|toc|skip/i;
const headerName = /header|masthead|banner|topbar|logo/i;
const footerName = /foot|copyright|legal|colophon/i;
const asideName =
  /sidebar|side-|related|recommend|widget|promo|sponsor|advert|(?:^|[\s_-])ads?(?:$|[\s_-])|share|sharing|social|popular|trending|newsletter|subscribe|signup|modal|popup|cookie|consent|author|byline|meta|tags?(?:$|[\s_-])|read-?more|more-|outbrain|taboola/i;
const articleName = /article|entry|post|story|content|body|text|blog|main|hentry|page/i;

/** `above` with one more element inside it. */
export function extendAncestry(above: Ancestry, tag: string, classes: string, id: string, role: string): Ancestry {
  let parts = (byTag.get(tag) ?? 0) | (role === '' ? 0 : (byRole.get(role.trim().toLowerCase()) ?? 0));
  if (tag === 'p') parts |= part.paragraph;
  let { furniture, article } = above;
  // Classes of html and body describe the kind of page, not a part of it.
  if ((classes !== '' || id !== '') && tag !== 'body' && tag !== 'html') {
    const name = `${classes} ${id}`;
    const named = partsNamed(name);
    if (named !== 0) furniture++;
    parts |= named;
    if (articleName.test(name)) article++;
  }
  if (parts === 0 && furniture === above.furniture && article === above.article) return above;
  return { parts: above.parts | parts, furniture, article };
}

function partsNamed(name: string): number {
  let parts = 0;
  if (commentName.test(name)) parts |= part.comment;
  if (navigationName.test(name)) parts |= part.navigation;
  if (headerName.test(name)) parts |= part.header;
  if (footerName.test(name)) parts |= part.footer;
  if (asideName.test(name)) parts |= part.aside;
  return parts;
}

/** The placement of a link in a block of `chars` characters, `linkChars` of them in links. */
export function placementOf({ parts, furniture, article }: Ancestry, chars: number, linkChars: number): Placement {
  if ((parts & part.comment) !== 0) return 'comment';
  const density = chars === 0 ? 1 : linkChars / chars;
  let score = 0;
  if ((parts & part.semantic) !== 0) score -= 2;
  score -= Math.min(2, 0.7 * furniture);
  score += Math.min(1, 0.5 * article);
  if ((parts & part.article) !== 0) score += 0.7;
  if ((parts & part.paragraph) !== 0) score += 1;
  score += chars >= 80 ? 0.8 : chars >= 40 ? 0.3 : -0.5;
  score += density <= 0.35 ? 1 : density <= 0.6 ? 0.3 : -1;
  if ((parts & part.item) !== 0 && density > 0.6) score -= 0.5;
  if (score >= contentScore) return 'content';
  if ((parts & part.footer) !== 0) return 'footer';
  if ((parts & part.aside) !== 0) return 'aside';
  if ((parts & part.navigation) !== 0) return 'navigation';
  if ((parts & part.header) !== 0) return 'header';
  return density > 0.6 ? 'navigation' : 'unknown';
}
