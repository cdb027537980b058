/** One fetched page at one time, as extraction hands it to the store. Pure data; no I/O. */
import type { ExtractedLink } from './link.ts';
import type { Address } from './url.ts';

/**
 * How well a capture's links were extracted. A worse capture cannot disprove a better one.
 * `none`: no links could be read (not HTML, an error page), or only reported by an export; `wat`: from a WAT record; `html`: from the
 * page itself; `edges`: a list of edges between hosts, which is only ever compared with others of its kind.
 */
export const grades = ['none', 'wat', 'html', 'edges'] as const;
export type Grade = (typeof grades)[number];

/**
 * What a capture proves about links of its page that are not in it (DESIGN, "What is true"):
 * `page`: complete, 200, HTML, no challenge page, so what is not in it is not there;
 * `gone`: 404 or 410; `redirected`: to another URL key;
 * `nothing`: anything else (5xx, 403, 429, truncated, not HTML, a challenge).
 */
export const proofs = ['nothing', 'page', 'gone', 'redirected'] as const;
export type Proof = (typeof proofs)[number];

/** Bits of a page's robots directives (meta robots or googlebot, X-Robots-Tag). */
export const robots = { noindex: 1, nofollow: 2 } as const;

/** What extraction reads from one page. */
export interface ExtractedPage {
  readonly title: string;
  /** BCP 47 as declared (html lang, Content-Language), lower-case; '' when not declared. */
  readonly language: string;
  /** What the page's text is written in: a code of model/language.ts; '' when the text does not say. */
  readonly textLanguage: string;
  /** Mix of the page's topics (model/topic/topic-mix.ts); 0 when its words do not say. */
  readonly topics: number;
  /** Canonical as an address, when declared and resolvable. It is a column and, between domains, a link too. */
  readonly canonical: Address | null;
  /** Bits of `robots`. */
  readonly robots: number;
  /** Words of visible text; null when the text was not seen (WAT). */
  readonly wordCount: number | null;
  /** `a` and `area` links inside the page's own registrable domain: counted, stored only when the ingest keeps internal links. */
  readonly internalLinks: number;
  /** `a` and `area` links to other registrable domains, before folding. */
  readonly externalLinks: number;
  /** Links that were counted but not kept: over `linksPerPageMax`, over `urlCharsMax`, or unparseable. */
  readonly droppedLinks: number;
  readonly links: readonly ExtractedLink[];
  /** Where a meta refresh of at most 5 s leads, when the page has one. It is in `links` as a redirect too. */
  readonly refresh: Address | null;
  /** True for an interstitial that stands in place of the page (bot checks, consent walls of known shape). */
  readonly challenge: boolean;
}

/** A page of which nothing was read: what a table says of a page fills in what it knows. */
export const unreadPage: ExtractedPage = {
  title: '',
  language: '',
  textLanguage: '',
  topics: 0,
  canonical: null,
  robots: 0,
  wordCount: null,
  internalLinks: 0,
  externalLinks: 0,
  droppedLinks: 0,
  links: [],
  refresh: null,
  challenge: false,
};

/** A capture ready to be staged: page facts with where and when they were seen. */
export interface Capture {
  readonly source: Address;
  /** Seconds since 1970 UTC. */
  readonly fetchedAt: number;
  /** HTTP status; 0 when the archive does not say (a `resource` record counts as 200). */
  readonly status: number;
  /** Target of an HTTP redirect. */
  readonly redirect: Address | null;
  readonly ip: string;
  /** Payload digest as the archive states it (`sha1:...`), else ''. Joins a revisit to its original. */
  readonly digest: string;
  readonly grade: Grade;
  readonly proof: Proof;
  /** A WARC `revisit`: the page was as in an earlier capture of the same address (same digest, else the one before it in time). */
  readonly revisit: boolean;
  readonly page: ExtractedPage | null;
  /** Where the record stands in its archive: first byte and length, compressed bytes included. */
  readonly offset: number;
  readonly length: number;
}
