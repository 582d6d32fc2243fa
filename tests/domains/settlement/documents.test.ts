import { unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commit } from '#db/commit.ts'
import { transferStatements } from '#db/platform/queries/ledger.ts'
import { commissionLine } from '#db/platform/schema/commissions.ts'
import { startPlatformDb } from '#tests/db/open.ts'
import { readPdf } from '#tests/support/read-pdf.ts'
import { insertVendor } from '#tests/support/settled-vendor.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { reportCsv, reportXlsx } from '#worker/domains/reports/export-report.ts'
import { readMoney } from '#worker/domains/reports/read-report.ts'
import { closeStatements } from '#worker/domains/settlement/close-statements.ts'
import { readTaxQuarters, taxCsvStream, vendorTaxCsv } from '#worker/domains/settlement/export-taxes.ts'
import { printInvoice } from '#worker/domains/settlement/print-invoice.ts'
import { printStatement, statementCsv } from '#worker/domains/settlement/print-statement.ts'
import { readInvoice, readInvoices } from '#worker/domains/settlement/read-invoices.ts'
import { readStatement, readStatements } from '#worker/domains/settlement/read-statements.ts'
import { createDocumentWriter } from '#worker/providers/documents.ts'
import { type Id, makeId } from '#worker/pure/ids.ts'
import { toTransfers } from '#worker/pure/ledger.ts'
import { type OrderMoney, salePostings } from '#worker/pure/ledger-postings.ts'
import { clawbackPostings } from '#worker/pure/refund-postings.ts'
import { DAY_MS } from '#worker/pure/time.ts'

const SEPTEMBER = Date.UTC(2026, 8, 5)
const vendorId = makeId('vendor', SEPTEMBER)
const abroad = makeId('vendor', SEPTEMBER + 1)
let platform: Awaited<ReturnType<typeof startPlatformDb>>
const ctx = () =>
  ({ platform: platform.db, now: () => Date.UTC(2026, 10, 3), newId: (kind) => makeId(kind, 0), documents: createDocumentWriter() }) as Ctx

const orderOf = (vendor: Id<'vendor'>, atMs: number, commissionTaxMinor: number): OrderMoney => ({
  orderId: makeId('order', atMs),
  vendorId: vendor,
  currency: 'USD',
  totalMinor: 123_456,
  commissionMinor: 12_345,
  commissionTaxMinor,
  taxMinor: 8000,
  platformDiscountMinor: 0,
})

const lineOf = (order: OrderMoney, component: string, amountMinor: number, taxMinor: number, atMs: number) => ({
  id: makeId('commissionLine', atMs),
  orderId: order.orderId,
  orderLineId: makeId('orderLine', atMs),
  vendorId: order.vendorId,
  kind: 'charge' as const,
  component,
  ruleId: makeId('commissionRule', 0),
  rateBps: 1000,
  baseMinor: 100_000,
  amountMinor,
  taxRateBps: 2000,
  taxMinor,
  currency: 'USD' as const,
  atMs,
})

