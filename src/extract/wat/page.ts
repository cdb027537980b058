import { limits } from '../../base/limits.ts';
import type { ExtractedPage } from '../../model/capture.ts';
import { type ExtractedLink, flag, type LinkKind, type Placement, relFlags } from '../../model/link.ts';
import type { Fields } from '../../model/record.ts';
import { type Address, parseUrl } from '../../model/url.ts';
import { isChallenge } from '../page/challenge.ts';
import { canonicalOfFields, isRobotsName, languageOf, refreshOf, robotsOf, robotsOfFields } from '../page/directives.ts';
import { type Reach, Scope } from '../page/scope.ts';
import { PageWords } from '../page/page-words.ts';
import { collapse } from '../page/text.ts';
import { withoutCode } from './code-in-text.ts';
import { estimatePlacement } from './placement.ts';
import { headLinkColumn, linkColumn, metaColumn, type WatEntries, type WatView } from './view.ts';

/**
 * The page that a WAT record describes, row for row as `extractHtml` reads it from the page itself, as far as a WAT goes: no
 * words are counted, no text stands around links, links whose `a` was never closed are missing, anchors end after 128 characters,
 * and the last `base` holds instead of the first.
 */
export function watPage(view: WatView, source: Address, fields: Fields, options: PageOptions): ExtractedPage {
  return new WatPage(view, source, options.keepInternal).read(fields, options.text);
}

export interface PageOptions {
  readonly keepInternal: boolean;
  /** The record's JSON as text, for the marks of challenge pages. */
  readonly text: () => string;
}

/** A page with more links than this is no challenge page. */
const challengeLinksMax = 20;
/** Characters of the alternative texts of one link's images from which on no more are read. */
const altsCharsMax = 4 * limits.anchorCharsMax;
const declaredRel = /canonical|alternate/i;
/** Schemes that are common in links and lead to no page. `Scope` knows the others. */
const otherScheme = /^(?:javascript|mailto|tel|data):/i;

class WatPage {
  private readonly view: WatView;
  private readonly page: Address;
  private readonly keepInternal: boolean;
  private readonly scope: Scope;
  /** Whether relative references, and those to the page's own host, are internal: false when a base leads elsewhere. */
  private readonly localIsInternal: boolean;
  private readonly links: ExtractedLink[] = [];
  /** The address of the reference last resolved. */
  private target: Address | null = null;
  private language = '';
  private contentLanguage = '';
  private canonical: Address | null = null;
  private robots = 0;
  private refresh: Address | null = null;
  private internalLinks = 0;
  private externalLinks = 0;
  private droppedLinks = 0;
  private readonly words = new PageWords('');
  private textsLeft: number = limits.watTextsMax;

  constructor(view: WatView, page: Address, keepInternal: boolean) {
    this.view = view;
    this.page = page;
    this.keepInternal = keepInternal;
    this.scope = new Scope(page, baseOf(view.base, page.href));
    this.localIsInternal = this.scope.of('/') === 'internal';
  }

  read(fields: Fields, text: () => string): ExtractedPage {
    const { view } = this;
    for (let row = 0; row < view.metas.count; row++) this.readMeta(view.metas, row);
    for (let row = 0; row < view.headLinks.count; row++) this.readHeadLink(view.headLinks, row);
    this.readLinks(view.links);
    const canonical = canonicalOfFields(fields);
    if (canonical !== null) this.declareCanonical(canonical);
    const refresh = fields.get('refresh');
    if (refresh !== undefined) this.declareRefresh(refresh);
    const title = collapse(view.title, limits.titleCharsMax);
    const language = this.language || this.contentLanguage || languageOf(fields.get('content-language') ?? '');
    const { topics, language: textLanguage } = this.words.finish(title, language);
    return {
      title,
      language,
      textLanguage,
      topics,
      canonical: this.canonical,
      robots: this.robots | robotsOfFields(fields),
      wordCount: null,
      internalLinks: this.internalLinks,
      externalLinks: this.externalLinks,
      droppedLinks: this.droppedLinks,
      links: this.links,
      refresh: this.refresh,
      challenge: view.links.count <= challengeLinksMax && isChallenge(text(), title, 0),
    };
  }

  private readMeta(metas: WatEntries, row: number): void {
    if (!metas.has(row, metaColumn.content)) return;
    const name = metas.get(row, metaColumn.name).trim().toLowerCase();
    const pragma = metas.get(row, metaColumn.httpEquiv).trim().toLowerCase();
    if (pragma === 'refresh') this.declareRefresh(metas.get(row, metaColumn.content));
    else if (pragma === 'content-language') this.contentLanguage ||= languageOf(metas.get(row, metaColumn.content));
    else if (name === 'description') this.words.description(metas.get(row, metaColumn.content));
    else if (isRobotsName(name)) this.robots |= robotsOf(metas.get(row, metaColumn.content));
    else if (name === 'html@/lang') this.language ||= languageOf(metas.get(row, metaColumn.content));
  }

  private readHeadLink(entries: WatEntries, row: number): void {
    const written = entries.get(row, headLinkColumn.rel);
    if (!declaredRel.test(written)) return;
    const rel = written.toLowerCase().split(/\s+/);
    const reference = entries.get(row, headLinkColumn.url);
    if (reference === '') return;
    if (rel.includes('canonical')) this.declareCanonical(reference);
    if (rel.includes('alternate') && !rel.includes('stylesheet')) this.declare('alternate', reference);
  }

