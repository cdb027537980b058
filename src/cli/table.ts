import { cutTo, terminalText, widthOf } from './terminal-text.ts';

export interface Column {
  /** The field of a row that it shows. */
  readonly field: string;
  /** Cut in the middle when it does not fit; other text at its end. Numbers are never cut. */
  readonly isAddress?: boolean;
}

export interface TableStyle {
  /** Columns of the terminal; null: nothing is cut, because the output is no terminal. */
  readonly width: number | null;
  readonly heading: (text: string) => string;
}

const gap = '  ';
/** A column of text that must give way keeps at least this much. */
const leastWidth = 10;

/** Rows as aligned text, a line each. Numbers stand right; columns of text share what room there is. */
export function table(columns: readonly Column[], rows: readonly Readonly<Record<string, unknown>>[], style: TableStyle): string {
  const cells = rows.map((row) => columns.map(({ field }) => cellText(row[field])));
  const isNumber = columns.map(
    ({ field }) => rows.length > 0 && rows.every((row) => row[field] === null || typeof row[field] === 'number'),
  );
  const natural = columns.map(({ field }, i) => cells.reduce((width, row) => Math.max(width, widthOf(row[i] ?? '')), field.length));
  const widths = fitted(
    natural,
    columns.map(({ field }, i) => (isNumber[i] === true ? (natural[i] ?? 0) : Math.max(leastWidth, field.length))),
    style.width,
  );
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, i) => {
        const width = widths[i] ?? 0;
        const shown = cutTo(text, width, columns[i]?.isAddress === true ? 'middle' : 'end');
        const space = ' '.repeat(width - widthOf(shown));
        return isNumber[i] === true ? space + shown : shown + space;
      })
      .join(gap)
      .trimEnd();
  return [style.heading(line(columns.map(({ field }) => field))), ...cells.map(line)].map((text) => `${text}\n`).join('');
}

/** One record as `name  value` lines; records inside it on one line. */
export function record(fields: Readonly<Record<string, unknown>>, style: TableStyle): string {
  const names = Object.keys(fields);
  const nameWidth = Math.max(...names.map((name) => name.length));
  const room = style.width === null ? Number.POSITIVE_INFINITY : Math.max(leastWidth, style.width - nameWidth - gap.length);
  return names.map((name) => `${style.heading(name.padEnd(nameWidth))}${gap}${cutTo(cellText(fields[name]), room, 'end')}\n`).join('');
}

/** A value as one line of text; what is not known is a dash. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : String(Math.round(value * 1000) / 1000);
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? minuteOf(value) : terminalText(value);
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.map(cellText).join(', ');
  const entries = Object.entries(value).filter(([, inner]) => inner !== 0 && inner !== null);
  return entries.length === 0 ? '-' : entries.map(([name, inner]) => `${terminalText(name)} ${cellText(inner)}`).join(', ');
}

/** `2026-10-31T12:05:33Z` -> `2026-10-31 12:05`; midnight is a day. */
function minuteOf(time: string): string {
  return time.slice(11, 16) === '00:00' ? time.slice(0, 10) : `${time.slice(0, 10)} ${time.slice(11, 16)}`;
}

/** Widths that fit the room: the widest give way first, none below its least. */
function fitted(natural: readonly number[], least: readonly number[], room: number | null): number[] {
  const widths = [...natural];
  if (room === null) return widths;
  const gaps = gap.length * (natural.length - 1);
  for (let over = sum(widths) + gaps - room; over > 0; over--) {
    const widest = widths.reduce(
      (best, width, i) => (width > (least[i] ?? 0) && (best === -1 || width > (widths[best] ?? 0)) ? i : best),
      -1,
    );
    if (widest === -1) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
