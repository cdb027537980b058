import { limits } from '../base/limits.ts';
import { inLine } from './untrusted.ts';

export type Row = Readonly<Record<string, unknown>>;

/** What other columns say already (hosts stand in their URLs), or what another tool tells better (evidence). */
const leftOut = new Set(['source_host', 'target_host', 'evidence']);

/**
 * Rows as lines: a head with the columns, then a row a line with ` | ` between its values. A column that is the same in
 * every row is told once, above the table, and not at all when it is null. Times are shortened to days.
 */
export function linesOfRows(rows: readonly Row[]): string[] {
  const [first] = rows;
  if (first === undefined) return [];
  const columns = Object.keys(first).filter((name) => !leftOut.has(name));
  const same = rows.length > 1 ? columns.filter((name) => rows.every((row) => shown(row[name]) === shown(first[name]))) : [];
  const told = same.filter((name) => first[name] !== null).map((name) => `${name} ${shown(first[name])}`);
  const varying = columns.filter((name) => !same.includes(name));
  return [
    ...(told.length === 0 ? [] : [`In every row: ${told.join('; ')}`]),
    varying.join(' | '),
    ...rows.map((row) => varying.map((name) => shown(row[name])).join(' | ')),
  ];
}

/** One value; unknown is `-`. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string')
    return value === '' ? '""' : inLine(value.replace(/^(\d{4}-\d\d-\d\d)T[\d:.]+Z$/, '$1'), limits.mcpValueCharsMax);
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.map(shown).join(',');
  if (typeof value === 'object') return counts(value as Row);
  return JSON.stringify(value);
}

const countsShown = 20;

/** `anchor 121, redirect 4`, largest first, without zeros. */
function counts(values: Row): string {
  const filled = Object.entries(values)
    .filter(([, value]) => value !== 0)
    .sort(([, a], [, b]) => Number(b) - Number(a));
  const more = filled.length > countsShown ? `, and ${filled.length - countsShown} more` : '';
  return filled.length === 0
    ? 'none'
    : filled
        .slice(0, countsShown)
        .map(([name, value]) => `${inLine(name, limits.mcpValueCharsMax)} ${shown(value)}`)
        .join(', ') + more;
}
