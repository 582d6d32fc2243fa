import type { cart, cartLine, orderGroup, orderSummary, payment, paymentEvent, paymentSplit, refund } from '#db/platform/schema/checkout.ts'
import type { payout } from '#db/platform/schema/money.ts'
import { deriveId } from '#worker/pure/ids.ts'
import { sumMinor } from '#worker/pure/money.ts'
import { DAY_MS, MINUTE_MS } from '#worker/pure/time.ts'
import type { Charged } from './charge.ts'
import type { PastOrder } from './plan-trade.ts'
import { maturesAtMsOf, type PastPayout } from './postings.ts'

type Event = typeof paymentEvent.$inferInsert

/** Everything the platform knows of one past checkout. */
export type GroupRows = {
  cart: typeof cart.$inferInsert
  cartLines: (typeof cartLine.$inferInsert)[]
  group: typeof orderGroup.$inferInsert
  summaries: (typeof orderSummary.$inferInsert)[]
  payment: typeof payment.$inferInsert
  events: Event[]
  splits: (typeof paymentSplit.$inferInsert)[]
  refunds: (typeof refund.$inferInsert)[]
}

/** The last thing that happened to an order. */
export const movedAtMsOf = ({ fate }: PastOrder): number =>
  fate.status === 'cancelled' ? fate.cancelledAtMs : (fate.deliveredAtMs ?? fate.shippedAtMs)

/** @param numberOf the order's number at its store */
export async function rowsOf(charged: Charged, numberOf: (order: PastOrder) => number, nowMs: number): Promise<GroupRows> {
  const { group, intentRef, feeMinor, refunds } = charged
  const { id, cartId, paymentId, buyer, currency, totalMinor, placedAtMs, orders } = group
  const createdAtMs = placedAtMs - 2 * MINUTE_MS
  const isRefunded = (order: PastOrder) => refunds.some((refund) => refund.order === order)
  return {
    cart: { id: cartId, accountId: buyer.accountId, secretHash: '', currency, status: 'ordered', expiresAtMs: placedAtMs + 30 * DAY_MS, createdAtMs: createdAtMs - 7 * MINUTE_MS },
    cartLines: await cartLinesOf(charged),
    group: {
      id, cartId, accountId: buyer.accountId, email: buyer.email, currency, totalMinor, shippingAddress: buyer.address, status: 'placed',
      quoteHash: group.quoteHash, holdsExpireAtMs: createdAtMs + 15 * MINUTE_MS, placedAtMs, createdAtMs,
    },
    summaries: orders.map((order) => summaryOf(order, id, { number: numberOf(order), placedAtMs, nowMs })),
    payment: {
      id: paymentId, orderGroupId: id, providerRef: intentRef, currency, amountMinor: totalMinor, capturedMinor: totalMinor,
      refundedMinor: sumMinor(refunds.map(({ order }) => order.snapshot.totalMinor)), feeMinor, status: 'succeeded', createdAtMs, updatedAtMs: placedAtMs,
    },
    events: await eventsOf(charged, createdAtMs),
    splits: orders.map((order) => {
      const { orderId, totalMinor: capturedMinor } = order.snapshot
      return { paymentId, orderId, capturedMinor, refundedMinor: isRefunded(order) ? capturedMinor : 0 }
    }),
    refunds: refunds.map(({ order: { snapshot, fate }, id: refundId, ref }) => ({
      id: refundId, paymentId, orderId: snapshot.orderId, amountMinor: snapshot.totalMinor, currency, reason: 'cancelled', providerRef: ref,
      status: 'succeeded', createdAtMs: fate.status === 'cancelled' ? fate.cancelledAtMs : placedAtMs,
    })),
  }
} // biome-ignore format: rows read best as rows

function summaryOf(order: PastOrder, orderGroupId: GroupRows['group']['id'], { number, placedAtMs, nowMs }: { number: number; placedAtMs: number; nowMs: number }): typeof orderSummary.$inferInsert {
  const { snapshot, fate } = order
  const { orderId: id, vendorId, currency, itemsMinor, taxMinor, totalMinor, commissionMinor, commissionTaxMinor, platformDiscountMinor } = snapshot
  const maturesAtMs = maturesAtMsOf(order)
  return {
    id, orderGroupId, vendorId, number, status: fate.status, currency, itemsMinor, shippingMinor: snapshot.shipping.amountMinor, taxMinor, totalMinor, commissionMinor, commissionTaxMinor, platformDiscountMinor,
    snapshot, maturesAtMs, releasedAtMs: maturesAtMs !== null && maturesAtMs <= nowMs ? maturesAtMs : null, placedAtMs, updatedAtMs: movedAtMsOf(order),
  }
} // biome-ignore format: rows read best as rows

async function cartLinesOf({ group }: Charged): Promise<GroupRows['cartLines']> {
  const lines = group.orders.flatMap(({ snapshot: { vendorId, lines: sold } }) => sold.map((line) => ({ vendorId, line })))
  return Promise.all(
    lines.map(async ({ vendorId, line }) => ({
      id: await deriveId('cartLine', group.cartId, line.variantId),
      cartId: group.cartId,
      vendorId,
      listingId: line.productId,
      variantId: line.variantId,
      quantity: line.quantity,
      seenPriceMinor: line.unitPriceMinor,
      seenTitle: line.title,
      addedAtMs: group.placedAtMs - 9 * MINUTE_MS,
    })),
  )
}

async function eventsOf({ group, intentRef, chargeRef, declined, refunds }: Charged, createdAtMs: number): Promise<Event[]> {
  const { paymentId, totalMinor } = group
  const fact = async (kind: Event['kind'], providerRef: string, atMs: number, detail = ''): Promise<Event> => {
    return {
      id: await deriveId('paymentEvent', paymentId, kind, providerRef),
      paymentId,
      kind,
      amountMinor: totalMinor,
      providerRef,
      detail,
      atMs,
    }
  }
  const returned = refunds.map(
    async ({ order: { snapshot, fate }, id, ref }): Promise<Event> => ({
      id: await deriveId('paymentEvent', id, 'refunded'),
      paymentId,
      kind: 'refunded',
      amountMinor: snapshot.totalMinor,
      providerRef: ref,
      detail: 'cancelled',
      atMs: fate.status === 'cancelled' ? fate.cancelledAtMs + MINUTE_MS : group.placedAtMs,
    }),
  )
  return Promise.all([
    fact('created', intentRef, createdAtMs),
    ...(declined ? [fact('failed', declined.ref, createdAtMs + MINUTE_MS, declined.detail)] : []),
    fact('succeeded', chargeRef, group.placedAtMs),
    ...returned,
  ])
}

/** @param destination the vendor's account at the provider */
export function payoutRow({ atMs, ...money }: PastPayout, destination: string, providerRef: string): typeof payout.$inferInsert {
  return { ...money, status: 'paid', providerRef, destination, attempts: 1, createdAtMs: atMs, updatedAtMs: atMs + 1000 }
}
