import { asc, eq, type SQL, sql } from 'drizzle-orm'
import { readAtVersion } from '#db/platform/queries/catalogue-version.ts'
import { category, listing, listingAttribute, offer, offerPrice } from '#db/platform/schema/search.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'
import type { ListingCard } from './search-listings.ts'
import { type StorefrontRow, selectStorefronts } from './storefronts.ts'

/** One vendor's offer of a product that several sell. */
export type CompetingOffer = {
  variantId: Id<'variant'>
  gtin: string
  listingId: Id<'product'>
  listingSlug: string
  vendorSlug: string
  vendorName: string
  priceMinor: number
  compareAtMinor: number | null
  available: number
  /** The store's cheapest delivery of this one; null if it names none in the currency. */
  shippingMinor: number | null
  /** How many days its fastest delivery takes at most; null if it names none in the currency. */
  daysMax: number | null
  shipsFrom: string
  ratingBps: number | null
}

/**
 * Everything a product page shows: the listing, its offers with their prices, the categories above it, what can be filtered
 * by, who else sells the same GTINs, the store itself and, if asked for, `moreMax` other things of it. One round trip. On a
 * vendor's own host that vendor's things only.
 * @returns undefined for a slug that no visible listing of an open store has
 */
export async function readListing(
  db: PlatformDb,
  slug: string,
  currency: Currency,
  { onlyVendorId, moreMax }: { onlyVendorId: Id<'vendor'> | null; moreMax: number },
) {
  const own = sql`(select id from ${listing} where slug = ${slug})`
  const { version, results } = await readAtVersion(db, [
    db
      .select({ listing })
      .from(listing)
      .innerJoin(vendor, eq(vendor.id, listing.vendorId))
      .where(
        sql`${listing.slug} = ${slug} and ${listing.isVisible} = 1 and ${vendor.status} = 'active'
          and ${onlyVendorId === null ? sql`1` : sql`${listing.vendorId} = ${onlyVendorId}`}`,
      ),
    db.select().from(offer).where(sql`${offer.listingId} = ${own}`).orderBy(asc(offer.position), asc(offer.variantId)),
    db.select().from(offerPrice).where(sql`${offerPrice.listingId} = ${own}`).orderBy(asc(offerPrice.variantId), asc(offerPrice.currency)),
    db
      .select({ slug: category.slug, name: category.name })
      .from(category)
      .where(sql`substr((select category_path from ${listing} where slug = ${slug}), 1, length(${category.path})) = ${category.path}`)
      .orderBy(sql`length(${category.path})`),
    db
      .select({ name: listingAttribute.name, value: listingAttribute.value })
      .from(listingAttribute)
      .where(sql`${listingAttribute.listingId} = ${own}`)
      .orderBy(asc(listingAttribute.name), asc(listingAttribute.value)),
    db.all<CompetingOffer>(competingQuery(own, currency, onlyVendorId)),
    db.all<StorefrontRow>(selectStorefronts(sql`v.id = (select vendor_id from ${listing} where slug = ${slug})`, sql`limit 1`)),
    ...(moreMax > 0 ? [db.all<ListingCard>(moreQuery(slug, currency, moreMax))] : []),
  ])
  const [listings, offers, prices, breadcrumb, attributes, competing, stores, more = []] = results
  const [first] = listings
  const [store] = stores
  return first && store && { ...first, store, offers, prices, breadcrumb, attributes, competing, more, version }
}

function competingQuery(own: SQL, currency: Currency, onlyVendorId: Id<'vendor'> | null): SQL {
  return sql`select o.variant_id as variantId, o.gtin, l.id as listingId, l.slug as listingSlug, v.slug as vendorSlug, v.name as vendorName,
      p.price_minor as priceMinor, p.compare_at_minor as compareAtMinor, o.available,
      (select min(case when r.kind = 'free_over' and p.price_minor >= r.free_over_minor then 0
          when r.kind = 'weight' then r.base_minor + r.per_kg_minor * max(0, (o.weight_g + 999) / 1000 - 1) else r.base_minor end)
        from shipping_rate r where r.vendor_id = o.vendor_id and r.currency = ${currency}) as shippingMinor,
      (select min(r.days_max) from shipping_rate r where r.vendor_id = o.vendor_id and r.currency = ${currency}) as daysMax,
      coalesce(json_extract(v.ship_from, '$.country'), v.country) as shipsFrom, l.rating_bps as ratingBps
    from offer mine cross join offer o on o.gtin = mine.gtin cross join listing l on l.id = o.listing_id and l.is_visible = 1
      cross join vendor v on v.id = o.vendor_id and v.status = 'active'
      cross join offer_price p on p.variant_id = o.variant_id and p.currency = ${currency}
    where mine.listing_id = ${own} and mine.gtin is not null
      and ${onlyVendorId === null ? sql`1` : sql`o.vendor_id = ${onlyVendorId}`}
    group by o.variant_id limit 200`
}

/** Other things of the same store: what is in stock first, then what is of the same category, then what is liked. */
function moreQuery(slug: string, currency: Currency, limit: number): SQL {
  return sql`select l.id, l.slug, l.title, l.brand, c.slug as categorySlug, c.name as categoryName, v.slug as vendorSlug, v.name as vendorName,
      p.price_minor as priceMinor, p.compare_at_minor as compareAtMinor, l.images, l.available, l.rating_bps as ratingBps,
      l.rating_count as ratingCount, min(p.price_minor) as sortKey
    from listing own cross join listing l on l.vendor_id = own.vendor_id and l.id <> own.id and l.is_visible = 1
      cross join vendor v on v.id = l.vendor_id cross join offer_price p on p.listing_id = l.id and p.currency = ${currency}
      left join category c on c.id = l.category_id
    where own.slug = ${slug} group by l.id
    order by l.available > 0 desc, l.category_id = own.category_id desc, coalesce(l.rating_bps, 0) desc, l.id limit ${limit}`
}
