import type { HeldListing } from '#db/vendor/queries/channels/stock-out.ts'
import { InventoryManager } from '#worker/domains/inventory/inventory-manager.ts'
import { quantityToShow } from '#worker/pure/channel.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Plan, Subject, TellCtx } from './note-told.ts'
import type { OpenedConnection } from './open-session.ts'

/**
 * What a channel is to be told of stock: what the store's lock can promise at this moment, less the buffer (INV-CHN-1).
 *
 * Fewer than the channel has are said at once. More than it has are said only when its orders of up to then have been seen
 * and have taken their stock: else its own sale that we do not know of yet would be given back to it.
 */
export function stockSubject(ctx: TellCtx, open: OpenedConnection): Subject {
  const { connection, session, vendorId } = open
  const inventory = new InventoryManager(ctx)
  return {
    kind: 'stock',
    async plan(listings, areOrdersWaiting) {
      const variantIds = [...new Set(listings.flatMap(({ variantId }) => variantId ?? []))]
      const levels = await inventory.levels(vendorId, variantIds)
      const available = new Map<Id<'variant'>, number>(levels.map((level) => [level.variantId, level.available]))
      const ordersSeenAtMs = areOrdersWaiting ? 0 : connection.ordersSinceMs
      return listings.map((listing): Plan => {
        const units = listing.variantId === null ? 0 : (available.get(listing.variantId) ?? 0)
        const value = listing.isForSale ? quantityToShow(units, connection.settings, listing.overrides) : 0
        return { listing, value, step: stepOf(listing, value, ordersSeenAtMs) }
      })
    },
    send: (plans) =>
      session.pushStock(
        plans.map(({ listing: { id, externalId, refs, externalSku, quantity, stockMark }, value }) => ({
          externalId,
          refs,
          sku: externalSku,
          quantity: value,
          lastSeen: quantity,
          idempotencyKey: `${id}/${stockMark}/${value}/${quantity ?? '-'}`,
        })),
      ),
  }
}

/** Once the channel has sold of it since it was told, "equal" is a number it had, not one it has: it is told again. */
function stepOf(listing: HeldListing, value: number, ordersSeenAtMs: number): Plan['step'] {
  const { quantity, isCounted, stockDueAtMs, quantityAtMs } = listing
  const isSure = quantityAtMs !== null || value === 0
  if (!isCounted || (quantity === value && isSure)) return 'rest'
  const isMore = value >= (quantity ?? 0) && value > 0
  return isMore && ordersSeenAtMs < Math.max(stockDueAtMs ?? 0, quantityAtMs ?? 0) ? 'wait' : 'tell'
}
