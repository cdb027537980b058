/** What a page and its HTTP head say about themselves: robots, refresh, canonical, language. */
import { robots } from '../../model/capture.ts';
import type { Fields } from '../../model/record.ts';
import { owned } from './text.ts';

/** Seconds up to which a refresh is a redirect; a later one is a page that reloads or moves on after it was read. */
const refreshSecondsMax = 5;

/** Directives of X-Robots-Tag that have a value behind a colon, and so are no names of robots. */
const valued = new Set(['unavailable_after', 'max-snippet', 'max-image-preview', 'max-video-preview']);

/** The `content` of a robots or googlebot meta -> bits of `robots`. */
export function robotsOf(content: string): number {
  let bits = 0;
  for (const directive of content.toLowerCase().split(/[\s,;]+/)) {
    if (directive === 'noindex') bits |= robots.noindex;
    else if (directive === 'nofollow') bits |= robots.nofollow;
    else if (directive === 'none') bits |= robots.noindex | robots.nofollow;
  }
  return bits;
}

/** True for the metas whose content is a robots directive for every robot, or for the one that most pages mean. */
export function isRobotsName(name: string): boolean {
  return name === 'robots' || name === 'googlebot';
}

/**
 * X-Robots-Tag -> bits of `robots`. A robot's name before a colon holds for the directives behind it; those for robots
 * other than googlebot are not read.
 */
export function robotsOfFields(fields: Fields): number {
  let bits = 0;
  for (const value of fields.all('x-robots-tag')) {
    let addressed = true;
    for (const part of value.split(',')) {
      const [, name, rest] = /^\s*([\w-]+)\s*:(.*)$/s.exec(part) ?? [];
      const named = name !== undefined && !valued.has(name.toLowerCase());
      if (named) addressed = name.toLowerCase() === 'googlebot' || name.toLowerCase() === 'robots';
      if (addressed) bits |= robotsOf(named ? (rest ?? '') : part);
    }
  }
  return bits;
}

/**
 * The reference in a refresh (`5; url=/next`) of at most `refreshSecondsMax`; null when there is none, or a later one.
 * WHATWG HTML section 4.2.5.3, shared declarative refresh steps.
 */
export function refreshOf(content: string): string | null {
  const [, seconds, rest = ''] = /^\s*(\d+|(?=\.))[\d.]*\s*[;,]?\s*(.*)$/s.exec(content) ?? [];
  if (seconds === undefined || Number(seconds) > refreshSecondsMax) return null;
  const reference = rest.replace(/^url\s*=\s*/i, '');
  const quote = reference[0];
  if (quote !== '"' && quote !== "'") return reference.trim() || null;
  const end = reference.indexOf(quote, 1);
  return reference.slice(1, end === -1 ? undefined : end).trim() || null;
}

/** The reference of a `Link` field with rel=canonical (RFC 8288), or null. */
export function canonicalOfFields(fields: Fields): string | null {
  for (const value of fields.all('link')) {
    for (const part of value.split(/,\s*(?=<)/)) {
      const [, reference, parameters = ''] = /^\s*<([^>]*)>(.*)$/s.exec(part) ?? [];
      if (reference !== undefined && /;\s*rel\s*=\s*(?:"[^"]*\bcanonical\b[^"]*"|canonical\b)/i.test(parameters)) return reference;
    }
  }
  return null;
}

/** The first language of a list, lower-case with hyphens; '' when it is no language tag (BCP 47, its shape only). */
export function languageOf(declared: string): string {
  const first = (declared.split(',')[0] ?? '').trim().toLowerCase().replaceAll('_', '-');
  return first.length <= 35 && /^[a-z]{2,8}(?:-[a-z0-9]{1,8})*$/.test(first) ? owned(first) : '';
}
