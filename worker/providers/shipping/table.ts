import type { ShippingRates } from '#worker/domains/shipping/ports.ts'
import type { Id } from '#worker/pure/ids.ts'
import { type ShippingRate, shippingOptions } from '#worker/pure/shipping.ts'

/** Delivery from the stores' own tables of charges. @param ratesOf reads the tables of some stores */
export function createShippingTable(ratesOf: (vendorIds: Id<'vendor'>[]) => Promise<ShippingRate[]>): ShippingRates {
  return {
    async optionsFor(parcels, known) {
      const rates = known ?? (await ratesOf([...new Set(parcels.map(({ vendorId }) => vendorId))]))
      return parcels.map((parcel) =>
        shippingOptions(
          rates.filter(({ vendorId }) => vendorId === parcel.vendorId),
          parcel,
        ),
      )
    },
  }
}
