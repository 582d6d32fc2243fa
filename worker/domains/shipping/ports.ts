import type { Id } from '#worker/pure/ids.ts'
import type { Parcel, ShippingOption } from '#worker/pure/shipping.ts'

/** What stores charge for delivery. */
export type ShippingRates = {
  /** Each parcel's ways to be delivered, cheapest first, in the order asked; an empty list: the store does not deliver there. */
  optionsFor(parcels: readonly (Parcel & { vendorId: Id<'vendor'> })[]): Promise<ShippingOption[][]>
}
