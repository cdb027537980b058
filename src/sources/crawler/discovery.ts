/** From what a page says to the URLs that are fetched next: in scope, not met before, in no trap. */
import { limits } from '../../base/limits.ts';
import type { Fields } from '../../model/record.ts';
import { hostOf } from '../../model/host.ts';
import { addressOf, parseUrl, urlKey } from '../../model/url.ts';
import type { Entry, Fate, Frontier, Waiting } from './frontier.ts';
import { Traps, withoutSession } from './trap.ts';

/** What a crawl has to be told of pages: reading them is not fetching. */
export interface PageReader {
  /** Whether an answer of this Content-Type may be a page with links; the bodies of others are not fetched. */
  mayBePage(contentType: string): boolean;
  /** Absolute http(s) URLs that the page lets robots follow. */
  linksOf(page: Page): Iterable<string>;
}

/** A page as it was answered, codings undone. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly fields: Fields;
  readonly body: Buffer;
}

export interface Consequences {
  readonly fate: Fate;
  readonly found: readonly Entry[];
  /** URLs that are not taken in, by the reason. */
  readonly dropped: Readonly<Record<string, number>>;
}

export interface DiscoveryOptions {
  readonly reader: PageReader;
  /** `seed`: the hosts of the seeds and those that seeds redirect to; `any`: all. */
  readonly hosts: 'seed' | 'any';
  readonly depth: number;
  readonly pages: number;
}

export class Discovery {
  readonly #frontier: Frontier;
  readonly #options: DiscoveryOptions;
  readonly #traps: Traps;
  /** Keys of hosts: with and without `www.` is the same. */
  readonly #seedHosts: Set<string>;

  constructor(frontier: Frontier, options: DiscoveryOptions) {
    this.#frontier = frontier;
    this.#options = options;
    // Who names the hosts says with `pages` how much of them is wanted; a host that was only met has a bound of its own.
    this.#traps = new Traps(options.hosts === 'seed' ? Math.max(options.pages, limits.crawlPagesPerHostMax) : limits.crawlPagesPerHostMax);
    this.#seedHosts = new Set(frontier.scope());
    for (const url of frontier.pageUrls()) this.#traps.enter(new URL(url));
  }

  seed(url: string): Entry | null {
    const parsed = parseUrl(url);
    const key = parsed === null ? null : urlKey(url);
    if (parsed === null || key === null) return null;
    this.#widen(parsed);
    return { key, url: withoutFragment(parsed), host: parsed.hostname, kind: 'page', depth: 0, redirects: 0 };
  }

  /** What tells a URL from others. */
  keyOf(url: string): string {
    return urlKey(url) ?? url;
  }

  isInScope(url: URL): boolean {
    return this.#options.hosts === 'any' || this.isOfSeed(url);
  }

  /** On a host that a seed names or redirects to. */
  isOfSeed(url: URL): boolean {
    return this.#seedHosts.has(hostOf(url.hostname).key);
  }

  /** What follows from the answer to an entry. */
  of(entry: Waiting, page: Page): Consequences {
    const { status, fields, url } = page;
    const location = redirectStatuses.has(status) ? fields.get('location') : undefined;
    if (location !== undefined) return this.#redirected(entry, parseUrl(location, url));
    if (status < 200 || status > 299) return { fate: fetched(`status_${status}`), found: [], dropped: {} };
    if (!this.#options.reader.mayBePage(fields.get('content-type') ?? '')) return { fate: fetched('no_page'), found: [], dropped: {} };
    return { fate: fetched('page'), ...this.follow(entry, page) };
  }

  /** The URLs that a page links to. */
  follow(entry: Waiting, page: Page): Omit<Consequences, 'fate'> {
    if (entry.depth >= this.#options.depth) return { found: [], dropped: {} };
    return this.#taken(new Set(this.#options.reader.linksOf(page)), entry.depth + 1);
  }

  /** The pages that a sitemap names, of its own host only. */
  listed(sitemap: string, pages: readonly string[]): Omit<Consequences, 'fate'> {
    const own = hostOf(new URL(sitemap).hostname).key;
    return this.#taken(new Set(pages.filter((page) => own === hostOf(parseUrl(page)?.hostname ?? '').key)), 1);
  }

  #taken(urls: Iterable<string>, depth: number): Omit<Consequences, 'fate'> {
    const found = new Map<string, Entry>();
    const dropped: Record<string, number> = {};
    const drop = (reason: string): void => void (dropped[reason] = (dropped[reason] ?? 0) + 1);
    for (const link of urls) {
      const entry = this.#entry(link, depth);
      if (entry === null || found.has(entry.key) || this.#frontier.isKnown(entry.key)) continue;
      const url = new URL(entry.url);
      if (!this.isInScope(url)) {
        drop('out_of_scope');
        continue;
      }
      const trap = this.#traps.enter(url);
      if (trap === null) found.set(entry.key, entry);
      else drop(trap);
    }
    return { found: [...found.values()], dropped };
  }

  #entry(link: string, depth: number): Entry | null {
    const parsed = addressOf(link) === null ? null : parseUrl(link);
    if (parsed === null) return null;
    const url = withoutFragment(withoutSession(parsed));
    const key = urlKey(url);
    return key === null ? null : { key, url, host: parsed.hostname, kind: 'page', depth, redirects: 0 };
  }

  #redirected(entry: Waiting, target: URL | null): Consequences {
    const none = { found: [], dropped: {} };
    const url = target === null ? null : withoutFragment(target);
    const key = url === null ? null : urlKey(url);
    if (target === null || url === null || key === null) return { fate: fetched('redirect'), ...none };
    if (entry.redirects >= limits.redirectsMax) return { fate: fetched('redirect'), found: [], dropped: { redirects: 1 } };
    if (entry.depth === 0) this.#widen(target);
    if (!this.isInScope(target)) return { fate: fetched('redirect'), found: [], dropped: { out_of_scope: 1 } };
    // http to https, or to `www.`: the same page, which waits under its other name.
    if (key === entry.key)
      return url === entry.url ? { fate: fetched('redirect'), ...none } : { fate: { state: 'moved', url, host: target.hostname }, ...none };
    const redirects = entry.redirects + 1;
    return {
      fate: fetched('redirect'),
      found: [{ key, url, host: target.hostname, kind: 'page', depth: entry.depth, redirects }],
      dropped: {},
    };
  }

  #widen(url: URL): void {
    const { key } = hostOf(url.hostname);
    if (this.#seedHosts.has(key)) return;
    this.#seedHosts.add(key);
    this.#frontier.addToScope(key);
  }
}

export const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

function fetched(reason: string): Fate {
  return { state: 'fetched', reason };
}

function withoutFragment(url: URL): string {
  if (url.hash === '') return url.href;
  const plain = new URL(url);
  plain.hash = '';
  return plain.href;
}
