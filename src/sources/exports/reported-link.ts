import { limits } from '../../base/limits.ts';
import { hostNodeOf } from '../../model/host-node.ts';
import { flag, relFlags, type LinkKind } from '../../model/link.ts';
import { addressOf, type Address } from '../../model/url.ts';
import { countOf, unguarded, wordsOf, yesOf } from './cells.ts';
import type { Field } from './column-names.ts';
import { dateOf, type DateOrder } from './dates.ts';

/** A link as one row of an export reports it. What the row does not say is null or empty. */
export interface ReportedLink {
  /** A page, or a host (model/host-node.ts) where the row names no page. */
  readonly source: Address;
  readonly target: Address;
  readonly kind: LinkKind;
  /** Bits of rel, `hasImage` and `relUnknown`. */
  readonly flags: number;
  readonly anchor: string;
  readonly before: string;
  readonly after: string;
  readonly linksCount: number;
  readonly title: string;
  readonly language: string;
  /** Seconds since 1970 UTC. */
  readonly firstSeen: number | null;
  readonly lastSeen: number | null;
  readonly lost: boolean;
  readonly lostAt: number | null;
  /** A date of the row was in figures whose order nothing tells, and was not read. */
  readonly dateAmbiguous: boolean;
}

/** Why a row that can be read is no link. */
export type LinkRefusal = 'no_source' | 'no_target' | 'mention';

export interface RowReading {
  /** What links to whom, where a row names no target: the host that the export is about. */
  readonly property: Address | null;
  readonly order: DateOrder | null;
}

/** The link that a row reports, from what its columns hold; a field without a column is undefined. */
export function reportedLink(cell: (field: Field) => string | undefined, { property, order }: RowReading): ReportedLink | LinkRefusal {
  const text = (field: Field): string => cell(field) ?? '';
  const says = (field: Field): boolean => yesOf(text(field));
  if (says('mention') || /mention/i.test(text('kind'))) return 'mention';
  const source = pageOf(text('source')) ?? siteOf(text('source_domain'));
  if (source === null) return 'no_source';
  const named = text('target').trim() === '' && text('target_domain').trim() === '';
  const target = named ? property : (pageOf(text('target')) ?? siteOf(text('target_domain')));
  if (target === null) return 'no_target';
  const times = timesOf(cell, order);
  return {
    source,
    target,
    kind: kindOf(text('kind').toLowerCase(), says),
    flags: flagsOf(cell, says),
    anchor: wordsOf(unguarded(text('anchor')), limits.anchorCharsMax),
    before: wordsOf(unguarded(text('before')), limits.contextCharsMax),
    after: wordsOf(unguarded(text('after')), limits.contextCharsMax),
    linksCount: Math.max(1, countOf(text('links')) ?? 1),
    title: wordsOf(unguarded(text('title')), limits.titleCharsMax),
    language: languageOf(text('language')),
    ...times,
  };
}

/** A page's address, with or without its scheme; a host's node for `http://example.com/*`, as this project exports it. */
function pageOf(cell: string): Address | null {
  if (cell.length > limits.urlCharsMax * 2) return null;
  const text = unguarded(cell);
  const [, node] = /^(?:https?:\/\/)?([^\s/?#]+)\/\*$/i.exec(text) ?? [];
  if (node !== undefined) return hostNodeOf(node.toLowerCase());
  if (/^[^\s/?#@:]+\.[^\s/?#@:]+(?::\d+)?(?:[/?#]|$)/.test(text)) return publicAddress(`http://${text}`);
  return publicAddress(text);
}

function publicAddress(text: string): Address | null {
  const address = /\s/.test(text) ? null : addressOf(text);
  return address !== null && (address.host.includes('.') || address.host.startsWith('[')) ? address : null;
}

/** The host of a site's name, of its home page's address, or of a Search Console property (`sc-domain:example.com`); null for anything else. */
export function siteOf(name: string): Address | null {
  const [, host = ''] = /^(?:sc-domain:|https?:\/\/)?([^\s/?#]{1,255})\/?.*$/is.exec(unguarded(name.slice(0, limits.urlCharsMax))) ?? [];
  return hostNodeOf(host.toLowerCase());
}

function kindOf(kind: string, says: (field: Field) => boolean): LinkKind {
  if (says('redirect') || /redirect|meta|30\d/.test(kind)) return 'redirect';
  if (says('canonical') || kind.includes('canonical')) return 'canonical';
  if (says('frame') || kind.includes('frame')) return 'frame';
  if (says('form') || /\bform\b/.test(kind)) return 'form';
  if (/alternate|rss|hreflang/.test(kind)) return 'alternate';
  return kind === 'area' ? 'area' : 'anchor';
}

const relFields = ['rel', 'nofollow', 'followed', 'ugc', 'sponsored'] as const satisfies readonly Field[];

function flagsOf(cell: (field: Field) => string | undefined, says: (field: Field) => boolean): number {
  const kind = (cell('kind') ?? '').toLowerCase();
  let flags = relFlags((cell('rel') ?? '').replaceAll(/[;|]/g, ' '));
  if (says('nofollow') || /no-?follow/.test(kind)) flags |= flag.nofollow;
  if (says('ugc')) flags |= flag.ugc;
  if (says('sponsored')) flags |= flag.sponsored;
  const unfollowed = cell('followed') !== undefined && !says('followed');
  if (unfollowed && (flags & (flag.nofollow | flag.ugc | flag.sponsored)) === 0) flags |= flag.nofollow;
  const known = relFields.some((field) => cell(field) !== undefined) || /follow/.test(kind);
  if (!known) flags |= flag.relUnknown;
  if (says('image') || kind.includes('image')) flags |= flag.hasImage;
  return flags;
}

/** A row that calls itself lost without a date was lost some time after it was seen last. */
function timesOf(
  cell: (field: Field) => string | undefined,
  order: DateOrder | null,
): Pick<ReportedLink, 'firstSeen' | 'lastSeen' | 'lost' | 'lostAt' | 'dateAmbiguous'> {
  let dateAmbiguous = false;
  const at = (field: Field): number | null => {
    const date = dateOf(cell(field) ?? '', order);
    if (date === 'ambiguous') dateAmbiguous = true;
    return date === 'ambiguous' ? null : date;
  };
  const seen = at('seen');
  const first = at('first_seen') ?? seen;
  const last = at('last_seen') ?? seen;
  const lostAt = at('lost_at') ?? at('lost');
  return {
    firstSeen: first !== null && last !== null ? Math.min(first, last) : first,
    lastSeen: first !== null && last !== null ? Math.max(first, last) : last,
    lost: lostAt !== null || yesOf(cell('lost') ?? ''),
    lostAt,
    dateAmbiguous,
  };
}

/** A language code of the form `en` or `en-GB`; names of languages are not read. */
function languageOf(cell: string): string {
  const text = cell.trim().toLowerCase();
  return /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/.test(text) ? text : '';
}
