import { type SQL, sql } from 'drizzle-orm'
import { readAtVersion } from '#db/platform/queries/catalogue-version.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

/** An open store as buyers see it. `theme` is JSON. */
export type StorefrontRow = {
  slug: string
  name: string
  tagline: string
  about: string
  theme: string
  logoKey: string | null
  logoWidth: number | null
  logoHeight: number | null
  logoAlt: string
  listingCount: number
  policies: string
  shipsFrom: string
  ratingBps: number | null
  ratingCount: number
  /** JSON: what it charges for delivery. */
  shipping: string
}

/** A store's rating is what its buyers said of the store itself. */
export const selectStorefronts = (
  condition: SQL,
  rest: SQL,
): SQL => sql`select v.slug, v.name, s.tagline, s.about, s.theme, s.logo_key as logoKey,
    s.logo_width as logoWidth, s.logo_height as logoHeight, s.logo_alt as logoAlt, s.policies,
    coalesce(json_extract(v.ship_from, '$.country'), v.country) as shipsFrom,
    (select count(*) from listing l where l.vendor_id = v.id and l.is_visible = 1) as listingCount,
    s.rating_bps as ratingBps, s.rating_count as ratingCount,
    (select json_group_array(json_object('name', r.name, 'country', r.country, 'kind', r.kind, 'currency', r.currency,
        'baseMinor', r.base_minor, 'perKgMinor', r.per_kg_minor, 'freeOverMinor', r.free_over_minor, 'daysMin', r.days_min,
        'daysMax', r.days_max) order by r.country desc, r.base_minor, r.id)
      from shipping_rate r where r.vendor_id = v.id) as shipping
  from vendor v join storefront s on s.vendor_id = v.id where v.status = 'active' and ${condition} ${rest}`

/** Open stores by their slug, in order, and the catalogue's version. One round trip. */
export async function listStorefronts(
  db: PlatformDb,
  afterSlug: string,
  limit: number,
): Promise<{ rows: StorefrontRow[]; version: number }> {
  const query = selectStorefronts(sql`v.slug > ${afterSlug}`, sql`order by v.slug limit ${limit}`)
  const { version, results } = await readAtVersion(db, [db.all<StorefrontRow>(query)])
  return { rows: results[0], version }
}

/** One open store, by its slug or, on its own host, by its id, and the catalogue's version. One round trip. */
export async function findStorefront(
  db: PlatformDb,
  by: { slug: string } | { id: Id<'vendor'> },
): Promise<{ row: StorefrontRow | undefined; version: number }> {
  const query = selectStorefronts('slug' in by ? sql`v.slug = ${by.slug}` : sql`v.id = ${by.id}`, sql`limit 1`)
  const { version, results } = await readAtVersion(db, [db.all<StorefrontRow>(query)])
  return { row: results[0][0], version }
}
