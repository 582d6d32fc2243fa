import { type SQL, sql } from 'drizzle-orm'
import { readAtVersion } from '#db/platform/queries/catalogue-version.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { WordMatch } from './listing-filter.ts'

export type Suggestion = { kind: 'category' | 'brand' | 'listing'; text: string; slug: string | null }

/** So many full-text hits are looked at before the best are chosen: enough to choose from, and never a scan. */
const LOOKED_AT = 200

/**
 * Categories, brands and titles that begin like the words; titles that look alike where few begin so. One round trip.
 * @param limit of each kind
 */
export async function readSuggestions(
  db: PlatformDb,
  { match, prefix, onlyVendorId }: { match: WordMatch; prefix: string; onlyVendorId: Id<'vendor'> | null },
  limit: number,
) {
  const shown = sql`l.is_visible = 1 and l.vendor_id in (select id from vendor where status = 'active')
    and ${onlyVendorId === null ? sql`1` : sql`l.vendor_id = ${onlyVendorId}`}`
  const like = `${prefix.replaceAll(/[\\%_]/g, (char) => `\\${char}`)}%`
  const found = (column: 'title' | 'brand'): SQL => sql`(select l.id, l.slug, l.title, l.brand, l.available from
      (select rowid as rid from listing_words where listing_words match ${`{${column}} : (${match.starts})`} limit ${LOOKED_AT}) h
      cross join listing l on l.rowid = h.rid where ${shown})`
  const overlap = sql`(select count(*) from json_each(${JSON.stringify(match.trigrams)}) t where instr(lower(l.title), t.value) > 0)`
  const { version, results } = await readAtVersion(db, [
    db.all<{ text: string; slug: string }>(sql`select name as text, slug from category where name like ${like} escape '\\'
      or name like ${`% ${like}`} escape '\\' order by name like ${like} escape '\\' desc, length(path), name, id limit ${limit}`),
    db.all<{ text: string }>(sql`select brand as text from ${found('brand')} group by brand order by count(*) desc, brand limit ${limit}`),
    db.all<{ text: string; slug: string }>(sql`select title as text, slug from ${found('title')}
      order by title like ${like} escape '\\' desc, available > 0 desc, length(title), id limit ${limit}`),
    match.similar === null
      ? db.all<{ text: string; slug: string }>(sql`select '' as text, '' as slug where 0`)
      : db.all<{ text: string; slug: string }>(sql`select text, slug from (
          select l.title as text, l.slug, l.id, ${overlap} as overlap from
            (select rowid as rid from listing_trigrams where listing_trigrams match ${match.similar} order by rank limit ${LOOKED_AT}) h
            cross join listing l on l.rowid = h.rid where ${shown})
          where overlap >= ${match.similarMin} order by overlap desc, length(text), id limit ${limit}`),
  ])
  const [categories, brands, titles, similar] = results
  return { categories, brands, titles, similar, version }
}
