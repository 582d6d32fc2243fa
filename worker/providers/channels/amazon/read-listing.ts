import * as v from 'valibot'
import type { ChannelListing, ListingState, Unreadable } from '#worker/domains/channels/ports.ts'
import { id, listOf, part, text, wholeOrNull } from '#worker/providers/channels/lenient.ts'
import { Money, toMinor } from './amount.ts'
import { marketplaceById } from './marketplaces.ts'
import { Issue, toIssue } from './read-issue.ts'

const Summary = v.object({ marketplaceId: text, asin: text, productType: text, status: listOf(v.string()), itemName: text })
const Offer = v.object({ marketplaceId: text, offerType: text, price: part(Money) })
const Identifier = v.object({ type: text, value: id, marketplace_id: text })
const Item = v.object({
  sku: id,
  summaries: listOf(Summary),
  offers: listOf(Offer),
  fulfillmentAvailability: listOf(v.object({ fulfillmentChannelCode: v.string(), quantity: wholeOrNull })),
  issues: listOf(Issue),
  attributes: part(
    v.object({
      externally_assigned_product_identifier: listOf(Identifier),
      item_name: listOf(v.object({ value: text })),
    }),
  ),
  productTypes: listOf(v.object({ marketplaceId: text, productType: text })),
})

/** A listing of the Listings Items API in our words, for one marketplace of the account. */
export function readListing(raw: unknown, marketplaceId: string): { listing: ChannelListing } | { unreadable: Unreadable } {
  const read = v.safeParse(Item, raw)
  if (!read.success) {
    const [issue] = read.issues
    return { unreadable: { externalId: null, reason: `${v.getDotPath(issue) ?? 'item'}: ${issue.message}` } }
  }
  const { sku, summaries, offers, fulfillmentAvailability, issues, attributes, productTypes } = read.output
  const summary = ofMarketplace(summaries, marketplaceId)
  const offer = ofMarketplace(
    offers.filter(({ offerType }) => offerType !== 'B2B'),
    marketplaceId,
  )
  const ours = fulfillmentAvailability.find(({ fulfillmentChannelCode }) => fulfillmentChannelCode === 'DEFAULT')
  const isStockOurs = ours !== undefined || fulfillmentAvailability.length === 0
  const productType = summary?.productType ?? ofMarketplace(productTypes, marketplaceId)?.productType
  return {
    listing: {
      externalId: sku,
      sku,
      gtin: attributes?.externally_assigned_product_identifier.find(({ type }) => type !== 'asin')?.value ?? null,
      title: summary?.itemName || attributes?.item_name[0]?.value || sku,
      url: urlOf(summary?.asin ?? null, marketplaceId),
      state: stateOf(summary),
      quantity: isStockOurs ? (ours?.quantity ?? null) : null,
      isStockOurs,
      priceMinor: offer?.price ? toMinor(offer.price.amount, offer.price.currencyCode) : null,
      currency: offer?.price?.currencyCode ?? null,
      issues: issues.map(toIssue),
      refs: { ...(summary?.asin ? { asin: summary.asin } : {}), ...(productType ? { productType } : {}) },
    },
  }
}

export const urlOf = (asin: string | null, marketplaceId: string): string | null => {
  const site = marketplaceById(marketplaceId)?.site
  return asin && site ? `https://www.${site}/dp/${encodeURIComponent(asin)}` : null
}

/** A listing that is not for sale in this marketplace may be in another one of the account. */
function ofMarketplace<T extends { marketplaceId: string | null | undefined }>(all: readonly T[], marketplaceId: string): T | undefined {
  return all.find((one) => one.marketplaceId === marketplaceId)
}

function stateOf(summary: v.InferOutput<typeof Summary> | undefined): ListingState {
  if (!summary) return 'inactive'
  return summary.status.includes('BUYABLE') ? 'active' : 'inactive'
}
