import * as v from 'valibot'
import type { ChannelListing, Unreadable } from '#worker/domains/channels/ports.ts'
import type { ChannelIssue } from '#worker/pure/channel.ts'
import { normaliseGtin } from '#worker/pure/gtin.ts'
import { toMinor } from './amount.ts'
import { OfferAnswer, originPriceOf } from './offer-answer.ts'
import { isFromShop } from './read-order.ts'

/** An offer of OF21 as a listing, or why it could not be read; never throws. */
export function readOffer(raw: unknown): { listing: ChannelListing; offer: OfferAnswer } | { unreadable: Unreadable } {
  const read = v.safeParse(OfferAnswer, raw)
  if (read.success) return { listing: listingOf(read.output), offer: read.output }
  const [issue] = read.issues
  const id = v.safeParse(v.object({ offer_id: v.union([v.string(), v.number()]) }), raw)
  return {
    unreadable: {
      externalId: id.success ? `offer ${id.output.offer_id}` : null,
      reason: `${v.getDotPath(issue) ?? 'offer'}: ${issue.message}`,
    },
  }
}

/** A listing's id is the shop's own SKU: imports, reports and order lines all speak of it, and a new offer may take it up again. */
function listingOf(offer: OfferAnswer): ChannelListing {
  const price = originPriceOf(offer)
  const refs = { offerId: offer.offer_id, productSku: offer.product_sku, stateCode: offer.state_code, category: offer.category_code }
  return {
    externalId: offer.shop_sku,
    sku: offer.shop_sku,
    gtin: gtinOf(offer),
    title: offer.product_title ?? offer.shop_sku,
    url: null,
    state: offer.active === null ? 'unknown' : offer.active ? 'active' : 'inactive',
    quantity: offer.quantity === null ? null : Math.max(0, offer.quantity),
    isStockOurs: isFromShop(offer.fulfillment?.center?.code ?? null),
    priceMinor: price === null || offer.currency_iso_code === null ? null : toMinor(price, offer.currency_iso_code),
    currency: offer.currency_iso_code,
    issues: offer.inactivity_reasons.map(issueOf),
    refs: Object.fromEntries(Object.entries(refs).flatMap(([name, value]) => (value === null ? [] : [[name, value]]))),
  }
}

const gtinOf = ({ product_references }: OfferAnswer): string | null =>
  product_references.map(({ reference }) => normaliseGtin(reference)).find((gtin) => gtin !== null) ?? null

/** Why an offer is not shown. Being sold out is no error: it is shown again with the next unit. */
function issueOf(reason: string): ChannelIssue {
  const isSoldOut = reason === 'ZERO_QUANTITY'
  const field = isSoldOut ? 'quantity' : reason.startsWith('PRODUCT') ? 'gtin' : reason.includes('PRICE') ? 'price' : null
  return { code: reason, severity: isSoldOut ? 'warning' : 'error', field, message: reason.toLowerCase().replaceAll('_', ' ') }
}
