import { assert } from '#worker/pure/assert.ts'
import { type CommissionSubject, type CommissionTerms, chargesOf, commissionBase, type FrozenCommission } from '#worker/pure/commission.ts'
import { type CommissionRule, ruleFor } from '#worker/pure/commission-rule.ts'
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
  /** Where it stands in the category tree. */
  categoryPath: string
  quantity: number
  unitPriceMinor: number
  weightG: number
  tax: AppliedTax
}

/** What a discount takes off a line, and the part of that which the platform pays the vendor. */
export type LineDiscount = { discountMinor: number; platformDiscountMinor: number }
const NO_DISCOUNT: LineDiscount = { discountMinor: 0, platformDiscountMinor: 0 }

/** What one store's part costs, delivered the chosen way; the other ways are in `options`. */
export type VendorQuote = {
  vendorId: Id<'vendor'>
  lines: (QuoteItem & LineDiscount & { totalMinor: number; taxMinor: number })[]
  options: ShippingOption[]
  shipping: ShippingOption & { taxMinor: number; isTaxIncluded: boolean }
  itemsMinor: number
  discountMinor: number
  platformDiscountMinor: number
  taxMinor: number
  taxAddedMinor: number
  totalMinor: number
}

/**
 * What all of one store's lines cost. The delivery is the chosen option, or the first. Tax is on what the buyer pays.
 * @param options at least one
 * @param discounts of each line, in the lines' order
 */
export function quoteVendor(
  currency: Currency,
  items: readonly QuoteItem[],
  options: readonly ShippingOption[],
  choice?: Id<'shippingRate'>,
  discounts: readonly LineDiscount[] = [],
): VendorQuote {
  const [first] = items
  const chosen = options.find(({ rateId }) => rateId === choice) ?? options[0]
  assert(first !== undefined && chosen !== undefined, 'a store’s part has a line and a way to deliver it')
  const lines = items.map((item, index) => {
    assert(Number.isSafeInteger(item.quantity) && item.quantity > 0, 'a quantity is a whole number above 0')
    const totalMinor = item.quantity * item.unitPriceMinor
    const { discountMinor, platformDiscountMinor } = discounts[index] ?? NO_DISCOUNT
    assert(discountMinor <= totalMinor, 'a discount is not more than the price')
    return { ...item, totalMinor, discountMinor, platformDiscountMinor, ...taxOn(totalMinor - discountMinor, currency, item.tax) }
  })
  const ofDelivery = deliveryTax(items.map(({ tax }) => tax))
  const shippingTax = taxOn(chosen.amountMinor, currency, ofDelivery)
  const itemsMinor = sumMinor(lines.map(({ totalMinor }) => totalMinor))
  const discountMinor = sumMinor(lines.map((line) => line.discountMinor))
  const taxAddedMinor = sumMinor([...lines.map(({ addedMinor }) => addedMinor), shippingTax.addedMinor])
  return {
    vendorId: first.vendorId,
    lines: lines.map(({ addedMinor: _, ...line }) => line),
    options: [...options],
    shipping: { ...chosen, taxMinor: shippingTax.taxMinor, isTaxIncluded: ofDelivery.isInclusive },
    itemsMinor,
    discountMinor,
    platformDiscountMinor: sumMinor(lines.map((line) => line.platformDiscountMinor)),
    taxMinor: sumMinor([...lines.map(({ taxMinor }) => taxMinor), shippingTax.taxMinor]),
    taxAddedMinor,
    totalMinor: sumMinor([itemsMinor, -discountMinor, chosen.amountMinor, taxAddedMinor]),
  }
}

/** A fingerprint of everything the buyer is shown: a confirm of other figures is refused, an equal one is the same checkout. */
export async function quoteHash(currency: Currency, address: Address, quotes: readonly VendorQuote[]): Promise<string> {
  const vendors = quotes.map(({ vendorId, lines, shipping, taxMinor, totalMinor }) => [
    vendorId,
    lines.map((line) => [line.variantId, line.quantity, line.unitPriceMinor, line.discountMinor, line.taxMinor]),
    [shipping.rateId, shipping.amountMinor, shipping.taxMinor],
    [taxMinor, totalMinor],
  ])
  const { name, line1, line2 = '', city, region = '', postalCode, country, phone = '' } = address
  return sha256Hex(JSON.stringify([currency, [name, line1, line2, city, region, postalCode, country, phone], vendors]))
}

/**
 * Freezes one store's quote into the order it will be. All ids follow from the group's, so freezing the same quote again
 * gives the same order.
 * @param rules those that may apply; of each line, and of the delivery, one decides (INV-COM-3)
 */
export async function freezeOrder(
  orderGroupId: Id<'orderGroup'>,
  currency: Currency,
  quote: VendorQuote,
  rules: readonly CommissionRule[],
  terms: CommissionTerms,
): Promise<OrderSnapshot> {
  const { vendorId } = quote
  const orderId = await deriveId('order', orderGroupId, vendorId)
  const commissionOf = async (owner: Id<'order'> | Id<'orderLine'>, of: CommissionSubject, goods: CommissionOf): Promise<FrozenCommission[]> => {
    const { planId, country, atMs } = terms
    const rule = ruleFor(rules, { vendorId, currency, planId, country, atMs, ...goods })
    return Promise.all(
      chargesOf(of, rule, terms).map(async ({ heldBy: _, ...charge }) => ({ id: await deriveId('commissionLine', owner, charge.component), ...charge })),
    )
  }
  const lines = await Promise.all(
    quote.lines.map(async ({ tax, weightG: _, vendorId: __, ...line }): Promise<OrderSnapshotLine> => {
      const id = await deriveId('orderLine', orderId, line.variantId)
      const baseMinor = commissionBase({ ...line, isTaxIncluded: tax.isInclusive })
      const commission = await commissionOf(id, { kind: 'goods', baseMinor, quantity: line.quantity, currency }, line)
      return { id, ...line, taxRateBps: tax.rateBps, commissionBaseMinor: baseMinor, commission }
    }),
  )
  const { rateId, name, amountMinor, taxMinor, daysMin, daysMax, isTaxIncluded } = quote.shipping
  const baseMinor = commissionBase({ totalMinor: amountMinor, discountMinor: 0, platformDiscountMinor: 0, taxMinor, isTaxIncluded })
  const delivered = await commissionOf(orderId, { kind: 'delivery', baseMinor, quantity: 1, currency }, { productId: null, categoryPath: null })
  const commission = [...lines.flatMap((line) => line.commission), ...delivered]
  return {
    orderId,
    vendorId,
    currency,
    lines,
    shipping: { rateId, name, amountMinor, taxMinor, daysMin, daysMax, commissionBaseMinor: baseMinor, commission: delivered },
    itemsMinor: quote.itemsMinor,
    discountMinor: quote.discountMinor,
    taxMinor: quote.taxMinor,
    taxAddedMinor: quote.taxAddedMinor,
    totalMinor: quote.totalMinor,
    commissionMinor: sumMinor(commission.map((each) => each.amountMinor)),
    commissionTaxMinor: sumMinor(commission.map((each) => each.taxMinor)),
    platformDiscountMinor: quote.platformDiscountMinor,
    commissionTerms: terms,
  }
} // biome-ignore format: one step a line

type CommissionOf = { productId: Id<'product'> | null; categoryPath: string | null }
