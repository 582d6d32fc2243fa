import { Link } from '@remix-run/react'
import { m } from '#messages'
import type { Facets } from '#web/server/catalog.ts'
import { type ListingFilters, toSearch } from '#web/server/listing-filters.ts'
import { numberText } from '#web/ui/format.ts'

/** The categories below the page's own, or of what was found; those above the chosen one lead back up. */
export function FilterCategories({ path, filters, facets }: { path: string; filters: ListingFilters; facets: Facets }) {
  if (facets.categories.length < 2) return null
  const at = path.startsWith('/c/') ? path.slice('/c/'.length) : null
  const current = filters.category ?? at
  const shown = visibleCategories(facets.categories, current)
  if (shown.length < 2) return null
  const to = (slug: string) =>
    at === null
      ? `${path}${toSearch({ ...filters, category: slug, cursor: null })}`
      : `/c/${slug}${toSearch({ ...filters, category: null, cursor: null })}`
  return (
    <nav aria-label={m.shop_filter_category()} className="mb-3 text-small">
      <ul>
        {current === null ? null : (
          <li>
            <Link
              to={
                at === null
                  ? `${path}${toSearch({ ...filters, category: null, cursor: null })}`
                  : `/search${toSearch({ ...filters, category: null, cursor: null })}`
              }
              className={`${CATEGORY} text-soft`}
            >
              {m.shop_filter_category_any()}
            </Link>
          </li>
        )}
        {shown.map(({ slug, name, depth, count }) => (
          <li key={slug} style={{ paddingInlineStart: `${depth * 0.875}rem` }}>
            <Link to={to(slug)} aria-current={slug === current ? 'true' : undefined} className={CATEGORY}>
              <span>{name}</span>
              <span className="text-fine font-normal text-soft tabular-nums">{numberText(count)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

const CATEGORY =
  'flex min-h-9 items-center justify-between gap-3 underline-offset-4 hover:text-accent hover:underline aria-[current]:font-semibold aria-[current]:text-accent'

/** The top of the tree, and of the branch that is chosen what is above it, beside it and below it. */
function visibleCategories(all: Facets['categories'], current: string | null): Facets['categories'] {
  const chosen = all.findIndex(({ slug }) => slug === current)
  const only = all.filter(({ depth }) => depth === 0).length === 1
  if (chosen < 0) return all.filter(({ depth }) => depth === 0 || only)
  const rootAt = all.findLastIndex(({ depth }, at) => at <= chosen && depth === 0)
  const end = all.findIndex(({ depth }, at) => at > rootAt && depth === 0)
  return all.slice(rootAt, end < 0 ? undefined : end).filter(({ depth }) => depth <= (all[chosen]?.depth ?? 0) + 1)
}
