import type { CommissionTerms, FrozenCommission } from '#worker/pure/commission.ts'
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
  /** Where it stood in the category tree. */
  categoryPath: string
  /** What a discount takes off it, and the part of that which the platform pays the vendor. */
  discountMinor: number
  platformDiscountMinor: number
  /** What commission is taken on (INV-COM-2), and the commission, a row for each component. */
  commissionBaseMinor: number
  commission: FrozenCommission[]
}

/**
 * One vendor's part of a checkout, frozen when the buyer confirms; placing the order copies it and computes nothing.
 * INV-ORD-1: totalMinor = itemsMinor - discountMinor + shippingMinor + taxAddedMinor.
 */
export type OrderSnapshot = {
  orderId: Id<'order'>
  vendorId: Id<'vendor'>
  currency: Currency
  lines: OrderSnapshotLine[]
  shipping: {
    rateId: Id<'shippingRate'> | null
    name: string
    amountMinor: number
    taxMinor: number
    daysMin: number
    daysMax: number
    commissionBaseMinor: number
    commission: FrozenCommission[]
  }
  itemsMinor: number
  discountMinor: number
  /** All tax, on lines and shipping, inside prices or on top. */
  taxMinor: number
  /** The part of the tax on top of the prices. */
  taxAddedMinor: number
  totalMinor: number
  commissionMinor: number
  /** Tax on the commission. */
  commissionTaxMinor: number
  /** The part of a discount that the platform pays. */
  platformDiscountMinor: number
  /** What the commission followed from besides the rules: a simulation computes it again from this. */
  commissionTerms: CommissionTerms
}
