import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { m } from '#messages'
import type { Loaded } from '#web/server/answer.ts'
import type { Category, ListingPage, Suggestion } from '#web/server/catalog.ts'
import { chipsOf, type ListingFilters, toSearch } from '#web/server/listing-filters.ts'
import { buttonClass } from '#web/ui/button.tsx'
import { SlidersHorizontal } from '#web/ui/icons.ts'
import { FilterChips } from './filter-chips.tsx'
import { FilterPanel, PANEL_ID } from './filter-panel.tsx'
import { ListingsUnavailable } from './listings-unavailable.tsx'
import { NothingFound } from './nothing-found.tsx'
import { ProductGrid } from './product-grid.tsx'
import { SortMenu } from './sort-menu.tsx'

/** A page of listings that can be narrowed and sorted; all of it is in the address. */
export type Browsing = {
  /** The path of the page, which the filters are added to. */
  path: string
  filters: ListingFilters
  listings: Loaded<ListingPage>
  /** What may have been meant, where nothing was found. */
  suggestions: Suggestion[]
}

/**
 * Filters beside the goods; on phones they come up over the page, without a script either way.
 * @param ownShop whether all goods are of one shop, so that shops are no filter and cards do not name them
 * @param empty what to show for a place where nothing is for sale at all
 */
export function ListingBrowser({
  path,
  filters,
  listings,
  suggestions,
  categories,
  ownShop = false,
  empty,
}: Browsing & { categories: Category[]; ownShop?: boolean; empty?: ReactNode }) {
  if (!listings.ok) return <ListingsUnavailable />
  const { items, facets, total, nextCursor, currency } = listings.value
  const chips = chipsOf(filters)
  if (items.length === 0 && chips.length === 0 && filters.words === null && empty !== undefined) return empty
  const hasPanel = facets !== null && (items.length > 0 || chips.length > 0)
  return (
    <div className={`grid items-start gap-x-10 ${hasPanel ? 'lg:grid-cols-[14.5rem_minmax(0,1fr)]' : ''}`}>
      {facets === null || !hasPanel ? null : (
        <FilterPanel path={path} filters={filters} facets={facets} currency={currency} showsShops={!ownShop} />
      )}
      <div className="min-w-0">
        <Toolbar path={path} filters={filters} count={total ?? items.length} chosen={chips.length} hasPanel={hasPanel} />
        <FilterChips path={path} filters={filters} chips={chips} listings={listings.value} categories={categories} />
        {items.length === 0 ? (
          <NothingFound path={path} filters={filters} suggestions={suggestions} categories={categories} hasChips={chips.length > 0} />
        ) : (
          <>
            <ProductGrid listings={items} showsVendor={!ownShop} titleAs="h2" isNarrow isFirst />
            <Onward path={path} filters={filters} nextCursor={nextCursor} />
          </>
        )}
      </div>
    </div>
  )
}

type ToolbarProps = { path: string; filters: ListingFilters; count: number; chosen: number; hasPanel: boolean }

/** How many there are, in which order, and on phones the way to the filters. */
function Toolbar({ path, filters, count, chosen, hasPanel }: ToolbarProps) {
  return (
    <div className="mb-6 flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line pb-3">
      <p className="font-medium text-soft">{m.shop_result_count({ count })}</p>
      <div className="flex flex-wrap items-center gap-2">
        {hasPanel ? (
          <button type="button" {...{ popovertarget: PANEL_ID }} className={`${buttonClass('secondary', true)} lg:hidden`}>
            <SlidersHorizontal className="size-4" aria-hidden="true" />
            {chosen === 0 ? m.shop_filters_open() : m.shop_filters_open_count({ count: chosen })}
          </button>
        ) : null}
        {count > 1 ? <SortMenu path={path} filters={filters} /> : null}
      </div>
    </div>
  )
}

function Onward({ path, filters, nextCursor }: { path: string; filters: ListingFilters; nextCursor: string | null }) {
  if (nextCursor === null && filters.cursor === null) return null
  return (
    <nav aria-label={m.ui_pages()} className="mt-14 flex flex-wrap items-center justify-center gap-4">
      {filters.cursor === null ? null : (
        <Link to={`${path}${toSearch({ ...filters, cursor: null })}`} className={buttonClass('quiet')}>
          {m.shop_first_page()}
        </Link>
      )}
      {nextCursor === null ? null : (
        <Link
          to={`${path}${toSearch({ ...filters, cursor: nextCursor })}`}
          rel="next"
          className="inline-flex min-h-12 items-center rounded-pill border border-ink px-8 font-semibold hover:bg-ink hover:text-paper"
        >
          {m.shop_next_page()}
        </Link>
      )}
    </nav>
  )
}
