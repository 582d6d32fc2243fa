import type { Projection } from '#db/platform/queries/search/project-listing.ts'
import { price, product, variant } from '#db/vendor/schema/catalog.ts'
import { uniqueSlug } from '#worker/pure/slug.ts'
import type { OpenStore } from './open-stores.ts'
import type { SeedProduct } from './products.ts'
import { type NewListing, storeNewListings } from './store-listings.ts'
import { parcels, type SeedTarget, storeAll } from './target.ts'

/** Products a commit stores: many values, but well under SQLite's limits and our time limit for a round trip. */
const PER_COMMIT = 250

export type Shelving = {
  categoryPaths: ReadonlyMap<string, string>
  /** Units to show for a variant without asking the store's stock, for sizes that are made to be searched, not bought. */
  shown?: ReadonlyMap<string, number> | undefined
}

/** Stores a store's products in its own database and on the marketplace. Safe to repeat. */
export async function storeProducts(market: SeedTarget, store: OpenStore, products: readonly SeedProduct[], shelving: Shelving): Promise<void> {
  const { db } = store
  for (const parcel of parcels(products, PER_COMMIT)) {
    await storeAll(db, [
      db.insert(product).values(parcel.map(({ row }) => row)).onConflictDoNothing(),
      ...parcels(parcel.flatMap(({ variants }) => variants), 400).map((rows) => db.insert(variant).values(rows).onConflictDoNothing()),
      ...parcels(parcel.flatMap(({ prices }) => prices), 900).map((rows) => db.insert(price).values(rows).onConflictDoNothing()),
    ])
    await storeNewListings(market.platformDb, parcel.map((one) => listingOf(store, one, shelving)))
  }
} // biome-ignore format: a list of statements

function listingOf(store: OpenStore, one: SeedProduct, { categoryPaths, shown }: Shelving): NewListing {
  const projection = projectionOf(store, one)
  const offers = projection.offers.map((offer) => ({ ...offer, available: shown?.get(offer.variantId) ?? 0 }))
  return { ...projection, offers, categoryPath: categoryPaths.get(one.category) ?? '/' }
}

/** The product as the marketplace shows it; what the catalogue's own projection would make of it. */
export function projectionOf(store: Pick<OpenStore, 'id' | 'slug'>, { row, variants, prices }: SeedProduct): Projection {
  return {
    id: row.id,
    vendorId: store.id,
    slug: row.slug,
    uniqueSlug: uniqueSlug(row.slug, row.id),
    title: row.title,
    description: row.description,
    brand: row.brand,
    categoryId: row.categoryId,
    images: [],
    options: row.options,
    isVisible: true,
    sourceVersion: row.version,
    publishedAtMs: row.publishedAtMs ?? row.createdAtMs,
    updatedAtMs: row.updatedAtMs,
    offers: variants.map(({ id: variantId, sku, gtin, optionValues, weightG, position }) => ({
      variantId,
      sku,
      gtin,
      title: [row.title, row.options.map(({ name }) => optionValues[name]).join(', ')].filter((text) => text !== '').join(' – '),
      optionValues,
      weightG,
      taxClass: row.taxClass,
      position,
      available: 0,
      stockSeq: 0,
    })),
    prices,
    attributes: attributesOf(row, variants),
  }
}

/** The product's facts, and every choice it comes in. */
function attributesOf({ attributes }: SeedProduct['row'], variants: SeedProduct['variants']): Projection['attributes'] {
  const facts = [...Object.entries(attributes), ...variants.flatMap(({ optionValues }) => Object.entries(optionValues))]
  const unique = new Map(facts.map(([name, value]) => [`${name.toLowerCase()}\n${value}`, { name: name.toLowerCase(), value }]))
  return [...unique.values()]
}
