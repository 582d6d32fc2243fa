import { Link } from '@remix-run/react'
import { m } from '#messages'
import type { Category, ListingPage } from '#web/server/catalog.ts'
import { type Chip, type ListingFilters, NO_FILTERS, toSearch } from '#web/server/listing-filters.ts'
import { moneyText } from '#web/ui/format.ts'
import { X } from '#web/ui/icons.ts'
import { exponentOf, isCurrency } from '#worker/pure/money.ts'

/** What narrows the page, each with a cross that takes it away. */
export function FilterChips({
  path,
  filters,
  chips,
  listings,
  categories,
}: {
  path: string
  filters: ListingFilters
  chips: Chip[]
  listings: ListingPage
  categories: Category[]
}) {
  if (chips.length === 0) return null
  const nameOf = (chip: Chip): string => {
    if (chip.kind === 'shop') return listings.facets?.vendors.find(({ slug }) => slug === chip.value)?.name ?? chip.value
    if (chip.kind === 'category') return categories.find(({ slug }) => slug === chip.value)?.name ?? chip.value
    if (chip.kind === 'rating') return m.shop_filter_rating_from({ stars: chip.stars })
    if (chip.kind === 'stock') return m.shop_filter_stock()
    if (chip.kind === 'price') return priceName(chip)
    return chip.value
  }
  return (
    <ul aria-label={m.shop_filters_chosen()} className="mb-6 flex flex-wrap items-center gap-2">
      {chips.map((chip) => {
        const name = nameOf(chip)
        return (
          <li key={`${chip.kind} ${name}`}>
            <Link
              to={`${path}${toSearch(chip.without)}`}
              aria-label={m.shop_filter_remove({ name })}
              rel="nofollow"
              className="inline-flex min-h-9 items-center gap-1.5 rounded-pill bg-accent-tint ps-3.5 pe-2.5 text-small font-medium text-accent hover:bg-accent hover:text-on-accent"
            >
              {name}
              <X className="size-4" aria-hidden="true" />
            </Link>
          </li>
        )
      })}
      <li>
        <Link
          to={`${path}${toSearch({ ...NO_FILTERS, words: filters.words, sort: filters.sort })}`}
          className="inline-flex min-h-9 items-center px-2 text-small font-medium text-soft underline underline-offset-4 hover:text-ink"
        >
          {m.shop_filters_clear()}
        </Link>
      </li>
    </ul>
  )
}

function priceName({ min, max, currency }: Extract<Chip, { kind: 'price' }>): string {
  const text = (price: string) =>
    isCurrency(currency) ? moneyText({ amountMinor: Math.round(Number(price) * 10 ** exponentOf(currency)), currency }) : price
  if (min !== null && max !== null) return m.shop_filter_price_range({ from: text(min), to: text(max) })
  return min === null ? m.shop_filter_price_at_most({ price: text(max ?? '') }) : m.shop_filter_price_at_least({ price: text(min) })
}
