import { type SQL, sql } from 'drizzle-orm'
import { readAtVersion } from '#db/platform/queries/catalogue-version.ts'
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
const ATTRIBUTES_COUNTED_MAX = 5_000
const VENDORS_MAX = 50
const ATTRIBUTES_MAX = 200

/** A page of listings and, if they are wanted, the counts of every facet. One round trip. */
export async function searchListings(
  db: PlatformDb,
  filter: ListingFilter,
  page: PageRequest,
  isCounted: boolean,
): Promise<{ cards: ListingCard[]; facets: FacetRow[]; version: number }> {
  const { version, results } = await readAtVersion(db, [
    db.all<ListingCard>(pageQuery(filter, page)),
    ...(isCounted ? [db.all<FacetRow>(facetQuery(filter))] : []),
  ])
  const [cards, facets = []] = results
  return { cards, facets, version }
}

/** What a sort goes by. `price_minor` is known only once a row was chosen; the other keys are the listing's own. */
const ORDER: Record<ListingSort, { key: SQL; isDescending: boolean; idDescending: boolean }> = {
  relevance: { key: sql`h.score`, isDescending: false, idDescending: false },
  newest: { key: sql`l.published_at_ms`, isDescending: true, idDescending: true },
  price_asc: { key: sql`price_minor`, isDescending: false, idDescending: false },
  price_desc: { key: sql`price_minor`, isDescending: true, idDescending: false },
  rating: { key: sql`coalesce(l.rating_bps, -1)`, isDescending: true, idDescending: false },
}

/** Finds the rows of the page by their sort key first, and only then reads what a card shows of them. */
export function pageQuery(filter: ListingFilter, { sort, limit, after }: PageRequest): SQL {
  const { key, isDescending, idDescending } = ORDER[sort]
  const chosen = facetConditions(filter)
  const ownConditions = [
    baseConditions(filter),
    ...[chosen.category, chosen.vendor, ...chosen.attributes.map(({ holds }) => holds)].filter((one) => one !== null),
  ]
  const source = filter.match ? sql`hits h cross join listing l on l.rowid = h.rid` : sql`listing l`
  const direction = sql.raw(isDescending ? 'desc' : 'asc')
  const idDirection = sql.raw(idDescending ? 'desc' : 'asc')
  const beyond = sql.raw(isDescending ? '<' : '>')
  const beyondId = sql.raw(idDescending ? '<' : '>')
  const further = after ? sql`and (sort_key ${beyond} ${after.key} or (sort_key = ${after.key} and id ${beyondId} ${after.id}))` : sql``
  const byPrice = sort === 'price_asc' || sort === 'price_desc'
  const found = sql`select l.rowid as rid, l.id as id, ${lowestPrice(filter.currency)} as price_minor, ${byPrice ? sql`null` : key} as own_key
    from ${source} where ${sql.join(ownConditions, sql` and `)}`
  // Browsing everything by age walks an index and stops after a page; anything else looks each price up once, and sorts.
  const walksIndex = sort === 'newest' && !filter.match && !chosen.vendor && filter.onlyVendorId === null && !chosen.category
  const candidates = walksIndex ? sql`` : sql`candidates as materialized (${found}),`
  return sql`with ${filter.match ? sql`${hitsCte(filter.match, sort === 'relevance')},` : sql``} ${candidates}
    page as materialized (select rid, price_minor, sort_key from
        (select rid, id, price_minor, ${byPrice ? sql`price_minor` : sql`own_key`} as sort_key from ${walksIndex ? sql`(${found})` : sql`candidates`})
      where ${chosen.price} ${further} order by sort_key ${direction}, id ${idDirection} limit ${limit})
    select l.id, l.slug, l.title, l.brand, c.slug as categorySlug, c.name as categoryName, v.slug as vendorSlug, v.name as vendorName,
      page.price_minor as priceMinor,
      (select p.compare_at_minor from offer_price p where p.listing_id = l.id and p.currency = ${filter.currency}
        order by p.price_minor, p.variant_id limit 1) as compareAtMinor,
      l.images, l.available, l.rating_bps as ratingBps, l.rating_count as ratingCount, page.sort_key as sortKey
    from page cross join listing l on l.rowid = page.rid cross join vendor v on v.id = l.vendor_id left join category c on c.id = l.category_id
    order by page.sort_key ${direction}, l.id ${idDirection}`
}

