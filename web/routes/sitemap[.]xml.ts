import type { LoaderFunctionArgs } from '@remix-run/cloudflare'
import { loadCategories, loadStorefronts } from '#web/server/catalog.ts'
import { sitemapIndex, sitemapOf, thingsOf, xmlAnswer } from '#web/server/sitemap.ts'

/**
 * Every page a search engine should know. Without `?shop=` the list of lists: one of the pages about many things, and one of
 * each shop's goods, so that no list grows with the market.
 * @throws the API's own status where it cannot be read, so that no engine takes half a list for the whole
 */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { origin, searchParams } = new URL(request.url)
  const shop = searchParams.get('shop')
  if (shop !== null) return xmlAnswer(sitemapOf(await thingsOf(context, shop, origin)))
  const [categories, shops] = await Promise.all([loadCategories(context), loadStorefronts(context)])
  if (!categories.ok || !shops.ok) throw new Response(null, { status: 503 })
  if (searchParams.has('pages')) {
    const paths = ['/', ...categories.value.map(({ slug }) => `/c/${slug}`)]
    const fronts = context.storefrontSlug === undefined ? shops.value.map(({ slug }) => `/s/${slug}`) : []
    return xmlAnswer(sitemapOf([...paths, ...fronts].map((path) => origin + path)))
  }
  const lists = ['?pages=1', ...shops.value.map(({ slug }) => `?shop=${slug}`)]
  return xmlAnswer(sitemapIndex(lists.map((search) => `${origin}/sitemap.xml${search}`)))
}
