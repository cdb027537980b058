/** Listings of businesses as directories print them: name, address and phone, with or without a link. */
import type { Block } from '../site.ts';
import { addressLine, type Business } from './businesses.ts';

export interface ListingStyle {
  /** rel tokens of the link; null for a listing without one. */
  readonly rel: string | null;
  /** The text of the link. */
  readonly label?: (business: Business) => string;
  /** The phone as this directory has it. */
  readonly phone?: (business: Business) => string;
}

export function listing(business: Business, style: ListingStyle): Block {
  const label = style.label?.(business) ?? business.name;
  const phone = style.phone?.(business) ?? business.phone;
  const rel = style.rel === null || style.rel === '' ? '' : ` ${style.rel}`;
  const link = style.rel === null ? '' : ` [${label}](${business.url}${rel})`;
  return { as: 'item', text: `${business.name}, ${addressLine(business)}. Phone ${phone}.${link}` };
}

/** The two businesses whose phone number one directory got wrong, and the number it prints. */
export const wrongPhones: ReadonlyMap<string, string> = new Map([
  ['copper-kettle-cafe.example', '(541) 555-0191'],
  ['lakesidelaw.example', '(458) 555-0188'],
]);
