import type { MessageOf } from '#queues/messages.ts'
import { wakeStockPush } from '#worker/domains/channels/wake-stock-push.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { StockMovement } from '#worker/domains/inventory/ports.ts'
import { projectStock } from '#worker/domains/inventory/project-stock.ts'

/** A store's lock told what moved: the store's database, the marketplace's offers and its channels follow. Twice or out of order does no harm. */
export async function onStockMoved(ctx: Ctx, message: MessageOf<'stock.moved'>): Promise<void> {
  const { vendorId, movements } = message
  const { shownAt } = await projectStock(ctx, vendorId, movements as StockMovement[])
  await wakeStockPush(ctx, shownAt)
}
