/** The town's businesses, made from the trades' lists: each with its own street address, reserved phone number, owner and site. */
import { Random } from '../random.ts';
import { firstNames, lastNames, streets, town } from './names.ts';
import { trades, type Trade } from './trades.ts';

export interface Business {
  readonly name: string;
  readonly domain: string;
  readonly host: string;
  /** Home page. */
  readonly url: string;
  readonly trade: Trade;
  readonly owner: string;
  readonly street: string;
  readonly phone: string;
  readonly founded: number;
  /** From the trade's best known (0) to its smallest (3): decides how many pages the site has and who links to it. */
  readonly standing: number;
}

export const businesses: readonly Business[] = trades.flatMap((trade, tradeIndex) =>
  trade.businesses.map((name, standing): Business => {
    const random = new Random('business', name);
    const domain = `${domainName(name)}.example`;
    const host = random.chance(0.45) ? `www.${domain}` : domain;
    return {
      name,
      domain,
      host,
      url: `https://${host}/`,
      trade,
      owner: `${random.pick(firstNames)} ${random.pick(lastNames)}`,
      street: `${random.int(11, 980)} ${random.pick(streets)}`,
      phone: phoneNumber(tradeIndex * 4 + standing),
      founded: random.int(1948, 2021),
      standing,
    };
  }),
);

const byDomain = new Map(businesses.map((business) => [business.domain, business]));

/** The business that has this domain; the plan names only ones that exist. */
export function businessAt(domain: string): Business {
  const business = byDomain.get(domain);
  if (business === undefined) throw new RangeError(`the town has no business at ${domain}`);
  return business;
}

export function addressLine({ street }: Business): string {
  return `${street}, ${town.name}, ${town.state} ${town.zip}`;
}

/** As the business states itself for machines. */
export function localBusiness(business: Business): Readonly<Record<string, unknown>> {
  return {
    '@context': 'https://schema.org',
    '@type': business.trade.type,
    name: business.name,
    url: business.url,
    telephone: business.phone,
    address: {
      '@type': 'PostalAddress',
      streetAddress: business.street,
      addressLocality: town.name,
      addressRegion: town.state,
      postalCode: town.zip,
    },
  };
}

/** Line numbers 0100 to 0199 of any area code are reserved for fiction; the town has two area codes. */
function phoneNumber(index: number): string {
  const area = index < 100 ? '541' : '458';
  return `(${area}) 555-01${String(index % 100).padStart(2, '0')}`;
}

function domainName(name: string): string {
  const words = name
    .toLowerCase()
    .replaceAll('&', 'and')
    .replace(/[^a-z0-9 ]/g, '')
    .split(' ')
    .filter((word) => word !== 'the');
  return words.join(name.length <= 15 ? '' : '-');
}
