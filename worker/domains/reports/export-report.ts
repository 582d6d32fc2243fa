import type { MoneyRow, TaxRow } from '#db/platform/queries/reports/money.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { CSV_MARK, csvLine } from '#worker/pure/csv.ts'
import type { Sheet, SheetCell } from '#worker/pure/document.ts'
import { Problem } from '#worker/pure/problem.ts'
import { type ReportKind, type ReportQuery, readMoney, readTaxes } from './read-report.ts'

/** 422: a workbook is put together in memory, so it has an end; CSV has none. */
export class TooManyRows extends Problem {
  constructor() {
    super('too_many_rows', 422, `A workbook holds at most ${XLSX_ROWS_MAX} rows of a report. Take a shorter time, or CSV.`)
  }
}
export const XLSX_ROWS_MAX = 20_000
const PAGE = 500

type Column<T> = { title: string; width?: number; cell: (row: T) => SheetCell }
const money = <T extends { currency: MoneyRow['currency'] }>(title: string, of: (row: T) => number): Column<T> => ({
  title,
  cell: (row) => ({ amountMinor: of(row), currency: row.currency }),
})

const MONEY: readonly Column<MoneyRow>[] = [
  { title: 'Period', cell: ({ period }) => period },
  { title: 'Vendor', width: 32, cell: ({ vendorName }) => vendorName },
  { title: 'Currency', width: 10, cell: ({ currency }) => currency },
  { title: 'Orders', width: 10, cell: ({ orders }) => orders },
  money('Gross sales', ({ grossMinor }) => grossMinor),
  money('Refunds and lost disputes', ({ refundedMinor }) => refundedMinor),
  money('Commission', ({ commissionMinor }) => commissionMinor),
  money('Tax on commission', ({ commissionTaxMinor }) => commissionTaxMinor),
  money('Sales tax', ({ taxMinor }) => taxMinor),
  money('Paid out', ({ paidOutMinor }) => paidOutMinor),
]
const TAXES: readonly Column<TaxRow>[] = [
  { title: 'Period', cell: ({ period }) => period },
  { title: 'Country', width: 10, cell: ({ country }) => country },
  { title: 'Region', width: 10, cell: ({ region }) => region },
  { title: 'Rate %', width: 10, cell: ({ rateBps }) => rateBps / 100 },
  { title: 'Currency', width: 10, cell: ({ currency }) => currency },
  { title: 'Orders', width: 10, cell: ({ orders }) => orders },
  money('Taxed sales', ({ baseMinor }) => baseMinor),
  money('Tax', ({ taxMinor }) => taxMinor),
  money('Tax given back', ({ returnedMinor }) => returnedMinor),
]

/** Reads a report page by page as rows of cells. */
async function* rowsOf(ctx: Pick<Ctx, 'platform'>, kind: ReportKind, query: ReportQuery): AsyncGenerator<SheetCell[]> {
  let after: string | null = ''
  while (after !== null) {
    const page = { after, limit: PAGE }
    if (kind === 'money') {
      const { items, nextCursor } = await readMoney(ctx, query, page)
      for (const row of items) yield MONEY.map(({ cell }) => cell(row))
      after = nextCursor
    } else {
      const { items, nextCursor } = await readTaxes(ctx, query, page)
      for (const row of items) yield TAXES.map(({ cell }) => cell(row))
      after = nextCursor
    }
  }
}

const columnsOf = (kind: ReportKind): readonly { title: string; width?: number }[] => (kind === 'money' ? MONEY : TAXES)

/** A report as CSV, written while it is read: a page in memory at a time. @throws RangeTooLong 422 */
export function reportCsv(ctx: Pick<Ctx, 'platform'>, kind: ReportKind, query: ReportQuery): ReadableStream<Uint8Array> {
  const rows = rowsOf(ctx, kind, query)
  const encoder = new TextEncoder()
  const head = CSV_MARK + csvLine(columnsOf(kind).map(({ title }) => title))
  let isBegun = false
  return new ReadableStream({
    async pull(controller) {
      let text = isBegun ? '' : head
      isBegun = true
      for (let count = 0; count < PAGE; count++) {
        const { done, value } = await rows.next()
        if (done) {
          if (text !== '') controller.enqueue(encoder.encode(text))
          controller.close()
          return
        }
        text += csvLine(value)
      }
      controller.enqueue(encoder.encode(text))
    },
  })
}

/** A report as a workbook. @throws RangeTooLong 422; TooManyRows 422 */
export async function reportXlsx(
  ctx: Pick<Ctx, 'platform' | 'documents'>,
  kind: ReportKind,
  query: ReportQuery,
): Promise<Uint8Array<ArrayBuffer>> {
  const rows: SheetCell[][] = []
  for await (const row of rowsOf(ctx, kind, query)) {
    if (rows.length === XLSX_ROWS_MAX) throw new TooManyRows()
    rows.push(row)
  }
  const sheet: Sheet = { name: kind === 'money' ? 'Money' : 'Taxes', columns: columnsOf(kind), rows }
  return ctx.documents.xlsx([sheet])
}
