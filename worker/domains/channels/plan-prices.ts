import type { HeldListing } from '#db/vendor/queries/channels/stock-out.ts'
import { type ChannelIssue, type ChannelSettings, channelPriceMinor } from '#worker/pure/channel.ts'
import { CURRENCIES, type Currency, exponentOf } from '#worker/pure/money.ts'
import type { Plan, Subject } from './note-told.ts'
import type { OpenedConnection } from './open-session.ts'

/** What a channel is to be told of prices: the listing's own, or ours by the connection's rule, in the listing's currency. */
export function priceSubject({ connection, session }: OpenedConnection): Subject {
  return {
    kind: 'price',
    plan: async (listings) => listings.map((listing) => planPrice(listing, connection.settings)),
    send: (plans) =>
      session.pushPrice(
        plans.map(({ listing: { id, externalId, refs, externalSku, currency, priceDueAtMs }, value }) => ({
          externalId,
          refs,
          sku: externalSku,
          priceMinor: value,
          currency: currency ?? '',
          idempotencyKey: `${id}/price/${priceDueAtMs}/${value}`,
        })),
      ),
  }
}

function planPrice(listing: HeldListing, settings: ChannelSettings): Plan {
  const rest = (code?: 'currency_mismatch' | 'price_missing'): Plan => ({
    listing,
    value: 0,
    step: 'rest',
    issues: [...listing.issues.filter(({ code: known }) => !OURS.has(known)), ...(code ? [issueOf(code, listing.currency)] : [])],
  })
  const own = listing.overrides.priceMinor
  if (own === undefined && !settings.isPricePushed) return rest()
  if (!isCurrency(listing.currency)) return rest('currency_mismatch')
  if (own === undefined && listing.ownMinor === null) return rest('currency_mismatch')
  const value = own ?? channelPriceMinor(listing.ownMinor ?? 0, settings.priceRule, exponentOf(listing.currency))
  if (value <= 0) return rest('price_missing')
  return { listing, value, step: value === listing.priceMinor ? 'rest' : 'tell' }
}

const OURS: ReadonlySet<string> = new Set(['currency_mismatch', 'price_missing'])
const isCurrency = (text: string | null): text is Currency => text !== null && (CURRENCIES as readonly string[]).includes(text)

const issueOf = (code: 'currency_mismatch' | 'price_missing', currency: string | null): ChannelIssue => ({
  code,
  severity: 'error',
  field: 'price',
  message:
    code === 'price_missing'
      ? 'The price comes to nothing.'
      : `The channel asks for a price in ${currency ?? 'a currency it does not name'}, and the product has none.`,
})
