import {
  type BuyerKey,
  findOwnOrder,
  type GroupOrder,
  listBuyerGroups,
  type OrderGroupRow,
  type PurchaseRefund,
  readOrderGroup,
} from '#db/platform/queries/orders.ts'
import { readStatusToken } from '#worker/domains/checkout/checkout.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { type Money, sumMinor } from '#worker/pure/money.ts'
import type { OrderStatus } from '#worker/pure/order.ts'
import type { Principal } from '#worker/pure/principal.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { moveOrder } from './move-order.ts'
import { OrderNotMovable } from './order.ts'
import { readProgress } from './read-progress.ts'

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

/** What a buyer's list can be narrowed to: purchases with an order in one of these states. */
export const PURCHASE_FILTERS = ['all', 'on_the_way', 'delivered', 'cancelled'] as const
const STATUSES: Record<(typeof PURCHASE_FILTERS)[number], readonly OrderStatus[] | null> = {
  all: null,
  on_the_way: ['placed', 'packed', 'shipped'],
  delivered: ['delivered'],
  cancelled: ['cancelled'],
}

/** A page of the caller's purchases, newest first. `q` is looked for in titles, names of stores and order numbers. */
export async function readPurchases(
  ctx: Pick<Ctx, 'platform' | 'principal'>,
  page: { show: (typeof PURCHASE_FILTERS)[number]; q?: string | undefined; cursor?: Id<'orderGroup'> | undefined; limit: number },
) {
  const { show, q, cursor, limit } = page
  const filter = { statuses: STATUSES[show], words: q, before: cursor, limit: limit + 1 }
  const groups = await listBuyerGroups(ctx.platform, buyerOf(ctx.principal), filter)
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
  const refundsOf = (id: Id<'order'>) => refunds.filter(({ orderId }) => orderId === id)
  const progress = await Promise.all(orders.map(({ order }) => readProgress(ctx, order, refundsOf(order.id))))
  const view = viewGroup(group, orders)
  return {
    ...view,
    email: group.email,
    shippingAddress: group.shippingAddress,
    orders: view.orders.map((order, index) => ({
      ...order,
      shipment: progress[index]?.shipment ?? null,
      timeline: progress[index]?.timeline ?? [],
      ...viewRefunds(refundsOf(order.id), group.currency),
    })),
  }
}

/** What an order's buyer got back, refund by refund and together. */
function viewRefunds(refunds: readonly PurchaseRefund[], currency: Money['currency']) {
  const inStatus = (...statuses: PurchaseRefund['status'][]) => refunds.filter(({ status }) => statuses.includes(status))
  const status = inStatus('pending').length > 0 ? 'pending' : inStatus('succeeded').length > 0 ? 'succeeded' : 'failed'
  const counted = status === 'failed' ? refunds : inStatus('pending', 'succeeded')
  const amountMinor = sumMinor(counted.map((refund) => refund.amountMinor))
  return {
    refund: refunds.length === 0 ? null : { amount: { amountMinor, currency }, status: status as 'pending' | 'succeeded' | 'failed' },
    refunds: refunds.map((refund) => ({
      amount: { amountMinor: refund.amountMinor, currency },
      status: refund.status,
      reason: refund.reason,
      at: toRfc3339(refund.createdAtMs),
    })),
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
