import writeXlsxFile from 'write-excel-file/universal'
import type { Sheet, SheetCell } from '#worker/pure/document.ts'
import { exponentOf, toDecimal } from '#worker/pure/money.ts'

/** Writes a workbook. Every text is stored as text, so nothing in it is ever calculated. */
export async function writeXlsx(sheets: readonly Sheet[]): Promise<Uint8Array<ArrayBuffer>> {
  const written = await writeXlsxFile(
    sheets.map(({ name, columns, rows }) => ({
      sheet: name,
      stickyRowsCount: 1,
      columns: columns.map(({ width = 16 }) => ({ width })),
      data: [
        columns.map(({ title }) => ({ value: title, type: String, fontWeight: 'bold' as const, backgroundColor: '#EFEBE4' })),
        ...rows.map((row) => row.map(cellOf)),
      ],
    })),
  ).toBlob()
  return new Uint8Array(await written.arrayBuffer())
}

function cellOf(cell: SheetCell) {
  if (cell === null || cell === '') return null
  if (typeof cell === 'string') return { value: cell, type: String }
  if (typeof cell === 'number') return { value: cell, type: Number }
  if ('atMs' in cell) return { value: new Date(cell.atMs), type: Date, format: 'yyyy-mm-dd hh:mm:ss' }
  const digits = exponentOf(cell.currency)
  return { value: Number(toDecimal(cell)), type: Number, format: digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(digits)}` }
}
