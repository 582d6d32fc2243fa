import { type CommissionTerms, chargesOf } from '#worker/pure/commission.ts'
import { type CommissionRule, ruleFor } from '#worker/pure/commission-rule.ts'
import type { Id } from '#worker/pure/ids.ts'
import { type Currency, sumMinor } from '#worker/pure/money.ts'
import type { OrderSnapshot } from '#worker/pure/order-snapshot.ts'

/** What somebody means to do to the rules. `rule` is the new one as it would be stored. */
export type SimulatedChange =
  | { kind: 'new'; rule: CommissionRule }
  | { kind: 'change'; ruleId: Id<'commissionRule'>; rule: CommissionRule }
  | { kind: 'end'; ruleId: Id<'commissionRule'>; endsAtMs: number }

/** A commission as it was charged and as the changed rules would have charged it. Without the tax on it. Minor units. */
export type Difference = { thenMinor: number; nowMinor: number }

export type OrderDifference = Difference & {
  orderId: Id<'order'>
  vendorId: Id<'vendor'>
  currency: Currency
  /** The rules that decided its lines and delivery then, and would now. */
  thenRuleIds: Id<'commissionRule'>[]
  nowRuleIds: Id<'commissionRule'>[]
}

/** INV-COM-5: the vendors' differences of a currency sum to its total. */
export type SimulationReport = {
  totals: (Difference & { currency: Currency; orders: number; changedOrders: number; goodsMinor: number })[]
  vendors: (Difference & { vendorId: Id<'vendor'>; currency: Currency; orders: number; changedOrders: number })[]
  /** The orders changed most, of each currency at most ten. */
  mostChanged: OrderDifference[]
}

export const EMPTY_REPORT: SimulationReport = { totals: [], vendors: [], mostChanged: [] }
const MOST_CHANGED = 10

/**
 * The rules as they would have been at an instant, had the change been in force all along: a new rule holds then, whatever its
 * own days are, and counts as begun last, as it will be once it is saved; a changed one takes the place of the old; an ended one
 * never was.
 */
export function rulesAfter(rules: readonly CommissionRule[], change: SimulatedChange, atMs: number): CommissionRule[] {
  const rest = change.kind === 'new' ? [...rules] : rules.filter(({ id }) => id !== change.ruleId)
  if (change.kind === 'end') return rest
  const { startsAtMs, endsAtMs } = change.rule
  // What held at that instant began by then, so that none of it began later than this one.
  const always = { startsAtMs: Math.min(startsAtMs, atMs), endsAtMs: endsAtMs === null ? null : Math.max(endsAtMs, atMs + 1) }
  return [...rest, { ...change.rule, ...always }]
}

/**
 * What rules would charge for an order, from what its snapshot froze: the rules as they stood at its instant, the
 * vendor's plan and volume then, the category of each line. With the rules it was placed with, that is what it was charged.
 */
export function replayOrder(snapshot: OrderSnapshot, rules: readonly CommissionRule[]): { amountMinor: number; ruleIds: Id<'commissionRule'>[] } {
  const { vendorId, currency, commissionTerms: terms } = snapshot
  const charges = subjectsOf(snapshot).flatMap(({ productId, categoryPath, ...subject }) => {
    const rule = ruleFor(rules, { vendorId, currency, productId, categoryPath, ...subjectTerms(terms) })
    return chargesOf({ ...subject, currency }, rule, terms).map(({ amountMinor, ruleId }) => ({ amountMinor, ruleId }))
  })
  return { amountMinor: sumMinor(charges.map(({ amountMinor }) => amountMinor)), ruleIds: distinct(charges.map(({ ruleId }) => ruleId)) }
} // biome-ignore format: one step a line

const subjectTerms = ({ planId, country, atMs }: CommissionTerms) => ({ planId, country, atMs })

function subjectsOf({ lines, shipping }: OrderSnapshot) {
  return [
    ...lines.map(({ productId, categoryPath, quantity, commissionBaseMinor: baseMinor }) => {
      return { kind: 'goods' as const, productId, categoryPath, quantity, baseMinor }
    }),
    { kind: 'delivery' as const, productId: null, categoryPath: null, quantity: 1, baseMinor: shipping.commissionBaseMinor },
  ]
}

/** Adds orders to a report. Pages of the same orders, in whatever sizes, give the same report. */
export function addToReport(
  report: SimulationReport,
  snapshots: readonly OrderSnapshot[],
  rules: readonly CommissionRule[],
  change: SimulatedChange,
): SimulationReport {
  const totals = new Map(report.totals.map((row) => [row.currency, { ...row }]))
  const vendors = new Map(report.vendors.map((row) => [`${row.vendorId}/${row.currency}`, { ...row }]))
  const mostChanged = [...report.mostChanged]
  for (const snapshot of snapshots) {
    const { orderId, vendorId, currency, commissionMinor: thenMinor, itemsMinor } = snapshot
    const now = replayOrder(snapshot, rulesAfter(rules, change, snapshot.commissionTerms.atMs))
    const nowMinor = now.amountMinor
    const isChanged = Number(nowMinor !== thenMinor)
    const total = totals.get(currency) ?? { currency, orders: 0, changedOrders: 0, goodsMinor: 0, thenMinor: 0, nowMinor: 0 }
    totals.set(currency, { ...add(total, thenMinor, nowMinor, isChanged), goodsMinor: total.goodsMinor + itemsMinor })
    const key = `${vendorId}/${currency}`
    const own = vendors.get(key) ?? { vendorId, currency, orders: 0, changedOrders: 0, thenMinor: 0, nowMinor: 0 }
    vendors.set(key, add(own, thenMinor, nowMinor, isChanged))
    if (isChanged) mostChanged.push({ orderId, vendorId, currency, thenMinor, nowMinor, thenRuleIds: frozenRulesOf(snapshot), nowRuleIds: now.ruleIds })
  }
  return {
    totals: [...totals.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1)),
    vendors: [...vendors.values()].sort((a, b) => sizeOf(b) - sizeOf(a) || (a.vendorId < b.vendorId ? -1 : 1)),
    mostChanged: [...Map.groupBy(mostChanged, (row) => row.currency).values()].flatMap((rows) =>
      rows.sort((a, b) => sizeOf(b) - sizeOf(a) || (a.orderId < b.orderId ? -1 : 1)).slice(0, MOST_CHANGED),
    ),
  }
} // biome-ignore format: one step a line

function add<T extends Difference & { orders: number; changedOrders: number }>(
  row: T,
  thenMinor: number,
  nowMinor: number,
  changed: number,
): T {
  return {
    ...row,
    orders: row.orders + 1,
    changedOrders: row.changedOrders + changed,
    thenMinor: row.thenMinor + thenMinor,
    nowMinor: row.nowMinor + nowMinor,
  }
}

const sizeOf = ({ thenMinor, nowMinor }: Difference): number => Math.abs(nowMinor - thenMinor)

const frozenRulesOf = ({ lines, shipping }: OrderSnapshot): Id<'commissionRule'>[] =>
  distinct([...lines.flatMap(({ commission }) => commission), ...shipping.commission].map(({ ruleId }) => ruleId))

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)]
