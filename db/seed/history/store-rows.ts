import type { Statement } from '#db/commit.ts'
import { commissionLineStatements, wholeReversalStatements } from '#db/platform/queries/commissions.ts'
import { transferStatements } from '#db/platform/queries/ledger.ts'
import {
  cart,
  cartLine,
  orderGroup,
  orderSummary,
  payment,
  paymentEvent,
  paymentSplit,
  refund,
  refundAllocation,
} from '#db/platform/schema/checkout.ts'
import type { PlatformDb, VendorDb } from '#db/types.ts'
import { order, orderEvent, orderLine, shipment } from '#db/vendor/schema/orders.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import type { LedgerTransfer } from '#worker/pure/ledger.ts'
import { partsOf } from '#worker/pure/order-parts.ts'
import { planRefund } from '#worker/pure/refund-plan.ts'
import { parcels, storeAll } from '../target.ts'
import { trackingUrlOf } from './fate.ts'
import type { PastGroup, PastOrder } from './plan-trade.ts'
import { type GroupRows, movedAtMsOf } from './rows.ts'

const GROUPS_PER_COMMIT = 25
const TRANSFERS_PER_COMMIT = 600

/** Stores what the platform knows of past checkouts. Safe to repeat. */
export async function storeGroups(db: PlatformDb, rows: readonly GroupRows[], groups: readonly PastGroup[]): Promise<void> {
  for (const parcel of parcels(rows, GROUPS_PER_COMMIT)) {
    const ids = new Set(parcel.map(({ group }) => group.id))
    const refunds = parcel.flatMap((one) => one.refunds)
    await storeAll(db, [
      db.insert(cart).values(parcel.map((one) => one.cart)).onConflictDoNothing(),
      db.insert(cartLine).values(parcel.flatMap((one) => one.cartLines)).onConflictDoNothing(),
      db.insert(orderGroup).values(parcel.map((one) => one.group)).onConflictDoNothing(),
      db.insert(orderSummary).values(parcel.flatMap((one) => one.summaries)).onConflictDoNothing(),
      db.insert(payment).values(parcel.map((one) => one.payment)).onConflictDoNothing(),
      db.insert(paymentEvent).values(parcel.flatMap((one) => one.events)).onConflictDoNothing(),
      db.insert(paymentSplit).values(parcel.flatMap((one) => one.splits)).onConflictDoNothing(),
      ...(refunds.length > 0 ? [db.insert(refund).values(refunds).onConflictDoNothing(), db.insert(refundAllocation).values(allocationsOf(groups.filter(({ id }) => ids.has(id)), refunds)).onConflictDoNothing()] : []),
      ...groups.filter(({ id }) => ids.has(id)).flatMap((group) => commissionStatements(db, group, refunds)),
    ])
  }
} // biome-ignore format: a list of statements

/** Who gave what back: all of a past refund's order was called off. */
const allocationsOf = (groups: readonly PastGroup[], refunds: GroupRows['refunds']) =>
  groups.flatMap(({ orders }) =>
    orders.flatMap(({ snapshot }) => {
      const found = refunds.find(({ orderId }) => orderId === snapshot.orderId)
      if (!found) return []
      const { currency, totalMinor: capturedLeftMinor } = snapshot
      const { allocations } = planRefund({ currency, parts: partsOf(snapshot), taken: [], capturedLeftMinor }, 'undo')
      return allocations.map((row, position) => ({ ...row, refundId: found.id, position }))
    }),
  )

const commissionStatements = (db: PlatformDb, { orders, placedAtMs }: PastGroup, refunds: GroupRows['refunds']): Statement[] =>
  orders.flatMap(({ snapshot, fate }) => {
    const returned = refunds.find(({ orderId }) => orderId === snapshot.orderId)
    return [
      ...commissionLineStatements(db, snapshot, placedAtMs),
      ...(returned && fate.status === 'cancelled' ? wholeReversalStatements(db, snapshot.orderId, returned.id, fate.cancelledAtMs) : []),
    ]
  })

