import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commit } from '#db/commit.ts'
import { transferStatements } from '#db/platform/queries/ledger.ts'
import { startPlatformDb } from '#tests/db/open.ts'
import { insertVendor } from '#tests/support/settled-vendor.ts'
import { seedOf, sizeOf } from '#tests/support/sizes.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { closeStatements } from '#worker/domains/settlement/close-statements.ts'
import {
  readMoves,
  readOpenStatements,
  readPayoutStatement,
  readStatement,
  readStatements,
} from '#worker/domains/settlement/read-statements.ts'
import { type Id, makeId } from '#worker/pure/ids.ts'
import { accountId, type LedgerTransfer, type Posting, settle, toTransfers } from '#worker/pure/ledger.ts'
import { type OrderMoney, payoutPostings, releasePostings, salePostings, saleReversalPostings } from '#worker/pure/ledger-postings.ts'
import { adjustmentPostings } from '#worker/pure/payout-postings.ts'
import { clawbackPostings, toPendingTransfers } from '#worker/pure/refund-postings.ts'
import { boundsOfMonth, FIGURES, figureOf, foldStatement, isInStretch, monthOf, nextMonth } from '#worker/pure/statement.ts'
import { DAY_MS, HOUR_MS } from '#worker/pure/time.ts'

let platform: Awaited<ReturnType<typeof startPlatformDb>>
beforeAll(async () => {
  platform = await startPlatformDb()
})
afterAll(() => platform.close())

const AUGUST = Date.UTC(2026, 7)
const SEPTEMBER = Date.UTC(2026, 8)
const OCTOBER = Date.UTC(2026, 9)
let nowMs = Date.UTC(2026, 9, 15)
const ctx = () =>
  ({ platform: platform.db, now: () => nowMs, newId: (kind) => makeId(kind, nowMs) }) as Pick<Ctx, 'platform' | 'now' | 'newId'>
const post = async (transfers: LedgerTransfer[]) => {
  await commit(platform.db, transferStatements(platform.db, transfers))
}
const rows = <T>(text: string) => platform.db.all<T>(sql.raw(text))

/** An order of 50.00 of goods and 8.25 tax on top: 5.00 commission, 1.00 tax on it. */
const orderOf = (vendorId: Id<'vendor'>, atMs: number): OrderMoney => ({
  orderId: makeId('order', atMs),
  vendorId,
  currency: 'USD',
  totalMinor: 5825,
  commissionMinor: 500,
  commissionTaxMinor: 100,
  taxMinor: 825,
  platformDiscountMinor: 0,
})
const NET = 5825 - 500 - 100 - 825

async function sell(order: OrderMoney, atMs: number) {
  await post(await toTransfers([captured(order), ...salePostings(order)], atMs))
}
const captured = (order: OrderMoney): Posting => ({
  debit: accountId('platform', 'stripe_clearing', order.currency),
  credit: accountId('platform', 'buyer_funds', order.currency),
  amountMinor: order.totalMinor,
  currency: order.currency,
  code: 'capture',
  causeId: order.orderId,
})

test('stores that are new this month, and one whose books do not add up, keep nobody else from being closed', async () => {
  const own = await startPlatformDb()
  const at = { platform: own.db, now: () => nowMs, newId: ctx().newId } as ReturnType<typeof ctx>
  const store = async (soldAtMs: number) => {
    const vendorId = makeId('vendor', soldAtMs)
    await insertVendor(own.db, vendorId, 'A store')
    const order = orderOf(vendorId, soldAtMs)
    await commit(own.db, transferStatements(own.db, await toTransfers([captured(order), ...salePostings(order)], soldAtMs)))
    return vendorId
  }
  for (let more = 0; more < 41; more++) await store(OCTOBER + more)
  const [broken, sound] = [await store(SEPTEMBER), await store(SEPTEMBER + 1)]
  await own.db.run(sql`update ledger_day set credits_minor = credits_minor + 1 where account_id = ${accountId(broken, 'pending', 'USD')}`)
  await expect(closeStatements(at)).rejects.toThrow('INV-SST-2')
  expect((await readStatements(at, { limit: 5 })).items.map(({ vendorId, period }) => [vendorId, period])).toEqual([[sound, '2026-09']])
  await own.close()
})

