import { m } from '#messages'
import { moneyText } from '#web/ui/format.ts'

/** What it costs and, if it cost more before, what. */
export function Price({
  priceMinor,
  compareAtMinor,
  currency,
  className = '',
}: {
  priceMinor: number
  compareAtMinor: number | null
  currency: string
  className?: string
}) {
  const isReduced = compareAtMinor !== null && compareAtMinor > priceMinor
  return (
    <span className={`inline-flex flex-wrap items-baseline gap-x-2 tabular-nums ${className}`}>
      <span className={`font-display font-bold ${isReduced ? 'text-bad' : ''}`}>{moneyText({ amountMinor: priceMinor, currency })}</span>
      {isReduced ? (
        <span className="text-[0.75em] text-soft">
          <span className="sr-only">{m.shop_was()} </span>
          <s>{moneyText({ amountMinor: compareAtMinor, currency })}</s>
        </span>
      ) : null}
    </span>
  )
}
