import { isUtf8 } from 'node:buffer';
import { CsvError, parse } from 'csv-parse/sync';
import { limits } from '../../base/limits.ts';
import type { ByteSource } from '../warc/bytes.ts';

/** One row of a table with its place: the line it begins on (from 1), and its bytes in what `tableBytes` gives. */
export interface TableRow {
  readonly line: number;
  readonly offset: number;
  readonly length: number;
  /** Null when the row cannot be read. */
  readonly cells: readonly string[] | null;
  /** Why it cannot be read. */
  readonly fault: RowFault | null;
}

/** `open_quote`: a quote that no later one closes; `stray_quote`: text behind a closing quote, or a quote inside bare text; `row_too_long`. */
export type RowFault = 'open_quote' | 'stray_quote' | 'row_too_long';

export interface Dialect {
  readonly delimiter: string;
  /** Cells that a row with a quote out of place must have to be believed; null when it is not known yet. */
  readonly width: number | null;
}

const windowBytes = 256 * 1024;
const newline = 0x0a;
const carriageReturn = 0x0d;
const byteOrderMark = Buffer.of(0xef, 0xbb, 0xbf);

/**
 * The rows of a CSV file (RFC 4180, any delimiter), in order; blank lines are none. A row that cannot be read is given with its fault, and
 * reading goes on at the line behind the one it began on: a quote left open costs its row and not the rest of the file.
 *
 * The file is read by windows that csv-parse reads whole. Memory: the longest row, at most `exportRowBytesMax`, and a window.
 */
export function* tableRows(bytes: ByteSource, dialect: Dialect): Generator<TableRow> {
  const window = new Window(bytes);
  let widened = false;
  for (;;) {
    const ready = window.fill();
    if (ready === 0) {
      if (window.available === 0) return;
      // A whole line stands here that opens a quote, and nothing closes it as far as a row may reach; else the line itself is too long.
      yield widened ? window.badRow('open_quote', dialect) : window.skipLine('row_too_long');
      widened = false;
      continue;
    }
    const { rows, open } = takeRows(window, ready, dialect.delimiter);
    yield* rows;
    widened = false;
    if (open === null) continue;
    widened = open && !window.whole && window.available < limits.exportRowBytesMax;
    if (widened) window.widen();
    else yield window.badRow(open ? 'open_quote' : 'stray_quote', dialect);
  }
}

/** Takes the rows that stand whole in the window's first `ready` bytes. `open` is null when all were read; else whether a quote is open at the row behind them. */
function takeRows(window: Window, ready: number, delimiter: string): { rows: TableRow[]; open: boolean | null } {
  const rows: TableRow[] = [];
  const text = window.bytes.subarray(window.start, window.start + ready);
  let taken = 0;
  const error = readCsv(text, delimiter, window.ends, false, (cells, end) => {
    const place = window.advance(end - taken);
    taken = end;
    if (cells.some((cell) => cell.trim() !== '')) rows.push({ ...place, cells, fault: null });
  });
  if (error === null) window.advance(ready - taken);
  return { rows, open: error === null ? null : error === 'CSV_QUOTE_NOT_CLOSED' };
}