test('INV-SST: two months of sales, a cancelled order, a refund after payout and a late row come out to the cent, each on one statement', async () => {
  const vendorId = makeId('vendor', AUGUST)
  await insertVendor(platform.db, vendorId, 'Kiln & Clay')
  const [first, second, cancelled] = [orderOf(vendorId, AUGUST), orderOf(vendorId, AUGUST + 1), orderOf(vendorId, AUGUST + 2)]
  await sell(first, AUGUST + DAY_MS)
  await sell(second, AUGUST + 2 * DAY_MS)
  await sell(cancelled, AUGUST + 3 * DAY_MS)
  await post(await toTransfers(saleReversalPostings(cancelled), AUGUST + 4 * DAY_MS))
  await post(await toTransfers(releasePostings({ ...first, vendorRefundedMinor: 0 }), AUGUST + 10 * DAY_MS))
  const payoutId = makeId('payout', AUGUST + 11 * DAY_MS)
  const pending = await toTransfers(payoutPostings({ payoutId, vendorId, currency: 'USD', amountMinor: NET }), AUGUST + 11 * DAY_MS, 'pending')
  await post(pending)
  // Paid out in September: until then the money is the vendor's.
  await post(await settle(pending, 'post', SEPTEMBER + HOUR_MS))
  const refundId = makeId('refund', SEPTEMBER + DAY_MS)
  const plan = { amountMinor: 5825, currency: 'USD', vendorMinor: NET, commissionMinor: 500, commissionTaxMinor: 100, taxMinor: 825, platformMinor: 0, promotionMinor: 0 } as const
  const refund = await toPendingTransfers(clawbackPostings(plan as never, refundId, { vendorId, pendingMinor: null, availableMinor: 0 }), SEPTEMBER + DAY_MS)
  await post(refund)
  await post(await settle(refund, 'post', SEPTEMBER + DAY_MS + 1))

  expect(await closeStatements(ctx())).toBe(2)
  expect(await closeStatements(ctx())).toBe(0)
  const { items } = await readStatements(ctx(), { vendorId, limit: 10 })
  const short = items.map(({ number, period, openingMinor, closingMinor, netMinor, figures }) => ({ number, period, openingMinor, closingMinor, netMinor, figures: figures.map(({ figure, inMinor, outMinor, transfers }) => [figure, inMinor, outMinor, transfers]) }))
  expect(short).toEqual([
    { number: 2, period: '2026-09', openingMinor: 2 * NET, closingMinor: 0, netMinor: -2 * NET, figures: [['refunds', 0, NET, 1], ['payouts', 0, NET, 1]] },
    { number: 1, period: '2026-08', openingMinor: 0, closingMinor: 2 * NET, netMinor: 2 * NET, figures: [
      ['sales', 3 * 5825, 0, 3], ['refunds', 0, 5825, 1], ['commission', 500, 1500, 4], ['commission_tax', 100, 300, 4], ['tax', 825, 3 * 825, 4],
    ] },
  ])

  // Told of late: it happened in September, is stored after September was closed, and is on October's statement.
  const late = orderOf(vendorId, SEPTEMBER)
  await sell(late, SEPTEMBER + 20 * DAY_MS)
  const [open] = await readOpenStatements(ctx(), vendorId)
  expect([open?.kind, open?.period, open?.openingMinor, open?.closingMinor, open?.number]).toEqual(['open', '2026-10', 0, NET, null])
  nowMs = Date.UTC(2026, 10, 1, 3)
  expect(await closeStatements(ctx())).toBe(1)
  const october = (await readStatements(ctx(), { vendorId, limit: 1 })).items[0]
  expect([october?.number, october?.openingMinor, october?.closingMinor]).toEqual([3, 0, NET])
  const statement = await readStatement(ctx(), october?.id as Id<'statement'>, vendorId)
  const { items: sold } = await readMoves(ctx(), statement, { figure: 'sales', after: 0, limit: 10 })
  expect(sold.map(({ causeId, amountMinor, at }) => [causeId, amountMinor, at])).toEqual([[late.orderId, 5825, new Date(SEPTEMBER + 20 * DAY_MS).toISOString()]])
  await expect(readStatement(ctx(), statement.id as Id<'statement'>, makeId('vendor', 1))).rejects.toMatchObject({ status: 404 })

  // The invoices: what was charged and what was given back, numbered in one row.
  const invoices = await rows<Record<string, unknown>>(`select kind, number, period, net_minor, tax_minor, refers_to from commission_invoice where vendor_id = '${vendorId}' order by number`)
  expect(invoices).toEqual([
    { kind: 'invoice', number: 1, period: '2026-08', net_minor: 1500, tax_minor: 300, refers_to: '[]' },
    { kind: 'invoice', number: 2, period: '2026-10', net_minor: 500, tax_minor: 100, refers_to: '[]' },
  ])
  await expect(rows(`update settlement_statement set closing_minor = 1 where vendor_id = '${vendorId}'`)).rejects.toThrow()
  await expect(rows(`delete from commission_invoice where vendor_id = '${vendorId}'`)).rejects.toThrow()
}) // biome-ignore format: tables of figures

