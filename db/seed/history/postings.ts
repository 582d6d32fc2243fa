import { deriveId, type Id } from '#worker/pure/ids.ts'
import { type LedgerTransfer, settle, toTransfers } from '#worker/pure/ledger.ts'
import {
  capturePostings,
  netOf,
  payoutPostings,
  refundPostings,
  releasePostings,
  salePostings,
  saleReversalPostings,
} from '#worker/pure/ledger-postings.ts'
import type { Currency } from '#worker/pure/money.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, utcDay } from '#worker/pure/time.ts'
import type { Charged } from './charge.ts'
import { HOLD_MS } from './fate.ts'
import type { PastGroup, PastOrder } from './plan-trade.ts'

/** When an earning is (or will be) released; null for an order that was called off. */
export const maturesAtMsOf = ({ fate }: PastOrder): number | null => (fate.status === 'cancelled' ? null : fate.shippedAtMs + HOLD_MS)

/** Payment, sales, cancellations and releases of one checkout, as the marketplace would have posted them. */
export async function transfersOf({ group, feeMinor, refunds }: Charged, nowMs: number): Promise<LedgerTransfer[]> {
  const { paymentId, currency, totalMinor, placedAtMs } = group
  const captured = capturePostings({ paymentId, currency, capturedMinor: totalMinor, feeMinor })
  const sold = group.orders.flatMap(({ snapshot }) => salePostings(snapshot))
  const returned = refunds.map(({ order: { snapshot, fate }, id: refundId }) => {
    const postings = [...saleReversalPostings(snapshot), ...refundPostings({ refundId, currency, amountMinor: snapshot.totalMinor })]
    return toTransfers(postings, fate.status === 'cancelled' ? fate.cancelledAtMs + MINUTE_MS : placedAtMs)
  })
  const released = group.orders.map((order) => {
    const maturesAtMs = maturesAtMsOf(order)
    return toTransfers(
      maturesAtMs !== null && maturesAtMs <= nowMs ? releasePostings({ ...order.snapshot, vendorRefundedMinor: 0 }) : [],
      maturesAtMs ?? placedAtMs,
    )
  })
  return (await Promise.all([toTransfers([...captured, ...sold], placedAtMs), ...returned, ...released])).flat()
}

export type PastPayout = { id: Id<'payout'>; vendorId: Id<'vendor'>; currency: Currency; period: string; amountMinor: number; atMs: number }

/** The payouts of every Monday at six: what each vendor had available in each currency then. */
export async function payoutsOf(groups: readonly PastGroup[], fromMs: number, nowMs: number): Promise<PastPayout[]> {
  const mondays = mondaysBetween(fromMs, nowMs)
  const due = new Map<string, Omit<PastPayout, 'id'>>()
  for (const { currency, orders } of groups) {
    for (const order of orders) {
      const maturesAtMs = maturesAtMsOf(order)
      const atMs = mondays.find((monday) => maturesAtMs !== null && maturesAtMs <= monday)
      if (atMs === undefined) continue
      const { vendorId } = order.snapshot
      const key = `${vendorId}/${currency}/${atMs}`
      const before = due.get(key)?.amountMinor ?? 0
      due.set(key, { vendorId, currency, period: utcDay(atMs), amountMinor: before + netOf(order.snapshot), atMs })
    }
  }
  const payouts = [...due.values()].filter(({ amountMinor }) => amountMinor > 0).sort((a, b) => a.atMs - b.atMs)
  return Promise.all(payouts.map(async (one) => ({ ...one, id: await deriveId('payout', one.vendorId, one.currency, one.period) })))
}

export async function payoutTransfers(payouts: readonly PastPayout[]): Promise<LedgerTransfer[]> {
  const each = payouts.map(async ({ id: payoutId, atMs, ...money }) => {
    const decided = await toTransfers(payoutPostings({ payoutId, ...money }), atMs, 'pending')
    return [...decided, ...(await settle(decided, 'post', atMs + 1000))]
  })
  return (await Promise.all(each)).flat()
}

/** 06:00 UTC of every Monday after `fromMs` and before `nowMs`. */
function mondaysBetween(fromMs: number, nowMs: number): number[] {
  const days = Array.from({ length: Math.ceil((nowMs - fromMs) / DAY_MS) + 1 }, (_, day) => fromMs + day * DAY_MS)
  return days.filter((dayMs) => new Date(dayMs).getUTCDay() === 1).map((dayMs) => dayMs + 6 * HOUR_MS).filter((atMs) => atMs < nowMs)
} // biome-ignore format: one line a step
