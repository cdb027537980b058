/** Rows as CSV (RFC 4180, with lines ended as on Unix, so that other tools read them too). */
export function csv(
  columns: readonly string[],
  rows: readonly Readonly<Record<string, unknown>>[],
  { head = true }: { readonly head?: boolean } = {},
): string {
  return [...(head ? [columns] : []), ...rows.map((row) => columns.map((column) => cellOf(row[column])))]
    .map((cells) => `${cells.map(quoted).join(',')}\n`)
    .join('');
}

/**
 * Text that a spreadsheet would run as a formula gets an apostrophe in front: anchors and titles are written by strangers.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value : Array.isArray(value) && value.every(isPlain) ? value.join(';') : JSON.stringify(value);
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
