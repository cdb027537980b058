/**
 * The country that a top-level domain says: an own one of a country (https://www.iana.org/domains/root/db) is its code in ISO 3166-1, but for those
 * that anybody anywhere registers as if they were generic, which say nothing of a country. It is where a site says that it belongs, not where its
 * readers or its server are.
 */
const likeGeneric = new Set('ac ad ai as bz cc cd co dj fm gg io la ly me ms nu pw sc sh sr st su tk to tv vc ws'.split(' '));

/** Two letters that are no country. */
const noCountry = new Set(['eu']);

/** Domains in other scripts (as they are looked up), and the one whose letters differ from its country's code. */
const others: Readonly<Record<string, string>> = {
  uk: 'GB',
  'xn--p1ai': 'RU',
  'xn--fiqs8s': 'CN',
  'xn--fiqz9s': 'CN',
  'xn--j6w193g': 'HK',
  'xn--kprw13d': 'TW',
  'xn--kpry57d': 'TW',
  'xn--j1amh': 'UA',
  'xn--90ais': 'BY',
  'xn--90a3ac': 'RS',
  'xn--qxam': 'GR',
  'xn--h2brj9c': 'IN',
  'xn--wgbh1c': 'EG',
  'xn--mgbaam7a8h': 'AE',
  'xn--mgberp4a5d4ar': 'SA',
  'xn--3e0b707e': 'KR',
  'xn--o3cw4h': 'TH',
};

/** `GB` for `uk`; null where a top-level domain says no country. */
export function countryOfTld(tld: string): string | null {
  const other = others[tld];
  if (other !== undefined) return other;
  return /^[a-z]{2}$/.test(tld) && !likeGeneric.has(tld) && !noCountry.has(tld) ? tld.toUpperCase() : null;
}
