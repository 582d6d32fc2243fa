import { data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { CategoryView } from '#web/features/catalog/category-view.tsx'
import { loadBrowsing } from '#web/server/browse.ts'
import { type Category, loadCategories } from '#web/server/catalog.ts'
import type { RouteHandle } from '#web/ui/hydration.ts'
import { pageMeta } from '#web/ui/page-meta.ts'

export const handle: RouteHandle = { hydrates: false }

/**
 * A category with everything below it.
 * @throws 404 for one there is not, or that has nothing for sale; the API's own status when the tree cannot be read
 */
export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const slug = params.slug ?? ''
  const [tree, browsing] = await Promise.all([loadCategories(context), loadBrowsing(context, request, { category: slug })])
  if (!tree.ok) throw data(null, { status: tree.status })
  const category = tree.value.find((one) => one.slug === slug)
  // A category that was merged leads to where its goods are now.
  const now = category === undefined ? tree.value.find(({ formerSlugs }) => formerSlugs.includes(slug)) : undefined
  if (now !== undefined) throw redirect(`/c/${now.slug}${new URL(request.url).search}`, 301)
  if (category === undefined) throw data(null, { status: 404 })
  const page = {
    ...browsing,
    category,
    above: pathTo(tree.value, category),
    below: tree.value.filter(({ parentSlug }) => parentSlug === slug),
    categories: tree.value,
    origin: new URL(request.url).origin,
  }
  return data(page, { status: browsing.listings.ok ? 200 : 503 })
}

function pathTo(tree: Category[], { parentSlug }: Category): Category[] {
  const parent = tree.find(({ slug }) => slug === parentSlug)
  return parent === undefined ? [] : [...pathTo(tree, parent), parent]
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => {
  if (page === undefined) return []
  const { category, origin, listings } = page
  return pageMeta({
    title: m.shop_category_title({ name: category.name }),
    description: m.shop_category_text({ name: category.name, count: m.shop_result_count({ count: category.listingCount }) }),
    url: `${origin}/c/${category.slug}`,
    image: listings.ok ? (listings.value.items.find(({ image }) => image !== null)?.image ?? null) : null,
  })
}

export default function CategoryRoute() {
  return <CategoryView {...useLoaderData<typeof loader>()} />
}
