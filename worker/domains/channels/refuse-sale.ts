import { CHANNEL_NAMES, WAITS_FOR_HOLDS_MS } from '#worker/pure/channel.ts'
import { deriveId } from '#worker/pure/ids.ts'
import { mailOfOrder } from './mail-of-order.ts'
import { holdStock, type ImportCtx, mayHoldStock, type ReadSale, type Shortage, settleSale } from './settle-sale.ts'

/**
 * What becomes of an order whose goods were sold elsewhere first: as the connection's settings say, it is cancelled at the
 * channel as out of stock, or parked until the store decides; what the channel has shipped already is parked in any case. The
 * conflict is noted and the store gets one mail. It takes no number: it never was an order of ours. One that lacks only what buyers
 * hold who have not paid yet waits for them first, a while.
 */
export async function refuseSale(ctx: ImportCtx, sale: ReadSale, shortage: Shortage): Promise<void> {
  const { connection, row, document, mapped } = sale
  const isWanted = document.status === 'open' || document.status === 'pending'
  const isCancelled = isWanted && connection.settings.onShortage === 'cancel'
  const short = new Map(shortage.code === 'out_of_stock' ? shortage.short.map((each) => [each.variantId, each]) : [])
  const skus = [...new Set(mapped.filter(({ variant }) => short.size === 0 || short.has(variant.id)).map(({ variant }) => variant.sku))]
  const sumOf = (name: 'wanted' | 'available') => [...short.values()].reduce((sum, each) => sum + each[name], 0)
  const nowMs = ctx.now()
  if (isWanted && shortage.code === 'out_of_stock' && shortage.isHeld) {
    const waitsSinceMs = row.waitsSinceMs ?? nowMs
    if (nowMs < Math.min(waitsSinceMs + WAITS_FOR_HOLDS_MS, document.shipByMs ?? Number.POSITIVE_INFINITY)) {
      const becomes = { status: 'parked', parkedReason: 'stock_on_hold', detail: skus.join(', '), waitsSinceMs } as const
      return settleSale(ctx, sale, { becomes, found: sale.found })
    }
  }
  // What it held of an earlier reading.
  if (isCancelled && mayHoldStock(sale)) await holdStock(ctx, sale, [])
  await settleSale(ctx, sale, {
    becomes: { status: isCancelled ? 'refused' : 'parked', parkedReason: 'out_of_stock', detail: skus.join(', ') },
    found: sale.found,
    actions: isCancelled
      ? [
          {
            id: await deriveId('channelAction', row.id, 'cancel'),
            connectionId: connection.id,
            channelOrderId: row.id,
            kind: 'cancel',
            detail: { reason: 'out_of_stock' },
          },
        ]
      : [],
    conflict: {
      id: await deriveId('channelConflict', row.id, 'oversold'),
      connectionId: connection.id,
      kind: 'oversold',
      channelOrderId: row.id,
      ours: sumOf('available'),
      theirs: sumOf('wanted'),
      resolution: isCancelled ? 'cancelled_there' : 'parked',
      detail: `Order ${row.externalNumber} at ${CHANNEL_NAMES[connection.channel]} asks for ${skus.join(', ')}, which was sold elsewhere first.`,
      atMs: nowMs,
    },
    outbox: await mailOfOrder(ctx, sale, await deriveId('mail', row.id, 'channel_oversold'), {
      template: 'channel_oversold',
      skus,
      isCancelled,
    }),
  })
}
