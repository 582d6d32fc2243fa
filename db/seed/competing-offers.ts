import { CATALOGUE_MS } from './categories.ts'
import { newChance } from './chance.ts'
import { freeSlug, type PriceRow, type SeedProduct, type VariantRow } from './products.ts'
import { ratingOf } from './ratings.ts'
import { type Store, shelfPrice } from './stores.ts'

/** Who sells what of somebody else's: categories of one store that suit another, and how many products of them. */
const RESOLD: readonly (readonly [category: string, seller: string, count: number])[] = [
  ['childrens-books', 'puddle-and-pine', 6],
  ['nature-travel', 'cairn-supply', 5],
  ['food-craft', 'night-ferry-coffee', 3],
  ['food-craft', 'kiln-and-clay', 3],
  ['speakers', 'cairn-supply', 2],
  ['pots-planters', 'kiln-and-clay', 2],
  ['camp-kitchen', 'dorn-cycles', 2],
]

/** Products that several stores sell share their GTINs. Takes the place of as many of the seller's own products, the last ones. */
export function addCompetingOffers(seed: number, stores: readonly Store[], catalogue: ReadonlyMap<string, SeedProduct[]>): void {
  const replaced = new Map<string, number>()
  for (const [category, sellerSlug, count] of RESOLD) {
    const seller = stores.find(({ slug }) => slug === sellerSlug)
    const own = catalogue.get(sellerSlug)
    const originals = [...catalogue.values()].flat().filter((product) => product.category === category && product.row.slug.endsWith(prefixOf(stores, product)))
    if (!seller || !own) continue
    for (const original of originals.slice(0, count)) {
      const done = replaced.get(sellerSlug) ?? 0
      // A small seed has no room for them: at most a third of a store is somebody else's.
      if (done >= Math.floor(own.length / 3)) break
      own[own.length - 1 - done] = resell(seed, seller, original, own[own.length - 1 - done])
      replaced.set(sellerSlug, done + 1)
    }
  }
} // biome-ignore format: one idea a line

/** Only a product of its maker is resold, never a copy. */
function prefixOf(stores: readonly Store[], { variants: [first] }: SeedProduct): string {
  const maker = stores.find(({ skuPrefix }) => first?.sku.startsWith(`${skuPrefix}-`))
  return maker && !first?.sku.includes('-R-') ? `-${maker.skuPrefix.toLowerCase()}` : '/'
}

function resell(seed: number, seller: Store, original: SeedProduct, place: SeedProduct | undefined): SeedProduct {
  const chance = newChance(seed, `resold/${seller.slug}/${original.row.id}`)
  const id = chance.id('product', CATALOGUE_MS)
  const percent = chance.int(91, 109)
  const variants = original.variants.map(
    (variant, position): VariantRow => ({
      ...variant,
      id: chance.id('variant', CATALOGUE_MS),
      productId: id,
      sku: `${seller.skuPrefix}-R-${variant.sku}`,
      position,
    }),
  )
  const prices = original.variants.flatMap((variant, at) =>
    seller.currencies.map((currency): PriceRow => {
      const theirs = original.prices.find((row) => row.variantId === variant.id && row.currency === 'USD')
      const priceMinor = shelfPrice(((theirs?.priceMinor ?? 0) * percent) / 100, currency)
      return { variantId: variants[at]?.id ?? variant.id, currency, priceMinor, compareAtMinor: null }
    }),
  )
  const times = place?.row ?? original.row
  const { publishedAtMs, createdAtMs, updatedAtMs } = times
  return {
    row: { ...original.row, id, slug: freeSlug(original.row.title, seller, new Set()), publishedAtMs, createdAtMs, updatedAtMs },
    category: original.category,
    thing: original.thing,
    words: original.words,
    variants,
    prices,
    rating: chance.percent(70) ? ratingOf(chance.of('rating')) : null,
  }
}
