import type { GroupRow, SummaryRow } from '#db/platform/queries/checkout.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { InventoryManager } from '#worker/domains/inventory/inventory-manager.ts'
import { Unavailable } from '#worker/pure/problem.ts'

/**
 * Makes a paid order's stock its own: the hold becomes an allocation, or, if the money came after the hold ran out, units
 * are taken from what is available now. Safe to repeat: the store's lock answers the same again. Undo: `deallocate`, which
 * a cancelled order's message calls.
 * @returns false if the store has not enough left: the buyer gets the money back
 * @throws Unavailable if the store's stock cannot be reached
 */
export async function allocateOrder(ctx: Pick<Ctx, 'stockLocks'>, group: Pick<GroupRow, 'id'>, order: SummaryRow): Promise<boolean> {
  const inventory = new InventoryManager(ctx)
  const { vendorId, id: orderId, snapshot } = order
  const confirmed = await inventory.confirm({ vendorId, orderGroupId: group.id, orderId })
  if (confirmed.ok) return true
  if (confirmed.code !== 'expired' && confirmed.code !== 'unknown_reservation') throw new Unavailable('This store’s stock')
  const lines = snapshot.lines.map(({ variantId, quantity }) => ({ variantId, quantity }))
  const allocated = await inventory.allocateLate({ vendorId, orderId, lines })
  if (allocated.ok) return true
  if (allocated.code !== 'out_of_stock') throw new Unavailable('This store’s stock')
  return false
}
