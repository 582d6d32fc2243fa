import {
  type BuyerKey,
  findOwnOrder,
  type GroupOrder,
  listBuyerGroups,
  type OrderGroupRow,
  readOrderGroup,
} from '#db/platform/queries/orders.ts'
import { readOrder } from '#db/vendor/queries/orders.ts'
import { readStatusToken } from '#worker/domains/checkout/checkout.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Money } from '#worker/pure/money.ts'
import type { Principal } from '#worker/pure/principal.ts'
import { NotFound, Problem } from '#worker/pure/problem.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { moveOrder } from './move-order.ts'
import { OrderNotMovable } from './order.ts'

/** Whose orders the caller may see: their own, and a guest's with their address once they have proved it is theirs. */
function buyerOf(principal: Principal): BuyerKey {
  if (principal.kind === 'anonymous') throw new NotFound('order')
  return { accountId: principal.accountId, verifiedEmail: principal.isEmailVerified ? principal.email.toLowerCase() : null }
}

const viewOrders = (orders: readonly GroupOrder[]) =>
  orders.map(({ order, vendorName, vendorSlug }) => {
    const money = (amountMinor: number): Money => ({ amountMinor, currency: order.currency })
    return {
      id: order.id,
      number: order.number,
      // A draft of a group that was placed is between two commits: to its buyer it is placed.
      status: order.status === 'draft' ? ('placed' as const) : order.status,
      isLatePaymentRefund: order.isLatePaymentRefund,
      vendor: { id: order.vendorId, name: vendorName, slug: vendorSlug },
      lines: order.snapshot.lines.map((line) => ({
        productId: line.productId,
        variantId: line.variantId,
        title: line.title,
        quantity: line.quantity,
        unitPrice: money(line.unitPriceMinor),
        total: money(line.totalMinor),
      })),
      shippingName: order.snapshot.shipping.name,
      items: money(order.itemsMinor),
      shipping: money(order.shippingMinor),
      tax: money(order.taxMinor),
      total: money(order.totalMinor),
    }
  })

const viewGroup = (group: OrderGroupRow, orders: readonly GroupOrder[]) => ({
  id: group.id,
  status: group.status === 'refunded' ? ('refunded' as const) : ('placed' as const),
  placedAt: toRfc3339(group.placedAtMs ?? group.createdAtMs),
  total: { amountMinor: group.totalMinor, currency: group.currency },
  orders: viewOrders(orders),
})

/** A page of the caller's purchases, newest first. */
export async function readPurchases(
  ctx: Pick<Ctx, 'platform' | 'principal'>,
  { cursor, limit }: { cursor?: Id<'orderGroup'> | undefined; limit: number },
) {
  const groups = await listBuyerGroups(ctx.platform, buyerOf(ctx.principal), { before: cursor, limit: limit + 1 })
  const items = groups.slice(0, limit).map(({ group, orders }) => viewGroup(group, orders))
  return { items, nextCursor: groups.length > limit ? (items.at(-1)?.id ?? null) : null }
}

type PurchaseCtx = Pick<Ctx, 'platform' | 'principal' | 'linkKey' | 'vendorDb'>

/** One of the caller's purchases, with addresses, refunds and where the parcels are. @throws NotFound 404 */
export async function readPurchase(ctx: PurchaseCtx, orderGroupId: Id<'orderGroup'>) {
  return viewPurchase(ctx, await readOrderGroup(ctx.platform, orderGroupId, buyerOf(ctx.principal)))
}

/** The purchase that a status link names; the link is all it takes. @throws NotFound 404 for a link we did not make */
export async function readPurchaseByLink(ctx: PurchaseCtx, token: string) {
  const orderGroupId = await readStatusToken(ctx, token)
  if (!orderGroupId) throw new NotFound('order')
  return viewPurchase(ctx, await readOrderGroup(ctx.platform, orderGroupId, null))
}

async function viewPurchase(ctx: PurchaseCtx, found: Awaited<ReturnType<typeof readOrderGroup>>) {
  if (!found || (found.group.status !== 'placed' && found.group.status !== 'refunded')) throw new NotFound('order')
  const { group, orders, refunds } = found
  const shipments = await Promise.all(orders.map(({ order }) => shipmentOf(ctx, order)))
  const view = viewGroup(group, orders)
  return {
    ...view,
    email: group.email,
    shippingAddress: group.shippingAddress,
    orders: view.orders.map((order, index) => {
      const refund = refunds.find(({ orderId }) => orderId === order.id)
      return {
        ...order,
        shipment: shipments[index] ?? null,
        refund: refund ? { amount: { amountMinor: refund.amountMinor, currency: group.currency }, status: refund.status } : null,
      }
    }),
  }
}

/** Where a shipped order's parcel is; null before that, and while the store cannot be reached: the rest of the page is worth showing. */
async function shipmentOf(ctx: Pick<Ctx, 'vendorDb'>, order: GroupOrder['order']) {
  if (order.status !== 'shipped' && order.status !== 'delivered') return null
  try {
    const shipment = (await readOrder(await ctx.vendorDb(order.vendorId), order.id))?.shipment
    if (!shipment) return null
    const { carrier, trackingNumber, trackingUrl, shippedAtMs, deliveredAtMs } = shipment
    return {
      carrier,
      trackingNumber,
      trackingUrl,
      shippedAt: toRfc3339(shippedAtMs),
      deliveredAt: deliveredAtMs === null ? null : toRfc3339(deliveredAtMs),
    }
  } catch (error) {
    if (error instanceof Problem && error.status === 503) return null
    throw error
  }
}

/**
 * The buyer calls one order off before it ships: stock goes back, the money is refunded. Safe to repeat.
 * @throws NotFound 404 if it is not theirs; OrderNotMovable 409 once it has shipped
 */
export async function cancelOwnOrder(ctx: Ctx, orderId: Id<'order'>): Promise<{ id: Id<'order'>; status: 'cancelled' }> {
  const own = await findOwnOrder(ctx.platform, orderId, buyerOf(ctx.principal))
  if (!own) throw new NotFound('order')
  if (own.status === 'draft') throw new OrderNotMovable('draft', 'cancel')
  // A store never saw an order that was cancelled because the payment came too late.
  if (own.status === 'cancelled') return { id: orderId, status: 'cancelled' }
  await moveOrder(ctx, own.vendorId, orderId, { action: 'cancel', reason: 'Cancelled by the buyer', by: 'buyer' })
  return { id: orderId, status: 'cancelled' }
}
