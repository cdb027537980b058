/**
 * Where a site has more addresses than pages: calendars, session ids, relative links that lead ever deeper, every order of every filter.
 * Nothing here knows a site; each rule is a bound with a name, and what it keeps out is counted under the rule's.
 */
import { limits } from '../../base/limits.ts';

const trapNames = ['long_url', 'deep_path', 'repeated_path', 'query_variants', 'numbered_paths', 'host_pages'] as const;
export type TrapName = (typeof trapNames)[number];

/** Counts the variants of what it lets through. Memory: a number for each path that has a query or ends in a number, and each host. */
export class Traps {
  readonly #variants = new Map<string, number>();
  readonly #hostPagesMax: number;

  constructor(hostPagesMax: number) {
    this.#hostPagesMax = hostPagesMax;
  }

  /** The bound that this URL would exceed, or null; then it is counted. A URL is asked about once. */
  enter(url: URL): TrapName | null {
    const shape = shapeTrap(url);
    if (shape !== null) return shape;
    const counted = countersOf(url, this.#hostPagesMax);
    const full = counted.find(({ key, max }) => (this.#variants.get(key) ?? 0) >= max);
    if (full !== undefined) return full.name;
    for (const { key } of counted) this.#variants.set(key, (this.#variants.get(key) ?? 0) + 1);
    return null;
  }
}

function shapeTrap(url: URL): TrapName | null {
  if (url.href.length > limits.crawlUrlCharsMax) return 'long_url';
  const parts = url.pathname.split('/').filter((part) => part !== '');
  if (parts.length > limits.crawlPathPartsMax) return 'deep_path';
  const seen = new Map<string, number>();
  for (const part of parts.filter((name) => !/^\d+$/.test(name))) seen.set(part, (seen.get(part) ?? 0) + 1);
  return Math.max(0, ...seen.values()) > limits.crawlPathRepeatsMax ? 'repeated_path' : null;
}

interface Counter {
  readonly name: TrapName;
  readonly key: string;
  readonly max: number;
}

function countersOf({ host, pathname, search }: URL, hostPagesMax: number): Counter[] {
  const counters: Counter[] = [{ name: 'host_pages', key: host, max: hostPagesMax }];
  if (search !== '') counters.push({ name: 'query_variants', key: `${host}${pathname}?`, max: limits.crawlQueryVariantsMax });
  // `/2026/11/27` and `/page/17`, also with an ending; `/2026/11/a-title` is a page.
  const numbered = pathname.replace(/(?:\/\d+(?:-\d+)*)+(?:\/|\.\w{1,5})?$/, '/#');
  if (numbered !== pathname) counters.push({ name: 'numbered_paths', key: host + numbered, max: limits.crawlNumberedPathsMax });
  return counters;
}

/** Parameters that name a visit and not a page, with what their values look like. */
const sessionParameters =
  /^(?:jsessionid|phpsessid|aspsessionid\w*|sessionid|session_id|oscsid|zenid|cfid|cftoken|s?sid=[0-9a-z]{16,})(?:=|$)/i;
/** `/page;jsessionid=1A2B`, `/(S(lit3py55t21z5v55vlm25s55))/page` (ASP.NET). */
const sessionInPath = /;(?:jsessionid|phpsessid|sid)=[^/;]*|\/\(S\([0-9a-z]{16,}\)\)/gi;

/** The same address without session ids: what is fetched, and what two visits to one page have in common. */
export function withoutSession(url: URL): URL {
  const path = url.pathname.replace(sessionInPath, '');
  const query = url.search.slice(1).split('&');
  const kept = query.filter((part) => !sessionParameters.test(part));
  if (path === url.pathname && kept.length === query.length) return url;
  const clean = new URL(url);
  clean.pathname = path;
  clean.search = kept.join('&');
  return clean;
}