/** The file's bytes from the current row on. `ends` is what ends its lines: a bare carriage return only where there is no newline. */
class Window {
  bytes = Buffer.allocUnsafe(windowBytes);
  start = 0;
  ends: readonly string[] = ['\r\n', '\n'];
  /** Everything up to the file's end is in the window. */
  whole = false;
  readonly #source: ByteSource;
  #end = 0;
  #read = 0;
  #line = 1;
  #wanted = 1;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  get available(): number {
    return this.#end - this.start;
  }

  /** Reads on until the window is full or the file ends; answers how many bytes, cut behind the last whole line, are ready. */
  fill(): number {
    this.#makeRoom();
    const first = this.#read === 0;
    while (!this.whole && this.#end < this.bytes.length) {
      const added = this.#source.read(this.bytes, this.#end, this.bytes.length, this.#read);
      this.#end += added;
      this.#read += added;
      this.whole = added === 0;
    }
    if (first) this.#begin();
    if (this.whole) return this.available;
    const cut = this.bytes.subarray(this.start, this.#end).lastIndexOf(this.#lineEnd) + 1;
    if (cut > 0 && cut >= this.#wanted) return cut;
    if (this.available >= limits.exportRowBytesMax) return 0;
    this.widen();
    return this.fill();
  }

  /** The next `fill` must bring more than there is. */
  widen(): void {
    this.#wanted = this.available + 1;
  }

  /** Moves on by `count` bytes and answers their place. */
  advance(count: number): Pick<TableRow, 'line' | 'offset' | 'length'> {
    const place = { line: this.#line, offset: this.#position, length: count };
    if (count > 0) this.#wanted = 1;
    this.#line += this.#linesIn(this.start, this.start + count);
    this.start += count;
    return place;
  }

  /** The line that begins here, as a row without quoting when that gives the cells of a whole row; else as a fault. Reading goes on behind it. */
  badRow(fault: RowFault, { delimiter, width }: Dialect): TableRow {
    const row = this.skipLine(fault);
    const text = this.bytes.subarray(this.start - row.length, this.start);
    let read: readonly string[] | null = null;
    if (width !== null) {
      const error = readCsv(text, delimiter, this.ends, true, (cells, end) => {
        read = end === text.length && cells.length === width ? cells : null;
      });
      if (error !== null) read = null;
    }
    return read === null ? row : { ...row, cells: read, fault: null };
  }

  /** Reads past the line that begins here, however long it is. */
  skipLine(fault: RowFault): TableRow {
    const row = { line: this.#line, offset: this.#position, cells: null, fault };
    let length = 0;
    for (;;) {
      const at = this.bytes.subarray(this.start, this.#end).indexOf(this.#lineEnd);
      const count = at === -1 ? this.available : at + 1;
      length += count;
      if (at !== -1 || this.whole) {
        this.advance(count);
        return { ...row, length };
      }
      this.start = this.#end = 0;
      this.#end = this.#source.read(this.bytes, 0, this.bytes.length, this.#read);
      this.#read += this.#end;
      this.whole = this.#end === 0;
    }
  }

  /** Of `start`, in the file. */
  get #position(): number {
    return this.#read - this.available;
  }

  get #lineEnd(): number {
    return this.ends[0] === '\r' ? carriageReturn : newline;
  }

  #begin(): void {
    const first = this.bytes.subarray(0, this.#end);
    if (first.indexOf(byteOrderMark) === 0) this.start = byteOrderMark.length;
    if (!first.includes(newline) && first.includes(carriageReturn)) this.ends = ['\r'];
  }

  #makeRoom(): void {
    const kept = this.available;
    const from = this.bytes;
    if (kept + windowBytes > from.length && this.#wanted > 1) this.bytes = Buffer.allocUnsafe(Math.max(from.length, kept) * 2);
    from.copy(this.bytes, 0, this.start, this.#end);
    this.start = 0;
    this.#end = kept;
  }

  #linesIn(from: number, to: number): number {
    let lines = 0;
    for (let at = this.bytes.indexOf(this.#lineEnd, from); at !== -1 && at < to; at = this.bytes.indexOf(this.#lineEnd, at + 1)) lines += 1;
    return lines;
  }
}

/** Told of each row with the byte behind it. Answers the parser's code when it stopped early. */
function readCsv(
  text: Buffer,
  delimiter: string,
  ends: readonly string[],
  relaxed: boolean,
  onRow: (cells: readonly string[], end: number) => void,
): string | null {
  // Cells are decoded one by one only where the text is not all UTF-8: what is not is read as the browsers' Latin-1.
  const plain = isUtf8(text);
  try {
    parse(text, {
      delimiter,
      record_delimiter: [...ends],
      encoding: plain ? 'utf8' : null,
      relax_column_count: true,
      relax_quotes: relaxed,
      on_record: (cells: readonly (string | Buffer)[], { bytes }) => {
        onRow(cells.map(textOf), bytes);
        return null;
      },
    });
    return null;
  } catch (thrown) {
    if (thrown instanceof CsvError) return thrown.code;
    throw thrown;
  }
}

const windows1252 = new TextDecoder('windows-1252');

function textOf(cell: string | Buffer): string {
  if (typeof cell === 'string') return cell;
  return isUtf8(cell) ? cell.toString('utf8') : windows1252.decode(cell);
}
