import { assert } from '#worker/pure/assert.ts'
import { type CommissionRate, freezeCommission, rateInForce } from '#worker/pure/commission.ts'
import { sha256Hex } from '#worker/pure/hash.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { type Currency, sumMinor } from '#worker/pure/money.ts'
import type { Address, OrderSnapshot, OrderSnapshotLine } from '#worker/pure/order-snapshot.ts'
import type { ShippingOption } from '#worker/pure/shipping.ts'
import { type AppliedTax, deliveryTax, taxOn } from '#worker/pure/tax.ts'

/** One line to be sold, with today's terms. Amounts in minor units. */
export type QuoteItem = {
  vendorId: Id<'vendor'>
  productId: Id<'product'>
  variantId: Id<'variant'>
  sku: string
  title: string
  quantity: number
  unitPriceMinor: number
  weightG: number
  tax: AppliedTax
}

/** What one store's part costs, delivered the chosen way; the other ways are in `options`. */
export type VendorQuote = {
  vendorId: Id<'vendor'>
  lines: (QuoteItem & { totalMinor: number; taxMinor: number })[]
  options: ShippingOption[]
  shipping: ShippingOption & { taxMinor: number }
  itemsMinor: number
  taxMinor: number
  taxAddedMinor: number
  totalMinor: number
}

/** What all of one store's lines cost. The delivery is the chosen option, or the first. @param options at least one */
export function quoteVendor(
  currency: Currency,
  items: readonly QuoteItem[],
  options: readonly ShippingOption[],
  choice?: Id<'shippingRate'>,
): VendorQuote {
  const [first] = items
  const chosen = options.find(({ rateId }) => rateId === choice) ?? options[0]
  assert(first !== undefined && chosen !== undefined, 'a store’s part has a line and a way to deliver it')
  const lines = items.map((item) => {
    assert(Number.isSafeInteger(item.quantity) && item.quantity > 0, 'a quantity is a whole number above 0')
    const totalMinor = item.quantity * item.unitPriceMinor
    return { ...item, totalMinor, ...taxOn(totalMinor, currency, item.tax) }
  })
  const shippingTax = taxOn(chosen.amountMinor, currency, deliveryTax(items.map(({ tax }) => tax)))
  const itemsMinor = sumMinor(lines.map(({ totalMinor }) => totalMinor))
  const taxAddedMinor = sumMinor([...lines.map(({ addedMinor }) => addedMinor), shippingTax.addedMinor])
  return {
    vendorId: first.vendorId,
    lines: lines.map(({ addedMinor: _, ...line }) => line),
    options: [...options],
    shipping: { ...chosen, taxMinor: shippingTax.taxMinor },
    itemsMinor,
    taxMinor: sumMinor([...lines.map(({ taxMinor }) => taxMinor), shippingTax.taxMinor]),
    taxAddedMinor,
    totalMinor: sumMinor([itemsMinor, chosen.amountMinor, taxAddedMinor]),
  }
}

/** A fingerprint of everything the buyer is shown: a confirm of other figures is refused, an equal one is the same checkout. */
export async function quoteHash(currency: Currency, address: Address, quotes: readonly VendorQuote[]): Promise<string> {
  const vendors = quotes.map(({ vendorId, lines, shipping, taxMinor, totalMinor }) => [
    vendorId,
    lines.map((line) => [line.variantId, line.quantity, line.unitPriceMinor, line.taxMinor]),
    [shipping.rateId, shipping.amountMinor, shipping.taxMinor],
    [taxMinor, totalMinor],
  ])
  const { name, line1, line2 = '', city, region = '', postalCode, country, phone = '' } = address
  return sha256Hex(JSON.stringify([currency, [name, line1, line2, city, region, postalCode, country, phone], vendors]))
}

/**
 * Freezes one store's quote into the order it will be. All ids follow from the group's, so freezing the same quote again
 * gives the same order.
 */
export async function freezeOrder(
  orderGroupId: Id<'orderGroup'>,
  currency: Currency,
  quote: VendorQuote,
  rates: readonly CommissionRate[],
  nowMs: number,
): Promise<OrderSnapshot> {
  const orderId = await deriveId('order', orderGroupId, quote.vendorId)
  const rate = rateInForce(rates, quote.vendorId, nowMs)
  const lines = await Promise.all(
    quote.lines.map(async ({ tax, weightG: _, vendorId: __, ...line }): Promise<OrderSnapshotLine> => {
      const frozen = freezeCommission({ ...line, isTaxIncluded: tax.isInclusive }, rate)
      const id = await deriveId('orderLine', orderId, line.variantId)
      return { id, ...line, taxRateBps: tax.rateBps, commission: { id: await deriveId('commissionLine', id), ...frozen } }
    }),
  )
  const { rateId, name, amountMinor, taxMinor, daysMin, daysMax } = quote.shipping
  return {
    orderId,
    vendorId: quote.vendorId,
    currency,
    lines,
    shipping: { rateId, name, amountMinor, taxMinor, daysMin, daysMax },
    itemsMinor: quote.itemsMinor,
    taxMinor: quote.taxMinor,
    taxAddedMinor: quote.taxAddedMinor,
    totalMinor: quote.totalMinor,
    commissionMinor: sumMinor(lines.map(({ commission }) => commission.amountMinor)),
  }
}
