/** Addresses of servers, from the ranges reserved for documentation (RFC 5737) and for benchmarks (RFC 2544). */
import { Random } from '../random.ts';

/** Somewhere in 198.18.0.0/15: most sites share a network with few others. */
export function ownServer(host: string): string {
  const random = new Random('ip', host);
  return `198.${random.int(18, 19)}.${random.int(0, 255)}.${random.int(1, 254)}`;
}

/** One of three machines in one small network, as many cheap sites of one owner have. */
export function sharedServer(host: string): string {
  return `203.0.113.${new Random('ip', host).int(10, 12)}`;
}

/** One of a rented handful. */
export function rentedServer(host: string): string {
  return `198.51.100.${new Random('ip', host).int(1, 60)}`;
}
