import { Link } from '@remix-run/react'
import { m } from '#messages'
import type { Category, Listing } from '#web/server/catalog.ts'
import { Picture } from './picture.tsx'

const BAYS_MAX = 8

/** The categories as the bays of a stoa, each with something of it; scrolls sideways where they do not all fit. */
export function Colonnade({ categories, pictures }: { categories: Category[]; pictures: Map<string, Listing> }) {
  return (
    <nav aria-labelledby="categories-title">
      <h2 id="categories-title" className="sr-only">
        {m.shop_categories_title()}
      </h2>
      <div className="colonnade">
        <div className="colonnade-body">
          <div className="frieze" />
          <ul className="bays">
            {categories.slice(0, BAYS_MAX).map((category, at) => (
              <li key={category.slug} className="bay">
                <Link to={`/c/${category.slug}`} className="group flex h-full flex-col pt-3">
                  <span className="block aspect-3/4 overflow-hidden rounded-t-pill">
                    <span className="block size-full motion-safe:transition-transform motion-safe:duration-500 motion-safe:group-hover:scale-105">
                      <Picture
                        image={pictures.get(category.slug)?.image ?? null}
                        category={category.slug}
                        seed={`bay ${category.slug}`}
                        sizes="(min-width: 64rem) 8.5rem, 8rem"
                        loading={at === 0 ? 'first' : at < 4 ? 'early' : 'late'}
                      />
                    </span>
                  </span>
                  <span className="block grow px-1 pt-2.5 pb-4 text-center">
                    <span className="block leading-tight font-semibold decoration-2 underline-offset-4 group-hover:underline">
                      {category.name}
                    </span>
                    <span className="block text-fine text-soft">{m.shop_listing_count({ count: category.listingCount })}</span>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
          <div className="steps" />
        </div>
      </div>
    </nav>
  )
}
