import { showWhatIsLeft } from '#db/platform/queries/channels/availability.ts'
import { findConnection } from '#db/vendor/queries/channels/connections.ts'
import { release } from '#db/vendor/queries/channels/due-marks.ts'
import { type ImportRow, readCandidates, readImports, storeFailedImport } from '#db/vendor/queries/channels/imports.ts'
import type { MessageOf } from '#queues/messages.ts'
import { InventoryManager } from '#worker/domains/inventory/inventory-manager.ts'
import type { StockMovement } from '#worker/domains/inventory/ports.ts'
import { newestLevels } from '#worker/domains/inventory/project-stock.ts'
import type { ChannelOrderLine } from '#worker/pure/channel-order.ts'
import type { Id } from '#worker/pure/ids.ts'
import { Unavailable } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { importOrder } from './import-order.ts'
import type { ImportCtx, Sale } from './settle-sale.ts'
import { wakeStockPush } from './wake-stock-push.ts'

/** How often an order is looked at again because somebody else worked on it meanwhile. */
const TRIES = 3
/** Orders in hand at a time: a Worker has six connections open at once. */
const AT_ONCE = 6
const DETAIL_MAX = 300

type Received = Pick<MessageOf<'channel.orders_received'>, 'vendorId' | 'connectionId' | 'channelOrderIds'>

/**
 * Brings orders of a channel to the state the channel says: each by itself, so that one nothing can be made of holds up none.
 * Such a one is tried with the next beats, a few times, and then waits for the store. Safe to repeat, to run twice at once and
 * to be killed anywhere: what is done already is found done.
 * @throws Unavailable 503 if the store's stock or database cannot be reached: that is no order's fault, and the queue tries again
 */
export async function importOrders(ctx: ImportCtx, { vendorId, connectionId, channelOrderIds }: Received): Promise<void> {
  const db = await ctx.vendorDb(vendorId)
  const connection = await findConnection(db, connectionId)
  if (!connection) return
  const rows = (await readImports(db, channelOrderIds)).filter((row) => row.connectionId === connectionId && isDue(row))
  if (rows.length === 0) return
  const candidates = await readCandidates(db, connectionId, namesOf(rows.flatMap(({ document }) => document?.lines ?? [])))
  const moved: StockMovement[] = []
  const outages: unknown[] = []
  const importOne = async (row: ImportRow) => {
    try {
      moved.push(...(await untilNobodyInterferes(ctx, { vendorId, connection, row, candidates })))
    } catch (error) {
      if (error instanceof Unavailable) outages.push(error)
      else await setAside(ctx, vendorId, row, error).catch((outage: unknown) => outages.push(outage))
    }
  }
  // Each waits for the lock and the database most of the time. Those placed first come first to the stock.
  for (let at = 0; at < rows.length; at += AT_ONCE) await Promise.all(rows.slice(at, at + AT_ONCE).map(importOne))
  ctx.relay(vendorId)
  if (moved.length > 0) await tell(ctx, vendorId, moved)
  // What waited for these to be seen need not wait for its time.
  if ((await release(db, connectionId)) > 0) await wakeStockPush(ctx, [{ vendorId, connectionId }])
  if (outages.length > 0) throw outages[0]
}

const isDue = ({ mark, doneMark, document }: ImportRow): boolean => doneMark < mark && document !== null

const namesOf = (lines: readonly ChannelOrderLine[]) => ({
  listingIds: [...new Set(lines.flatMap(({ listingExternalId }) => listingExternalId ?? []))],
  skus: [...new Set(lines.flatMap(({ sku }) => sku ?? []))],
})

/** Works on an order as it is now; where another message was quicker, looks again. */
async function untilNobodyInterferes(ctx: ImportCtx, sale: Sale): Promise<StockMovement[]> {
  let { row } = sale
  for (let n = 0; n < TRIES; n++) {
    try {
      return await importOrder(ctx, { ...sale, row })
    } catch (error) {
      if (!(error instanceof PreconditionFailed)) throw error
    }
    const [now] = await readImports(await ctx.vendorDb(sale.vendorId), [row.id])
    if (!now || !isDue(now)) return []
    row = now
  }
  throw new Unavailable('This order')
}

async function setAside(ctx: ImportCtx, vendorId: Id<'vendor'>, row: ImportRow, error: unknown): Promise<void> {
  const detail = (error instanceof Error ? error.message : String(error)).slice(0, DETAIL_MAX)
  console.warn(JSON.stringify({ level: 'warn', event: 'channel_order_failed', vendorId, channelOrderId: row.id, detail }))
  await storeFailedImport(await ctx.vendorDb(vendorId), row, detail, ctx.now())
}

/** Buyers and channels see what is left; the lock tells by itself what it does not hear of. */
async function tell(ctx: ImportCtx, vendorId: Id<'vendor'>, moved: readonly StockMovement[]): Promise<void> {
  const shownAt = await showWhatIsLeft(ctx.platform, vendorId, newestLevels(moved))
  await new InventoryManager(ctx).told(vendorId, moved)
  await wakeStockPush(ctx, shownAt)
}
