import type { Placement } from '../../model/link.ts';
import { linkColumn, type WatEntries } from './view.ts';

/** Where a link of a WAT record probably stands. */
export function estimatePlacement(entries: WatEntries, row: number): Placement {
  return entries.get(row, linkColumn.text).length > 20 ? 'content' : 'unknown';
}
