import { readTaken, storeReduction } from '#db/vendor/queries/channels/imports.ts'
import { figuresOf, reducedLines } from '#worker/pure/channel-import.ts'
import { deriveId } from '#worker/pure/ids.ts'
import { lineIdOf } from './new-order.ts'
import type { ImportCtx, ReadSale } from './settle-sale.ts'

/**
 * Fewer units are wanted of an order that has not left yet: its lines and amounts follow the channel's. What was allocated for
 * the rest stays with the order until it ships or is cancelled, so nothing is sold twice meanwhile. Safe to repeat.
 */
export async function reduceOrder(ctx: ImportCtx, { vendorId, connection, row, document }: ReadSale): Promise<void> {
  const db = await ctx.vendorDb(vendorId)
  const { lines } = await readTaken(db, row.orderId)
  const theirs = new Map(
    await Promise.all(document.lines.map(async (line) => [await lineIdOf(row.orderId, line.externalId), line] as const)),
  )
  const reduced = reducedLines(lines, theirs)
  if (reduced.length === 0) return
  const nowMs = ctx.now()
  await storeReduction(db, {
    orderId: row.orderId,
    lines: reduced.map(({ line, to: { quantity, totalMinor, taxMinor } }) => ({ id: line.id, quantity, totalMinor, taxMinor })),
    figures: figuresOf(document),
    event: {
      id: await deriveId('orderEvent', row.orderId, 'reduced', String(row.mark)),
      orderId: row.orderId,
      kind: 'reduced',
      detail: { lines: reduced.map(({ line, to }) => ({ sku: line.sku, from: line.quantity, to: to.quantity })) },
      actorId: connection.channel,
      atMs: nowMs,
    },
    nowMs,
  })
}
