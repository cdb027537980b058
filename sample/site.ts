/** The plan of a site: its pages, what stands on them in which month, and how they answer. Rendering and truth both read this and nothing else. */
import type { Month } from './months.ts';

/**
 * One piece of a page. `text` is plain text with links: `[anchor](url)`, `[anchor](url nofollow ugc)` with rel tokens,
 * `[!alt](url)` for a linked image. For `frame` and `form` the text is the address alone; for `map` every link is an area.
 */
export interface Block {
  readonly as: 'heading' | 'paragraph' | 'item' | 'comment' | 'address' | 'frame' | 'form' | 'map';
  readonly text: string;
  /** Months in which it stands there; every month when left out. */
  readonly months?: readonly Month[];
}

/** How a page answers when it does not simply answer. */
export type Answer =
  | { readonly status: 301 | 302; readonly to: string }
  | { readonly status: 404 | 410 | 503 }
  /** A bot check in the page's place, with status 200. */
  | { readonly status: 'challenge' }
  /** Cut by the crawler behind this many blocks. */
  | { readonly status: 'truncated'; readonly blocks: number };

export interface Page {
  /** From the root, with its query. */
  readonly path: string;
  readonly title: string;
  readonly blocks: readonly Block[];
  /** Blocks beside the content. */
  readonly aside?: readonly Block[];
  readonly language?: string;
  readonly metaRobots?: string;
  readonly robotsHeader?: string;
  readonly canonical?: string;
  /** The page in other languages, by language. */
  readonly alternates?: Readonly<Record<string, string>>;
  /** Where a meta refresh leads at once. */
  readonly refresh?: string;
  readonly baseHref?: string;
  readonly jsonLd?: Readonly<Record<string, unknown>>;
  /** First month in which the page exists; 0 when left out. */
  readonly published?: Month;
  readonly answers?: Readonly<Partial<Record<Month, Answer>>>;
  /** Months in which it was crawled; drawn by lot when left out. */
  readonly crawled?: readonly Month[];
}

export const themes = ['article', 'classic', 'table'] as const;
export type Theme = (typeof themes)[number];

export interface Site {
  readonly host: string;
  readonly name: string;
  readonly language: string;
  readonly ip: string;
  readonly theme: Theme;
  readonly pages: readonly Page[];
  /** Markup as in blocks, on every page. */
  readonly footer: string;
  /** Blocks beside the content on every page (a blog roll). */
  readonly aside?: readonly Block[];
  /** `http` for sites that never moved to https. */
  readonly scheme?: 'http' | 'https';
  /** How bodies are transferred and written; UTF-8 without coding when left out. */
  readonly transfer?: 'gzip' | 'chunked' | 'latin1';
}

/** The same answer in each of these months. */
export function answering(months: readonly Month[], answer: Answer): Partial<Record<Month, Answer>> {
  return Object.fromEntries(months.map((month) => [month, answer]));
}

export function addressOfPage(site: Site, page: Page): string {
  return `${site.scheme ?? 'https'}://${site.host}${page.path}`;
}

export function paragraph(text: string, months?: readonly Month[]): Block {
  return months === undefined ? { as: 'paragraph', text } : { as: 'paragraph', text, months };
}

export function item(text: string, months?: readonly Month[]): Block {
  return months === undefined ? { as: 'item', text } : { as: 'item', text, months };
}
