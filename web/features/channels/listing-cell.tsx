import { Link } from '@remix-run/react'
import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { moneyText, numberText } from '#web/ui/format.ts'
import { TriangleAlert } from '#web/ui/icons.ts'
import { CHANNEL_NAMES, type ChannelKey } from '#worker/pure/channel.ts'
import type { Cell, GridItem } from './channel-data.ts'
import { fieldText, stateWord } from './channel-words.ts'

/** What the store itself has of it. */
export function VariantCell({ item: { variantId, title, sku, optionValues, available, listings } }: { item: GridItem }) {
  return (
    <span className="block min-w-0">
      <span className="block">{[title, ...Object.values(optionValues)].join(', ')}</span>
      {variantId === null ? (
        <span className="block text-fine font-normal">
          <span className="text-soft wrap-anywhere">{sku === null ? null : `${sku} · `}</span>
          {listings[0] === undefined ? (
            <span className="text-warn">{m.channels_not_matched()}</span>
          ) : (
            <Link to={`/vendor/channels/listings/${listings[0].id}#match`} className="text-warn underline underline-offset-4">
              {m.channels_not_matched()}
            </Link>
          )}
        </span>
      ) : (
        <span className="block text-fine font-normal text-soft">
          {[sku, m.channels_can_sell({ count: available ?? 0 })].filter((text) => text !== null).join(' · ')}
        </span>
      )}
    </span>
  )
}

/** What a channel shows of it: quantity, price, state, and what it complains of. */
export function ListingCell({ listing, channel }: { listing: Cell; channel: ChannelKey }) {
  const { id, title, quantity, priceMinor, currency, state, isStockOurs, issues } = listing
  const isDue = listing.stockDueAt !== null || listing.isPriceDue || listing.isContentDue
  const isDraft = listing.externalId === null
  const word = stateWord(state)
  const worst = issues.find(({ severity }) => severity === 'error') ?? issues[0]
  const field = worst === undefined ? null : fieldText(worst.field)
  return (
    <span className="block min-w-0 text-end sm:text-start">
      <Link
        to={`/vendor/channels/listings/${id}`}
        className="inline-flex flex-wrap items-baseline gap-x-2 rounded-plate hover:text-accent hover:underline"
      >
        <span className="sr-only">{m.channels_listing_at({ title, channel: CHANNEL_NAMES[channel] })}</span>
        <span className="font-semibold tabular-nums">{quantity === null ? '–' : numberText(quantity)}</span>
        <span className="text-soft tabular-nums">
          {priceMinor === null || currency === null ? m.channels_no_price() : moneyText({ amountMinor: priceMinor, currency })}
        </span>
      </Link>
      <span className="mt-0.5 flex flex-wrap justify-end gap-1.5 empty:hidden sm:justify-start">
        {isDraft ? (
          <Badge tone="accent">{m.channels_draft()}</Badge>
        ) : state === 'active' ? null : (
          <Badge tone={word.tone}>{word.text}</Badge>
        )}
        {isDue && !isDraft ? <Badge tone="accent">{m.channels_due()}</Badge> : null}
        {isStockOurs ? null : <Badge>{m.channels_stock_theirs()}</Badge>}
      </span>
      {worst === undefined ? null : (
        <span
          className={`mt-1 flex items-start justify-end gap-1.5 text-fine sm:justify-start ${worst.severity === 'error' ? 'text-bad' : 'text-warn'}`}
        >
          <TriangleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden />
          <span className="min-w-0 wrap-anywhere">{field === null ? worst.message : m.channels_issue({ field, text: worst.message })}</span>
        </span>
      )}
    </span>
  )
}
