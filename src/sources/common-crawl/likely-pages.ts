/**
 * Which pages of a domain are likely to hold a link to a target, by their addresses alone. A prior and no measurement of the web: pages
 * made to link (links, partners, sponsors) first, then pages about the target's subject, then articles and the home page, whose header and
 * footer stand on all others; lists, terms and logins last. The parts of the score are below; a link may be anywhere.
 */
import type { IndexedPage } from './url-index.ts';

/** Up to `records` pages, the likeliest first. The order is total: by score, then the shorter address, then the key. */
export function likelyPages(pages: readonly IndexedPage[], records: number, topic: ReadonlySet<string>): IndexedPage[] {
  const left = pages
    .map((page) => ({ page, ...scored(page.key, topic) }))
    .toSorted((a, b) => b.score - a.score || a.page.url.length - b.page.url.length || (a.page.key < b.page.key ? -1 : 1));
  // One folder does not take it all: what is chosen from it makes the rest of it less likely to bring something new.
  const chosen: IndexedPage[] = [];
  const ofFolder = new Map<string, number>();
  const waiting = new Map<number, typeof left>();
  const worth = (entry: (typeof left)[number]): number => 2 * entry.score - (ofFolder.get(entry.folder) ?? 0);
  for (const entry of left) put(waiting, worth(entry), entry);
  while (chosen.length < records && waiting.size > 0) {
    const best = Math.max(...waiting.keys());
    const entry = waiting.get(best)?.shift();
    if (waiting.get(best)?.length === 0) waiting.delete(best);
    if (entry === undefined) continue;
    const now = worth(entry);
    if (now < best) {
      put(waiting, now, entry);
      continue;
    }
    chosen.push(entry.page);
    ofFolder.set(entry.folder, (ofFolder.get(entry.folder) ?? 0) + 1);
  }
  return chosen;
}

const linking = words(
  'links link linklist linkliste blogroll partner partners partnerships sponsor sponsors sponsoren supporters members membership mitglieder resources resource ressourcen ressources recursos recommended recommendations empfehlungen friends freunde suppliers vendors clients customers kunden references referenzen directory webring liens enlaces collegamenti useful tools',
);
const editorial = words(
  'blog news article articles story stories post posts press presse magazine review reviews guide guides about case-study portfolio projects',
);
const listing = words(
  'tag tags category categories kategorie archive archives author page login signin signup register cart checkout account search privacy terms legal impressum cookie cookies feed rss wp-json amp print',
);

interface Scored {
  readonly score: number;
  /** Its host and first folder. */
  readonly folder: string;
}

function scored(key: string, topic: ReadonlySet<string>): Scored {
  const end = key.indexOf(')') + 1;
  const [path = '', query] = key.slice(end).toLowerCase().split('?', 2);
  const parts = path.split('/').filter((part) => part !== '');
  const said = new Set(parts.flatMap((part) => [part.replace(/\.\w{2,5}$/, ''), ...part.split(/[^\p{L}\p{N}]+/u)]));
  const has = (known: ReadonlySet<string>): boolean => [...said].some((word) => known.has(word));
  const onTopic = [...topic].filter((word) => said.has(word)).length;
  const score =
    (parts.length === 0 ? 3 : 0) +
    (has(linking) ? 4 : 0) +
    2 * Math.min(2, onTopic) +
    (has(editorial) ? 1 : 0) -
    (has(listing) ? 3 : 0) -
    Math.max(0, parts.filter((part) => !/^\d+$/.test(part)).length - 2) -
    (query === undefined ? 0 : 1);
  return { score, folder: key.slice(0, end) + (parts[0] ?? '') };
}

function put<Entry>(waiting: Map<number, Entry[]>, worth: number, entry: Entry): void {
  const others = waiting.get(worth);
  if (others === undefined) waiting.set(worth, [entry]);
  else others.push(entry);
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
