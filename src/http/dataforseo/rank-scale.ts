import { rank1000 } from '../../compute/authority.ts';
import type { RankScale } from './task-fields.ts';

/** An authority on the scale that was asked for; null stays null. */
export function rankOf(authority: number | null, scale: RankScale): number | null {
  if (authority === null) return null;
  return scale === 'one_hundred' ? authority : rank1000(authority);
}

const compares: Readonly<Record<string, (rank: number, than: number) => boolean>> = {
  '=': (rank, than) => rank === than,
  '<>': (rank, than) => rank !== than,
  '<': (rank, than) => rank < than,
  '>': (rank, than) => rank > than,
  '<=': (rank, than) => rank <= than,
  '>=': (rank, than) => rank >= than,
};

/** The authorities, of 0 to 100, whose rank on the scale compares so; null for an operator that compares no numbers. */
export function authoritiesRanked(operator: string, value: unknown, scale: RankScale): number[] | null {
  const all = Array.from({ length: 101 }, (_, authority) => authority);
  const rank = (authority: number): number => rankOf(authority, scale) ?? 0;
  if ((operator === 'in' || operator === 'not_in') && Array.isArray(value)) {
    const wanted = new Set(value.map(Number));
    return all.filter((authority) => wanted.has(rank(authority)) === (operator === 'in'));
  }
  const compare = compares[operator];
  const than = Number(value);
  return compare === undefined || !Number.isFinite(than) ? null : all.filter((authority) => compare(rank(authority), than));
}
