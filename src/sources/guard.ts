/**
 * The only way to an address that a user named. Every connection is made to an address that was checked for this connection:
 * the check sits in the lookup of the connection itself, so a name that resolves to something else a moment later gains nothing,
 * and every redirect is a new request that is checked like the first.
 */
import { lookup as systemLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { callbackify } from 'node:util';
import { Agent, request, type Dispatcher } from 'undici';
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { parseUrl } from '../model/url.ts';
import { notPublic } from './public-address.ts';

export interface GuardOptions {
  /** Hosts (names or addresses, without port) that may be anywhere, because the operator says so. */
  readonly allowHosts?: readonly string[];
  /** How names become addresses; the system's way when not given. */
  readonly lookup?: Lookup;
}

type Lookup = (host: string) => Promise<readonly { address: string; family: number }[]>;

interface GuardedRequest {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

export interface GuardedResponse {
  readonly status: number;
  readonly headers: Dispatcher.ResponseData['headers'];
  /** As sent: content codings are not undone. It must be read or dumped. */
  readonly body: Dispatcher.ResponseData['body'];
  /** Where the redirects led. */
  readonly url: string;
}

export interface Guard {
  /** GET. Fails with `address_refused`; what the network says is thrown as it is. */
  fetch(url: string, options?: GuardedRequest): Promise<GuardedResponse>;
  /** Ends what is still under way. */
  close(): Promise<void>;
}

export function createGuard({ allowHosts = [], lookup = lookupAll }: GuardOptions = {}): Guard {
  const allowed = new Set(allowHosts.map((host) => host.toLowerCase()));
  const check = callbackify((host: string) => checkedLookup(host, allowed, lookup));
  const agent = new Agent({
    connect: {
      timeout: limits.connectMs,
      lookup: (host, { all }, done) => {
        check(host, (failure, found) => {
          if (failure !== null) done(failure, '');
          else if (all === true) done(null, [...found]);
          else done(null, found[0]?.address ?? '', found[0]?.family ?? 4);
        });
      },
    },
    headersTimeout: limits.downloadIdleMs,
    bodyTimeout: limits.downloadIdleMs,
  });
  return {
    fetch: (url, options = {}) => follow(url, allowed, agent, options),
    close: () => agent.destroy(),
  };
}

async function follow(
  first: string,
  allowed: ReadonlySet<string>,
  dispatcher: Dispatcher,
  options: GuardedRequest,
): Promise<GuardedResponse> {
  let url = checkedUrl(first, undefined, allowed);
  for (let redirects = 0; redirects <= limits.redirectsMax; redirects++) {
    const { headers, signal = null } = options;
    const response = await request(url, { dispatcher, signal, headers: { 'user-agent': userAgent, ...headers } });
    const location = headerOf(response.headers, 'location');
    if (!redirectStatuses.has(response.statusCode) || location === undefined) {
      return { status: response.statusCode, headers: response.headers, body: response.body, url: url.href };
    }
    await response.body.dump();
    url = checkedUrl(location, url.href, allowed);
  }
  return refuse(first, `it redirects more than ${limits.redirectsMax} times`);
}

const userAgent = 'openbacklinks';
const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/** One value of a response's field. */
export function headerOf(headers: GuardedResponse['headers'], name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/**
 * The URL, when it may be asked for as far as it can be told without DNS. The WHATWG parser has already written every spelling of an
 * IPv4 address (decimal, octal, hexadecimal, short) in its one form.
 */
function checkedUrl(reference: string, base: string | undefined, allowed: ReadonlySet<string>): URL {
  const url = parseUrl(reference, base) ?? refuse(reference, 'it is no URL');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') refuse(url.href, 'only http and https are fetched');
  if (url.username !== '' || url.password !== '') refuse(`${url.protocol}//${url.host}/`, 'it carries a user name or password');
  const host = plainHost(url.hostname);
  if (isIP(host) !== 0 && !allowed.has(host)) {
    const reason = notPublic(host);
    if (reason !== null) refuse(url.href, `${host} is not on the public internet: ${reason}`);
  }
  return url;
}

async function checkedLookup(
  host: string,
  allowed: ReadonlySet<string>,
  lookup: Lookup,
): Promise<readonly { address: string; family: number }[]> {
  const found = await lookup(host);
  if (found.length === 0) throw new Error(`${host} has no address`);
  if (allowed.has(host.toLowerCase())) return found;
  for (const { address } of found) {
    const reason = isIP(address) === 0 ? 'it is no IP address' : notPublic(address);
    // One bad address condemns the name: which of several is connected to is not ours to choose.
    if (reason !== null) refuse(host, `it resolves to ${address}, which is not on the public internet: ${reason}`);
  }
  return found;
}

function lookupAll(host: string): Promise<{ address: string; family: number }[]> {
  return systemLookup(host, { all: true });
}

function plainHost(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

function refuse(address: string, reason: string): never {
  fail('address_refused', { address, reason });
}
