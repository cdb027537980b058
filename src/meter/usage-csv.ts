import type { UsagePart } from './ledger.ts';

type Row = Readonly<Record<UsagePart, string | null>> & { readonly calls: number; readonly rows: number; readonly credits: number };

const columns = ['day', 'key', 'operation', 'tag', 'calls', 'rows', 'credits'] as const;

/** Usage as CSV (RFC 4180). A tag that a spreadsheet would take for a formula is neutralised. */
export function usageCsv(rows: readonly Row[]): string {
  const lines = rows.map((row) => columns.map((column) => cell(row[column])).join(','));
  return [columns.join(','), ...lines].map((line) => `${line}\r\n`).join('');
}

function cell(value: string | number | null): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value ?? '') ? `'${value}` : (value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
