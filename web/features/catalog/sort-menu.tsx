import { Link } from '@remix-run/react'
import { m } from '#messages'
import { type ListingFilters, SORTS, type Sort, toSearch } from '#web/server/listing-filters.ts'
import { buttonClass } from '#web/ui/button.tsx'
import { Check, ChevronDown } from '#web/ui/icons.ts'

const NAMES: Record<Sort, () => string> = {
  relevance: m.shop_sort_relevance,
  newest: m.shop_sort_newest,
  price_asc: m.shop_sort_price_asc,
  price_desc: m.shop_sort_price_desc,
  rating: m.shop_sort_rating,
}

/** The order of the goods, as links. Without words nothing is a better match than anything else. */
export function SortMenu({ path, filters }: { path: string; filters: ListingFilters }) {
  const sorts = SORTS.filter((sort) => sort !== 'relevance' || filters.words !== null)
  const first = sorts[0] ?? 'newest'
  const current = filters.sort ?? first
  return (
    <details className="group/sort relative" name="sort">
      <summary className={`${buttonClass('secondary', true)} list-none [&::-webkit-details-marker]:hidden`}>
        <span className="max-sm:hidden">{m.shop_sort({ name: NAMES[current]() })}</span>
        <span className="sm:hidden">{NAMES[current]()}</span>
        <ChevronDown className="size-4 group-open/sort:rotate-180" aria-hidden="true" />
      </summary>
      <ul
        aria-label={m.shop_sort_label()}
        className="absolute end-0 z-10 mt-2 min-w-56 rounded-plate border border-line bg-card py-1.5 shadow-[0_12px_32px_-12px_rgb(14_17_32/0.35)]"
      >
        {sorts.map((sort) => (
          <li key={sort}>
            <Link
              to={`${path}${toSearch({ ...filters, sort: sort === first ? null : sort, cursor: null })}`}
              aria-current={sort === current ? 'true' : undefined}
              rel="nofollow"
              className="flex min-h-11 items-center justify-between gap-4 px-4 text-small hover:bg-accent-tint aria-[current]:font-semibold"
            >
              {NAMES[sort]()}
              {sort === current ? <Check className="size-4 text-accent" aria-hidden="true" /> : null}
            </Link>
          </li>
        ))}
      </ul>
    </details>
  )
}
