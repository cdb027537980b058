import type { ItemFieldType } from './item-filters.ts';

/** What a field of the contract holds, which its name says. */
export function fieldType(name: string): ItemFieldType {
  if (name.startsWith('is_') || name === 'dofollow') return 'bool';
  if (name.endsWith('_seen')) return 'time';
  return /(?:count|backlinks|domains|pages|ips|score|rank)$/.test(name) ? 'num' : 'str';
}
