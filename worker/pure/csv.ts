import type { SheetCell } from '#worker/pure/document.ts'
import { toDecimal } from '#worker/pure/money.ts'
import { toRfc3339 } from '#worker/pure/time.ts'

/** What makes a spreadsheet program take a cell for a formula. https://owasp.org/www-community/attacks/CSV_Injection */
const FORMULA = /^[=+\-@\t\r]/

/** Text that a spreadsheet program shows as it is: what could begin a formula gets a quote mark in front. */
export const inert = (text: string): string => (FORMULA.test(text.trimStart()) || FORMULA.test(text) ? `'${text}` : text)

/** A cell as text: amounts as decimals of their currency without a currency sign, instants in RFC 3339. */
export function cellText(cell: SheetCell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  if (typeof cell === 'string') return inert(cell)
  return 'atMs' in cell ? toRfc3339(cell.atMs) : toDecimal(cell)
}

/** One line of CSV (RFC 4180), its line break included. */
export function csvLine(cells: readonly SheetCell[]): string {
  return `${cells.map((cell) => quoted(cellText(cell))).join(',')}\r\n`
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text)

/** Marks the file as UTF-8 for spreadsheet programs that would guess otherwise. */
export const CSV_MARK = '\uFEFF'

/** A whole small CSV file; a large one is written line by line. */
export function csvFile(titles: readonly string[], rows: Iterable<readonly SheetCell[]>): string {
  let text = CSV_MARK + csvLine(titles)
  for (const row of rows) text += csvLine(row)
  return text
}
