import { sql } from 'drizzle-orm'
import type { Projection } from '#db/platform/queries/search/project-listing.ts'
import type { PlatformDb } from '#db/types.ts'
import { storeAll } from './target.ts'

export type NewListing = Projection & { categoryPath: string }

/**
 * Lists many new products in one commit of five statements; what is listed already stays as it is. The marketplace's own
 * projection (`storeListings`) takes eight statements a product, because it has to respect what is there: for the 100,000
 * products of the search work that would be minutes.
 */
export async function storeNewListings(db: PlatformDb, listings: readonly NewListing[]): Promise<void> {
  const each = (rows: readonly object[]) => sql`json_each(${JSON.stringify(rows)})`
  const plain = listings.map(({ offers: _, prices: __, attributes: ___, ...rest }) => rest)
  const offers = listings.flatMap(({ id, vendorId, offers: all }) => all.map((offer) => ({ ...offer, listingId: id, vendorId })))
  const prices = listings.flatMap(({ id: listingId, prices: all }) => all.map((price) => ({ ...price, listingId })))
  const attributes = listings.flatMap(({ id: listingId, attributes: all }) => all.map((attribute) => ({ ...attribute, listingId })))
  await storeAll(db, [
    db.run(sql`insert into listing (id, vendor_id, slug, title, description, brand, category_id, category_path, images, options,
        is_visible, source_version, published_at_ms, updated_at_ms)
      select value ->> 'id', value ->> 'vendorId', value ->> 'slug', value ->> 'title', value ->> 'description', value ->> 'brand',
        value ->> 'categoryId', value ->> 'categoryPath', value -> 'images', value -> 'options',
        1, value ->> 'sourceVersion', value ->> 'publishedAtMs', value ->> 'updatedAtMs'
      from ${each(plain)} where true on conflict do nothing`),
    db.run(sql`insert into offer (variant_id, listing_id, vendor_id, sku, gtin, title, option_values, weight_g, tax_class, position, available, stock_seq)
      select value ->> 'variantId', value ->> 'listingId', value ->> 'vendorId', value ->> 'sku', value ->> 'gtin', value ->> 'title',
        value -> 'optionValues', value ->> 'weightG', value ->> 'taxClass', value ->> 'position', value ->> 'available', value ->> 'stockSeq'
      from ${each(offers)} where true on conflict do nothing`),
    db.run(sql`insert into offer_price (variant_id, listing_id, currency, price_minor, compare_at_minor)
      select value ->> 'variantId', value ->> 'listingId', value ->> 'currency', value ->> 'priceMinor', value ->> 'compareAtMinor'
      from ${each(prices)} where true on conflict do nothing`),
    db.run(sql`insert into listing_attribute (listing_id, name, value)
      select value ->> 'listingId', value ->> 'name', value ->> 'value' from ${each(attributes)} where true on conflict do nothing`),
    db.run(sql`update listing set available = (select coalesce(sum(o.available), 0) from offer o where o.listing_id = listing.id)
      where id in (select value ->> 'id' from ${each(plain.map(({ id }) => ({ id })))})`),
  ])
} // biome-ignore format: statements read best as statements
