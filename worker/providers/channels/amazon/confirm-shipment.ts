import * as v from 'valibot'
import type { ChannelOrder, Parcel } from '#worker/domains/channels/ports.ts'
import { id, idOrNull, listOf, part, text, wholeOrNull } from '#worker/providers/channels/lenient.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { inPath } from './call-api.ts'
import type { ordersV0 } from './models.gen.ts'
import { readOne } from './pull-orders.ts'
import type { Account } from './session.ts'

/** What Amazon calls the carriers it knows; any other goes by its name as `Other`. */
const CARRIERS = ['USPS', 'UPS', 'FedEx', 'DHL', 'DHL eCommerce', 'OnTrac', 'LaserShip', 'Canada Post', 'Royal Mail', 'Evri', 'DPD', 'GLS', 'Hermes', 'La Poste', 'Correos', 'Australia Post', 'Sagawa', 'Yamato Transport', 'Japan Post', 'PostNL', 'Bpost', 'Chronopost', 'Deutsche Post', 'SDA', 'BRT', 'Amazon Shipping'] // biome-ignore format: a list
const KNOWN = new Map(CARRIERS.map((name) => [plain(name), name]))

const Sent = v.object({
  orderItems: listOf(
    v.object({ orderItemId: id, fulfillment: part(v.object({ quantityFulfilled: wholeOrNull, quantityUnfulfilled: wholeOrNull })) }),
  ),
  packages: listOf(v.object({ packageReferenceId: idOrNull, trackingNumber: text })),
})

/**
 * Says that what is left of an order left, in one parcel: all of it, or, where the vendor sent a part in Seller Central, the rest in
 * another one. A parcel's reference is the same each time, so that a repeat replaces what was said. Orders 2026-01-01 has no such call;
 * that of v0 goes on.
 */
export async function confirmShipment(account: Account, order: ChannelOrder, parcel: Parcel): Promise<void> {
  const { api, marketplace, now } = account
  const toSend = await whatIsLeft(account, order)
  if (toSend === null) return
  const known = KNOWN.get(plain(parcel.carrier))
  const json: ordersV0['ConfirmShipmentRequest'] = {
    marketplaceId: order.refs.marketplaceId || marketplace.id,
    packageDetail: {
      packageReferenceId: toSend.reference,
      carrierCode: known ?? 'Other',
      ...(known ? {} : { carrierName: parcel.carrier || 'Other' }),
      trackingNumber: parcel.trackingNumber,
      // Amazon refuses a date that is still to come by its own clock.
      shipDate: toRfc3339(Math.min(parcel.shippedAtMs, now())),
      orderItems: toSend.items,
    },
  }
  await api.call('confirmShipment', { method: 'POST', path: `/orders/v0/orders/${inPath(order.externalId)}/shipmentConfirmation`, json })
}

/** What goes into the parcel, and which one it is; null where all of it is in several parcels already. */
async function whatIsLeft(account: Account, order: ChannelOrder) {
  const all = order.lines.flatMap(({ externalId, quantity }) => (quantity > 0 ? [{ orderItemId: externalId, quantity }] : []))
  const read = v.safeParse(Sent, (await readOne(account, order.externalId))[0])
  const { orderItems, packages } = read.success ? read.output : { orderItems: [], packages: [] }
  if (!orderItems.some(({ fulfillment }) => (fulfillment?.quantityFulfilled ?? 0) > 0)) return { reference: '1', items: all }
  const left = orderItems.flatMap(({ orderItemId, fulfillment }) => {
    const quantity = fulfillment?.quantityUnfulfilled ?? 0
    return quantity > 0 ? [{ orderItemId, quantity }] : []
  })
  const references = packages.map(({ packageReferenceId }) => Number(packageReferenceId)).filter(Number.isSafeInteger)
  if (left.length > 0) return { reference: String(Math.max(0, ...references) + 1), items: left }
  return packages.length > 1 ? null : { reference: packages[0]?.packageReferenceId ?? '1', items: all }
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]/g, '')
}
