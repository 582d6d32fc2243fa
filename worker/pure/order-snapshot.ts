import type { Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'

/** Where goods go. `region` is a state or province where the country has them. */
export type Address = {
  name: string
  line1: string
  line2?: string | undefined
  city: string
  region?: string | undefined
  postalCode: string
  /** ISO 3166-1 alpha-2. */
  country: string
  phone?: string | undefined
}

/** One line of an order, with everything that must not change after the buyer agreed to it. Amounts in minor units. */
export type OrderSnapshotLine = {
  id: Id<'orderLine'>
  productId: Id<'product'>
  variantId: Id<'variant'>
  sku: string
  title: string
  quantity: number
  unitPriceMinor: number
  /** quantity x unit price. */
  totalMinor: number
  taxMinor: number
  taxRateBps: number
  commission: { id: Id<'commissionLine'>; rateId: Id<'commissionRate'>; rateBps: number; baseMinor: number; amountMinor: number }
}

/**
 * One vendor's part of a checkout, frozen when the buyer confirms; placing the order copies it and computes nothing.
 * INV-ORD-1: totalMinor = itemsMinor + shippingMinor + taxAddedMinor.
 */
export type OrderSnapshot = {
  orderId: Id<'order'>
  vendorId: Id<'vendor'>
  currency: Currency
  lines: OrderSnapshotLine[]
  shipping: { rateId: Id<'shippingRate'> | null; name: string; amountMinor: number; taxMinor: number; daysMin: number; daysMax: number }
  itemsMinor: number
  /** All tax, on lines and shipping, inside prices or on top. */
  taxMinor: number
  /** The part of the tax on top of the prices. */
  taxAddedMinor: number
  totalMinor: number
  commissionMinor: number
}
