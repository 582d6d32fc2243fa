import { isRouteErrorResponse, Link, useRouteError } from '@remix-run/react'
import { m } from '#messages'
import type { Category } from '#web/server/catalog.ts'

/** Below a 404: the categories, because the search field of the header is all that is left otherwise. */
export function NotFoundSearch({ categories }: { categories: Category[] }) {
  const error = useRouteError()
  if (!isRouteErrorResponse(error) || error.status !== 404) return null
  return (
    <nav aria-label={m.shop_categories_title()} className="mt-14 border-t border-line pt-8">
      <p className="flex flex-wrap gap-x-6 gap-y-2">
        <a href="#words" className="inline-flex min-h-11 items-center font-semibold text-accent underline underline-offset-4">
          {m.shop_not_found_search()}
        </a>
        {categories
          .filter(({ parentSlug }) => parentSlug === null)
          .map(({ slug, name }) => (
            <Link key={slug} to={`/c/${slug}`} className="inline-flex min-h-11 items-center font-medium underline-offset-4 hover:underline">
              {name}
            </Link>
          ))}
      </p>
    </nav>
  )
}
