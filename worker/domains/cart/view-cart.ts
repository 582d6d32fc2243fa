import type { StoredCart } from '#db/platform/queries/cart.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { type Currency, type Money, sumMinor } from '#worker/pure/money.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { type LineNotice, type LineTerms, noticesOf } from './line-notices.ts'

export type CartLineView = {
  id: Id<'cartLine'>
  productId: Id<'product'>
  variantId: Id<'variant'>
  slug: string | null
  title: string
  image: { key: string; alt: string } | null
  quantity: number
  unitPrice: Money
  total: Money
  isBuyable: boolean
  notices: LineNotice[]
}
export type CartVendorView = {
  vendorId: Id<'vendor'>
  name: string
  slug: string
  /** The country its parcels leave from. */
  shipsFrom: string
  lines: CartLineView[]
  subtotal: Money
  /** The cheapest delivery to the country asked for; null if none was asked for or the store does not deliver there. */
  shippingEstimate: { name: string; amount: Money; daysMin: number; daysMax: number } | null
}
export type CartView = {
  id: Id<'cart'> | null
  currency: Currency
  vendors: CartVendorView[]
  units: number
  subtotal: Money
  isBuyable: boolean
  expiresAt: string | null
}

/** The cart of somebody who has none. */
export function emptyCart(currency: Currency): CartView {
  return { id: null, currency, vendors: [], units: 0, subtotal: { amountMinor: 0, currency }, isBuyable: false, expiresAt: null }
}

/**
 * The cart as the buyer sees it now: grouped by store, each line with what changed since it was put there. Sums count
 * what can be bought. With a country, each store's cheapest delivery is estimated (one round trip more).
 */
export async function viewCart(ctx: Pick<Ctx, 'shippingRates'>, { cart, lines }: StoredCart, country?: string): Promise<CartView> {
  const { currency } = cart
  const money = (amountMinor: number): Money => ({ amountMinor, currency })
  const groups = [...Map.groupBy(lines, ({ vendorId }) => vendorId)].map(([vendorId, own]) => {
    const views = own.map((line) => viewLine(line, money))
    const buyable = views.filter(({ isBuyable }) => isBuyable)
    return {
      vendorId,
      name: own[0]?.vendorName ?? '',
      slug: own[0]?.vendorSlug ?? '',
      shipsFrom: own[0]?.shipFrom?.country ?? own[0]?.vendorCountry ?? '',
      lines: views,
      subtotal: money(sumMinor(buyable.map(({ total }) => total.amountMinor))),
      weightG: own.reduce((sum, { quantity, weightG }) => sum + quantity * (weightG ?? 0), 0),
    }
  })
  const estimates = country === undefined ? [] : await ctx.shippingRates.optionsFor(groups.map((group) => parcelOf(group, country)))
  const vendors = groups.map(({ weightG: _, ...group }, index): CartVendorView => {
    const cheapest = estimates[index]?.[0]
    if (!cheapest) return { ...group, shippingEstimate: null }
    const { name, amountMinor, daysMin, daysMax } = cheapest
    return { ...group, shippingEstimate: { name, amount: money(amountMinor), daysMin, daysMax } }
  })
  return {
    id: cart.id,
    currency,
    vendors,
    units: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    subtotal: money(sumMinor(vendors.map(({ subtotal }) => subtotal.amountMinor))),
    isBuyable: lines.length > 0 && vendors.every((vendor) => vendor.lines.every(({ isBuyable }) => isBuyable)),
    expiresAt: toRfc3339(cart.expiresAtMs),
  }
}

const parcelOf = (group: { vendorId: Id<'vendor'>; subtotal: Money; weightG: number }, country: string) => ({
  vendorId: group.vendorId,
  country,
  currency: group.subtotal.currency,
  goodsMinor: group.subtotal.amountMinor,
  weightG: group.weightG,
})

function viewLine(line: StoredCart['lines'][number], money: (amountMinor: number) => Money): CartLineView {
  const { notices, isBuyable, priceMinor } = noticesOf(termsOf(line))
  const cover = line.images?.[0]
  return {
    id: line.id,
    productId: line.listingId,
    variantId: line.variantId,
    slug: line.listingSlug,
    title: titleOf(line),
    image: cover ? { key: cover.key, alt: cover.alt } : null,
    quantity: line.quantity,
    unitPrice: money(priceMinor),
    total: money(priceMinor * line.quantity),
    isBuyable,
    notices,
  }
}

/** Today's terms of a stored line; a price of null says that it is not for sale any more. */
export function termsOf(line: StoredCart['lines'][number]): LineTerms {
  const isSold = line.isVisible === true && line.vendorStatus === 'active' && line.sku !== null
  return {
    quantity: line.quantity,
    seenPriceMinor: line.seenPriceMinor,
    priceMinor: isSold ? line.priceMinor : null,
    available: line.available ?? 0,
  }
}

/** The title of today's offer; of one that is gone, the title the buyer saw. */
export const titleOf = ({ offerTitle, seenTitle }: StoredCart['lines'][number]): string => offerTitle ?? seenTitle
