import { sql, type Sql } from '../store/literal.ts';

/** /24 of an IPv4 address, /64 of an IPv6 one, as text. */
export function subnetOf(ip: Sql): Sql {
  return sql`if(position(${ip}, ':') = 0, substring(${ip}, 1, length(${ip}) - position(reverse(${ip}), '.')), hex(bitShiftRight(reinterpretAsUInt128(reverse(IPv6StringToNumOrDefault(${ip}))), 64)))`;
}

/** The same as a number that is not 0: two networks have one with a chance of 2^-32. */
export function networkOf(ip: Sql): Sql {
  return sql`greatest(1, toUInt32(bitShiftRight(cityHash64(${subnetOf(ip)}), 32)))`;
}
