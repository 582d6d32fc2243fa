import { Link } from '@remix-run/react'
import { m } from '#messages'
import type { Category, Suggestion } from '#web/server/catalog.ts'
import { type ListingFilters, NO_FILTERS, toSearch } from '#web/server/listing-filters.ts'
import { ButtonLink } from '#web/ui/button.tsx'

/** Ways on from a search that found nothing: other words, fewer filters, the categories. */
export function NothingFound({
  path,
  filters,
  suggestions,
  categories,
  hasChips,
}: {
  path: string
  filters: ListingFilters
  suggestions: Suggestion[]
  categories: Category[]
  hasChips: boolean
}) {
  const { words } = filters
  return (
    <div className="py-8">
      <h2 className="text-section">{m.shop_no_match_title()}</h2>
      <p className="mt-2 max-w-prose text-lead text-soft">{toldOf(words, hasChips)}</p>
      {hasChips ? (
        <p className="mt-6">
          <ButtonLink to={`${path}${toSearch({ ...NO_FILTERS, words, sort: filters.sort })}`}>{m.shop_no_match_clear()}</ButtonLink>
        </p>
      ) : null}
      {suggestions.length === 0 ? null : (
        <Links title={m.shop_no_match_meant()} links={suggestions.map((one) => ({ to: addressOf(one), text: one.text }))} />
      )}
      {categories.length === 0 ? null : (
        <Links
          title={m.shop_no_match_categories()}
          links={categories.filter(({ parentSlug }) => parentSlug === null).map(({ slug, name }) => ({ to: `/c/${slug}`, text: name }))}
        />
      )}
    </div>
  )
}

function toldOf(words: string | null, hasChips: boolean): string {
  if (words === null) return m.shop_no_match_text()
  return hasChips ? m.shop_no_match_words_filtered({ words }) : m.shop_no_match_words({ words })
}

function addressOf({ kind, slug, text }: Suggestion): string {
  if (slug === null) return `/search${toSearch({ ...NO_FILTERS, words: text })}`
  return kind === 'category' ? `/c/${slug}` : `/p/${slug}`
}

function Links({ title, links }: { title: string; links: { to: string; text: string }[] }) {
  return (
    <div className="mt-8">
      <h3 className="font-text text-body font-semibold tracking-normal">{title}</h3>
      <ul className="mt-2 flex flex-wrap gap-2">
        {links.map(({ to, text }) => (
          <li key={to}>
            <Link
              to={to}
              className="inline-flex min-h-11 items-center rounded-pill border border-stone-deep bg-card px-4 font-medium hover:border-accent hover:text-accent"
            >
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}
