import { limits } from '../base/limits.ts';
import type { ExtractedPage } from '../model/capture.ts';
import { flag, type LinkKind, relFlags } from '../model/link.ts';
import type { Fields } from '../model/record.ts';
import type { Address } from '../model/url.ts';
import { decodeHtml } from './charset.ts';
import { baseOf } from './page/base-reference.ts';
import { isChallenge } from './page/challenge.ts';
import { canonicalOfFields, isRobotsName, languageOf, refreshOf, robotsOf, robotsOfFields } from './page/directives.ts';
import { OpenElements } from './page/open-elements.ts';
import { type LinkDraft, Run, type Waiting } from './page/run.ts';
import { type Reach, Scope } from './page/scope.ts';
import { type Tag, trait } from './page/tags.ts';
import { PageWords } from './page/page-words.ts';
import { collapse, decodeText } from './page/text.ts';
import { attribute, type Attributes, tokenize, type TokenSink } from './page/tokenizer.ts';

export interface HtmlInput {
  /** Where the page was fetched: relative references resolve against it, and its domain decides what is internal. */
  readonly address: Address;
  readonly body: Buffer;
  readonly contentType: string;
  readonly httpFields: Fields;
}

/**
 * Reads a page's links and facts in one pass.
 *
 * What counts as a link is what a reader without scripts could follow: `noscript` content does; the content of templates
 * (unless they are declarative shadow roots), comments, scripts, text areas, `srcdoc` and frames' fallbacks does not.
 * A refresh counts up to 5 s, and outside `noscript`. A canonical counts in the head only, as search engines have it.
 * Never throws on any bytes; time and memory are linear in the body, and the links kept are at most `linksPerPageMax`.
 */
export function extractHtml(input: HtmlInput, options: { readonly keepInternal: boolean }): ExtractedPage {
  const { text } = decodeHtml(input.body, input.contentType);
  const reader = new PageReader(text, input.address, options.keepInternal);
  tokenize(text, reader);
  return reader.finish(input.httpFields);
}

/** Source characters of images' alternatives that are kept for one link. */
const altCharsMax = 4 * limits.anchorCharsMax;

/** The link whose text is being read. `kept` is null for one that is counted only. */
interface OpenLink {
  readonly kept: Waiting | null;
  /** What stands for the text when there is none. */
  alts: string;
  readonly title: string;
}

class PageReader implements TokenSink {
  readonly done = false;
  private readonly html: string;
  private readonly page: Address;
  private readonly keepInternal: boolean;
  private readonly scope: Scope;
  private readonly elements = new OpenElements();
  private readonly run: Run;
  private readonly links: LinkDraft[] = [];
  private link: OpenLink | null = null;
  private inHead = true;
  private title: string | null = null;
  private language = '';
  private contentLanguage = '';
  private canonical: Address | null = null;
  private robots = 0;
  private refresh: Address | null = null;
  private internalLinks = 0;
  private externalLinks = 0;
  private droppedLinks = 0;
  private readonly words: PageWords;

  constructor(html: string, page: Address, keepInternal: boolean) {
    this.html = html;
    this.page = page;
    this.keepInternal = keepInternal;
    this.scope = new Scope(page, baseOf(html, page.href));
    this.run = new Run(html);
    this.words = new PageWords(html);
  }

  get foreign(): boolean {
    return this.elements.foreign;
  }

  text(from: number, to: number): void {
    const { elements } = this;
    if (elements.inTemplate) return;
    if (elements.foreign) {
      if (this.link !== null && elements.isIn('title')) this.addAlternative(this.link, decodeText(this.html.slice(from, to)));
      return;
    }
    if (this.inHead && !elements.inNoscript && this.hasInk(from, to)) this.inHead = false;
    this.run.text(from, to, elements.inLink);
    this.words.text(from, to, elements.inLink);
  }

  rawText(tag: Tag, from: number, to: number): void {
    if (tag.name === 'title' && this.title === null && !this.elements.inTemplate) {
      this.title = collapse(decodeText(this.html.slice(from, Math.min(to, from + 8 * limits.titleCharsMax))), limits.titleCharsMax);
    }
  }

  open(tag: Tag, attributes: Attributes, selfClosed: boolean): void {
    const { elements } = this;
    elements.imply(tag);
    this.endLinkIfLeft();
    if ((tag.traits & trait.block) !== 0) this.boundary();
    else if (tag.name === 'br') this.run.gap();
    if (this.inHead && (tag.traits & trait.head) === 0 && !elements.inNoscript) this.inHead = false;
    const held = (tag.traits & trait.empty) === 0 && !(selfClosed && (elements.foreign || (tag.traits & trait.foreign) !== 0));
    if (!elements.inTemplate) this.read(tag, attributes);
    if (held) {
      elements.open(tag, attributes);
      if (tag.name === 'a' && this.link !== null) elements.openLink();
    }
  }

  close(tag: Tag): void {
    this.elements.close(tag);
    this.endLinkIfLeft();
    if ((tag.traits & trait.block) !== 0) this.boundary();
  }

  finish(fields: Fields): ExtractedPage {
    this.endLink();
    this.run.finish();
    const canonical = canonicalOfFields(fields);
    if (canonical !== null) this.declareCanonical(canonical);
    const refresh = fields.get('refresh');
    if (refresh !== undefined) this.declareRefresh(refresh);
    const title = this.title ?? '';
    const language = this.language || this.contentLanguage || languageOf(fields.get('content-language') ?? '');
    const { topics, language: textLanguage } = this.words.finish(title, language);
    return {
      title,
      language,
      textLanguage,
      topics,
      canonical: this.canonical,
      robots: this.robots | robotsOfFields(fields),
      wordCount: this.run.words,
      internalLinks: this.internalLinks,
      externalLinks: this.externalLinks,
      droppedLinks: this.droppedLinks,
      links: this.links,
      refresh: this.refresh,
      challenge: isChallenge(this.html, title, this.run.words),
    };
  }

