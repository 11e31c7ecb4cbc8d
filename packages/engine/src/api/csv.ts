import type { Cell, ReportRow } from './report-columns.ts';

/** A cell that begins like this is a formula to a spreadsheet, and what is in it came from outside. */
const FORMULA = /^[=+\-@\t\r]/;

/** Rows as RFC 4180 has them, the names of the columns first. Texts that a spreadsheet would carry out get a leading `'`. */
export function toCsv(columns: readonly string[], rows: readonly ReportRow[]): string {
  const lines = rows.map((row) => columns.map((name) => field(row[name] ?? null)));
  return [columns.map(field), ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
}

function field(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
