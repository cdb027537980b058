import { placements, type Placement } from '../../model/link.ts';
import type { SourceClass } from '../../model/source-class.ts';

type Counts = Readonly<Record<string, number>>;

/** Where a link stands, in the contract's words: HTML elements. `comment` is ours; what is not known is ''. */
const elements: Readonly<Record<Placement, string>> = {
  content: 'article',
  navigation: 'nav',
  header: 'header',
  footer: 'footer',
  aside: 'aside',
  comment: 'comment',
  unknown: '',
};

/** Kinds of sites, in the contract's words. */
const platforms: Readonly<Partial<Record<SourceClass, string>>> = {
  news: 'news',
  blog: 'blogs',
  forum: 'message-boards',
  social: 'message-boards',
  shop: 'ecommerce',
  directory: 'organization',
  chamber: 'organization',
  association: 'organization',
  government: 'organization',
  school: 'organization',
  event: 'organization',
};

export function elementOf(placement: Placement): string {
  return elements[placement];
}

/** The placement of an element's name; one that is none of them is looked for as it is, and found nowhere. */
export function placementOf(element: string): Placement {
  return placements.find((placement) => elements[placement] === element) ?? 'unknown';
}

export function platformOf(sourceClass: SourceClass | null): string {
  return (sourceClass === null ? undefined : platforms[sourceClass]) ?? 'unknown';
}

/** The kinds of our links as the contract's types: an image that is all of a link is its own, and what is no `a`, `area`, redirect, canonical or alternate is `link`. */
export function typesOf(byKind: Counts): Counts {
  const of = (kind: string): number => byKind[kind] ?? 0;
  return filled({
    anchor: of('anchor') + of('area') - of('image'),
    image: of('image'),
    link: of('frame') + of('form'),
    canonical: of('canonical'),
    alternate: of('alternate'),
    redirect: of('redirect'),
  });
}

export function elementsOf(byPlacement: Counts): Counts {
  return renamed(byPlacement, (name) => elements[name as Placement] ?? name);
}

export function platformsOf(byClass: Counts): Counts {
  return renamed(byClass, (name) => platforms[name as SourceClass] ?? 'unknown');
}

/** The largest `limit` of a map, the largest first; of equal ones the first by name. */
export function largest(counts: Counts, limit: number): Counts {
  const sorted = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return Object.fromEntries(sorted.slice(0, limit));
}

function renamed(counts: Counts, name: (name: string) => string): Counts {
  const sums: Record<string, number> = {};
  for (const [from, count] of Object.entries(counts)) sums[name(from)] = (sums[name(from)] ?? 0) + count;
  return filled(sums);
}

function filled(counts: Counts): Counts {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
