/** The spam model as the engine computes it: the same parts, ramps and rules as SQL. A test holds the two to one another. */
import { namePointsMax, spamNameRules } from '../../model/spam/spam-name.ts';
import { spamWords } from '../../model/spam/spam-words.ts';
import { join, name, sql, type Sql } from '../../store/literal.ts';
import { spamParts } from './spam-model.ts';

/** Over columns named as the features. */
export function spamScoreColumn(): Sql {
  const parts = spamParts.map(({ max, ramps }) =>
    product([sql`${max}`, ...ramps.map((step) => rampColumn(valueColumn(step), step.from, step.to))]),
  );
  return sql`toUInt8(least(100, floor(${sum(parts)} + 0.5)))`;
}

/** Points of a registrable domain's name. */
export function namePointsColumn(domain: Sql): Sql {
  const label = sql`substringIndex(${domain}, '.', 1)`;
  const chosen = sql`if(startsWith(${label}, 'xn--'), '', ${label})`;
  const points = spamNameRules.map(({ of, pattern, points: own }) => sql`${own} * match(${of === 'name' ? chosen : domain}, ${pattern})`);
  return sql`toUInt8(least(${namePointsMax}, ${sum(points)}))`;
}

/** Whether an anchor holds a word of link spam. */
export function spamWordColumn(anchor: Sql): Sql {
  return sql`multiSearchAny(concat(' ', lowerUTF8(${anchor}), ' '), ${[...spamWords]})`;
}

function rampColumn(value: Sql, from: number, to: number): Sql {
  return sql`least(1, greatest(0, (${value} - ${from}) / ${to - from}))`;
}

function valueColumn({ value, per }: (typeof spamParts)[number]['ramps'][number]): Sql {
  return per === undefined ? name(value) : sql`if(${name(per)} = 0, 0, ${name(value)} / ${name(per)})`;
}

function sum(terms: readonly Sql[]): Sql {
  return join(
    terms.map((term, i) => (i === 0 ? term : sql`+ ${term}`)),
    ' ',
  );
}

function product(factors: readonly Sql[]): Sql {
  return join(
    factors.map((factor, i) => (i === 0 ? factor : sql`* ${factor}`)),
    ' ',
  );
}