  private readLinks(entries: WatEntries): void {
    let images = 0;
    for (let row = 0; row < entries.count; row++) {
      if (entries.is(row, linkColumn.path, 'A@/href')) this.readAnchor(entries, row, images);
      else if (entries.is(row, linkColumn.path, 'IMG@/src')) {
        images++;
        continue;
      } else this.readOther(entries, row);
      images = 0;
    }
  }

  /** An image stands before the link that it is in, because the writer tells of a link when it ends; `images` stand just before. */
  private readAnchor(entries: WatEntries, row: number, images: number): void {
    const reach = this.follow(entries, row);
    this.count(reach);
    const wanted = this.textsLeft-- > 0;
    if (!wanted && !this.isKept(reach)) return;
    const text = withoutCode(entries.get(row, linkColumn.text));
    if (wanted) this.words.linkText(text);
    if (!this.isKept(reach)) return;
    const isImage = images > 0 && text === '';
    const flags = relFlags(entries.get(row, linkColumn.rel)) | (isImage ? flag.hasImage : 0);
    const stated = tidy(text);
    const anchor = stated || (isImage ? altsOf(entries, row - images, row) : '') || tidy(entries.get(row, linkColumn.title));
    const link = { text: stated, target: this.target?.href ?? '', internal: reach === 'internal', row, rows: entries.count };
    this.push('anchor', flags, anchor, estimatePlacement(link));
  }

  private readOther(entries: WatEntries, row: number): void {
    if (entries.is(row, linkColumn.path, 'AREA@/href')) this.readArea(entries, row);
    else if (entries.is(row, linkColumn.path, 'FORM@/action')) this.readAside('form', entries, row);
    else if (entries.is(row, linkColumn.path, 'IFRAME@/src') || entries.is(row, linkColumn.path, 'FRAME@/src')) {
      this.readAside('frame', entries, row);
    }
  }

  private readArea(entries: WatEntries, row: number): void {
    const reach = this.follow(entries, row);
    this.count(reach);
    if (!this.isKept(reach)) return;
    const label = tidy(entries.get(row, linkColumn.alt)) || tidy(entries.get(row, linkColumn.title));
    this.push('area', relFlags(entries.get(row, linkColumn.rel)), label, 'unknown');
  }

  private readAside(kind: LinkKind, entries: WatEntries, row: number): void {
    if (entries.get(row, linkColumn.url) !== '' && this.isKept(this.follow(entries, row))) this.push(kind, 0, '', 'unknown');
  }

  private count(reach: Reach): void {
    if (reach === 'internal') this.internalLinks++;
    else if (reach === 'external') this.externalLinks++;
    else if (reach === 'unreadable') this.droppedLinks++;
  }

  /** How far the reference of a row reaches; `target` is then its address. Most are internal, plainly so, and never decoded. */
  private follow(entries: WatEntries, row: number): Reach {
    if (this.localIsInternal && !this.keepInternal && entries.isLocal(row, linkColumn.url, this.page.host)) return 'internal';
    return entries.has(row, linkColumn.url) ? this.resolve(entries.get(row, linkColumn.url)) : 'elsewhere';
  }

  private resolve(reference: string): Reach {
    this.target = null;
    if (otherScheme.test(reference)) return 'elsewhere';
    this.target = this.scope.address(reference);
    if (this.target === null) return this.scope.of(reference);
    return this.target.domain === this.page.domain ? 'internal' : 'external';
  }

  private isKept(reach: Reach): boolean {
    return reach === 'external' || (this.keepInternal && reach === 'internal');
  }

  private declareCanonical(reference: string): void {
    if (this.canonical !== null) return;
    this.canonical = this.scope.address(reference);
    if (this.canonical !== null) this.declare('canonical', reference);
  }

  private declareRefresh(content: string): void {
    const reference = refreshOf(content);
    const target = reference === null ? null : this.scope.address(reference);
    if (reference === null || target === null || target.key === this.page.key || this.refresh !== null) return;
    this.refresh = target;
    this.declare('redirect', reference);
  }

  /** A link that the page declares about itself, and shows nowhere. */
  private declare(kind: LinkKind, reference: string): void {
    if (this.isKept(this.resolve(reference))) this.push(kind, 0, '', 'unknown');
  }

  /** Keeps a link to `target`. */
  private push(kind: LinkKind, flags: number, anchor: string, placement: Placement): void {
    const { target } = this;
    if (target === null || this.links.length === limits.linksPerPageMax) this.droppedLinks++;
    else this.links.push({ kind, target, anchor, flags: flags | flag.placementEstimated, placement, before: '', after: '' });
  }
}

function baseOf(reference: string, page: string): string {
  const url = reference === '' ? null : parseUrl(reference, page);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') ? url.href : page;
}

/** The alternative texts of the images in some rows. */
function altsOf(entries: WatEntries, from: number, to: number): string {
  let alts = '';
  for (let row = from; row < to && alts.length < altsCharsMax; row++) alts += ` ${entries.get(row, linkColumn.alt)}`;
  return tidy(alts);
}

/** `collapse`, where most texts need nothing. */
function tidy(text: string): string {
  return text.length <= limits.anchorCharsMax && !untidy.test(text) ? text : collapse(text, limits.anchorCharsMax);
}

const untidy = /^ | $| {2}|[^\S ]|\p{Cc}/u;