/**
 * Every facet from one pass over the listings. They are counted by vendor and category together, in the order of the index,
 * so that nothing is sorted or kept; the few hundred sums that leaves make the facets, each without its own filter.
 */
export function facetQuery(filter: ListingFilter): SQL {
  const chosen = facetConditions(filter)
  const flag = (condition: SQL | null) => condition ?? sql`1`
  const source = filter.match ? sql`hits h cross join listing l on l.rowid = h.rid` : sql`listing l`
  const hits = filter.match ? sql`${hitsCte(filter.match, false)},` : sql``
  const holds =
    chosen.attributes.length === 0
      ? sql`1`
      : sql.join(
          chosen.attributes.map((one) => one.holds),
          sql` and `,
        )
  return sql`with ${hits}
    sums as materialized (select vendor_id, category_id, max(in_category) as in_category, max(in_vendor) as in_vendor,
        sum(${chosen.price}) as n, min(price_minor) as low, max(price_minor) as high
      from (select l.vendor_id, l.category_id, ${flag(chosen.category)} as in_category, ${flag(chosen.vendor)} as in_vendor,
          ${lowestPrice(filter.currency)} as price_minor
        from ${source} where ${baseConditions(filter)} and ${holds} limit -1 offset 0)
      where price_minor is not null group by vendor_id, category_id),
    of_category as materialized (select category_id, sum(n) as n from sums where in_vendor group by category_id having sum(n) > 0)
    select 'total' as kind, null as key, null as label, null as path, null as low, null as high, coalesce(sum(n), 0) as n
      from sums where in_category and in_vendor
    union all select 'price', null, null, null, min(low), max(high), coalesce(sum(n), 0) from sums where in_category and in_vendor
    union all select 'category', c.slug, c.name, c.path, null, null, sum(o.n)
      from of_category o cross join category own on own.id = o.category_id
        cross join category c on substr(own.path, 1, length(c.path)) = c.path group by c.id
    union all select * from (select 'vendor', v.slug, v.name, null, null, null, o.n from
      (select vendor_id, sum(n) as n from sums where in_category group by vendor_id having sum(n) > 0) o
      cross join vendor v on v.id = o.vendor_id order by o.n desc, v.slug limit ${VENDORS_MAX})
    union all select * from (${attributeFacet(filter, source)})`
}

/** Attributes by name and value. A name that is filtered by is counted as if it were not. */
function attributeFacet(filter: ListingFilter, source: SQL): SQL {
  const chosen = facetConditions(filter)
  const own = [chosen.category, chosen.vendor].filter((one) => one !== null)
  const fails = chosen.attributes.map(({ holds }) => sql`not ${holds}`)
  const failed = chosen.attributes.map(({ name, holds }) => sql`when not ${holds} then ${name}`)
  const isNarrow = sql`(select coalesce(sum(n), 0) from sums where in_category and in_vendor) <= ${ATTRIBUTES_COUNTED_MAX}`
  return sql`select 'attribute', a.name, a.value, null, null, null, count(*) from
      (select id, fails, failed from (select l.id, ${lowestPrice(filter.currency)} as price_minor,
          ${fails.length === 0 ? sql`0` : sql.join(fails, sql` + `)} as fails,
          ${failed.length === 0 ? sql`null` : sql`case ${sql.join(failed, sql` `)} end`} as failed
        from ${source} where ${isNarrow} and ${sql.join([baseConditions(filter), ...own], sql` and `)} limit -1 offset 0)
      where ${chosen.price} and fails <= 1) base
    cross join listing_attribute a on a.listing_id = base.id and (base.fails = 0 or base.failed = a.name)
    where a.name not in (select lower(name) from category_attribute group by 1 having max(is_filterable) = 0)
    group by a.name, a.value order by count(*) desc, a.name, a.value limit ${ATTRIBUTES_MAX}`
}
