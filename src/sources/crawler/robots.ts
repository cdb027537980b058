/**
 * robots.txt by RFC 9309 (https://www.rfc-editor.org/rfc/rfc9309), with `Crawl-delay`, which it leaves to others, and `Sitemap`.
 * Linear in the file and, for one path, in the rules that apply: patterns are matched piece by piece, without going back.
 */
import { limits } from '../../base/limits.ts';
import { parseUrl } from '../../model/url.ts';

export interface Robots {
  /** Whether this URL may be fetched. Scheme and host are not looked at: the file speaks for its own. */
  allows(url: string): boolean;
  /** Seconds that it asks for between two requests; null when it asks for none. */
  readonly crawlDelay: number | null;
  /** Absolute http(s) URLs, at most `sitemapsPerHostMax`. */
  readonly sitemaps: readonly string[];
}

/** Nothing is forbidden: a file that is not there (section 2.3.1.3). */
export const allowAll: Robots = { allows: () => true, crawlDelay: null, sitemaps: [] };

/** Everything is forbidden: a file that could not be had (section 2.3.1.4). */
export const allowNone: Robots = { allows: (url) => isRobotsTxt(url), crawlDelay: null, sitemaps: [] };

/** What a file says to the crawler whose product token is `agent`. What stands behind `robotsBytesMax` is not read (section 2.5). */
export function parseRobots(text: string, agent: string): Robots {
  const { groups, sitemaps } = groupsOf(text);
  const mine = groups.filter(({ agents }) => agents.includes(agent.toLowerCase()));
  // Groups for the same crawler count as one (section 2.2.1).
  const applied = mine.length > 0 ? mine : groups.filter(({ agents }) => agents.includes('*'));
  const rules = applied.flatMap((group) => group.rules);
  const delays = applied.flatMap(({ crawlDelay }) => (crawlDelay === null ? [] : [crawlDelay]));
  return {
    allows: (url) => isRobotsTxt(url) || isAllowed(rules, url),
    crawlDelay: delays.length === 0 ? null : Math.max(...delays),
    sitemaps,
  };
}

interface Rule {
  readonly allow: boolean;
  /** The pattern in its normal form, cut at its asterisks. */
  readonly pieces: readonly string[];
  /** It must match to the end of the path. */
  readonly anchored: boolean;
  /** Octets of the normal form: the longest match decides (section 2.2.2). */
  readonly length: number;
}

interface Group {
  readonly agents: string[];
  readonly rules: Rule[];
  crawlDelay: number | null;
}

function groupsOf(text: string): { groups: Group[]; sitemaps: string[] } {
  const groups: Group[] = [];
  const sitemaps: string[] = [];
  let naming = false;
  for (const line of text
    .slice(0, limits.robotsBytesMax)
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)) {
    const [, key = '', rest = ''] = /^\s*([A-Za-z-]+)\s*:([^#]*)/.exec(line) ?? [];
    const value = rest.trim();
    const group = groups.at(-1);
    switch (key.toLowerCase()) {
      case 'user-agent':
        // User-agent lines that follow one another begin one group together.
        if (naming && group !== undefined) group.agents.push(tokenOf(value));
        else groups.push({ agents: [tokenOf(value)], rules: [], crawlDelay: null });
        naming = true;
        break;
      case 'allow':
      case 'disallow':
        naming = false;
        // Rules before the first group belong to nobody, and an empty pattern is no rule.
        if (value !== '') group?.rules.push(ruleOf(key.toLowerCase() === 'allow', value));
        break;
      // Other records must not come between a group's lines (section 2.2.4).
      case 'crawl-delay':
        if (group !== undefined && /^\d+(?:\.\d+)?$/.test(value)) group.crawlDelay = Math.max(group.crawlDelay ?? 0, Number(value));
        break;
      case 'sitemap':
        if (sitemaps.length < limits.sitemapsPerHostMax && /^https?:\/\//i.test(value)) sitemaps.push(value);
        break;
      default:
    }
  }
  return { groups, sitemaps };
}

/** `OpenBacklinks/1.0` -> `openbacklinks`: a product token is letters, `_` and `-` (section 2.2.1). */
function tokenOf(value: string): string {
  if (/^\*(?:\s|$)/.test(value)) return '*';
  return (/^[A-Za-z_-]+/.exec(value)?.[0] ?? '').toLowerCase();
}

function ruleOf(allow: boolean, value: string): Rule {
  const anchored = value.endsWith('$');
  const pattern = anchored ? value.slice(0, -1) : value;
  const pieces = pattern.split('*').map((piece) => normalPath(piece));
  const length = pieces.reduce((sum, piece) => sum + piece.length, pieces.length - 1 + (anchored ? 1 : 0));
  return { allow, pieces, anchored, length };
}

function isAllowed(rules: readonly Rule[], url: string): boolean {
  const parsed = parseUrl(url);
  if (parsed === null) return false;
  const path = normalPath(parsed.pathname + parsed.search);
  let best: Rule | null = null;
  for (const rule of rules) {
    if (best !== null && (rule.length < best.length || (rule.length === best.length && !rule.allow))) continue;
    if (matches(rule, path)) best = rule;
  }
  return best === null || best.allow;
}

/** Each piece at the first place where it stands behind the one before; an anchored last one at the end. */
function matches({ pieces, anchored }: Rule, path: string): boolean {
  const [first = '', ...others] = pieces;
  if (!path.startsWith(first)) return false;
  let at = first.length;
  const last = anchored ? others.pop() : undefined;
  for (const piece of others) {
    const found = path.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  if (last !== undefined) return path.length - last.length >= at && path.endsWith(last);
  return !anchored || at === path.length;
}

/**
 * The form in which octets are compared (section 2.2.2): what is not ASCII is escaped, escapes of unreserved characters are undone, and
 * a literal asterisk or dollar sign is escaped, so that `%2A` in a pattern means one.
 */
function normalPath(text: string): string {
  return text
    .replace(/[^\x21-\x7e]/gu, (character) => encodeURIComponent(/\p{Surrogate}/u.test(character) ? '\uFFFD' : character))
    .replace(/%([0-9a-f]{2})/gi, (escape, hex: string) => {
      const character = String.fromCharCode(Number.parseInt(hex, 16));
      return /[\w.~-]/.test(character) ? character : escape.toUpperCase();
    })
    .replace(/[*$]/g, (sign) => (sign === '*' ? '%2A' : '%24'));
}

/** A file never forbids itself (section 2.2.2). */
function isRobotsTxt(url: string): boolean {
  return parseUrl(url)?.pathname === '/robots.txt';
}
