import type { Units } from '../query/operation.ts';

/** Long work that a key can buy, priced beside questions: a base a call, and rows, which are pages or records that are fetched. */
export interface PricedWork {
  readonly name: 'crawl' | 'verify' | 'enrich';
  readonly units: Units;
}

/** A page that is fetched costs as much as five rows that are read: it keeps a connection, a second of a host's patience and a record for ever. */
export const pricedWorks = {
  crawl: { name: 'crawl', units: { base: 1, rows: 5 } },
  verify: { name: 'verify', units: { base: 1, rows: 5 } },
  enrich: { name: 'enrich', units: { base: 1, rows: 5 } },
} as const satisfies { readonly [Name in PricedWork['name']]: PricedWork & { readonly name: Name } };

export const pricedWorkNames = Object.keys(pricedWorks) as [PricedWork['name'], ...PricedWork['name'][]];
