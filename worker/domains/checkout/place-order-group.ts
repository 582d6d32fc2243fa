import { readGroup, recordPlaced, type StoredGroup, type SummaryRow } from '#db/platform/queries/checkout.ts'
import { insertOrder } from '#db/vendor/queries/checkout.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { mailOnce } from '#worker/domains/identity/request-mail.ts'
import { InventoryManager } from '#worker/domains/inventory/inventory-manager.ts'
import type { StockMovement } from '#worker/domains/inventory/ports.ts'
import { newestLevels, projectionOf } from '#worker/domains/inventory/project-stock.ts'
import { checkoutPaidId } from '#worker/domains/payments/record-payment-state.ts'
import { draftLateRefund } from '#worker/domains/payments/refund-order.ts'
import { assert, present } from '#worker/pure/assert.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { toTransfers } from '#worker/pure/ledger.ts'
import { salePostings } from '#worker/pure/ledger-postings.ts'
import { CLAIM_LIVES_MS } from '#worker/pure/message.ts'
import { sumMinor } from '#worker/pure/money.ts'
import type { OrderSnapshot } from '#worker/pure/order-snapshot.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { allocateOrder } from './allocate-order.ts'
import { statusUrl } from './checkout.ts'

type Outcome = { snapshot: OrderSnapshot; number: number | null; movements: StockMovement[] }

/**
 * Turns a paid checkout into orders, exactly once, whoever comes first: the webhook's message, the return page, the sweep.
 *
 * 1. Per store, side by side: the hold becomes the order's allocation (or is allocated late; or refused), then the order
 *    is stored in the store's database in one commit.
 * 2. One commit on the platform: group and orders placed, commission frozen, the sale in the ledger, refunds of what could
 *    not be had, and the messages that tell of it.
 *
 * Every step has ids that follow from the checkout's, so it can be killed anywhere and run again, or run twice at once.
 * A checkout that is not paid, or is placed, is left alone.
 * @param known the checkout as it stands, if the caller has read it
 * @returns the checkout as it is now
 * @throws Unavailable if a store cannot be reached: the group stays `reserved` and paid, for all to see, and is tried again
 */
export async function placeOrderGroup(ctx: Ctx, orderGroupId: Id<'orderGroup'>, known?: StoredGroup): Promise<StoredGroup> {
  const stored = known ?? (await readGroup(ctx.platform, orderGroupId))
  if (!stored) throw new NotFound('checkout')
  const { group, orders, payment } = stored
  if (group.status === 'placed' || group.status === 'refunded' || payment.status !== 'succeeded') return stored
  assert(sumMinor(orders.map(({ totalMinor }) => totalMinor)) === group.totalMinor, 'INV-CHK-2: the orders sum to their group')
  assert(payment.capturedMinor === group.totalMinor, 'INV-PAY-2: what was captured is what was agreed')

  const nowMs = ctx.now()
  // A checkout that was given up has no holds, and its cart may have another one: late money goes back.
  const isOver = group.status === 'failed' || group.status === 'expired'
  const results = await Promise.allSettled(orders.map((order) => (isOver ? late(order) : placeOrder(ctx, stored, order, nowMs))))
  const outcomes = results.map((result) => {
    if (result.status === 'rejected') throw result.reason
    return result.value
  })
  try {
    return await record(ctx, stored, outcomes, nowMs)
  } catch (error) {
    // Somebody else placed it between the look and the commit; both did the same to stock and stores.
    if (!(error instanceof PreconditionFailed)) throw error
    const now = await readGroup(ctx.platform, orderGroupId)
    if (now?.group.status !== 'placed' && now?.group.status !== 'refunded') throw error
    return now
  }
}

const late = async ({ snapshot }: SummaryRow): Promise<Outcome> => ({ snapshot, number: null, movements: [] })

async function placeOrder(ctx: Ctx, { group }: StoredGroup, order: SummaryRow, nowMs: number): Promise<Outcome> {
  const movements = await allocateOrder(ctx, group, order)
  if (!movements) return late(order)
  const number = await insertOrder(await ctx.vendorDb(order.vendorId), {
    snapshot: order.snapshot,
    orderGroupId: group.id,
    email: group.email,
    shippingAddress: group.shippingAddress,
    eventId: await deriveId('orderEvent', order.id, 'placed'),
    ...projectionOf(movements),
    placedAtMs: nowMs,
  })
  return { snapshot: order.snapshot, number, movements }
}

async function record(ctx: Ctx, { group, payment }: StoredGroup, outcomes: Outcome[], nowMs: number): Promise<StoredGroup> {
  const placed = outcomes.flatMap(({ snapshot, number }) => (number === null ? [] : [{ snapshot, number }]))
  const moved = outcomes.filter(({ movements }) => movements.length > 0)
  const refused = outcomes.flatMap(({ snapshot, number }) => (number === null ? [snapshot] : []))
  const refunds = await Promise.all(
    refused.map(({ orderId, totalMinor, currency }) =>
      draftLateRefund({ orderId, paymentId: payment.id, amountMinor: totalMinor, currency }, nowMs),
    ),
  )
  const outbox = placed.length > 0 ? [await placedMessage(group.id, placed, nowMs)] : []
  const now = await recordPlaced(ctx.platform, {
    group,
    to: placed.length > 0 ? 'placed' : 'refunded',
    placed,
    levels: moved.map(({ snapshot: { vendorId }, movements }) => ({ vendorId, levels: newestLevels(movements) })),
    late: refused,
    transfers: await toTransfers(
      placed.flatMap(({ snapshot }) => salePostings(snapshot)),
      nowMs,
    ),
    refunds,
    outbox,
    claimedUntilMs: nowMs + CLAIM_LIVES_MS,
    lateMail: refused.length > 0 ? await lateMail(ctx, group, nowMs) : null,
    doneMessageId: await checkoutPaidId(payment.id),
    nowMs,
  })
  ctx.relay('platform', outbox)
  for (const { snapshot } of placed) ctx.tellPages(snapshot.vendorId, 'orders', 'stock')
  ctx.tellPages('platform', 'orders')
  for (const { snapshot, movements } of moved) ctx.defer(sayTold(ctx, snapshot.vendorId, movements))
  if (refused.length > 0) ctx.relay('platform')
  return present(now, 'a checkout that was just placed')
}

/** The lock tells by itself what it does not hear of. */
async function sayTold(ctx: Pick<Ctx, 'stockLocks'>, vendorId: Id<'vendor'>, movements: StockMovement[]): Promise<void> {
  try {
    await new InventoryManager(ctx).told(vendorId, movements)
  } catch (error) {
    console.warn(JSON.stringify({ level: 'warn', event: 'stock_untold', vendorId, error: String(error) }))
  }
}

async function placedMessage(
  orderGroupId: Id<'orderGroup'>,
  placed: { snapshot: OrderSnapshot }[],
  occurredAtMs: number,
): Promise<MessageOf<'order_group.placed'>> {
  const id = await deriveId('message', orderGroupId, 'order_group.placed')
  const orderIds = placed.map(({ snapshot }) => snapshot.orderId)
  return { id, type: 'order_group.placed', version: 1, vendorId: null, occurredAtMs, orderGroupId, orderIds }
}

async function lateMail(ctx: Ctx, group: StoredGroup['group'], occurredAtMs: number): Promise<MessageOf<'mail.requested'>> {
  const content = { template: 'late_payment_refunded' as const, orderGroupId: group.id, url: await statusUrl(ctx, group.id) }
  return mailOnce(await deriveId('mail', group.id, 'late_payment_refunded'), group.email, content, occurredAtMs)
}
