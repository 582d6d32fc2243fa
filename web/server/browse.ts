import { type AppLoadContext, redirect } from '@remix-run/cloudflare'
import type { Browsing } from '#web/features/catalog/listing-browser.tsx'
import { loadListings, loadSuggestions } from './catalog.ts'
import { type ListingFilters, readFilters, toSearch } from './listing-filters.ts'

/**
 * Loads a page of listings by the filters of its address.
 * @param fixed what the page itself stands for, e.g. its category
 * @throws a redirect to the same page with a tidy address: forms also send what was left empty, and old cursors do not last
 */
export async function loadBrowsing(context: AppLoadContext, request: Request, fixed: Partial<ListingFilters>): Promise<Browsing> {
  const { pathname: path, search, searchParams } = new URL(request.url)
  const filters = readFilters(searchParams)
  if ([...searchParams].some(([name, value]) => value === '' || (name === 'currency' && filters.currency === null)))
    throw redirect(`${path}${toSearch(filters)}`)
  const listings = await loadListings(context, { ...filters, ...fixed }, { isCounted: true })
  if (!listings.ok && listings.status === 400 && search !== '') throw redirect(`${path}${toSearch({ ...filters, cursor: null })}`)
  const isEmpty = listings.ok && listings.value.items.length === 0
  const suggestions = isEmpty && filters.words !== null ? await loadSuggestions(context, filters.words) : []
  return { path, filters, listings, suggestions }
}
