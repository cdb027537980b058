/**
 * Which IP addresses are somebody's on the public internet. A list of what is not, from the IANA special-purpose registries
 * (https://www.iana.org/assignments/iana-ipv4-special-registry, .../iana-ipv6-special-registry), with the clouds' metadata services.
 */
import { BlockList, isIP } from 'node:net';

/** Why an address is not public, or null when it is. `address` is one that `isIP` knows. */
export function notPublic(address: string): string | null {
  return isIP(address) === 4 ? notPublic4(address) : notPublic6(address);
}

const ranges4 = [
  ['0.0.0.0', 8, 'it means "this host"'],
  ['10.0.0.0', 8, 'it is private'],
  ['100.64.0.0', 10, 'it is shared behind a carrier'],
  ['127.0.0.0', 8, 'it is loopback'],
  ['169.254.0.0', 16, 'it is link-local, where clouds keep their metadata'],
  ['172.16.0.0', 12, 'it is private'],
  ['192.0.0.0', 24, 'it is reserved for protocols'],
  ['192.0.2.0', 24, 'it is for documentation'],
  ['192.88.99.0', 24, 'it is a 6to4 relay'],
  ['192.168.0.0', 16, 'it is private'],
  ['198.18.0.0', 15, 'it is for benchmarks'],
  ['198.51.100.0', 24, 'it is for documentation'],
  ['203.0.113.0', 24, 'it is for documentation'],
  ['168.63.129.16', 32, 'it is a cloud metadata service'],
  ['224.0.0.0', 4, 'it is multicast'],
  ['240.0.0.0', 4, 'it is reserved'],
] as const;

/** Within the global unicast range; all outside it is refused. */
const ranges6 = [
  ['2001::', 23, 'it is reserved for protocols and tunnels'],
  ['2001:db8::', 32, 'it is for documentation'],
  ['2002::', 16, 'it tunnels to an IPv4 address (6to4)'],
  ['3fff::', 20, 'it is for documentation'],
] as const;

const lists4 = ranges4.map(([net, bits, reason]) => ({ list: listOf(net, bits, 'ipv4'), reason }));
const lists6 = ranges6.map(([net, bits, reason]) => ({ list: listOf(net, bits, 'ipv6'), reason }));
const globalUnicast = listOf('2000::', 3, 'ipv6');
const translated = listOf('64:ff9b::', 96, 'ipv6');

function listOf(net: string, bits: number, family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  list.addSubnet(net, bits, family);
  return list;
}

function notPublic4(address: string): string | null {
  return lists4.find(({ list }) => list.check(address, 'ipv4'))?.reason ?? null;
}

function notPublic6(address: string): string | null {
  // On a network without IPv4, DNS64 gives every IPv4 host such an address (RFC 6052): what counts is the host behind it.
  if (translated.check(address, 'ipv6')) return notPublic4(lastFour(address));
  if (!globalUnicast.check(address, 'ipv6')) return 'it is not a global IPv6 address';
  return lists6.find(({ list }) => list.check(address, 'ipv6'))?.reason ?? null;
}

/** The IPv4 address in the last 32 bits of an IPv6 address. */
function lastFour(address: string): string {
  // The URL parser writes every spelling in one form, without dots.
  const groups = new URL(`http://[${address}]/`).hostname.slice(1, -1).split(':');
  const [high, low] = [groups.at(-2) ?? '', groups.at(-1) ?? ''].map((group) => Number.parseInt(group === '' ? '0' : group, 16));
  return [(high ?? 0) >> 8, (high ?? 0) & 0xff, (low ?? 0) >> 8, (low ?? 0) & 0xff].join('.');
}