/** Posts transfers, the oldest first, so that the ledger reads like a diary. Safe to repeat. */
export async function storeTransfers(db: PlatformDb, transfers: readonly LedgerTransfer[]): Promise<void> {
  const inOrder = [...transfers].sort((a, b) => a.atMs - b.atMs)
  for (const parcel of parcels(inOrder, TRANSFERS_PER_COMMIT)) await storeAll(db, transferStatements(db, parcel))
}

export type NumberedOrder = { order: PastOrder; group: PastGroup; number: number }

const ORDERS_PER_COMMIT = 60

/** Stores a store's past orders in its own database, with lines, timeline and parcels. Safe to repeat. */
export async function storeOrders(db: VendorDb, orders: readonly NumberedOrder[], actorId: Id<'account'>): Promise<void> {
  for (const parcel of parcels(orders, ORDERS_PER_COMMIT)) {
    const events = await Promise.all(parcel.map((one) => timelineOf(one, actorId)))
    const shipments = (await Promise.all(parcel.map(shipmentOf))).flat()
    await storeAll(db, [
      db.insert(order).values(parcel.map(orderRow)).onConflictDoNothing(),
      db.insert(orderLine).values(parcel.flatMap(({ order: { snapshot } }) => snapshot.lines.map(({ commission: _, ...line }, position) => ({ ...line, orderId: snapshot.orderId, position })))).onConflictDoNothing(),
      db.insert(orderEvent).values(events.flat()).onConflictDoNothing(),
      ...(shipments.length > 0 ? [db.insert(shipment).values(shipments).onConflictDoNothing()] : []),
    ])
  }
} // biome-ignore format: a list of statements

function orderRow({ order: one, group, number }: NumberedOrder): typeof order.$inferInsert {
  const { snapshot, fate } = one
  const { orderId: id, shipping, currency, itemsMinor, taxMinor, taxAddedMinor, totalMinor } = snapshot
  return {
    id, number, orderGroupId: group.id, status: fate.status, email: group.buyer.email, shippingAddress: group.buyer.address, shippingName: shipping.name, currency,
    itemsMinor, shippingMinor: shipping.amountMinor, taxMinor, taxAddedMinor, totalMinor, cancelReason: fate.status === 'cancelled' ? fate.reason : null,
    placedAtMs: group.placedAtMs, updatedAtMs: movedAtMsOf(one), version: fate.status === 'delivered' ? 4 : fate.status === 'shipped' ? 3 : 2,
  }
} // biome-ignore format: rows read best as rows

async function timelineOf(
  { order: { snapshot, fate }, group }: NumberedOrder,
  vendorActor: Id<'account'>,
): Promise<(typeof orderEvent.$inferInsert)[]> {
  const event = async (kind: string, atMs: number, actorId: string, detail: Record<string, unknown> = {}) => {
    return { id: await deriveId('orderEvent', snapshot.orderId, kind), orderId: snapshot.orderId, kind, detail, actorId, atMs }
  }
  const placed = event('placed', group.placedAtMs, 'buyer')
  if (fate.status === 'cancelled') {
    const actorId = fate.by === 'vendor' ? vendorActor : (group.buyer.accountId ?? 'system')
    return Promise.all([placed, event('cancelled', fate.cancelledAtMs, actorId, { reason: fate.reason, by: fate.by })])
  }
  const { carrier, trackingNumber } = fate
  return Promise.all([
    placed,
    event('packed', fate.packedAtMs, vendorActor),
    event('shipped', fate.shippedAtMs, vendorActor, { carrier, trackingNumber }),
    ...(fate.deliveredAtMs === null ? [] : [event('delivered', fate.deliveredAtMs, vendorActor)]),
  ])
}

async function shipmentOf({ order: { snapshot, fate } }: NumberedOrder): Promise<(typeof shipment.$inferInsert)[]> {
  if (fate.status === 'cancelled') return []
  const { carrier, trackingNumber, shippedAtMs, deliveredAtMs } = fate
  const id = await deriveId('shipment', snapshot.orderId)
  return [
    {
      id,
      orderId: snapshot.orderId,
      carrier,
      trackingNumber,
      trackingUrl: trackingUrlOf(carrier, trackingNumber),
      shippedAtMs,
      deliveredAtMs,
    },
  ]
}