test('a payout has a statement of what led to it, by where its transfer stands in the ledger', async () => {
  const vendorId = makeId('vendor', AUGUST + 5)
  await insertVendor(platform.db, vendorId, 'Payout Pots')
  const order = orderOf(vendorId, AUGUST)
  const payouts = [makeId('payout', OCTOBER), makeId('payout', OCTOBER + 1)] as const
  await sell(order, OCTOBER)
  await post(await toTransfers(releasePostings({ ...order, vendorRefundedMinor: 0 }), OCTOBER))
  for (const [index, payoutId] of payouts.entries()) {
    const amountMinor = index === 0 ? 1000 : NET - 1000
    await rows(`insert into payout (id, vendor_id, currency, period, amount_minor, status, destination, attempts, created_at_ms, updated_at_ms)
      values ('${payoutId}', '${vendorId}', 'USD', '2026-10-0${index + 1}', ${amountMinor}, 'paid', 'acct_1', 1, ${OCTOBER}, ${OCTOBER})`)
    const pending = await toTransfers(payoutPostings({ payoutId, vendorId, currency: 'USD', amountMinor }), OCTOBER, 'pending')
    await post(pending)
    if (index === 0) await post(await settle(pending, 'post', OCTOBER))
    else await expect(readPayoutStatement(ctx(), payoutId, vendorId)).rejects.toMatchObject({ code: 'payout_not_paid' })
    if (index === 1) await post(await settle(pending, 'post', OCTOBER))
  }
  const [first, second] = await Promise.all(payouts.map((id) => readPayoutStatement(ctx(), id, vendorId)))
  expect([first?.openingMinor, first?.closingMinor, first?.figures.map(({ figure }) => figure)]).toEqual([0, NET - 1000, ['sales', 'commission', 'commission_tax', 'tax', 'payouts']])
  expect([second?.openingMinor, second?.closingMinor, second?.figures.map(({ figure, amountMinor }) => [figure, amountMinor])]).toEqual([NET - 1000, 0, [['payouts', 1000 - NET]]])
  await expect(readPayoutStatement(ctx(), payouts[0], makeId('vendor', 2))).rejects.toMatchObject({ status: 404 })
}) // biome-ignore format: tables of figures

test('a code no statement knows stops it, and so does a transfer that moves what it may not', () => {
  const sum = { causeKind: 'ord', inMinor: 5, outMinor: 0, transfers: 1, firstPosition: 1, lastPosition: 1 }
  expect(() => figureOf('gift', 'ord')).toThrow('gift')
  expect(() => foldStatement(0, [{ ...sum, code: 'capture' }])).toThrow('moves no vendor')
  expect(() => foldStatement(0, [{ ...sum, code: 'release' }])).toThrow('stays with the vendor')
  expect(figureOf('sale_reversed', 'dss')).toBe('disputes')
  const folded = foldStatement(7, [{ ...sum, code: 'sale' }], [{ figure: 'sales', name: 'goods', amountMinor: 3 }])
  expect([folded.closingMinor, folded.figures[0]?.parts]).toEqual([12, [{ name: 'goods', amountMinor: 3 }, { name: 'other', amountMinor: 2 }]])
  const kept = { ...sum, code: 'commission', inMinor: 0, outMinor: 9 }
  const charged = [{ figure: 'commission', name: 'sales', amountMinor: -9 }] as const
  expect(foldStatement(0, [kept, { ...sum, code: 'commission_reversed' }], charged).figures[0]?.parts).toEqual([{ name: 'sales', amountMinor: -9 }, { name: 'commission_returned', amountMinor: 5 }])
}) // biome-ignore format: a table

const moment = fc.integer({ min: 0, max: 100 * 24 })
const fact = fc.record({
  hour: moment,
  kind: fc.constantFrom('sale', 'cancelled', 'released', 'paid', 'given', 'taken'),
  unit: fc.integer({ min: 1, max: 9999 }),
})

