import { sql, type Sql } from '../../store/literal.ts';

/** `urlOfKey` (model/url.ts) of a key and its folded form, as the engine computes it. */
export function urlOfKeyColumn(key: Sql, isHttps: Sql, hasWww: Sql): Sql {
  const rest = sql`substring(${key}, position(${key}, ')') + 1)`;
  return sql`concat(if(${isHttps}, 'https://', 'http://'), if(${hasWww}, 'www.', ''), ${hostOfKeyColumn(key)}, if(${rest} = '*', '/*', ${rest}))`;
}

/** The host that a key's first part names, without a folded `www.`: its labels turned around. An address in brackets has no commas. */
export function hostOfKeyColumn(key: Sql): Sql {
  return sql`arrayStringConcat(arrayReverse(splitByChar(',', substring(${key}, 1, position(${key}, ')') - 1))), '.')`;
}
