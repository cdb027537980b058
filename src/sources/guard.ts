/**
 * The only way to an address that a user named. Every connection is made to an address that was checked for this connection:
 * the check sits in the lookup of the connection itself, so a name that resolves to something else a moment later gains nothing,
 * and every redirect is a new request that is checked like the first.
 */
import { lookup as systemLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { callbackify } from 'node:util';
import { Agent, buildConnector, request, type Dispatcher } from 'undici';
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { parseUrl } from '../model/url.ts';
import { isBlockedPort } from './blocked-port.ts';
import { notPublic } from './public-address.ts';

export interface GuardOptions {
  /** Hosts that may be anywhere, because the operator says so: a name or an address, with `:PORT` only that port of it. */
  readonly allowHosts?: readonly string[];
  /** How names become addresses; the system's way when not given. */
  readonly lookup?: Lookup;
  /** The port that is really connected to: a test's web answers for port 80 on one that needs no privilege. */
  readonly portOf?: (port: number) => number;
  /** Connections to one scheme, host and port at the same time; as many as are asked for when not given. */
  readonly connectionsPerHost?: number;
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

/** One request and what came back, as it was sent. */
interface Exchange {
  readonly status: number;
  /** The words behind the status; often none. */
  readonly reason: string;
  /** Names and values in the order and the letters in which they came. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Transfer coding undone, content coding not. It must be read or dumped. */
  readonly body: Dispatcher.ResponseData['body'];
  /** The address that was connected to; '' when the connection is gone already. */
  readonly ip: string;
}

interface ExchangeOptions extends GuardedRequest {
  readonly method?: 'GET' | 'POST';
  readonly content?: string;
}

export interface Guard {
  /** GET. Fails with `address_refused`; what the network says is thrown as it is. */
  fetch(url: string, options?: GuardedRequest): Promise<GuardedResponse>;
  /** One request, whose redirect is not followed. Fails as `fetch` does. */
  exchange(url: string, options?: ExchangeOptions): Promise<Exchange>;
  /** Ends what is still under way. */
  close(): Promise<void>;
}

export function createGuard({ allowHosts = [], lookup = lookupAll, portOf, connectionsPerHost }: GuardOptions = {}): Guard {
  const allowed = new Set(allowHosts.map((host) => host.toLowerCase()));
  const addresses = new Map<string, string>();
  const agent = new Agent({
    connect: connectorOf(allowed, lookup, portOf, addresses),
    ...(connectionsPerHost !== undefined && { connections: connectionsPerHost }),
    keepAliveMaxTimeout: limits.keepAliveMs,
    headersTimeout: limits.downloadIdleMs,
    bodyTimeout: limits.downloadIdleMs,
  });
  return {
    fetch: (url, options = {}) => follow(url, allowed, agent, options),
    exchange: (url, options = {}) => exchange(url, allowed, agent, addresses, options),
    close: () => agent.destroy(),
  };
}

/** Opens connections, each to addresses that were looked up and checked for it. */
function connectorOf(
  allowed: ReadonlySet<string>,
  lookup: Lookup,
  portOf: (port: number) => number = (port) => port,
  addresses: Map<string, string>,
): buildConnector.connector {
  const connectorBy = (resolve: Lookup): buildConnector.connector => {
    const check = callbackify(resolve);
    return buildConnector({
      timeout: limits.connectMs,
      lookup: (host, { all }, done) => {
        check(host, (failure, found) => {
          if (failure !== null) done(failure, '');
          else if (all === true) done(null, [...found]);
          else done(null, found[0]?.address ?? '', found[0]?.family ?? 4);
        });
      },
    });
  };
  const anywhere = connectorBy((host) => someAddress(host, lookup));
  const checked = connectorBy((host) => publicAddresses(host, lookup));
  return (options, done) => {
    const port = Number(options.port === '' ? defaultPorts[options.protocol] : options.port);
    const connect = isAllowed(allowed, options.hostname, port) ? anywhere : checked;
    // Where the socket leads is kept until the next connection to the same origin: an exchange says where it went.
    connect({ ...options, port: String(portOf(port)) }, (...outcome) => {
      const [, socket] = outcome;
      const origin = `${options.protocol}//${options.host ?? options.hostname}`;
      if (socket?.remoteAddress !== undefined) {
        addresses.set(origin, socket.remoteAddress);
        socket.once('close', () => addresses.delete(origin));
      }
      done(...outcome);
    });
  };
}

const defaultPorts: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

async function exchange(
  wanted: string,
  allowed: ReadonlySet<string>,
  dispatcher: Dispatcher,
  addresses: ReadonlyMap<string, string>,
  { method = 'GET', content, headers, signal }: ExchangeOptions,
): Promise<Exchange> {
  const url = checkedUrl(wanted, undefined, allowed);
  const response = await request(url, {
    dispatcher,
    method,
    signal: signal ?? null,
    headers: { 'user-agent': userAgent, ...headers },
    responseHeaders: 'raw',
    ...(content !== undefined && { body: content }),
  });
  return {
    status: response.statusCode,
    reason: response.statusText,
    // undici's types know the parsed form only; `raw` gives names and values in turn.
    fields: pairsOf(response.headers as unknown as readonly string[]),
    body: response.body,
    ip: addresses.get(url.origin) ?? '',
  };
}

function pairsOf(flat: readonly string[]): [name: string, value: string][] {
  return Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i] ?? '', flat[2 * i + 1] ?? '']);
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
  const port = Number(url.port === '' ? defaultPorts[url.protocol] : url.port);
  if (isAllowed(allowed, host, port)) return url;
  if (isBlockedPort(port)) refuse(url.href, `port ${port} belongs to another service than the web`);
  const reason = isIP(host) === 0 ? null : notPublic(host);
  if (reason !== null) refuse(url.href, `${host} is not on the public internet: ${reason}`);
  return url;
}

/** `host` as a URL spells it, without the brackets of an IPv6 address. */
function isAllowed(allowed: ReadonlySet<string>, host: string, port: number): boolean {
  const name = plainHost(host).toLowerCase();
  return allowed.has(name) || allowed.has(`${name.includes(':') ? `[${name}]` : name}:${port}`);
}

type Found = Awaited<ReturnType<Lookup>>;

async function someAddress(host: string, lookup: Lookup): Promise<Found> {
  const found = await lookup(host);
  if (found.length === 0) throw new Error(`${host} has no address`);
  return found;
}

async function publicAddresses(host: string, lookup: Lookup): Promise<Found> {
  const found = await someAddress(host, lookup);
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
