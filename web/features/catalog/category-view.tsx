import { Link } from '@remix-run/react'
import { m } from '#messages'
import type { Category } from '#web/server/catalog.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Breadcrumb } from './breadcrumb.tsx'
import { type Browsing, ListingBrowser } from './listing-browser.tsx'

export type CategoryPage = Browsing & { category: Category; above: Category[]; below: Category[]; categories: Category[] }

/** A bay of the market: what is above and below it, and everything in it. */
export function CategoryView({ category, above, below, ...browsing }: CategoryPage) {
  return (
    <div className="measure pt-4 pb-20">
      <Breadcrumb steps={above} last={category.name} />
      <h1 className="mt-3 text-[clamp(2.25rem,1.5rem+3.4vw,4rem)] leading-[0.98] font-extrabold tracking-[-0.035em]">{category.name}</h1>
      {below.length === 0 ? null : (
        <ul className="mt-5 flex flex-wrap gap-2 lg:hidden">
          {below.map(({ slug, name }) => (
            <li key={slug}>
              <Link
                to={`/c/${slug}`}
                className="inline-flex min-h-10 items-center rounded-pill border border-stone-deep px-4 text-small font-medium hover:border-accent hover:text-accent"
              >
                {name}
              </Link>
            </li>
          ))}
        </ul>
      )}
      <div className="mt-8">
        <ListingBrowser {...browsing} empty={<Notice title={m.shop_listings_empty_title()} text={m.shop_listings_empty_text()} />} />
      </div>
    </div>
  )
}
