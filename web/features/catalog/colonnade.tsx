import { Link } from '@remix-run/react'
import { m } from '#messages'
import type { Category } from '#web/server/catalog.ts'
import { Artwork } from './artwork.tsx'

const BAYS_MAX = 8

/** The categories as the bays of a stoa; scrolls sideways where they do not all fit. `current` is the one being shown. */
export function Colonnade({ categories, current }: { categories: Category[]; current: string | null }) {
  return (
    <nav aria-labelledby="categories-title">
      <h2 id="categories-title" className="sr-only">
        {m.shop_categories_title()}
      </h2>
      <div className="colonnade">
        <div className="colonnade-body">
          <div className="frieze" />
          <ul className="bays">
            {categories.slice(0, BAYS_MAX).map((category) => (
              <li key={category.slug} className="bay">
                <Link
                  to={`/?category=${category.slug}#for-sale`}
                  aria-current={category.slug === current ? 'true' : undefined}
                  className="group flex h-full flex-col pt-3"
                >
                  <span className="block aspect-3/4 overflow-hidden rounded-t-plate">
                    <Artwork
                      category={category.slug}
                      seed={`bay ${category.slug}`}
                      className="size-full motion-safe:transition-transform motion-safe:duration-500 motion-safe:group-hover:scale-105"
                    />
                  </span>
                  <span className="block grow px-1 pt-2.5 pb-4 text-center">
                    <span className="block leading-tight font-semibold decoration-2 underline-offset-4 group-hover:underline group-aria-[current]:text-accent group-aria-[current]:underline">
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
