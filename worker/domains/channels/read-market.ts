import type { Id } from '#worker/pure/ids.ts'
import { isCurrency, type Money } from '#worker/pure/money.ts'
import { openSession, type SessionCtx } from './open-session.ts'
import type { CatalogueMatch, ChannelSession } from './ports.ts'
import { readListingView } from './read-listings.ts'

/** What a listing meets at its channel. Null for what the channel does not say. */
export type Market = {
  /** The channel's own product with this GTIN. */
  product: { externalId: string; title: string; url: string | null } | null
  /** The lowest price others ask for it. */
  competitor: Money | null
  /** What the channel would keep of a sale at the listing's price. */
  fee: Money | null
}

/**
 * Asks a listing's channel for the product it is, what others ask for it, and what the channel would keep: for deciding on a price.
 * A call or two of the account's budget; nothing is stored. Safe to repeat.
 * @throws NotFound 404; ConnectionNotReady 409; NotAuthorised 409; Throttled and ChannelUnavailable 503
 */
export async function readMarket(ctx: SessionCtx, vendorId: Id<'vendor'>, listingId: Id<'channelListing'>): Promise<Market> {
  const listing = await readListingView(ctx, vendorId, listingId)
  const { session } = await openSession(ctx, vendorId, listing.connectionId, ['active', 'paused'])
  const [found, feeMinor] = await Promise.all([
    listing.gtin === null ? undefined : session.findProducts?.([listing.gtin]).then(([first]) => first),
    feeOf(session, listing),
  ])
  return {
    product: found ? { externalId: found.externalId, title: found.title, url: found.url } : null,
    competitor: competitorOf(found),
    fee: feeMinor === null ? null : moneyOf(feeMinor, listing.currency),
  }
}

type Priced = { externalId: string | null; priceMinor: number | null; currency: string | null }

async function feeOf(session: ChannelSession, { externalId, priceMinor, currency }: Priced): Promise<number | null> {
  if (!session.estimateFees || externalId === null || priceMinor === null || currency === null) return null
  const [estimate] = await session.estimateFees([{ externalId, priceMinor, currency }])
  return estimate?.feeMinor ?? null
}

const competitorOf = (found: CatalogueMatch | undefined): Money | null =>
  found?.competitorMinor == null ? null : moneyOf(found.competitorMinor, found.currency)

const moneyOf = (amountMinor: number, currency: string | null): Money | null =>
  currency !== null && isCurrency(currency) ? { amountMinor, currency } : null