beforeAll(async () => {
  platform = await startPlatformDb()
  await insertVendor(platform.db, vendorId, '=Kiln & "Clay", Ltd')
  await insertVendor(platform.db, abroad, 'Töpferei Łódź', 'DE')
  const [sold, later, german] = [
    orderOf(vendorId, SEPTEMBER, 2469),
    orderOf(vendorId, SEPTEMBER + 2 * DAY_MS, 2469),
    orderOf(abroad, SEPTEMBER, 0),
  ]
  const charges = [
    lineOf(sold, 'sales', 10_000, 2000, SEPTEMBER),
    lineOf(sold, 'processing', 2345, 469, SEPTEMBER),
    lineOf(later, 'sales', 12_345, 2469, SEPTEMBER),
  ]
  const refundId = makeId('refund', SEPTEMBER + 40 * DAY_MS)
  const backMs = SEPTEMBER + 40 * DAY_MS
  const plan = {
    amountMinor: 11_345,
    currency: 'USD',
    vendorMinor: 10_000,
    commissionMinor: 1000,
    commissionTaxMinor: 200,
    taxMinor: 145,
    platformMinor: 0,
    promotionMinor: 0,
  } as never
  await commit(platform.db, [
    ...transferStatements(
      platform.db,
      (
        await Promise.all([
          toTransfers(salePostings(sold), SEPTEMBER),
          toTransfers(salePostings(later), SEPTEMBER + 2 * DAY_MS),
          toTransfers(salePostings(german), SEPTEMBER),
        ])
      ).flat(),
    ),
    ...transferStatements(
      platform.db,
      await toTransfers(clawbackPostings(plan, refundId, { vendorId, pendingMinor: 100_000, availableMinor: 0 }), backMs),
    ),
    ...charges.map((line) => platform.db.insert(commissionLine).values(line)),
    platform.db.insert(commissionLine).values({
      ...lineOf(sold, 'sales', 1000, 200, backMs),
      orderLineId: charges[0]?.orderLineId ?? null,
      kind: 'reversal',
      chargeId: charges[0]?.id ?? null,
      refundId,
    }),
  ])
  expect(await closeStatements(ctx())).toBe(4)
})
afterAll(() => platform.close())

test('a statement’s page, CSV and PDF say the same figures, with the commission by component', async () => {
  const { items } = await readStatements(ctx(), { vendorId, limit: 5 })
  const statement = await readStatement(ctx(), items.find(({ period }) => period === '2026-09')?.id as Id<'statement'>, vendorId)
  expect(statement.closingMinor).toBe(2 * (123_456 - 12_345 - 2469 - 8000))
  expect(statement.figures.find(({ figure }) => figure === 'commission')?.parts).toEqual([{ name: 'processing', amountMinor: -2345 }, { name: 'sales', amountMinor: -22_345 }])
  const csv = statementCsv(statement).split('\r\n')
  expect(csv[1]).toBe('2026-09,USD,Opening balance,,0.00,,,')
  expect(csv.find((line) => line.includes(',Gross sales,,'))).toBe(`2026-09,USD,Gross sales,,2469.12,2,${statement.figures[0]?.firstPosition},${statement.figures[0]?.lastPosition}`)
  expect(csv.at(-2)).toBe('2026-09,USD,Closing balance,,2012.84,,,')
  const text = readPdf(await printStatement(ctx(), statement))
  expect(text).toContain('Settlement statement')
  for (const piece of ['$2,469.12', '-$246.90', '-$49.38', '-$160.00', '$2,012.84', 'processing']) expect(text).toContain(piece)
  expect(text.filter((piece) => piece === '=Kiln & "Clay", Ltd')).toHaveLength(1)
}) // biome-ignore format: a figure a line

test('commission is billed by component with its tax, given back by a credit note, and across a border without tax', async () => {
  const { items } = await readInvoices(ctx(), { vendorId, limit: 5 })
  expect(items.map(({ kind, period, netMinor, taxMinor, totalMinor, isReverseCharge }) => [kind, period, netMinor, taxMinor, totalMinor, isReverseCharge])).toEqual([
    ['credit_note', '2026-10', 1000, 200, 1200, false],
    ['invoice', '2026-09', 24_690, 4938, 29_628, false],
  ])
  expect(items[0]?.refersTo).toEqual([items[1]?.number])
  expect(items[1]?.lines).toEqual([
    { component: 'processing', taxRateBps: 2000, netMinor: 2345, taxMinor: 469 },
    { component: 'sales', taxRateBps: 2000, netMinor: 22_345, taxMinor: 4469 },
  ])
  const [foreign] = (await readInvoices(ctx(), { vendorId: abroad, limit: 5 })).items
  expect([foreign?.isReverseCharge, foreign?.netMinor, foreign?.taxMinor, foreign?.lines]).toEqual([true, 12_345, 0, [{ component: 'other', taxRateBps: 0, netMinor: 12_345, taxMinor: 0 }]])
  const text = readPdf(await printInvoice(ctx(), await readInvoice(ctx(), foreign?.id as Id<'invoice'>, abroad)))
  expect(text.join(' ')).toContain('Reverse charge')
  expect(text.join('')).toContain('Töpferei Łódź')
  expect(text).toContain('$123.45')
  await expect(readInvoice(ctx(), foreign?.id as Id<'invoice'>, vendorId)).rejects.toMatchObject({ status: 404 })
  const numbers = [...items, foreign].map((invoice) => invoice?.number).sort()
  expect(numbers).toEqual(['2026-000001', '2026-000002', '2026-000003'])
}) // biome-ignore format: a figure a line

