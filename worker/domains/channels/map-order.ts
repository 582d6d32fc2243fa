import { parkedForSku, storeMapping, storeReplay } from '#db/vendor/queries/channels/orders.ts'
import { knownVariant } from '#db/vendor/queries/channels/variants.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { nameOfLine, wantedLines } from '#worker/pure/channel-import.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { importOrders } from './import-orders.ts'
import { type ChannelOrderView, findChannelOrder, viewChannelOrder } from './read-channel-orders.ts'
import { receivedAgain } from './replay-order.ts'
import type { ImportCtx } from './settle-sale.ts'

/** Orders that waited for the same SKU and are worked on with it; the rest wait for the next mapping or replay. */
const OTHERS_MAX = 500

/**
 * Says which variant a SKU of a channel's order stands for, remembers it for the connection, and imports this order at once and
 * every other that waited for it soon. Safe to repeat.
 * @param sku as the order names it; where a line has none, its listing's id
 * @throws NotFound 404 for the order, for a SKU it does not name, and for a variant that is not the store's
 */
export async function mapOrder(
  ctx: ImportCtx & Pick<Ctx, 'newId'>,
  vendorId: Id<'vendor'>,
  id: Id<'channelOrder'>,
  { sku, variantId }: { sku: string; variantId: Id<'variant'> },
): Promise<ChannelOrderView> {
  const db = await ctx.vendorDb(vendorId)
  const { row } = await findChannelOrder(ctx, vendorId, id)
  const line = row.document && wantedLines(row.document).find((each) => nameOfLine(each) === sku)
  if (!line) throw new NotFound('SKU')
  if (!(await knownVariant(db, variantId))) throw new NotFound('variant')
  const { connectionId } = row
  const nowMs = ctx.now()
  const externalId = line.listingExternalId ?? sku
  await storeMapping(
    db,
    {
      id: await deriveId('channelListing', connectionId, 'mapped', externalId),
      connectionId,
      externalId,
      externalSku: line.sku,
      title: line.title || sku,
      variantId,
    },
    nowMs,
  )
  const waiting = await parkedForSku(db, connectionId, sku, OTHERS_MAX)
  const ids = [...new Set([id, ...waiting])]
  await storeReplay(db, ids, await receivedAgain(ctx, { vendorId, connectionId }, waiting), nowMs)
  ctx.relay(vendorId)
  await importOrders(ctx, { vendorId, connectionId, channelOrderIds: [id] })
  return viewChannelOrder(ctx, vendorId, await findChannelOrder(ctx, vendorId, id))
}
