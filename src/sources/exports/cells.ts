/** What the cells of an export say. An empty string is what a cell does not say. */

/** Text for people: white space and control characters collapsed, cut at `charsMax` code points. */
export function wordsOf(cell: string, charsMax: number): string {
  // A cell can be a megabyte; what is cut away is not worth collapsing.
  const text = cell
    .slice(0, charsMax * 8)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  if (text.length <= charsMax) return text;
  return Array.from(text).slice(0, charsMax).join('');
}

/** Without the apostrophe that keeps a spreadsheet from running a cell as a formula. */
export function unguarded(cell: string): string {
  const text = cell.trim();
  return /^'[=+\-@]/.test(text) ? text.slice(1) : text;
}

const no = new Set([
  '',
  '0',
  'false',
  'no',
  'n',
  '-',
  '–',
  '—',
  'n/a',
  'na',
  'none',
  'null',
  'nein',
  'non',
  'live',
  'active',
  'found',
  'new',
]);

/** Anything but a word for no, which for a column of losses are also those for a link that stands. */
export function yesOf(cell: string): boolean {
  return !no.has(cell.trim().toLowerCase());
}

/** Thousands in any of the usual ways: `1,234`, `1.234`, `1 234`, `1'234`; a fraction is cut. Null when it is no number. */
export function countOf(cell: string): number | null {
  const text = cell.normalize('NFKC').trim();
  if (/^\d{1,15}$/.test(text)) return Number(text);
  if (/^\d{1,3}(?:[.,'’\s]\d{3}){1,4}$/.test(text)) return Number(text.replace(/\D/g, ''));
  const [, whole] = /^(\d{1,15})[.,]\d+$/.exec(text) ?? [];
  return whole === undefined ? null : Number(whole);
}
