import type { AppLoadContext } from '@remix-run/cloudflare'
import { loadListings } from './catalog.ts'
import { NO_FILTERS } from './listing-filters.ts'

/** A list holds at most so many addresses, read so many at a time. */
const PAGES_MAX = 100
const PAGE_SIZE = 100

/** The addresses of everything a shop sells. @throws the API's status if they cannot be read */
export async function thingsOf(context: AppLoadContext, shop: string, origin: string): Promise<string[]> {
  const found: string[] = []
  let cursor: string | null = null
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const listings = await loadListings(context, { ...NO_FILTERS, shops: [shop] }, { limit: PAGE_SIZE, cursor, sort: 'newest' })
    if (!listings.ok) throw new Response(null, { status: listings.status })
    found.push(...listings.value.items.map(({ slug }) => `${origin}/p/${slug}`))
    cursor = listings.value.nextCursor
    if (cursor === null) break
  }
  return found
}

const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9'
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

export const sitemapOf = (urls: readonly string[]): string =>
  `${HEAD}<urlset xmlns="${NAMESPACE}">\n${urls.map((url) => `<url><loc>${escaped(url)}</loc></url>\n`).join('')}</urlset>\n`

export const sitemapIndex = (urls: readonly string[]): string =>
  `${HEAD}<sitemapindex xmlns="${NAMESPACE}">\n${urls.map((url) => `<sitemap><loc>${escaped(url)}</loc></sitemap>\n`).join('')}</sitemapindex>\n`

export const xmlAnswer = (xml: string): Response =>
  new Response(xml, { headers: { 'content-type': 'application/xml; charset=utf-8', 'cache-control': 'public, max-age=3600' } })
