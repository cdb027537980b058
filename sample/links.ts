/** Which links the plan puts on a page in a month: the truth's side of the markup that `render.ts` turns into HTML. */
import type { LinkKind } from '../src/model/link.ts';
import type { Month } from './months.ts';
import { addressOfPage, type Answer, type Block, type Page, type Site } from './site.ts';

export interface PlannedLink {
  readonly kind: LinkKind;
  /** As written; may be relative. */
  readonly href: string;
  readonly anchor: string;
  readonly rel: string;
  readonly image: boolean;
}

const inlineLink = /\[(!?)([^\]]*)\]\(([^\s)]+)((?:\s[a-z]+)*)\)/g;

/** Calls `link` for each link of a text and `plain` for what stands between; returns what they gave, joined in order. */
export function mapInline<T>(text: string, plain: (text: string) => T, link: (link: PlannedLink) => T): T[] {
  const parts: T[] = [];
  let end = 0;
  for (const match of text.matchAll(inlineLink)) {
    const [whole, bang = '', anchor = '', href = '', rel = ''] = match;
    if (match.index > end) parts.push(plain(text.slice(end, match.index)));
    parts.push(link({ kind: 'anchor', href, anchor, rel: rel.trim(), image: bang === '!' }));
    end = match.index + whole.length;
  }
  if (end < text.length) parts.push(plain(text.slice(end)));
  return parts;
}

export function blocksIn(blocks: readonly Block[], month: Month): Block[] {
  return blocks.filter((block) => block.months === undefined || block.months.includes(month));
}

/** Every link of the page as it stands in that month, internal ones included, in document order. */
export function linksOf(site: Site, page: Page, month: Month): PlannedLink[] {
  const answer = page.answers?.[month];
  if (answer !== undefined && answer.status !== 'truncated') return linksOfAnswer(answer);
  const blocks = blocksIn(page.blocks, month);
  const seen = answer === undefined ? blocks : blocks.slice(0, answer.blocks);
  const tail = answer === undefined ? [...blocksIn([...(page.aside ?? []), ...(site.aside ?? [])], month), footerBlock(site)] : [];
  return [...linksOfHead(page), ...linksOfNavigation(site, page), ...[...seen, ...tail].flatMap(linksOfBlock)];
}

/** Pages that the navigation names: the first few of the site that exist from the start. */
export function navigationOf(site: Site): Page[] {
  return site.pages.filter((page) => (page.published ?? 0) === 0 && !page.path.includes('?') && !page.path.startsWith('/20')).slice(0, 5);
}

export function footerBlock(site: Site): Block {
  return { as: 'paragraph', text: site.footer };
}

function linksOfNavigation(site: Site, page: Page): PlannedLink[] {
  const base = page.baseHref ?? addressOfPage(site, page);
  return navigationOf(site).map(({ path, title }) => ({
    kind: 'anchor',
    href: new URL(path, base).href,
    anchor: title,
    rel: '',
    image: false,
  }));
}

function linksOfAnswer(answer: Answer): PlannedLink[] {
  return 'to' in answer ? [bareLink('redirect', answer.to)] : [];
}

function linksOfHead({ refresh, canonical, alternates = {} }: Page): PlannedLink[] {
  return [
    ...(refresh === undefined ? [] : [bareLink('redirect', refresh)]),
    ...(canonical === undefined ? [] : [bareLink('canonical', canonical)]),
    ...Object.values(alternates).map((href) => bareLink('alternate', href)),
  ];
}

function bareLink(kind: LinkKind, href: string): PlannedLink {
  return { kind, href, anchor: '', rel: '', image: false };
}

function linksOfBlock(block: Block): PlannedLink[] {
  if (block.as === 'frame' || block.as === 'form') return [bareLink(block.as, block.text)];
  const kind = block.as === 'map' ? 'area' : 'anchor';
  return mapInline(
    block.text,
    () => null,
    (link) => ({ ...link, kind }) satisfies PlannedLink,
  ).filter((link) => link !== null);
}
