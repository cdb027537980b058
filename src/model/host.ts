import { parse } from 'tldts';

/** A host with what the Public Suffix List says of it. */
export interface Host {
  /** Lower-case, punycode, no trailing dot; IPv6 in brackets. */
  readonly host: string;
  /** Registrable domain by the Public Suffix List with its private section; the host itself when it has none (an address, a bare suffix). */
  readonly domain: string;
  /** Reversed host with a folded `www.`, closed by `)`: `com,example,blog)`. The first part of every URL key. */
  readonly key: string;
  /** True when a leading `www.` was folded in `key`. */
  readonly www: boolean;
}

const cacheMax = 100_000;
const cache = new Map<string, Host>();

/**
 * `host` must already be a WHATWG URL's hostname. Results are cached (bounded), because a page's links share few hosts.
 *
 * Key order makes neighbours: all keys of one domain lie in [`com,example)`, `com,example-`), of one host in
 * [`com,example)`, `com,example*`), because `)` < `*` < `,` < `-` and none but `,` occurs in a reversed host before them. A domain's
 * range also holds the domains below a public suffix that is itself below it (`s3.amazonaws.com` in `amazonaws.com`, `x.github.io` in
 * `github.io`), so who wants one domain asks for its name too.
 */
export function hostOf(host: string): Host {
  const known = cache.get(host);
  if (known !== undefined) return known;
  const plain = host.endsWith('.') ? host.slice(0, -1) : host;
  const { domain, isIp } = parse(plain, { allowPrivateDomains: true, extractHostname: false, validateHostname: false });
  const registrable = isIp === true || domain === null ? plain : domain;
  const www = isIp !== true && plain.startsWith('www.') && plain !== registrable;
  const key = isIp === true || plain.startsWith('[') ? `${plain})` : keyOf(www ? plain.slice(4) : plain);
  const found: Host = { host: plain, domain: registrable, key, www };
  if (cache.size >= cacheMax) cache.clear();
  cache.set(host, found);
  return found;
}

/** The registrable domain by the ICANN section of the Public Suffix List alone: all of `blogspot.com` is one. Where Common Crawl's graph is compared. */
export function icannDomainOf(domain: string): string {
  const { domain: found, isIp } = parse(domain, { allowPrivateDomains: false, extractHostname: false, validateHostname: false });
  return isIp === true || found === null ? domain : found;
}

/** What `hostOf` remembers of a host. Keeps nothing of `host`, which may be a slice of a whole page. */
export function knownHost(host: string): Host | undefined {
  return cache.get(host);
}

/** `blog.example.com` -> `com,example,blog)`. */
function keyOf(host: string): string {
  const labels = host.split('.');
  // Part of a label, so that the join writes all of it: what `+` puts together is written out by each who reads it.
  labels[0] += ')';
  return labels.toReversed().join(',');
}

/** The host that a key's first part names, without the folded `www.`: `com,example,blog)` -> `blog.example.com`. */
export function hostOfKey(key: string): string {
  const end = key.indexOf(')');
  const part = end === -1 ? key : key.slice(0, end);
  return part.startsWith('[') || !part.includes(',') ? part : part.split(',').toReversed().join('.');
}

/** What an owner chose of a domain, without the public suffix: `riverside-plumbing.co.uk` -> `riverside-plumbing`. */
export function registrableName(domain: string): string {
  return parse(domain, { allowPrivateDomains: true, extractHostname: false, validateHostname: false }).domainWithoutSuffix ?? domain;
}

/** How many buckets rows are spread over: the partitions of a release and the shards' unit. Part of the stored format. */
export const bucketCount = 64;

/** The bucket of a registrable domain: FNV-1a (32 bit, http://www.isthe.com/chongo/tech/comp/fnv/) over its UTF-16 units, modulo `bucketCount`. */
export function bucketOf(domain: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < domain.length; i++) hash = Math.imul(hash ^ domain.charCodeAt(i), 0x01000193);
  // The low bits of FNV are the weak ones: fold the high half in.
  return ((hash >>> 16) ^ hash) & (bucketCount - 1);
}

/**
 * The range of URL keys, lower bound included and upper not, in which all keys of a registrable domain lie, and its bucket.
 * The range of a bare suffix (`github.io`) holds its tenants' keys too: there, the domain's name must be compared as well.
 */
export function keyRangeOf(domain: string): { readonly bucket: number; readonly from: string; readonly to: string } {
  const { key } = hostOf(domain);
  return { bucket: bucketOf(domain), from: key, to: `${key.slice(0, -1)}-` };
}
