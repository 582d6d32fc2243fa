import { type CartKey, readCheckoutCart } from '#db/platform/queries/checkout.ts'
import { termsOf, titleOf } from '#worker/domains/cart/view-cart.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { present } from '#worker/pure/assert.ts'
import { type CommissionTerms, termsOf as commissionTermsOf } from '#worker/pure/commission.ts'
import type { CommissionRule } from '#worker/pure/commission-rule.ts'
import type { Id } from '#worker/pure/ids.ts'
import { type Currency, sumMinor } from '#worker/pure/money.ts'
import { type QuoteItem, quoteHash, quoteVendor, type VendorQuote } from '#worker/pure/quote.ts'
import { NO_TAX } from '#worker/pure/tax.ts'
import { CartEmpty, CartNotBuyable, type CheckoutInput, NoDelivery } from './checkout.ts'

type Cart = NonNullable<Awaited<ReturnType<typeof readCheckoutCart>>['cart']>
/** What a cart costs, delivered to an address: all computed here, from what is stored. Amounts in minor units. */
export type Quote = {
  cart: Cart
  liveGroupId: Id<'orderGroup'> | null
  currency: Currency
  vendors: (VendorQuote & { name: string; commissionTerms: CommissionTerms })[]
  totalMinor: number
  taxMinor: number
  hash: string
  commissionRules: CommissionRule[]
}

/**
 * Computes what the caller's cart costs per store: today's prices, tax of the address, delivery as chosen. One round trip.
 * Reads only, so it can be repeated.
 * @throws CartEmpty 409; CartNotBuyable 409 naming the lines; NoDelivery 409 naming the stores
 */
export async function quoteCart(
  ctx: Pick<Ctx, 'platform' | 'now' | 'taxes' | 'shippingRates'>,
  key: CartKey | null,
  { shippingAddress, shippingChoices = {} }: Pick<CheckoutInput, 'shippingAddress' | 'shippingChoices'>,
): Promise<Quote> {
  const nowMs = ctx.now()
  const read = key && (await readCheckoutCart(ctx.platform, key, shippingAddress.country, nowMs))
  if (!read?.cart || read.lines.length === 0) throw new CartEmpty()
  const { cart, lines } = read
  const { currency } = cart

  const gone = lines.filter((line) => termsOf(line).priceMinor === null)
  if (gone.length > 0) throw new CartNotBuyable(gone.map((line) => ({ lineId: line.id, variantId: line.variantId, title: titleOf(line) })))

  const stores = [...Map.groupBy(lines, ({ vendorId }) => vendorId)]
  const parcels = stores.map(([vendorId, own]) => ({
    vendorId,
    country: shippingAddress.country,
    currency,
    goodsMinor: sumMinor(own.map((line) => line.quantity * (line.priceMinor ?? 0))),
    weightG: own.reduce((sum, line) => sum + line.quantity * (line.weightG ?? 0), 0),
  }))
  const [taxes, options] = await Promise.all([
    ctx.taxes.taxesFor(shippingAddress, [...new Set(lines.map(({ taxClass }) => taxClass ?? ''))], read.taxRates),
    ctx.shippingRates.optionsFor(parcels, read.shippingRates),
  ])
  const undelivered = stores.flatMap(([vendorId], index) => (options[index]?.length ? [] : [vendorId]))
  if (undelivered.length > 0) throw new NoDelivery(undelivered)

  const vendors = stores.map(([vendorId, own], index) => {
    const items = own.map(
      (line): QuoteItem => ({
        vendorId,
        productId: line.listingId,
        variantId: line.variantId,
        sku: present(line.sku, 'the SKU of an offer'),
        title: titleOf(line),
        categoryPath: line.categoryPath ?? '/',
        quantity: line.quantity,
        unitPriceMinor: present(line.priceMinor, 'the price of an offer'),
        weightG: line.weightG ?? 0,
        tax: taxes.get(line.taxClass ?? '') ?? NO_TAX,
      }),
    )
    return {
      ...quoteVendor(currency, items, options[index] ?? [], shippingChoices[vendorId]),
      name: own[0]?.vendorName ?? '',
      commissionTerms: commissionTermsOf(read.sellerTerms, vendorId, { currency, country: shippingAddress.country, atMs: nowMs }),
    }
  })
  return {
    cart,
    liveGroupId: read.liveGroupId,
    currency,
    vendors,
    totalMinor: sumMinor(vendors.map(({ totalMinor }) => totalMinor)),
    taxMinor: sumMinor(vendors.map(({ taxMinor }) => taxMinor)),
    hash: await quoteHash(currency, shippingAddress, vendors),
    commissionRules: read.commissionRules,
  }
}
