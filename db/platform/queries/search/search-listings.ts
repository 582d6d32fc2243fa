import { type SQL, sql } from 'drizzle-orm'
import { readTogether } from '#db/commit.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import { baseConditions, facetConditions, hitsCte, type ListingFilter, lowestPrice } from './listing-filter.ts'

export type ListingSort = 'relevance' | 'newest' | 'price_asc' | 'price_desc' | 'rating'
export type PageRequest = { sort: ListingSort; limit: number; after: { key: number; id: string } | null }

/** One card. `sortKey` is what the next page goes on from. */
export type ListingCard = {
  id: Id<'product'>
  slug: string
  title: string
  brand: string | null
  categorySlug: string | null
  categoryName: string | null
  vendorSlug: string
  vendorName: string
  priceMinor: number
  compareAtMinor: number | null
  images: string
  available: number
  ratingBps: number | null
  ratingCount: number
  sortKey: number
}
export type FacetRow = {
  kind: 'total' | 'category' | 'vendor' | 'price' | 'attribute'
  key: string | null
  label: string | null
  path: string | null
  low: number | null
  high: number | null
  n: number
}

/** Attributes are counted once a search is narrowed to this many listings; over everything they would say nothing. */
const ATTRIBUTES_COUNTED_MAX = 20_000
const VENDORS_MAX = 50
const ATTRIBUTES_MAX = 200

/** A page of listings and the counts of every facet. One round trip. */
export async function searchListings(
  db: PlatformDb,
  filter: ListingFilter,
  page: PageRequest,
): Promise<{ cards: ListingCard[]; facets: FacetRow[] }> {
  const [cards, facets] = await readTogether(db, [db.all<ListingCard>(pageQuery(filter, page)), db.all<FacetRow>(facetQuery(filter))])
  return { cards, facets }
}

const ORDER: Record<ListingSort, { key: (price: SQL) => SQL; isDescending: boolean; idDescending: boolean }> = {
  relevance: { key: () => sql`h.score`, isDescending: false, idDescending: false },
  newest: { key: () => sql`l.published_at_ms`, isDescending: true, idDescending: true },
  price_asc: { key: (price) => price, isDescending: false, idDescending: false },
  price_desc: { key: (price) => price, isDescending: true, idDescending: false },
  rating: { key: () => sql`coalesce(l.rating_bps, -1)`, isDescending: true, idDescending: false },
}

/** Finds the rows of the page by their sort key first, and only then reads what a card shows of them. */
export function pageQuery(filter: ListingFilter, { sort, limit, after }: PageRequest): SQL {
  const price = lowestPrice(filter.currency)
  const { key: keyOf, isDescending, idDescending } = ORDER[sort]
  const key = keyOf(price)
  const chosen = facetConditions(filter)
  const conditions = [
    baseConditions(filter),
    sql`${price} is not null`,
    ...[chosen.category, chosen.vendor, chosen.priceMin?.(price), chosen.priceMax?.(price)].filter(
      (one) => one !== null && one !== undefined,
    ),
    ...chosen.attributes.map(({ holds }) => holds),
  ]
  if (after) {
    const further = isDescending ? sql`<` : sql`>`
    const furtherId = idDescending ? sql`<` : sql`>`
    conditions.push(sql`(${key} ${further} ${after.key} or (${key} = ${after.key} and l.id ${furtherId} ${after.id}))`)
  }
  const source = filter.match ? sql`hits h cross join listing l on l.rowid = h.rid` : sql`listing l`
  const direction = sql.raw(isDescending ? 'desc' : 'asc')
  const idDirection = sql.raw(idDescending ? 'desc' : 'asc')
  return sql`with ${filter.match ? sql`${hitsCte(filter.match)},` : sql``}
    page as materialized (select l.rowid as rid, ${price} as price_minor, ${key} as sort_key from ${source}
      where ${sql.join(conditions, sql` and `)} order by ${key} ${direction}, l.id ${idDirection} limit ${limit})
    select l.id, l.slug, l.title, l.brand, c.slug as categorySlug, c.name as categoryName, v.slug as vendorSlug, v.name as vendorName,
      page.price_minor as priceMinor,
      (select p.compare_at_minor from offer_price p where p.listing_id = l.id and p.currency = ${filter.currency}
        order by p.price_minor, p.variant_id limit 1) as compareAtMinor,
      l.images, l.available, l.rating_bps as ratingBps, l.rating_count as ratingCount, page.sort_key as sortKey
    from page cross join listing l on l.rowid = page.rid cross join vendor v on v.id = l.vendor_id left join category c on c.id = l.category_id
    order by page.sort_key ${direction}, l.id ${idDirection}`
}

/** Every facet from one pass over the listings: each row says which filters it passes, each facet leaves its own out. */
export function facetQuery(filter: ListingFilter): SQL {
  const chosen = facetConditions(filter)
  const price = sql`price_minor`
  const flag = (condition: SQL | null) => condition ?? sql`1`
  const fails = chosen.attributes.map(({ holds }) => sql`not ${holds}`)
  const failed = chosen.attributes.map(({ name, holds }) => sql`when not ${holds} then ${name}`)
  const inPrice = [chosen.priceMin?.(price), chosen.priceMax?.(price)].filter((one) => one !== undefined)
  return sql`with ${filter.match ? sql`${hitsCte(filter.match)},` : sql``}
    priced as materialized (select l.id, l.category_id, l.vendor_id, ${lowestPrice(filter.currency)} as price_minor,
        ${flag(chosen.category)} as in_category, ${flag(chosen.vendor)} as in_vendor,
        ${fails.length === 0 ? sql`0` : sql.join(fails, sql` + `)} as fails,
        ${failed.length === 0 ? sql`null` : sql`case ${sql.join(failed, sql` `)} end`} as failed
      from ${filter.match ? sql`hits h cross join listing l on l.rowid = h.rid` : sql`listing l`}
      where ${baseConditions(filter)}),
    base as materialized (select *, ${inPrice.length === 0 ? sql`1` : sql.join(inPrice, sql` and `)} as in_price from priced where price_minor is not null),
    of_category as materialized (select category_id, count(*) as n from base where in_vendor and in_price and fails = 0 group by category_id)
    select 'total' as kind, null as key, null as label, null as path, null as low, null as high, count(*) as n
      from base where in_category and in_vendor and in_price and fails = 0
    union all select 'price', null, null, null, min(price_minor), max(price_minor), count(*)
      from base where in_category and in_vendor and fails = 0
    union all select 'category', c.slug, c.name, c.path, null, null, sum(o.n)
      from of_category o cross join category own on own.id = o.category_id
        cross join category c on substr(own.path, 1, length(c.path)) = c.path group by c.id
    union all select * from (select 'vendor', v.slug, v.name, null, null, null, o.n from
      (select vendor_id, count(*) as n from base where in_category and in_price and fails = 0 group by vendor_id) o
      cross join vendor v on v.id = o.vendor_id order by o.n desc, v.slug limit ${VENDORS_MAX})
    union all select * from (select 'attribute', a.name, a.value, null, null, null, count(*) from base
      cross join listing_attribute a on a.listing_id = base.id
      where (select count(*) from base) <= ${ATTRIBUTES_COUNTED_MAX} and in_category and in_vendor and in_price
        and (fails = 0 or (fails = 1 and failed = a.name))
      group by a.name, a.value order by count(*) desc, a.name, a.value limit ${ATTRIBUTES_MAX})`
}
