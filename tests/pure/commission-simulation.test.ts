import { expect, test } from 'vitest'
import { snapshotOf } from '#tests/support/order-snapshot.ts'
import { type CommissionRule, FIRST_RULE, percentOfGoods } from '#worker/pure/commission-rule.ts'
import { addToReport, EMPTY_REPORT, rulesAfter, type SimulatedChange } from '#worker/pure/commission-simulation.ts'
import { makeId } from '#worker/pure/ids.ts'
import type { OrderSnapshot } from '#worker/pure/order-snapshot.ts'

const AT_MS = 1_000_000
const VENDOR = makeId('vendor', 1)
let made = 1
const newId = <K extends Parameters<typeof makeId>[0]>(kind: K) => makeId(kind, ++made)
const rule = (rateBps: number, change: Partial<CommissionRule> = {}): CommissionRule => ({
  ...FIRST_RULE,
  id: newId('commissionRule'),
  name: `${rateBps}`,
  components: [percentOfGoods(rateBps)],
  ...change,
})
/** An order of 100.00 that was charged 10 %. */
function order(atMs = AT_MS): OrderSnapshot {
  const money = { orderId: newId('order'), vendorId: VENDOR, currency: 'USD' as const, totalMinor: 10_000, taxMinor: 0 }
  const charged = { commissionMinor: 1000, commissionTaxMinor: 0, platformDiscountMinor: 0 }
  const snapshot = snapshotOf(newId, { ...money, ...charged }, [{ totalMinor: 10_000, commission: { sales: [1000, 0] } }])
  return { ...snapshot, commissionTerms: { ...snapshot.commissionTerms, atMs } }
}
const charged = (rules: CommissionRule[], change: SimulatedChange, atMs = AT_MS) =>
  addToReport(EMPTY_REPORT, [order(atMs)], rules, change).totals[0]?.nowMinor

test('a new rule that only ties with an older one wins in the replay too, as it will once it is saved', () => {
  const older = rule(1000, { startsAtMs: 500 })
  const start = { startsAtMs: AT_MS + 9 }
  expect(charged([older], { kind: 'new', rule: rule(1200, start) })).toBe(1200)
  // One of higher priority, or a narrower one, still decides.
  expect(charged([rule(1000, { priority: 1 })], { kind: 'new', rule: rule(1200, start) })).toBe(1000)
  expect(charged([rule(1000, { vendorId: VENDOR })], { kind: 'new', rule: rule(1200, start) })).toBe(1000)
})

test('a rule for days to come is replayed as if they were the days of the orders, and stays as narrow as having an end makes it', () => {
  const campaign = rule(500, { startsAtMs: AT_MS + 10, endsAtMs: AT_MS + 20 })
  expect(charged([rule(1000, { priority: 9 })], { kind: 'new', rule: campaign })).toBe(500)
  expect(rulesAfter([], { kind: 'new', rule: campaign }, AT_MS)).toEqual([{ ...campaign, startsAtMs: AT_MS }])
  // One whose days are over by then, too.
  expect(charged([], { kind: 'new', rule: campaign }, AT_MS + 30)).toBe(500)
})

test('a changed rule takes the place of the old, also before the old one began; an ended one never was', () => {
  const [before, old] = [rule(800, { endsAtMs: AT_MS + 1 }), rule(1000, { startsAtMs: AT_MS + 1 })]
  expect(charged([before, old], { kind: 'change', ruleId: old.id, rule: rule(700, { startsAtMs: AT_MS + 50, endsAtMs: AT_MS + 99 }) })).toBe(700)
  expect(charged([before, rule(900)], { kind: 'end', ruleId: before.id, endsAtMs: AT_MS })).toBe(900)
}) // biome-ignore format: a case a line

test('INV-COM-5: pages of any size give the same report, whose stores sum to its total', () => {
  const orders = Array.from({ length: 25 }, (_, index) => order(AT_MS + index))
  const change: SimulatedChange = { kind: 'new', rule: rule(1100) }
  const whole = addToReport(EMPTY_REPORT, orders, [], change)
  for (const size of [1, 7, 24]) {
    let report = EMPTY_REPORT
    for (let at = 0; at < orders.length; at += size) report = addToReport(report, orders.slice(at, at + size), [], change)
    expect(report).toEqual(whole)
  }
  expect(whole.totals).toEqual([
    { currency: 'USD', orders: 25, changedOrders: 25, goodsMinor: 250_000, thenMinor: 25_000, nowMinor: 27_500 },
  ])
  expect(whole.vendors).toEqual([{ vendorId: VENDOR, currency: 'USD', orders: 25, changedOrders: 25, thenMinor: 25_000, nowMinor: 27_500 }])
  expect(whole.mostChanged).toHaveLength(10)
})
