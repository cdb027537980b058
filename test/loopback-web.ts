/**
 * A web of many hosts on one port of the loopback: what a host answers is told by its Host header. It watches its visitors: how many
 * requests a host sees at once, how long it is left alone between two, and what is asked for how often.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGuard, type Guard } from '../src/sources/guard.ts';

export interface Answer {
  readonly status?: number;
  readonly fields?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Before the answer begins. */
  readonly waitMs?: number;
  /** Ends the connection in the middle of the body. */
  readonly breaks?: boolean;
}

export interface Visit {
  readonly url: string;
  readonly at: number;
  readonly fields: IncomingMessage['headers'];
}

export interface LoopbackWeb extends AsyncDisposable {
  readonly visits: readonly Visit[];
  readonly port: number;
  /** Requests that one host saw at the same time, at most. */
  readonly atOnce: number;
  /** The shortest time between the end of an answer and the next request to the same host; Infinity when no host was asked twice. */
  pauseMs(): number;
  /** The same of one host. */
  pauseOf(host: string): number;
  /** Requests for a URL, robots.txt and sitemaps too. */
  count(url: string): number;
  /** Lets this host, and all others of the web, be fetched from. */
  guard(hosts: readonly string[]): Guard;
}

/** @param answer what a URL (`http://HOST/path`, without port) answers; null is 404 */
export async function loopbackWeb(answer: (url: string, visit: Visit) => Answer | null): Promise<LoopbackWeb> {
  const visits: Visit[] = [];
  const open = new Map<string, number>();
  const endedAt = new Map<string, number>();
  const pauses = new Map<string, number>();
  let atOnce = 0;

  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '');
    const url = `http://${host}${request.url ?? '/'}`;
    const now = performance.now();
    const visit = { url, at: now, fields: request.headers };
    visits.push(visit);
    open.set(host, (open.get(host) ?? 0) + 1);
    atOnce = Math.max(atOnce, open.get(host) ?? 0);
    const ended = endedAt.get(host);
    if (ended !== undefined) pauses.set(host, Math.min(pauses.get(host) ?? Number.POSITIVE_INFINITY, now - ended));
    response.on('close', () => {
      open.set(host, (open.get(host) ?? 1) - 1);
      endedAt.set(host, performance.now());
    });
    const {
      status = 200,
      fields = { 'content-type': 'text/html; charset=utf-8' },
      body = '',
      waitMs = 0,
      breaks = false,
    } = answer(url, visit) ?? {
      status: 404,
      body: 'no such page',
    };
    setTimeout(() => {
      response.writeHead(status, { ...fields, ...(breaks && { 'content-length': '100000' }) });
      if (breaks) response.write(body, () => setTimeout(() => response.destroy(), 20));
      else response.end(body);
    }, waitMs);
  };
  const server = createServer(handle);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const guards: Guard[] = [];
  return {
    visits,
    port,
    get atOnce() {
      return atOnce;
    },
    pauseMs: () => Math.min(Number.POSITIVE_INFINITY, ...pauses.values()),
    pauseOf: (host) => pauses.get(host) ?? Number.POSITIVE_INFINITY,
    count: (url) => visits.filter((visit) => visit.url === url).length,
    guard: (hosts) => {
      const guard = loopbackGuard(hosts, port);
      guards.push(guard);
      return guard;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(guards.map(async (guard) => guard.close()));
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A guard for which every name is this machine, and these hosts are allowed to be. */
export function loopbackGuard(hosts: readonly string[], port: number): Guard {
  return createGuard({
    allowHosts: hosts,
    lookup: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
    portOf: () => port,
    connectionsPerHost: 1,
  });
}
