import { readSuggestions, type Suggestion } from '#db/platform/queries/search/suggest.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { matchWords } from './search-words.ts'

const SUGGESTIONS_MAX = 8
/** One letter begins half the catalogue: nothing is suggested before the second. */
const LETTERS_MIN = 2
/** Of categories and brands together no more than this, so that there is room for things to buy. */
const CATEGORIES_MAX = 2
const BRANDS_MAX = 2

/**
 * What somebody who has typed this much may mean: categories and brands first, then titles; similar spellings only where
 * too few begin so. At most eight. One round trip.
 */
export async function suggest(ctx: Ctx, text: string): Promise<Suggestion[]> {
  const match = matchWords(text)
  if (!match || [...text.trim()].length < LETTERS_MIN) return []
  const asked = { match, prefix: text.trim(), onlyVendorId: ctx.hostVendor?.id ?? null }
  const { categories, brands, titles, similar, version } = await readSuggestions(ctx.platform, asked, SUGGESTIONS_MAX)
  ctx.showsCatalogue(version)
  const known = new Set(titles.map(({ slug }) => slug))
  const listings = [...titles, ...similar.filter(({ slug }) => !known.has(slug))]
  return [
    ...categories.slice(0, CATEGORIES_MAX).map(({ text: name, slug }): Suggestion => ({ kind: 'category', text: name, slug })),
    ...brands.slice(0, BRANDS_MAX).map(({ text: name }): Suggestion => ({ kind: 'brand', text: name, slug: null })),
    ...listings.map(({ text: title, slug }): Suggestion => ({ kind: 'listing', text: title, slug })),
  ].slice(0, SUGGESTIONS_MAX)
}
