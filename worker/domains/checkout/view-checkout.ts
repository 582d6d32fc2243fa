import type { Ctx } from '#worker/domains/ctx.ts'
import type { Money } from '#worker/pure/money.ts'
import type { ShippingOption } from '#worker/pure/shipping.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import type { Quote } from './quote-cart.ts'
import type { OpenCheckout } from './start-checkout.ts'

/** A quote in the words of the API. */
export function viewQuote({ currency, vendors, totalMinor, taxMinor, hash }: Quote) {
  const money = (amountMinor: number): Money => ({ amountMinor, currency })
  const option = ({ rateId, name, amountMinor, daysMin, daysMax }: ShippingOption) => ({
    rateId,
    name,
    amount: money(amountMinor),
    daysMin,
    daysMax,
  })
  return {
    vendors: vendors.map((vendor) => ({
      vendorId: vendor.vendorId,
      name: vendor.name,
      lines: vendor.lines.map((line) => ({
        productId: line.productId,
        variantId: line.variantId,
        title: line.title,
        quantity: line.quantity,
        unitPrice: money(line.unitPriceMinor),
        total: money(line.totalMinor),
        tax: money(line.taxMinor),
        taxRateBps: line.tax.rateBps,
        isTaxIncluded: line.tax.isInclusive,
      })),
      shippingOptions: vendor.options.map(option),
      shipping: option(vendor.shipping),
      items: money(vendor.itemsMinor),
      tax: money(vendor.taxMinor),
      taxAdded: money(vendor.taxAddedMinor),
      total: money(vendor.totalMinor),
    })),
    tax: money(taxMinor),
    total: money(totalMinor),
    quoteHash: hash,
  }
}

/** What the buyer's browser needs to pay. The client secret goes nowhere else. */
export function viewOpenCheckout(ctx: Pick<Ctx, 'settings'>, { stored, provider, statusUrl }: OpenCheckout) {
  const { group } = stored
  return {
    orderGroupId: group.id,
    clientSecret: provider.clientSecret,
    publishableKey: ctx.settings.stripePublishableKey,
    stripeJsUrl: ctx.settings.stripeJsUrl,
    amountMinor: group.totalMinor,
    currency: group.currency,
    expiresAt: toRfc3339(group.holdsExpireAtMs),
    statusUrl,
  }
}