test('a tax year has gross, refunds, fees and tax by quarter, and no cell that a spreadsheet would calculate', async () => {
  expect(await readTaxQuarters(ctx(), vendorId, 2026)).toEqual([
    { currency: 'USD', quarter: 3, grossMinor: 246_912, refundedMinor: 0, feesMinor: 29_628, taxMinor: 16_000, paidOutMinor: 0, transactions: 2 },
    { currency: 'USD', quarter: 4, grossMinor: 0, refundedMinor: 10_000, feesMinor: 0, taxMinor: 0, paidOutMinor: 0, transactions: 0 },
  ])
  const csv = await vendorTaxCsv(ctx(), vendorId, 2026)
  expect(csv).toContain(`"'=Kiln & ""Clay"", Ltd",US`)
  const all = await new Response(taxCsvStream(ctx(), 2026)).text()
  expect(all.split('\r\n').filter((line) => line.includes(',Q3,'))).toHaveLength(2)
}) // biome-ignore format: a figure a line

test('a report adds up by vendor and together, in the page, as CSV and as a workbook', async () => {
  const query = { from: '2026-09-01', to: '2026-10-31', bucket: 'month' as const, byVendor: true }
  const { items } = await readMoney(ctx(), query, { after: '', limit: 100 })
  const own = items.filter((row) => row.vendorId === vendorId && row.period === '2026-09')
  expect(own.map(({ period, orders, grossMinor, commissionMinor, commissionTaxMinor, taxMinor }) => [period, orders, grossMinor, commissionMinor, commissionTaxMinor, taxMinor])).toEqual([['2026-09', 2, 246_912, 24_690, 4938, 16_000]])
  const together = await readMoney(ctx(), { ...query, byVendor: false }, { after: '', limit: 100 })
  expect(together.items.map(({ period, orders, grossMinor, refundedMinor, commissionMinor, taxMinor }) => [period, orders, grossMinor, refundedMinor, commissionMinor, taxMinor])).toEqual([
    ['2026-09', 3, 370_368, 0, 37_035, 24_000],
    ['2026-10', 0, 0, 11_345, -1000, -145],
  ])
  const first = await readMoney(ctx(), query, { after: '', limit: 1 })
  const rest = await readMoney(ctx(), query, { after: first.nextCursor ?? '', limit: 100 })
  expect([...first.items, ...rest.items]).toEqual(items)
  const csv = await new Response(reportCsv(ctx(), 'money', query)).text()
  expect(csv.split('\r\n').filter((line) => line.startsWith('2026-09,"\'=Kiln'))).toEqual(['2026-09,"\'=Kiln & ""Clay"", Ltd",USD,2,2469.12,0.00,246.90,49.38,160.00,0.00'])
  const sheet = new TextDecoder().decode(unzipSync(await reportXlsx(ctx(), 'money', { ...query, byVendor: false }))['xl/worksheets/sheet1.xml'])
  for (const value of ['3703.68', '370.35', '113.45', '-10']) expect(sheet).toContain(`<v>${value}</v>`)
  await expect(readMoney(ctx(), { ...query, to: '2030-01-01' }, { after: '', limit: 1 })).rejects.toMatchObject({ code: 'range_too_long' })
}) // biome-ignore format: a figure a line
