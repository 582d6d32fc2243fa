import type { GroupRow, SummaryRow } from '#db/platform/queries/checkout.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { InventoryManager } from '#worker/domains/inventory/inventory-manager.ts'
import type { StockMovement } from '#worker/domains/inventory/ports.ts'
import { Unavailable } from '#worker/pure/problem.ts'

/**
 * Makes a paid order's stock its own: the hold becomes an allocation, or, if the money came after the hold ran out, units
 * are taken from what is available now. Safe to repeat: the store's lock answers the same again. Undo: `deallocate`, which
 * a cancelled order's message calls.
 * @returns what moved and nobody has been told of, for the caller to tell; null if the store has not enough left: the buyer
 *   gets the money back
 * @throws Unavailable if the store's stock cannot be reached
 */
export async function allocateOrder(
  ctx: Pick<Ctx, 'stockLocks'>,
  group: Pick<GroupRow, 'id'>,
  order: SummaryRow,
): Promise<StockMovement[] | null> {
  const inventory = new InventoryManager(ctx)
  const { vendorId, id: orderId, snapshot } = order
  const confirmed = await inventory.confirm({ vendorId, orderGroupId: group.id, orderId, isTold: true })
  if (confirmed.ok) return confirmed.movements ?? []
  if (confirmed.code !== 'expired' && confirmed.code !== 'unknown_reservation') throw new Unavailable('This store’s stock')
  const lines = snapshot.lines.map(({ variantId, quantity }) => ({ variantId, quantity }))
  const allocated = await inventory.allocateLate({ vendorId, orderId, lines, isTold: true })
  if (allocated.ok) return allocated.movements ?? []
  if (allocated.code !== 'out_of_stock') throw new Unavailable('This store’s stock')
  return null
}
