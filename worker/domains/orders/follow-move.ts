import { findOrder, recordMove } from '#db/platform/queries/orders.ts'
import type { MessageOf } from '#queues/messages.ts'
import { statusUrl } from '#worker/domains/checkout/checkout.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { mailOnce } from '#worker/domains/identity/request-mail.ts'
import { InventoryManager } from '#worker/domains/inventory/inventory-manager.ts'
import { refundOrder } from '#worker/domains/payments/refund-order.ts'
import { maturityOf } from '#worker/domains/payouts/maturity.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { type Moved, statesBefore } from '#worker/pure/order.ts'
import { NotFound, Unavailable } from '#worker/pure/problem.ts'

type Found = NonNullable<Awaited<ReturnType<typeof findOrder>>>
/** The buyer hears of these; packing is the store's own business. */
const TOLD: readonly Moved[] = ['shipped', 'delivered', 'cancelled']

/**
 * What follows from an order that moved at its store: the stock leaves the building or is for sale again, the platform's
 * record follows, a shipped order's earning starts to mature, a cancelled one is refunded (the refund takes sale and
 * commission back), the buyer is told. Safe to repeat and to come late: old news changes nothing, its effects happen once.
 * @throws NotFound 404 for an order of another store; Unavailable if the checkout is not placed yet, or a part is down
 */
export async function followMove(
  ctx: Pick<Ctx, 'platform' | 'stockLocks' | 'settings' | 'linkKey' | 'now' | 'relay'>,
  move: { vendorId: Id<'vendor'>; orderId: Id<'order'>; status: Moved; movedAtMs: number },
): Promise<void> {
  const { vendorId, orderId, status, movedAtMs } = move
  const found = await findOrder(ctx.platform, orderId)
  if (found?.order.vendorId !== vendorId) throw new NotFound('order')
  // The store has the order a moment before the platform's commit; what happens to it there waits for that.
  if (found.order.status === 'draft') throw new Unavailable('This order')

  // A store whose database is of an older copy may call off what has left long ago: the platform knows better, and puts it
  // right (`reconcileOrders`); nothing is given back.
  if (status === 'cancelled' && found.order.status !== 'cancelled' && !statesBefore('cancelled').includes(found.order.status)) return
  await moveStock(ctx, move)
  if (status === 'cancelled') await refundOrder(ctx, orderId, 'cancelled')
  const nowMs = ctx.now()
  await recordMove(ctx.platform, {
    orderId,
    from: statesBefore(status),
    to: status,
    maturity: status === 'shipped' || status === 'delivered' ? await maturityOf(ctx, found.order, status, movedAtMs) : null,
    outbox: TOLD.includes(status) ? [await updateMail(ctx, found, status, nowMs)] : [],
    nowMs,
  })
  ctx.relay('platform')
}

async function moveStock(
  ctx: Pick<Ctx, 'stockLocks'>,
  { vendorId, orderId, status }: { vendorId: Id<'vendor'>; orderId: Id<'order'>; status: Moved },
) {
  const inventory = new InventoryManager(ctx)
  if (status === 'cancelled') await inventory.deallocate({ vendorId, orderId })
  if (status !== 'shipped') return
  const fulfilled = await inventory.fulfil({ vendorId, orderId })
  // `unknown_allocation`: an order from before this store's lock; `below_zero`: counted wrong. The parcel left all the same.
  if (!fulfilled.ok)
    console.warn(JSON.stringify({ level: 'warn', event: 'fulfilled_without_stock', vendorId, orderId, code: fulfilled.code }))
}

async function updateMail(
  ctx: Pick<Ctx, 'settings' | 'linkKey'>,
  { order, group }: Found,
  status: Moved,
  occurredAtMs: number,
): Promise<MessageOf<'mail.requested'>> {
  const content = { template: 'order_update' as const, orderId: order.id, status, url: await statusUrl(ctx, group.id) }
  return mailOnce(await deriveId('mail', order.id, status), group.email, content, occurredAtMs)
}
