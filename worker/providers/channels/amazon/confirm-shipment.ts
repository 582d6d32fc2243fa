import type { ChannelOrder, Parcel } from '#worker/domains/channels/ports.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { inPath } from './call-api.ts'
import type { ordersV0 } from './models.gen.ts'
import type { Account } from './session.ts'

/** What Amazon calls the carriers it knows; any other goes by its name as `Other`. */
const CARRIERS = ['USPS', 'UPS', 'FedEx', 'DHL', 'DHL eCommerce', 'OnTrac', 'LaserShip', 'Canada Post', 'Royal Mail', 'Evri', 'DPD', 'GLS', 'Hermes', 'La Poste', 'Correos', 'Australia Post', 'Sagawa', 'Yamato Transport', 'Japan Post', 'PostNL', 'Bpost', 'Chronopost', 'Deutsche Post', 'SDA', 'BRT', 'Amazon Shipping'] // biome-ignore format: a list
const KNOWN = new Map(CARRIERS.map((name) => [plain(name), name]))

/**
 * Says that an order left, in one parcel. Its reference is the same each time, so that a repeat replaces what was said.
 * Orders 2026-01-01 has no such call; that of v0 goes on.
 */
export async function confirmShipment({ api, marketplace, now }: Account, order: ChannelOrder, parcel: Parcel): Promise<void> {
  const known = KNOWN.get(plain(parcel.carrier))
  const json: ordersV0['ConfirmShipmentRequest'] = {
    marketplaceId: order.refs.marketplaceId || marketplace.id,
    packageDetail: {
      packageReferenceId: '1',
      carrierCode: known ?? 'Other',
      ...(known ? {} : { carrierName: parcel.carrier || 'Other' }),
      trackingNumber: parcel.trackingNumber,
      // Amazon refuses a date that is still to come by its own clock.
      shipDate: toRfc3339(Math.min(parcel.shippedAtMs, now())),
      orderItems: order.lines
        .filter(({ quantity }) => quantity > 0)
        .map(({ externalId, quantity }) => ({ orderItemId: externalId, quantity })),
    },
  }
  await api.call('confirmShipment', { method: 'POST', path: `/orders/v0/orders/${inPath(order.externalId)}/shipmentConfirmation`, json })
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]/g, '')
}
