import { cutTo, terminalText, widthOf } from './terminal-text.ts';

export interface Column {
  /** The field of a row that it shows. */
  readonly field: string;
  /** Its heading, when the field's name is longer than what stands under it. */
  readonly title?: string;
  /** `address`: cut in the middle where there is no room; `day`: a time of which the day is shown. Other text is cut at its end. */
  readonly kind?: 'address' | 'day';
  /** Left out where there is little room: the highest first. Without it a column stays. */
  readonly spare?: number;
}

export interface TableStyle {
  /** Columns of the terminal; null: nothing is cut, because the output is no terminal. */
  readonly width: number | null;
  readonly heading: (text: string) => string;
}

const gap = '  ';
/** A column of text that must give way keeps at least this much, and should have that much before columns are left out. */
const leastWidth = 10;
const fairWidth = 22;

/** Rows as aligned text, a line each. Numbers stand right; columns of text share what room there is. */
export function table(columns: readonly Column[], rows: readonly Readonly<Record<string, unknown>>[], style: TableStyle): string {
  const sized = fitted(
    columns.map((column) => sizedColumn(column, rows)),
    style.width,
  );
  const line = (texts: readonly string[]): string => texts.join(gap).trimEnd();
  const heading = style.heading(line(sized.map((column) => placed(titleOf(column), column))));
  const lines = rows.map((_, i) => line(sized.map((column) => placed(column.cells[i] ?? '', column))));
  return [heading, ...lines].map((text) => `${text}\n`).join('');
}

interface SizedColumn extends Column {
  readonly cells: readonly string[];
  readonly isNumber: boolean;
  readonly width: number;
}

function sizedColumn(column: Column, rows: readonly Readonly<Record<string, unknown>>[]): SizedColumn {
  const values = rows.map((row) => row[column.field]);
  const cells = values.map((value) =>
    column.kind === 'day' && typeof value === 'string' ? terminalText(value.slice(0, 10)) : cellText(value),
  );
  const width = cells.reduce((widest, cell) => Math.max(widest, widthOf(cell)), titleOf(column).length);
  const isNumber =
    values.some((value) => typeof value === 'number') && values.every((value) => value === null || typeof value === 'number');
  return { ...column, cells, width, isNumber };
}

function titleOf({ field, title = field }: Column): string {
  return title;
}

function placed(text: string, { kind, width, isNumber }: SizedColumn): string {
  const shown = cutTo(text, width, kind === 'address' ? 'middle' : 'end');
  const space = ' '.repeat(width - widthOf(shown));
  return isNumber ? space + shown : shown + space;
}

/** The columns that fit the room: spare ones left out while text would have too little, then the widest text made narrower. */
function fitted(columns: readonly SizedColumn[], room: number | null): readonly SizedColumn[] {
  if (room === null || widthWith(columns, Number.POSITIVE_INFINITY) <= room) return columns;
  const spare = Math.max(...columns.map((column) => column.spare ?? 0));
  if (spare > 0 && widthWith(columns, fairWidth) > room)
    return fitted(
      columns.filter((column) => column.spare !== spare),
      room,
    );
  let textWidth = Math.max(...columns.map(({ width }) => width));
  while (textWidth > leastWidth && widthWith(columns, textWidth) > room) textWidth--;
  return columns.map((column) => narrowed(column, textWidth));
}

function narrowed(column: SizedColumn, textWidth: number): SizedColumn {
  return { ...column, width: widthAt(column, textWidth) };
}

/** The width of a column where no text is wider than `textWidth`; headings, numbers and days are not cut. */
function widthAt(column: SizedColumn, textWidth: number): number {
  const isText = !column.isNumber && column.kind !== 'day';
  return isText ? Math.min(column.width, Math.max(textWidth, titleOf(column).length)) : column.width;
}

/** How wide a line is then. */
function widthWith(columns: readonly SizedColumn[], textWidth: number): number {
  return columns.reduce((sum, column) => sum + widthAt(column, textWidth) + gap.length, -gap.length);
}

/** One record as `name  value` lines; a record inside it on one line, a list of records a line each. */
export function record(fields: Readonly<Record<string, unknown>>, style: TableStyle): string {
  const names = Object.keys(fields);
  const nameWidth = Math.max(...names.map((name) => name.length));
  const room = style.width === null ? Number.POSITIVE_INFINITY : Math.max(leastWidth, style.width - nameWidth - gap.length);
  return names
    .flatMap((name) =>
      linesOf(fields[name]).map(
        (line, i) => `${style.heading((i === 0 ? name : '').padEnd(nameWidth))}${gap}${cutTo(line, room, 'end')}\n`,
      ),
    )
    .join('');
}

function linesOf(value: unknown): readonly string[] {
  const isList =
    Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'object' && each !== null && !Array.isArray(each));
  return isList ? (value as readonly unknown[]).map(cellText) : [cellText(value)];
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
