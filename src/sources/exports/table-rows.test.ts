import { describe, expect, it } from 'vitest';
import { limits } from '../../base/limits.ts';
import { memoryBytes, type ByteSource } from '../warc/bytes.ts';
import { tableRows, type TableRow } from './table-rows.ts';

function rowsOf(text: string | Buffer, width: number | null = null, delimiter = ','): TableRow[] {
  return [...tableRows(memoryBytes(Buffer.from(text as string)), { delimiter, width })];
}

function cellsOf(text: string | Buffer, width: number | null = null): (readonly string[] | string | null)[] {
  return rowsOf(text, width).map(({ cells, fault }) => cells ?? fault);
}

describe('rows of a table', () => {
  it('have the line they begin on and the bytes they lie in', () => {
    const text = '\u{feff}a,b\r\n"c\r\nx","d""q"\r\n\r\né,f';
    const rows = rowsOf(text);
    expect(rows.map(({ line, cells }) => [line, cells])).toEqual([
      [1, ['a', 'b']],
      [2, ['c\r\nx', 'd"q']],
      [5, ['é', 'f']],
    ]);
    const bytes = Buffer.from(text);
    expect(rows.map(({ offset, length }) => bytes.toString('utf8', offset, offset + length))).toEqual([
      'a,b\r\n',
      '"c\r\nx","d""q"\r\n',
      'é,f',
    ]);
  });

  it('that open a quote and never close it cost themselves and no other', () => {
    expect(cellsOf('a,b\nc,"open\nd,e\nf,g\n')).toEqual([['a', 'b'], 'open_quote', ['d', 'e'], ['f', 'g']]);
  });

  it('that a later quote would swallow are read line by line', () => {
    expect(cellsOf('a,"open\nb,c\nd,"fine",e\nf,"g"\n')).toEqual(['stray_quote', ['b', 'c'], ['d', 'fine', 'e'], ['f', 'g']]);
  });

  it('with a quote in bare text are believed when they have the width of the head', () => {
    expect(cellsOf('a,5" pipe\n"b"c,d\n"e"f,g,h\n', 2)).toEqual([['a', '5" pipe'], ['"b"c', 'd'], 'stray_quote']);
    expect(cellsOf('a,5" pipe\n')).toEqual(['stray_quote']);
  });

  it('keep NULs, formulas and newlines in their cells', () => {
    expect(cellsOf('a\0b,=HYPERLINK("x")\n"c\nd",@x\n', 2)).toEqual([
      ['a\0b', '=HYPERLINK("x")'],
      ['c\nd', '@x'],
    ]);
  });

  it('that are not UTF-8 are read as Latin-1, cell by cell', () => {
    const row = Buffer.concat([Buffer.from('é,'), Buffer.of(0xe9), Buffer.from(',z\n')]);
    expect(cellsOf(row)).toEqual([['é', 'é', 'z']]);
  });

  it('of a file whose lines end in carriage returns are told apart', () => {
    expect(rowsOf('a,b\rc,d\r').map(({ line, cells }) => [line, cells])).toEqual([
      [1, ['a', 'b']],
      [2, ['c', 'd']],
    ]);
  });

  it('may have a cell of a megabyte, and longer ones than the limit are passed', () => {
    const long = 'x'.repeat(1024 * 1024);
    const over = 'y'.repeat(limits.exportRowBytesMax + 5);
    const rows = rowsOf(`a,"${long}"\n${over},b\nc,d\n"${over}",e\nf,g\n`);
    expect(rows.map(({ line, cells, fault }) => [line, cells?.[1]?.length ?? fault])).toEqual([
      [1, long.length],
      [2, 'row_too_long'],
      [3, 1],
      [4, 'row_too_long'],
      [5, 1],
    ]);
  });

  it('that open a quote before a line that is too long are told from it', () => {
    const over = 'y'.repeat(limits.exportRowBytesMax + 5);
    expect(rowsOf(`a,"open\n${over}\nb,c\n`).map(({ line, cells, fault }) => [line, cells ?? fault])).toEqual([
      [1, 'open_quote'],
      [2, 'row_too_long'],
      [3, ['b', 'c']],
    ]);
  });

  it('are the same however the bytes arrive', () => {
    const text = Array.from({ length: 20_000 }, (_, i) => `"row ${i}\nsecond ""line""",é${i},=1\n`).join('');
    const whole = rowsOf(text);
    expect(whole).toHaveLength(20_000);
    const trickled: ByteSource = memoryBytes(Buffer.from(text));
    let turn = 0;
    const slow: ByteSource = {
      ...trickled,
      read: (into, at, end, position) => trickled.read(into, at, Math.min(end, at + 1 + (turn++ % 7_919)), position),
    };
    expect([...tableRows(slow, { delimiter: ',', width: null })]).toEqual(whole);
  });
});
