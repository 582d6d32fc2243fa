import type { Id } from '#worker/pure/ids.ts'
import type { Parcel, ShippingOption, ShippingRate } from '#worker/pure/shipping.ts'

/** What stores charge for delivery. */
export type ShippingRates = {
  /**
   * Each parcel's ways to be delivered, cheapest first, in the order asked; an empty list: the store does not deliver there.
   * @param known the stores' tables, if the caller has just read them
   */
  optionsFor(parcels: readonly (Parcel & { vendorId: Id<'vendor'> })[], known?: readonly ShippingRate[]): Promise<ShippingOption[][]>
}