  /** Where a block begins or ends. Inside a link it only parts words: a link's text is one. */
  private boundary(): void {
    if (this.link === null) this.run.end();
    else this.run.gap();
  }

  private read(tag: Tag, attributes: Attributes): void {
    if ((tag.traits & trait.image) !== 0 && this.link !== null)
      this.readImage(this.link, tag.name === 'img' ? attributes.get(attribute.alt) : '');
    switch (tag.name) {
      case 'a':
        this.readAnchor(attributes);
        break;
      case 'area':
        this.readArea(attributes);
        break;
      case 'link':
        this.readLink(attributes);
        break;
      case 'meta':
        this.readMeta(attributes);
        break;
      case 'iframe':
      case 'frame':
        this.readAside('frame', attributes.get(attribute.src));
        break;
      case 'form':
        this.readAside('form', attributes.get(attribute.action));
        break;
      case 'html':
        this.language ||= languageOf(attributes.get(attribute.lang));
        break;
      default:
    }
  }

  private readAnchor(attributes: Attributes): void {
    const href = attributes.has(attribute.href) ? attribute.href : attribute['xlink:href'];
    if (!attributes.has(href)) return;
    const reference = attributes.get(href);
    const reach = this.count(reference);
    const kept = this.keep('anchor', reference, reach, relFlags(attributes.get(attribute.rel)));
    const title = kept === null ? '' : attributes.get(attribute.title).trim() || attributes.get(attribute['aria-label']);
    this.link = { kept, alts: '', title };
  }

  private readArea(attributes: Attributes): void {
    if (!attributes.has(attribute.href)) return;
    const reference = attributes.get(attribute.href);
    const kept = this.keep('area', reference, this.count(reference), relFlags(attributes.get(attribute.rel)));
    if (kept === null) return;
    const label = attributes.get(attribute.alt).trim() || attributes.get(attribute.title).trim() || attributes.get(attribute['aria-label']);
    kept.draft.anchor = collapse(label, limits.anchorCharsMax);
  }

  /** A drawing has no alternative but its title, which is read when it comes. */
  private readImage(link: OpenLink, alternative: string): void {
    if (link.kept === null) return;
    link.kept.draft.flags |= flag.hasImage;
    this.addAlternative(link, alternative);
  }

  private addAlternative(link: OpenLink, text: string): void {
    if (link.alts.length < altCharsMax) link.alts += ` ${text.slice(0, altCharsMax)}`;
  }

  private readLink(attributes: Attributes): void {
    const rel = attributes.raw(attribute.rel).toLowerCase().split(/\s+/);
    const reference = attributes.get(attribute.href);
    if (reference === '') return;
    if (rel.includes('canonical') && this.inHead) this.declareCanonical(reference);
    if (rel.includes('alternate') && !rel.includes('stylesheet')) this.declare('alternate', reference);
  }

  private readMeta(attributes: Attributes): void {
    if (!attributes.has(attribute.content) || this.elements.inNoscript) return;
    const pragma = attributes.get(attribute['http-equiv']).trim().toLowerCase();
    const content = attributes.get(attribute.content);
    if (pragma === 'refresh') this.declareRefresh(content);
    else if (pragma === 'content-language') this.contentLanguage ||= languageOf(content);
    else this.readNamedMeta(attributes.get(attribute.name).trim().toLowerCase(), content);
  }

  private readNamedMeta(name: string, content: string): void {
    if (isRobotsName(name)) this.robots |= robotsOf(content);
    else if (name === 'description') this.words.description(content);
  }

  /** A frame or a form: a link without text, in its place on the page. */
  private readAside(kind: LinkKind, reference: string): void {
    if (reference === '') return;
    this.keep(kind, reference, this.scope.of(reference), 0);
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
    const reach = this.scope.of(reference);
    if (!this.isKept(reach)) return;
    this.add(kind, reference, 0);
  }

  private count(reference: string): Reach {
    const reach = this.scope.of(reference);
    if (reach === 'internal') this.internalLinks++;
    else if (reach === 'external') this.externalLinks++;
    else if (reach === 'unreadable') this.droppedLinks++;
    return reach;
  }

  private isKept(reach: Reach): boolean {
    return reach === 'external' || (this.keepInternal && reach === 'internal');
  }

  /** A link in its place on the page; null when it is not kept. */
  private keep(kind: LinkKind, reference: string, reach: Reach, flags: number): Waiting | null {
    if (!this.isKept(reach)) return null;
    const draft = this.add(kind, reference, flags);
    return draft === null ? null : this.run.begin(draft, this.elements.ancestry());
  }

  private add(kind: LinkKind, reference: string, flags: number): LinkDraft | null {
    const target = this.links.length < limits.linksPerPageMax ? this.scope.address(reference) : null;
    if (target === null) {
      this.droppedLinks++;
      return null;
    }
    const draft: LinkDraft = { kind, target, anchor: '', flags, placement: 'unknown', before: '', after: '' };
    this.links.push(draft);
    return draft;
  }

  private endLinkIfLeft(): void {
    if (this.link !== null && !this.elements.inLink) this.endLink();
  }

  private endLink(): void {
    const { link } = this;
    this.link = null;
    if (link === null || link.kept === null) return;
    link.kept.draft.anchor =
      this.run.settle(link.kept) || collapse(link.alts, limits.anchorCharsMax) || collapse(link.title, limits.anchorCharsMax);
  }

  private hasInk(from: number, to: number): boolean {
    for (let at = from; at < to; at++) if (this.html.charCodeAt(at) > 0x20) return true;
    return false;
  }
}
