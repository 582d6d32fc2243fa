import { recordEnded, type StoredGroup, type StoreLevels } from '#db/platform/queries/checkout.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { HOLD_MS, InventoryManager } from '#worker/domains/inventory/inventory-manager.ts'
import type { StockRefusal } from '#worker/domains/inventory/ports.ts'
import { newestLevels } from '#worker/domains/inventory/project-stock.ts'
import type { Id } from '#worker/pure/ids.ts'
import { OutOfStock, TooManyHolds } from './checkout.ts'

type ReserveCtx = Pick<Ctx, 'platform' | 'stockLocks' | 'now' | 'clientIp'>
type Held = Pick<StoredGroup, 'group' | 'orders'>

/**
 * Step 1 of a checkout, first and alone: holds every line at every store, or none. Safe to repeat.
 * A refusal ends the checkout: its holds are given back and its cart is free for another.
 * @returns what is left at each store, for buyers to see; null if the holds of this checkout are over (it died and was given
 *   up): only a new one can go on
 * @throws OutOfStock 409 naming the lines; TooManyHolds 429; Unavailable 503 if a store's stock cannot be reached
 */
export async function reserveGroup(ctx: ReserveCtx, { group, orders }: Held): Promise<StoreLevels[] | null> {
  const stores = orders.map(({ vendorId, snapshot }) => ({
    vendorId,
    lines: snapshot.lines.map(({ variantId, quantity }) => ({ variantId, quantity })),
  }))
  const hold = await new InventoryManager(ctx)
    .reserve({ orderGroupId: group.id, stores, buyer: group.accountId ?? group.cartId, ip: ctx.clientIp, ttlMs: HOLD_MS, isTold: true })
    .catch(async (error: unknown) => {
      // The holds were given back and cannot come to life again, so this checkout cannot either.
      await recordEnded(ctx.platform, group.id, 'failed', ctx.now())
      throw error
    })
  if (hold.ok) return hold.movements.map(({ vendorId, movements }) => ({ vendorId, levels: newestLevels(movements) }))
  await recordEnded(ctx.platform, group.id, 'failed', ctx.now())
  if (hold.refusals.some(({ refusal }) => refusal.code === 'too_many_holds')) throw new TooManyHolds()
  const short = shortLines(orders, hold.refusals)
  if (short.length > 0) throw new OutOfStock(short)
  return null
}

/** Undoes `reserveGroup`: every store's units are for sale again. Safe to repeat, also where nothing was held. */
export async function releaseGroup(ctx: Pick<Ctx, 'stockLocks'>, { group, orders }: Held): Promise<void> {
  const inventory = new InventoryManager(ctx)
  await Promise.all(orders.map(({ vendorId }) => inventory.release({ vendorId, orderGroupId: group.id })))
}

function shortLines(orders: Held['orders'], refusals: { vendorId: Id<'vendor'>; refusal: StockRefusal }[]) {
  return refusals.flatMap(({ vendorId, refusal }) => {
    if (refusal.code !== 'out_of_stock') return []
    const lines = orders.find((order) => order.vendorId === vendorId)?.snapshot.lines ?? []
    return refusal.short.map((short) => ({
      vendorId,
      ...short,
      title: lines.find(({ variantId }) => variantId === short.variantId)?.title ?? '',
    }))
  })
}