test('INV-SST-1 INV-SST-2 INV-SST-3: over random ledgers stored in any order and closed at any time, statements tile the ledger', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fact, { minLength: 1, maxLength: 14 }), fc.array(moment, { minLength: 1, maxLength: 3 }), async (facts, closings) => {
      const vendorId = makeId('vendor', AUGUST)
      await insertVendor(platform.db, vendorId, 'Random')
      const start = AUGUST - 40 * DAY_MS
      const groups = await Promise.all(facts.map(({ hour, kind, unit }, index) => storyOf(vendorId, index, kind, unit, start + hour * HOUR_MS)))
      const pieces = Math.ceil(groups.length / closings.length)
      for (const [index, closing] of closings.sort((a, b) => a - b).entries()) {
        for (const group of groups.slice(index * pieces, (index + 1) * pieces)) await post(group)
        nowMs = start + closing * HOUR_MS
        await closeStatements(ctx())
      }
      nowMs = start + 140 * DAY_MS
      await closeStatements(ctx())
      const stored = await rows<{ position: number; at_ms: number; moved: number }>(`select position, at_ms,
        iif(credit_account_id like '${vendorId}/%', amount_minor, 0) - iif(debit_account_id like '${vendorId}/%', amount_minor, 0) as moved
        from ledger_transfer where phase in ('posted', 'post') and (credit_account_id like '${vendorId}/%' or debit_account_id like '${vendorId}/%')`)
      const closed = (await readStatements(ctx(), { vendorId, limit: 100 })).items.reverse()
      let balance = 0
      const covered = new Set<number>()
      for (const [index, item] of closed.entries()) {
        const { stretch, figures } = await readStatement(ctx(), item.id as Id<'statement'>)
        expect([item.number, item.openingMinor]).toEqual([index + 1, balance])
        const inside = stored.filter((row) => isInStretch(stretch, { atMs: row.at_ms, position: row.position }))
        for (const { position } of inside) {
          expect(covered.has(position)).toBe(false)
          covered.add(position)
        }
        balance += inside.reduce((sum, { moved }) => sum + moved, 0)
        expect(item.closingMinor).toBe(balance)
        expect(item.openingMinor + figures.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(balance)
        expect(figures.map(({ figure }) => figure)).toEqual(FIGURES.filter((figure) => figures.some((each) => each.figure === figure)))
      }
      expect(covered.size).toBe(stored.length)
      expect(new Set(closed.map(({ period }) => period)).size).toBe(closed.length)
    }),
    { numRuns: sizeOf('STATEMENT_RUNS', 12), seed: seedOf('statements') },
  )
}, 60_000) // biome-ignore format: one step a line

/** What one random thing posts: never more than it brought, so that no order of storing overdraws. */
async function storyOf(vendorId: Id<'vendor'>, index: number, kind: string, unit: number, atMs: number): Promise<LedgerTransfer[]> {
  const order = { ...orderOf(vendorId, atMs + index), totalMinor: 2000 + unit }
  const sold = await toTransfers(salePostings(order), atMs)
  const released = async () => toTransfers(releasePostings({ ...order, vendorRefundedMinor: 0 }), atMs + DAY_MS)
  const adjustmentId = makeId('adjustment', atMs)
  if (kind === 'sale') return sold
  if (kind === 'cancelled') return [...sold, ...(await toTransfers(saleReversalPostings(order), atMs + HOUR_MS))]
  if (kind === 'released') return [...sold, ...(await released())]
  if (kind === 'given') return toTransfers(adjustmentPostings({ adjustmentId, vendorId, currency: 'USD', amountMinor: unit }, 0), atMs)
  if (kind === 'taken') return toTransfers(adjustmentPostings({ adjustmentId, vendorId, currency: 'USD', amountMinor: -unit }, 0), atMs)
  const payoutId = makeId('payout', atMs)
  const pending = await toTransfers(payoutPostings({ payoutId, vendorId, currency: 'USD', amountMinor: 500 }), atMs + 2 * DAY_MS, 'pending')
  return [...sold, ...(await released()), ...pending, ...(await settle(pending, 'post', atMs + 3 * DAY_MS))]
}

test('months follow one another, over the end of a year', () => {
  expect([monthOf(Date.UTC(2026, 11, 31, 23)), nextMonth('2026-12'), nextMonth('2026-01')]).toEqual(['2026-12', '2027-01', '2026-02'])
  expect(boundsOfMonth('2026-02')).toEqual({ fromMs: Date.UTC(2026, 1), toMs: Date.UTC(2026, 2) })
  expect(() => boundsOfMonth('2026-13')).toThrow('2026-13')
})
