import { type KnownOrder, listKnown, readKnown, renumber } from '#db/platform/queries/orders/reconcile.ts'
import { readStatuses, restoreOrder } from '#db/vendor/queries/orders/reconcile.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { type OrderStatus, statesBefore } from '#worker/pure/order.ts'

/** Orders looked at each time, and how many pages of them once something is found missing. */
const RECENT = 50
const PAGE = 200
const PAGES_MAX = 500

export type OrderReconciliation = { vendorId: Id<'vendor'>; checked: number; restored: Id<'order'>[]; moved: Id<'order'>[] }

/**
 * Finds what a store's database has lost of its orders, as after it was restored from an older copy, and puts it back from
 * what the platform knows: orders with lines and number, and how far each had come. Orders that moved last are looked at;
 * once one of them is found behind, all are. What the store knows and the platform not yet is on its way and left alone.
 * No money moves: it never depended on the store's copy. Safe to repeat and to run twice at once.
 * @param scope `recent`: the orders that moved last (every minute); `all`: every order there is
 */
export async function reconcileOrders(
  ctx: Pick<Ctx, 'platform' | 'vendorDb' | 'now'>,
  vendorId: Id<'vendor'>,
  scope: 'recent' | 'all' = 'recent',
): Promise<OrderReconciliation> {
  const found: OrderReconciliation = { vendorId, checked: 0, restored: [], moved: [] }
  if (scope === 'recent') {
    const recent = await listKnown(ctx.platform, vendorId, null, RECENT)
    if ((await repair(ctx, vendorId, recent as Known[], found)) === 0) return found
  }
  let after: Id<'order'> | '' = ''
  for (let page = 0; page < PAGES_MAX; page++) {
    const known = (await listKnown(ctx.platform, vendorId, after, PAGE)) as Known[]
    await repair(ctx, vendorId, known, found)
    const last = known.at(-1)
    if (!last || known.length < PAGE) break
    after = last.id
  }
  const { restored, moved } = found
  console.warn(JSON.stringify({ level: 'warn', event: 'orders_restored', vendorId, restored: restored.length, moved: moved.length }))
  return found
}

type Known = { id: Id<'order'>; status: OrderStatus }

/** @returns how many of these orders were behind */
async function repair(
  ctx: Pick<Ctx, 'platform' | 'vendorDb' | 'now'>,
  vendorId: Id<'vendor'>,
  known: readonly Known[],
  found: OrderReconciliation,
): Promise<number> {
  if (known.length === 0) return 0
  const db = await ctx.vendorDb(vendorId)
  const stored = await readStatuses(
    db,
    known.map(({ id }) => id),
  )
  found.checked += known.length
  const behind = known.filter(({ id, status }) => isBehind(stored.get(id), status))
  if (behind.length === 0) return 0
  const whole = await readKnown(
    ctx.platform,
    behind.map(({ id }) => id),
  )
  // The oldest first, so that numbers are given in the order of the sales.
  for (const each of whole.sort((a, b) => (a.order.number ?? 0) - (b.order.number ?? 0))) {
    const number = await restoreOrder(db, await lostOf(each, ctx.now()))
    if (number !== each.order.number) await renumber(ctx.platform, each.order.id, number)
    if (stored.has(each.order.id)) found.moved.push(each.order.id)
    else found.restored.push(each.order.id)
  }
  return behind.length
}

/** True if the store lacks an order, or has it in a state that comes before the one the platform knows. */
const isBehind = (stored: OrderStatus | undefined, known: OrderStatus): boolean => stored === undefined || behindOf(known).includes(stored)

/** Where a store that has lost something may have an order; one that has left may have been called off there once more. */
function behindOf(known: OrderStatus): readonly OrderStatus[] {
  if (known === 'placed') return []
  return known === 'shipped' || known === 'delivered' ? [...statesBefore(known), 'cancelled'] : statesBefore(known)
}

async function lostOf({ order, email, shippingAddress }: KnownOrder, nowMs: number) {
  const status = order.status as OrderStatus
  const at = { placed: order.placedAtMs, packed: nowMs, shipped: order.shippedAtMs, delivered: order.deliveredAtMs, cancelled: nowMs }[
    status
  ]
  return {
    snapshot: order.snapshot,
    number: order.number ?? 0,
    orderGroupId: order.orderGroupId,
    email,
    shippingAddress,
    placedAtMs: order.placedAtMs ?? nowMs,
    status,
    from: behindOf(status),
    placedEventId: await deriveId('orderEvent', order.id, 'placed'),
    event: status === 'placed' ? null : { id: await deriveId('orderEvent', order.id, status), atMs: at ?? nowMs },
  }
}
