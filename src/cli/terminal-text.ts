import { printable } from '../query/link-excerpt.ts';

/** Text from pages on one line: without line ends, and without anything that moves a cursor, recolours or turns a terminal's text. */
export function terminalText(text: string): string {
  return printable(text).replace(/[\n\t]+/g, ' ');
}

/** Columns that a terminal gives the text: two for wide East Asian characters and emoji, none for combining ones. */
export function widthOf(text: string): number {
  if (plain.test(text)) return text.length;
  let width = 0;
  for (const char of text) width += none.test(char) ? 0 : wide.test(char) ? 2 : 1;
  return width;
}

const plain = /^[\x20-\x7e]*$/;
const none = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u;

/** At most `widthMax` columns; what is left out is the end, or the middle for addresses, whose both ends tell them apart. */
export function cutTo(text: string, widthMax: number, from: 'end' | 'middle'): string {
  if (widthOf(text) <= widthMax) return text;
  if (widthMax <= 1) return '…'.slice(0, widthMax);
  const chars = Array.from(text);
  const room = widthMax - 1;
  const tail = from === 'end' ? 0 : Math.floor(room / 2);
  const head = take(chars, room - tail);
  return [...head, '…', ...take(chars.toReversed(), tail).toReversed()].join('');
}

/** The first characters that fit. */
function take(chars: readonly string[], widthMax: number): string[] {
  let width = 0;
  const end = chars.findIndex((char) => (width += widthOf(char)) > widthMax);
  return chars.slice(0, end === -1 ? chars.length : end);
}
