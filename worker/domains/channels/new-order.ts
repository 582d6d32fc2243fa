import { assert } from '#worker/pure/assert.ts'
import { CHANNEL_NAMES } from '#worker/pure/channel.ts'
import { figuresOf, type MappedLine, statedOf } from '#worker/pure/channel-import.ts'
import { lineIdOf } from '#worker/pure/channel-order.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { isCurrency } from '#worker/pure/money.ts'
import type { Address } from '#worker/pure/order-snapshot.ts'
import type { ReadSale } from './settle-sale.ts'

/** Stands where a channel gives no address, and where one was forgotten. */
export const NO_ADDRESS: Address = { name: '—', line1: '—', city: '—', postalCode: '—', country: 'ZZ' }

/** The order of ours that an order of a channel becomes: the channel's amounts (INV-ORD-1), our goods, ids that follow from its own. */
export async function newOrderOf({ row, connection, document, mapped }: ReadSale) {
  const { orderId, placedAtMs } = row
  const { currency } = document
  assert(isCurrency(currency), 'a currency we know')
  return {
    row: {
      id: orderId,
      orderGroupId: await deriveId('orderGroup', orderId),
      source: connection.channel,
      email: document.email ?? '',
      shippingAddress: document.shipTo ?? NO_ADDRESS,
      shippingName: document.shippingName || CHANNEL_NAMES[connection.channel],
      currency,
      ...figuresOf(document),
      placedAtMs,
    },
    lines: await Promise.all(mapped.map((each, position) => newLineOf(orderId, each, position))),
    event: {
      id: await deriveId('orderEvent', orderId, 'placed'),
      orderId,
      kind: 'placed',
      detail: { channel: connection.channel, externalNumber: document.externalNumber },
      actorId: connection.channel,
      atMs: placedAtMs,
    },
  }
}

/** A line of ours, from one of the channel's. */
export async function newLineOf(orderId: Id<'order'>, { line, variant }: MappedLine, position: number) {
  return {
    id: await lineIdOf(orderId, line.externalId),
    orderId,
    productId: variant.productId,
    variantId: variant.id,
    sku: variant.sku,
    title: line.title || variant.title,
    ...statedOf(line),
    position,
  }
}
