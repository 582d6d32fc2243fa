import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RefundSearch } from '#db/platform/queries/payments/list-refunds.ts'
import { refund } from '#db/platform/schema/checkout.ts'
import { type Bank, openBank } from '#tests/support/bank.ts'
import { performRefund } from '#worker/domains/payments/perform-refund.ts'
import { readAllRefunds, refundsCsv } from '#worker/domains/payments/refunds/list-refunds.ts'
import { requestRefund } from '#worker/domains/payments/request-refund.ts'
import { present } from '#worker/pure/assert.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Bearer } from '#worker/pure/refund-plan.ts'

let bank: Bank
let stores: { id: Id<'vendor'> }[]
let made: Id<'refund'>[]
let startedMs: number
/** Two refunds of one store, one borne by the marketplace and still under way; one of another store, in yen. */
beforeAll(async () => {
  bank = await openBank()
  startedMs = bank.state.nowMs
  stores = [await bank.openVendor(), await bank.openVendor()]
  const [a, b] = [present(stores[0], 'a').id, present(stores[1], 'b').id]
  const dollars = await bank.sell('USD', [{ vendorId: a, totalMinor: 10_000, taxMinor: 1_000, commissionMinor: 900 }])
  const yen = await bank.sell('JPY', [{ vendorId: b, totalMinor: 5_000, commissionMinor: 500 }])
  const ask = async (sale: typeof yen, amountMinor: number, bearer: Bearer, note: string, isDone: boolean) => {
    bank.state.nowMs += 1000
    const id = bank.ctx().newId('refund')
    const orderId = present(sale.orders[0], 'the order').orderId
    const wish = { id, orderId, bearer, note, reason: 'damaged' as const, requestedBy: 'system' }
    await requestRefund(bank.ctx(), { ...wish, asks: [{ part: 'goodwill', amountMinor }] })
    if (isDone) await performRefund(bank.ctx(), id)
    return id
  }
  made = [
    await ask(dollars, 2_000, 'vendor', '=1+1', true),
    await ask(dollars, 1_000, 'platform', 'On us', false),
    await ask(yen, 500, 'vendor', '', true),
  ]
})
afterAll(() => bank.close())

test('refunds of all orders, the last first, with who bore what, page by page', async () => {
  const first = await readAllRefunds(bank.ctx(), {}, { limit: 2 })
  expect(first.items.map(({ id }) => id)).toEqual([made[2], made[1]])
  expect(first).toMatchObject({ counts: { pending: 1, failed: 0, returned: 0 }, nextCursor: made[1] })
  const second = await readAllRefunds(bank.ctx(), {}, { limit: 2, cursor: present(first.nextCursor, 'a cursor') })
  expect(second.nextCursor).toBeNull()
  expect(second.items).toMatchObject([
    {
      id: made[0],
      status: 'succeeded',
      vendorName: 'A store',
      amountMinor: 2_000,
      shares: { vendorMinor: 1_620, platformMinor: 0, commissionMinor: 180, taxMinor: 200, promotionMinor: 0 },
    },
  ])
})

const NARROWED: [search: RefundSearch & { fromStep?: number; toStep?: number }, wanted: number[]][] = [
  [{ bearer: 'platform' }, [1]],
  [{ status: 'succeeded' }, [2, 0]],
  [{ currency: 'JPY' }, [2]],
  [{ reason: 'damaged', currency: 'USD' }, [1, 0]],
  [{ reason: 'returned' }, []],
  [{ fromStep: 2 }, [2, 1]],
  [{ toStep: 2 }, [0]],
]
test.each(NARROWED)('narrowed to %j', async ({ fromStep, toStep, ...search }, wanted) => {
  const at = (step: number | undefined) => (step === undefined ? undefined : startedMs + step * 1000)
  const { items } = await readAllRefunds(bank.ctx(), { ...search, fromMs: at(fromStep), toMs: at(toStep) }, { limit: 10 })
  expect(items.map(({ id }) => id)).toEqual(wanted.map((index) => made[index]))
})

test('narrowed to a store', async () => {
  const { items } = await readAllRefunds(bank.ctx(), { vendorId: present(stores[1], 'b').id }, { limit: 10 })
  expect(items.map(({ id }) => id)).toEqual([made[2]])
})

test('as CSV: every refund once, amounts in their currency’s decimals, and no text that a spreadsheet runs', async () => {
  const text = await new Response(refundsCsv(bank.ctx(), {})).text()
  const lines = text.trim().split('\r\n')
  expect(lines).toHaveLength(1 + (await bank.platform.select().from(refund)).length)
  const [yen, , dollars] = lines.slice(1).map((line) => line.split(','))
  expect(yen?.slice(2, 9)).toEqual(['succeeded', '', 'A store', 'JPY', '500', 'vendor', '450'])
  expect(dollars?.slice(5, 14)).toEqual(['USD', '20.00', 'vendor', '16.20', '0.00', '1.80', '0.00', '2.00', '0.00'])
  expect(dollars?.[15]).toBe("'=1+1")
})
