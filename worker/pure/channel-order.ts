import { deriveId, type Id } from '#worker/pure/ids.ts'
import type { Address } from '#worker/pure/order-snapshot.ts'

/** The line of our order that a line of the channel's becomes. */
export const lineIdOf = (orderId: Id<'order'>, externalId: string): Promise<Id<'orderLine'>> => deriveId('orderLine', orderId, externalId)

/**
 * A channel's order in our words. Amounts in minor units of `currency`.
 * `itemsMinor + shippingMinor + taxAddedMinor - discountMinor = totalMinor`
 */
export type ChannelOrder = {
  externalId: string
  /** What people call it. */
  externalNumber: string
  /** The channel's own word for its state. */
  externalStatus: string
  /** `pending`: bought but not to be shipped yet; it holds stock. `unknown`: a word we do not know: the order is parked. */
  status: 'pending' | 'open' | 'shipped' | 'delivered' | 'cancelled' | 'unknown'
  /** `channel`: the channel's own warehouse ships it; our stock is not concerned. */
  fulfilledBy: 'vendor' | 'channel'
  /** Nobody bought anything: an order to try the shop with. Absent for none. */
  isTest?: boolean
  /** The channel waits for our word before it goes on. A `pending` order may want it too: some are paid only once accepted. */
  needsAcknowledgement: boolean
  placedAtMs: number
  updatedAtMs: number
  currency: string
  /** All that were ever ordered: one that is not wanted any more stays, of none, so that what we hold for it is given back. */
  lines: ChannelOrderLine[]
  itemsMinor: number
  shippingMinor: number
  /** All tax, inside prices or on top; and the part on top. */
  taxMinor: number
  taxAddedMinor: number
  discountMinor: number
  totalMinor: number
  /** What the channel keeps, if it says yet. */
  feesMinor: number | null
  /** What the channel has paid the buyer back so far, whoever asked it to; 0 or absent for nothing. */
  refundedMinor?: number
  /** What its buyer sends back, as far as the channel tells; absent for nothing. */
  returns?: ChannelReturn[]
  /** True where the channel collects and pays the tax itself (marketplace facilitator). */
  isTaxRemittedByChannel: boolean
  email: string | null
  shipTo: Address | null
  shippingName: string
  shipByMs: number | null
  parcel: Parcel | null
  /** Ids later calls need (fulfilment order ids, location …). */
  refs: Record<string, string>
}
export type ChannelOrderLine = {
  externalId: string
  /** The listing it was sold from, if the channel says. */
  listingExternalId: string | null
  sku: string | null
  title: string
  /** What is still wanted: ordered less cancelled. */
  quantity: number
  unitPriceMinor: number
  /** quantity x unit price. */
  totalMinor: number
  taxMinor: number
  discountMinor: number
  feeMinor: number | null
  refs: Record<string, string>
}
/**
 * Goods a buyer sends back, as the channel has it. It moves neither money (refunds do) nor stock: what came back and can be sold
 * again is put into stock by the vendor, who has it in hand.
 */
export type ChannelReturn = {
  externalId: string
  /** What people call it. */
  number: string
  /** `requested`: the channel waits for a yes; `open`: agreed, and on its way or here; `closed`: done with; `unknown`: a word we do not know. */
  status: 'requested' | 'open' | 'closed' | 'declined' | 'cancelled' | 'unknown'
  /** The channel's own word for it. */
  externalStatus: string
  createdAtMs: number
  lines: ChannelReturnLine[]
}
export type ChannelReturnLine = {
  /** The line of the order; null where the channel does not say. */
  externalId: string | null
  title: string | null
  quantity: number
  /** In the channel's words. */
  reason: string | null
}
export type Parcel = { carrier: string; trackingNumber: string; trackingUrl: string | null; shippedAtMs: number }
