import { limits } from '../../base/limits.ts';
import type { linkChangeKinds } from '../../query/link-changes.ts';
import type { MonitorEvent } from '../backend.ts';
import { pageText } from './page-text.ts';

type ChangeKind = (typeof linkChangeKinds)[number];

/** In the order in which they matter to somebody who has a minute. */
export const headings: Readonly<Record<ChangeKind, string>> = {
  lost: 'Lost',
  new: 'New',
  discovered: 'Discovered',
  found_again: 'Found again',
  changed: 'Changed',
};
export const changeKinds = Object.keys(headings) as ChangeKind[];

/** A change of a link in words: one line each, whatever its page says. */
export interface ToldLink {
  readonly source: string;
  readonly target: string;
  readonly says: string;
}

export function toldLink({ kind, data }: MonitorEvent): ToldLink {
  const link = (data['backlink'] ?? {}) as Readonly<Record<string, unknown>>;
  const before = (data['before'] ?? null) as Readonly<Record<string, unknown>> | null;
  const says = [words(link)];
  if (typeof link['lost_reason'] === 'string') says.push(pageText(link['lost_reason'], limits.mailAnchorCharsMax));
  if (kind === 'changed' && before !== null) says.push(`before ${words(before)}`);
  return {
    source: pageText(link['source_url'], limits.urlCharsMax),
    target: pageText(link['target_url'], limits.urlCharsMax),
    says: says.join(', '),
  };
}

function words({ anchor, followed }: Readonly<Record<string, unknown>>): string {
  return `“${pageText(anchor, limits.mailAnchorCharsMax)}”, ${followed === true ? 'followed' : 'not followed'}`;
}

/** What is said of an event that is no change of one link; null for one that is. */
export function toldNote({ kind, data }: MonitorEvent): string | null {
  if (kind === 'baseline') return `${shownCount(data['backlinks'])} live links from ${shownCount(data['domains'])} domains.`;
  if (kind === 'more') return `${shownCount(data['total'])} changes in all, of which ${shownCount(data['named'])} are named.`;
  if (kind !== 'burst') return null;
  const anchor = pageText(data['commonest_anchor'], limits.mailAnchorCharsMax);
  return `${shownCount(data['new_domains'])} weak domains began to link at once (${shownCount(data['domains_before'])} linked before), most often with “${anchor}”. This is what a spam attack looks like.`;
}

function shownCount(value: unknown): string {
  return typeof value === 'number' ? value.toLocaleString('en-US') : '-';
}
