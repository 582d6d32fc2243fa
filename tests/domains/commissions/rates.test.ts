import { afterEach, beforeEach, expect, test } from 'vitest'
import { commit } from '#db/commit.ts'
import {
  commissionLineStatements,
  commissionLinesOf,
  commissionReversalStatements,
  ratesStarted,
} from '#db/platform/queries/commissions.ts'
import { auditEvent } from '#db/platform/schema/identity.ts'
import { commissionLine, commissionRate } from '#db/platform/schema/money.ts'
import { type Bank, openBank } from '#tests/support/bank.ts'
import { readRates, setRate } from '#worker/domains/commissions/set-rate.ts'
import { FIRST_RATE, rateInForce } from '#worker/pure/commission.ts'
import type { OrderSnapshotLine } from '#worker/pure/order-snapshot.ts'
import { DAY_MS } from '#worker/pure/time.ts'

let bank: Bank
beforeEach(async () => {
  bank = await openBank()
})
afterEach(() => bank.close())

test('rates of several vendors come in one read, others’ and later ones left out', async () => {
  const ctx = bank.ctx()
  const [a, b, c] = [ctx.newId('vendor'), ctx.newId('vendor'), ctx.newId('vendor')]
  await setRate(ctx, { vendorId: null, rateBps: 1200 })
  await setRate(ctx, { vendorId: a, rateBps: 500 })
  await setRate(ctx, { vendorId: b, rateBps: 800, startsAtMs: bank.state.nowMs + DAY_MS })
  await setRate(ctx, { vendorId: c, rateBps: 0 })
  const inForce = async (atMs: number) => {
    const rates = await ratesStarted(bank.platform, [a, b], atMs)
    return [rates.length, rateInForce(rates, a, atMs).rateBps, rateInForce(rates, b, atMs).rateBps]
  }
  expect(await inForce(bank.state.nowMs)).toEqual([2, 500, 1200])
  expect(await inForce(bank.state.nowMs + DAY_MS)).toEqual([3, 500, 800])
  expect(await ratesStarted(bank.platform, [a], bank.state.nowMs - 1)).toEqual([])
})

test('setting a rate is audited, and one in the past is refused without a trace', async () => {
  const ctx = bank.ctx()
  const rate = await setRate(ctx, { vendorId: null, rateBps: 1500 })
  expect(await bank.platform.select().from(auditEvent)).toEqual([
    expect.objectContaining({ action: 'commission_rate.set', subjectId: rate.id, vendorId: null, actorId: 'anonymous', ip: '203.0.113.7' }),
  ])
  await expect(setRate(ctx, { vendorId: null, rateBps: 100, startsAtMs: bank.state.nowMs - DAY_MS })).rejects.toMatchObject({
    code: 'rate_starts_in_past',
    status: 409,
  })
  expect(await bank.platform.select().from(commissionRate)).toHaveLength(1)
  expect(await bank.platform.select().from(auditEvent)).toHaveLength(1)
})

test('the list says what is in force', async () => {
  const ctx = bank.ctx()
  const a = ctx.newId('vendor')
  expect(await readRates(ctx)).toEqual([
    { id: FIRST_RATE.id, vendorId: null, rateBps: 1000, startsAt: '1970-01-01T00:00:00.000Z', isInForce: true },
  ])
  await setRate(ctx, { vendorId: null, rateBps: 1200 })
  await setRate(ctx, { vendorId: null, rateBps: 1300, startsAtMs: bank.state.nowMs + 1 })
  await setRate(ctx, { vendorId: a, rateBps: 500 })
  const shown = async () => new Map((await readRates(bank.ctx(), a)).map(({ rateBps, isInForce }) => [rateBps, isInForce]))
  expect(await shown()).toEqual(
    new Map([
      [1300, false],
      [1200, true],
      [500, true],
      [1000, false],
    ]),
  )
  bank.state.nowMs += 1
  expect(await shown()).toEqual(
    new Map([
      [1300, true],
      [1200, false],
      [500, true],
      [1000, false],
    ]),
  )
})

test('INV-COM-1: lines are frozen: stored once, reversed once, changed never', async () => {
  const ctx = bank.ctx()
  const lines = [200, 155].map((amountMinor) => ({
    id: ctx.newId('orderLine'),
    commission: { id: ctx.newId('commissionLine'), rateId: FIRST_RATE.id, rateBps: 1000, baseMinor: amountMinor * 10, amountMinor },
  })) as unknown as OrderSnapshotLine[]
  const order = { orderId: ctx.newId('order'), vendorId: ctx.newId('vendor'), currency: 'USD' as const, lines }
  for (let time = 0; time < 2; time++) await commit(bank.platform, commissionLineStatements(bank.platform, order, 5))
  for (let time = 0; time < 2; time++) await commit(bank.platform, commissionReversalStatements(bank.platform, order.orderId, 9))
  const rows = await commissionLinesOf(bank.platform, order.orderId)
  expect(rows.map(({ kind, amountMinor, rateBps, atMs }) => [kind, amountMinor, rateBps, atMs]).sort()).toEqual([
    ['charge', 155, 1000, 5],
    ['charge', 200, 1000, 5],
    ['reversal', 155, 1000, 9],
    ['reversal', 200, 1000, 9],
  ])
  expect(new Set(rows.map(({ id }) => id)).size).toBe(4)
  for (const { id } of rows) expect(id).toMatch(/^cml_[0-9A-HJKMNP-TV-Z]{26}$/)
  await expect(bank.platform.update(commissionLine).set({ amountMinor: 0 })).rejects.toThrow()
  await expect(bank.platform.delete(commissionLine)).rejects.toThrow()
  expect(await commissionLinesOf(bank.platform, order.orderId)).toEqual(rows)
})
