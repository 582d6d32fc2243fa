import { type SQL, sql } from 'drizzle-orm'
import type { Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'

/** Words as the full-text indexes are asked for them; every term is quoted by whoever makes this. */
export type WordMatch = {
  /** All words, as they are. */
  words: string
  /** All words, as beginnings. */
  starts: string
  /** Any of the trigrams; null where there are none. */
  similar: string | null
  trigrams: readonly string[]
  /** So many of the trigrams have to be there. */
  similarMin: number
}

export type ListingFilter = {
  match: WordMatch | null
  currency: Currency
  categorySlug?: string | undefined
  vendorSlugs: readonly string[]
  priceMinMinor?: number | undefined
  priceMaxMinor?: number | undefined
  ratingMinBps?: number | undefined
  isInStock: boolean
  /** Name -> values, any of which will do. */
  attributes: readonly { name: string; values: readonly string[] }[]
  /** On a vendor's own host nothing else is there. */
  onlyVendorId: Id<'vendor'> | null
}

/** Fewer hits than this, and beginnings and similar spellings are looked for as well. */
const FEW_HITS = 5
/** A word that more listings have than this says nothing about what is wanted: the newest are looked at, and no more. */
const HITS_MAX = 10_000
const SIMILAR_MAX = 200
/** bm25 weights: title, brand, description. Lower is better, and what only begins alike or looks alike comes after. */
const SCORE = sql.raw('cast(round(bm25(listing_words, 10.0, 5.0, 1.0) * 1000000) as integer)')
const STARTS_AFTER = 1_000_000_000_000
const SIMILAR_AFTER = 2 * STARTS_AFTER

const list = (values: readonly unknown[]): SQL => sql`(select value from json_each(${JSON.stringify(values)}))`

/**
 * `hits (rid, score)`: the listings the words are found in. Typos and prefixes are looked at only when the words as they are
 * find little, and the database decides that itself, so that a search is one round trip.
 * @param isRanked false where only counts are wanted: the score is what costs
 */
export function hitsCte(match: WordMatch, isRanked: boolean): SQL {
  const score = isRanked ? SCORE : sql`0`
  const newest = sql`order by rowid desc limit ${HITS_MAX}`
  const overlap = sql`(select count(*) from json_each(${JSON.stringify(match.trigrams)}) t where instr(lower(title || ' ' || coalesce(brand, '')), t.value) > 0)`
  const similar =
    match.similar === null
      ? sql``
      : sql` union all select rid, ${SIMILAR_AFTER} - overlap from (
          select rid, ${overlap} as overlap from (
            select rowid as rid, title, brand from listing_trigrams
            where listing_trigrams match ${match.similar} and (select is_few from few) order by rank limit ${SIMILAR_MAX}))
        where overlap >= ${match.similarMin}`
  return sql`words as materialized (select rowid as rid, ${score} as score from listing_words where listing_words match ${match.words} ${newest}),
    few as materialized (select count(*) < ${FEW_HITS} as is_few from (select 1 from words limit ${FEW_HITS})),
    hits as materialized (select rid, min(score) as score from (
      select rid, score from words
      union all select * from (select rowid, ${STARTS_AFTER} + ${score} from listing_words
        where listing_words match ${match.starts} and (select is_few from few) ${newest})
      ${similar}) group by rid)`
}

/** The category of a slug, or the one it was merged into. */
const categoryNow = (slug: string): SQL =>
  sql`from category where id = (select coalesce(merged_into_id, id) from category where slug = ${slug})`

/** The lowest price of a listing in the currency; null where it has none. */
export const lowestPrice = (currency: Currency): SQL =>
  sql`(select min(p.price_minor) from offer_price p where p.listing_id = l.id and p.currency = ${currency})`

/** What every row shown has to be, whatever facets are chosen: visible, of an open store, in stock and rated as asked. */
export function baseConditions(filter: ListingFilter): SQL {
  const conditions = [sql`l.is_visible = 1`]
  conditions.push(
    filter.onlyVendorId === null
      ? sql`l.vendor_id in (select id from vendor where status = 'active')`
      : sql`l.vendor_id = (select id from vendor where status = 'active' and id = ${filter.onlyVendorId})`,
  )
  if (filter.isInStock) conditions.push(sql`l.available > 0`)
  if (filter.ratingMinBps !== undefined) conditions.push(sql`l.rating_bps >= ${filter.ratingMinBps}`)
  return sql.join(conditions, sql` and `)
}

/** The filters that have counts, each by itself, because a facet is counted with all filters but its own. */
export function facetConditions(filter: ListingFilter) {
  const { categorySlug, vendorSlugs, priceMinMinor, priceMaxMinor, attributes } = filter
  return {
    category:
      categorySlug === undefined
        ? null
        : sql`(l.category_path >= (select path ${categoryNow(categorySlug)})
            and l.category_path < (select substr(path, 1, length(path) - 1) || '0' ${categoryNow(categorySlug)}))`,
    vendor: vendorSlugs.length === 0 ? null : sql`l.vendor_id in (select id from vendor where slug in ${list(vendorSlugs)})`,
    /** Of a row that has `price_minor`; null where it has no price in the currency. */
    price: sql`price_minor between ${priceMinMinor ?? 0} and ${priceMaxMinor ?? Number.MAX_SAFE_INTEGER}`,
    attributes: attributes.map(({ name, values }) => ({
      name,
      holds: sql`exists (select 1 from listing_attribute a where a.listing_id = l.id and a.name = ${name} and a.value in ${list(values)})`,
    })),
  }
}
