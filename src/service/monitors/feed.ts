/** A monitor's newest events for feed readers: as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/) and Atom (RFC 4287). */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { limits } from '../../base/limits.ts';
import type { MonitorEvent, MonitorFeed } from '../backend.ts';
import type { MonitorRow } from './monitor-store.ts';
import { escaped, pageText } from './page-text.ts';
import { changeKinds, headings, toldLink, toldNote } from './told-event.ts';

/** Opens the feed of one monitor and nothing else: readers of feeds send no keys. Made of the monitor's secret, so that it ends with it. */
export function feedToken(secret: string): string {
  return createHmac('sha256', secret).update('feed').digest('base64url').slice(0, 32);
}

export function isFeedToken(secret: string, given: string): boolean {
  const [known, asked] = [Buffer.from(feedToken(secret)), Buffer.from(given)];
  return known.length === asked.length && timingSafeEqual(known, asked);
}

/** Newest first. */
export function feedOf({ id, name, target, created_at }: MonitorRow, events: readonly MonitorEvent[]): MonitorFeed {
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: `Backlinks of ${pageText(target, limits.urlCharsMax)}`,
    description: `What the monitor ${pageText(name, limits.mailSubjectCharsMax)} saw`,
    language: 'en',
    updated: events[0]?.at ?? created_at,
    id: urn(id),
    items: events.map((event) => itemOf(id, event)),
  };
}

function itemOf(monitor: string, event: MonitorEvent): MonitorFeed['items'][number] {
  const common = { id: urn(`${monitor}/${event.event_id}`), date_published: event.at, tags: [event.kind] };
  const kind = changeKinds.find((one) => one === event.kind);
  if (kind === undefined) return { ...common, title: titles[event.kind] ?? event.kind, content_text: toldNote(event) ?? '' };
  const { source, target, says } = toldLink(event);
  const url = /^https?:\/\/\S+$/i.test(source) ? { url: source } : {};
  return { ...common, ...url, title: `${headings[kind]}: ${source}`, content_text: `To ${target}: ${says}` };
}

const titles: Readonly<Record<string, string>> = {
  baseline: 'How things stand',
  more: 'More changes than are named',
  burst: 'Many weak domains at once',
};

export function atomOf({ title, description, updated, id, items }: MonitorFeed): string {
  const entries = items.map(
    (item) => `<entry>
<id>${escaped(item.id)}</id>
<title type="text">${escaped(item.title)}</title>
<updated>${escaped(item.date_published)}</updated>
${item.url === undefined ? '' : `<link rel="alternate" href="${escaped(item.url)}"/>\n`}${item.tags.map((tag) => `<category term="${escaped(tag)}"/>`).join('')}
<content type="text">${escaped(item.content_text)}</content>
</entry>
`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>${escaped(id)}</id>
<title type="text">${escaped(title)}</title>
<subtitle type="text">${escaped(description)}</subtitle>
<updated>${escaped(updated)}</updated>
<author><name>OpenBacklinks</name></author>
${entries.join('')}</feed>
`;
}

/** A name that stays the same and is nobody else's: a UUID (RFC 9562, version 8) over what it names. */
function urn(name: string): string {
  const hex = createHash('sha256').update(`openbacklinks monitor ${name}`).digest('hex');
  const variant = '89ab'[Number.parseInt(hex[16] ?? '0', 16) % 4];
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
