/**
 * Where a row of the index comes from. Codes are part of the stored format: append, never renumber.
 *
 * An archive holds what a page said. An edge list says which hosts linked to which at a date, so its sources count as captured then. An
 * owned export is somebody else's word: it shows links and proves nothing.
 */
export const origins = [
  'archive',
  'edges',
  'google-search-console',
  'bing',
  'ahrefs',
  'semrush',
  'moz',
  'majestic',
  'dataforseo',
  'table',
] as const;
export type Origin = (typeof origins)[number];

/** Origins whose sources count as looked at: not finding a link there is a finding. */
export const capturingOrigins: readonly Origin[] = ['archive', 'edges'];

export function originCode(origin: Origin): number {
  return origins.indexOf(origin);
}

/** The bit of an origin in `seen_by`. */
export function originBit(origin: Origin): number {
  return 1 << originCode(origin);
}

/** The origins of a `seen_by`, in the order of their codes. */
export function originsOf(seenBy: number): Origin[] {
  return origins.filter((origin) => (seenBy & originBit(origin)) !== 0);
}
