import { sql, type Sql } from '../../store/literal.ts';

/** The network of an address as text, `192.0.2.0/24` or `2001:db8::/64`; '' of none. */
export function networkColumn(ip: Sql): Sql {
  const v4 = sql`concat(substring(${ip}, 1, length(${ip}) - position(reverse(${ip}), '.')), '.0/24')`;
  const v6 = sql`concat(IPv6NumToString(toFixedString(concat(substring(IPv6StringToNumOrDefault(${ip}), 1, 8), unhex('0000000000000000')), 16)), '/64')`;
  return sql`multiIf(${ip} = '', '', position(${ip}, ':') = 0, ${v4}, ${v6})`;
}
