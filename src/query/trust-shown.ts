import { z } from 'zod';
import type { Release } from '../store/releases.ts';

const score = z.int().min(0).max(100).nullable();

/** Of a domain. Null where the release had no seeds to begin with, or does not know the domain. */
export const trustShape = {
  trust: score.describe('How much of its rank begins with trusted domains, on the scale of authority'),
  spam_mass: score.describe('What part of its rank does not, in percent'),
} as const;

export function trustShown(
  { facts }: Pick<Release, 'facts'>,
  row: { readonly trust: number; readonly spam_mass: number } | null,
): { readonly trust: number | null; readonly spam_mass: number | null } {
  return facts.trust === null || row === null ? { trust: null, spam_mass: null } : { trust: row.trust, spam_mass: row.spam_mass };
}
