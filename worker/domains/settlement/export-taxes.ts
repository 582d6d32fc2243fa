import { readTaxYear, type TaxMonth } from '#db/platform/queries/settlement/tax-year.ts'
import { findBilledVendor, listBilledVendors } from '#db/platform/queries/settlement/vendors.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { CSV_MARK, csvLine } from '#worker/pure/csv.ts'
import type { SheetCell } from '#worker/pure/document.ts'
import type { Id } from '#worker/pure/ids.ts'
import { type Currency, sumMinor } from '#worker/pure/money.ts'
import { NotFound } from '#worker/pure/problem.ts'

/** A quarter of a vendor's year in one currency, as tax authorities ask for it (1099-K, DAC7). Minor units. */
export type TaxQuarter = {
  currency: Currency
  quarter: 1 | 2 | 3 | 4
  /** What buyers paid for its sales, before anything is taken off. */
  grossMinor: number
  refundedMinor: number
  /** Commission and the tax on it, less what was given back. */
  feesMinor: number
  /** Sales tax we withheld and remit. */
  taxMinor: number
  paidOutMinor: number
  transactions: number
}

/** A vendor's year by currency and quarter; quarters in which nothing moved are left out. */
export async function readTaxQuarters(ctx: Pick<Ctx, 'platform'>, vendorId: Id<'vendor'>, year: number): Promise<TaxQuarter[]> {
  return quartersOf(await readTaxYear(ctx.platform, vendorId, year))
}

export function quartersOf(months: readonly TaxMonth[]): TaxQuarter[] {
  const keys = [...new Set(months.map(({ currency, month }) => `${currency} ${quarterOf(month)}`))].sort()
  return keys.map((key) => {
    const [currency = '', quarter = ''] = key.split(' ')
    const own = months.filter((row) => row.currency === currency && quarterOf(row.month) === Number(quarter))
    const sum = (codes: readonly string[], side: 'inMinor' | 'outMinor') => sumMinor(own.filter(({ code }) => codes.includes(code)).map((row) => row[side]))
    const net = (codes: readonly string[]) => sum(codes, 'outMinor') - sum(codes, 'inMinor')
    return {
      currency: currency as Currency,
      quarter: Number(quarter) as TaxQuarter['quarter'],
      grossMinor: sum(['sale'], 'inMinor'),
      refundedMinor: sum(['sale_reversed', 'dispute_lost'], 'outMinor'),
      feesMinor: net(['commission', 'commission_tax', 'commission_reversed', 'commission_tax_reversed']),
      taxMinor: net(['tax', 'tax_reversed']),
      paidOutMinor: net(['payout', 'payout_reversed']),
      transactions: own.filter(({ code }) => code === 'sale').reduce((count, { transfers }) => count + transfers, 0),
    }
  })
} // biome-ignore format: one figure a line

const quarterOf = (month: string): number => Math.ceil(Number(month.slice(5)) / 3)

const COLUMNS = [
  'Vendor',
  'Name',
  'Country',
  'Address',
  'Year',
  'Quarter',
  'Currency',
  'Gross',
  'Refunds',
  'Fees',
  'Sales tax withheld',
  'Paid out',
  'Transactions',
]

const lineOf = (vendor: NonNullable<Awaited<ReturnType<typeof findBilledVendor>>>, year: number, { currency, ...quarter }: TaxQuarter): SheetCell[] => {
  const { shipFrom: at } = vendor
  const address = at ? [at.line1, at.line2, at.postalCode, at.city, at.region].filter(Boolean).join(', ') : ''
  const money = (amountMinor: number) => ({ amountMinor, currency })
  return [
    vendor.id, vendor.name, at?.country ?? vendor.country, address, year, `Q${quarter.quarter}`, currency, money(quarter.grossMinor), money(quarter.refundedMinor),
    money(quarter.feesMinor), money(quarter.taxMinor), money(quarter.paidOutMinor), quarter.transactions,
  ]
} // biome-ignore format: a row reads best as a row

/** A vendor's year as CSV. @throws NotFound 404 */
export async function vendorTaxCsv(ctx: Pick<Ctx, 'platform'>, vendorId: Id<'vendor'>, year: number): Promise<string> {
  const vendor = await findBilledVendor(ctx.platform, vendorId)
  if (!vendor) throw new NotFound('store')
  const quarters = await readTaxQuarters(ctx, vendorId, year)
  return CSV_MARK + csvLine(COLUMNS) + quarters.map((quarter) => csvLine(lineOf(vendor, year, quarter))).join('')
}

const VENDORS_AT_ONCE = 20

/** Every vendor's year as CSV, written while it is read: a page of vendors at a time, however many there are. */
export function taxCsvStream(ctx: Pick<Ctx, 'platform'>, year: number): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let after: string | null = ''
  return new ReadableStream({
    async pull(controller) {
      if (after === '') controller.enqueue(encoder.encode(CSV_MARK + csvLine(COLUMNS)))
      const vendors = await listBilledVendors(ctx.platform, after ?? '', VENDORS_AT_ONCE)
      const years = await Promise.all(vendors.map(async (vendor) => ({ vendor, quarters: await readTaxQuarters(ctx, vendor.id, year) })))
      const text = years.flatMap(({ vendor, quarters }) => quarters.map((quarter) => csvLine(lineOf(vendor, year, quarter)))).join('')
      if (text !== '') controller.enqueue(encoder.encode(text))
      after = vendors.at(-1)?.id ?? null
      if (vendors.length < VENDORS_AT_ONCE) controller.close()
    },
  })
} // biome-ignore format: one step a line
