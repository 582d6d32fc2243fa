import { type SQL, sql } from 'drizzle-orm'
import { commit, type Statement } from '#db/commit.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import { type Finding, findingsKey } from '#worker/pure/moderation.ts'

/** A product as the marketplace shows it, ready to be stored. */
export type Projection = {
  id: Id<'product'>
  vendorId: Id<'vendor'>
  slug: string
  /** Used where another vendor's listing has `slug`. */
  uniqueSlug: string
  title: string
  description: string
  brand: string | null
  categoryId: Id<'category'>
  images: { key: string; alt: string; width: number; height: number }[]
  options: { name: string; values: string[] }[]
  /** Whether the vendor offers it; buyers see it unless the marketplace keeps it from them. */
  isVisible: boolean
  /** What the marketplace's rules say about it as it is. */
  findings?: readonly Finding[] | undefined
  /** Of the question it raises, if it does. */
  itemId?: Id<'moderationItem'> | undefined
  nowMs?: number | undefined
  sourceVersion: number
  publishedAtMs: number
  updatedAtMs: number
  offers: {
    variantId: Id<'variant'>
    sku: string
    gtin: string | null
    title: string
    optionValues: Record<string, string>
    weightG: number
    taxClass: string
    position: number
    available: number
    stockSeq: number
  }[]
  prices: { variantId: Id<'variant'>; currency: string; priceMinor: number; compareAtMinor: number | null }[]
  attributes: { name: string; value: string }[]
}

/** Stores several projections, all or none. Safe to repeat and to deliver out of order. */
export async function storeListings(db: PlatformDb, projections: readonly Projection[]): Promise<void> {
  await commit(
    db,
    projections.flatMap((projection) => projectionStatements(db, projection)),
  )
}

/**
 * The statements that bring one listing up to date.
 * INV-SEA-1: each of them does nothing unless the listing is now at this version, so an old message cannot undo a newer one.
 * INV-SEA-2: an offer's `available` belongs to the stock movements: it is set when the offer is new, and later only by a
 * level that was read at a higher sequence number.
 */
export function projectionStatements(db: PlatformDb, projection: Projection): Statement[] {
  const { id, vendorId, sourceVersion } = projection
  const isCurrent = sql`exists (select 1 from listing where id = ${id} and vendor_id = ${vendorId} and source_version = ${sourceVersion})`
  const offers = JSON.stringify(projection.offers)
  const offered = sql`(select value ->> 'variantId' from json_each(${offers}))`
  return [
    listingStatement(db, projection),
    db.run(sql`delete from offer where listing_id = ${id} and variant_id not in ${offered} and ${isCurrent}`),
    db.run(sql`insert into offer
        (variant_id, listing_id, vendor_id, sku, gtin, title, option_values, weight_g, tax_class, position, available, stock_seq)
      select value ->> 'variantId', ${id}, ${vendorId}, value ->> 'sku', value ->> 'gtin', value ->> 'title', value -> 'optionValues',
        value ->> 'weightG', value ->> 'taxClass', value ->> 'position', value ->> 'available', value ->> 'stockSeq'
      from json_each(${offers}) where ${isCurrent}
      on conflict (variant_id) do update set sku = excluded.sku, gtin = excluded.gtin, title = excluded.title,
        option_values = excluded.option_values, weight_g = excluded.weight_g, tax_class = excluded.tax_class, position = excluded.position,
        available = case when excluded.stock_seq > offer.stock_seq then excluded.available else offer.available end,
        stock_seq = max(excluded.stock_seq, offer.stock_seq)
      where offer.vendor_id = excluded.vendor_id and offer.listing_id = excluded.listing_id`),
    db.run(sql`delete from offer_price where listing_id = ${id} and ${isCurrent}`),
    db.run(sql`insert into offer_price (variant_id, listing_id, currency, price_minor, compare_at_minor)
      select value ->> 'variantId', ${id}, value ->> 'currency', value ->> 'priceMinor', value ->> 'compareAtMinor'
      from json_each(${JSON.stringify(projection.prices)}) where ${isCurrent}`),
    db.run(sql`delete from listing_attribute where listing_id = ${id} and ${isCurrent}`),
    db.run(sql`insert into listing_attribute (listing_id, name, value)
      select ${id}, value ->> 'name', value ->> 'value' from json_each(${JSON.stringify(projection.attributes)}) where ${isCurrent}
      on conflict do nothing`),
    ...holdStatements(db, projection, isCurrent),
    sumAvailable(db, [id]),
  ]
}

/**
 * Keeps from buyers what somebody has to look at first, and shows again what was held for something that is gone. What was
 * looked at and kept is not held for the same again. Whoever is deciding at this moment learns that it has changed.
 */
function holdStatements(db: PlatformDb, one: Projection, isCurrent: SQL): Statement[] {
  const { id, vendorId, sourceVersion, findings = [], itemId, nowMs } = one
  if (itemId === undefined || nowMs === undefined) return []
  const seen = db.run(sql`update moderation_item set source_version = ${sourceVersion}, version = version + 1
    where subject_id = ${id} and status = 'open' and source_version < ${sourceVersion} and ${isCurrent}`)
  const open = (kind: 'hold' | 'recheck', condition: SQL) =>
    db.run(sql`insert into moderation_item
        (id, subject_kind, subject_id, vendor_id, kind, severity, report_count, findings, source_version, status, opened_at_ms, version)
      select ${itemId}, 'listing', ${id}, ${vendorId}, ${kind}, ${findings.some(({ effect }) => effect === 'refuse') ? 3 : 2}, 0,
        ${JSON.stringify(findings)}, ${sourceVersion}, 'open', ${nowMs}, 1
      where ${isCurrent} and ${condition}
      on conflict (subject_id) where status = 'open' do update set kind = excluded.kind, severity = max(severity, excluded.severity),
        findings = excluded.findings, version = version + 1
      where moderation_item.findings <> excluded.findings or moderation_item.kind <> excluded.kind`)
  const changedSinceHidden = sql`exists (select 1 from listing l where l.id = ${id} and l.block = 'hidden' and l.is_offered = 1)
    and (select d.source_version from moderation_decision d where d.subject_id = ${id} order by d.decided_at_ms desc, d.id desc limit 1) < ${sourceVersion}`
  const isHeld = sql`exists (select 1 from listing l where l.id = ${id} and l.block = 'held')`
  if (findings.length > 0) {
    return [
      seen,
      db.run(sql`update listing set block = 'held', is_visible = 0 where id = ${id} and block is null and is_offered = 1 and ${isCurrent}
        and not exists (select 1 from moderation_decision d where d.subject_id = ${id} and d.action in ('keep', 'restore')
          and d.findings_key = ${findingsKey(findings)})`),
      open('hold', isHeld),
      open('recheck', changedSinceHidden),
    ]
  }
  return [
    seen,
    db.run(sql`update moderation_item set status = case when report_count = 0 then 'closed' else status end, version = version + 1,
        closed_at_ms = case when report_count = 0 then ${nowMs} end, kind = 'report', findings = '[]'
      where subject_id = ${id} and status = 'open' and kind = 'hold' and ${isHeld} and ${isCurrent}`),
    db.run(sql`update listing set block = null, is_visible = is_offered where id = ${id} and block = 'held' and ${isCurrent}`),
    open('recheck', changedSinceHidden),
  ]
}

/** A slug is the marketplace's: the first listing that comes keeps it, and a listing keeps the one it has while it fits. */
function listingStatement(db: PlatformDb, one: Projection): Statement {
  return db.run(sql`insert into listing (id, vendor_id, slug, title, description, brand, category_id, category_path, images, options,
      is_visible, is_offered, source_version, published_at_ms, updated_at_ms)
    values (${one.id}, ${one.vendorId},
      case when exists (select 1 from listing other where other.slug = ${one.slug} and other.id <> ${one.id}) then ${one.uniqueSlug} else ${one.slug} end,
      ${one.title}, ${one.description}, ${one.brand},
      coalesce((select merged_into_id from category where id = ${one.categoryId}), ${one.categoryId}),
      coalesce((select real.path from category own join category real on real.id = coalesce(own.merged_into_id, own.id)
        where own.id = ${one.categoryId}), '/'),
      ${JSON.stringify(one.images)}, ${JSON.stringify(one.options)}, ${one.isVisible ? 1 : 0}, ${one.isVisible ? 1 : 0}, ${one.sourceVersion},
      ${one.publishedAtMs}, ${one.updatedAtMs})
    on conflict (id) do update set
      slug = case when listing.slug in (${one.slug}, ${one.uniqueSlug}) then listing.slug else excluded.slug end,
      title = excluded.title, description = excluded.description, brand = excluded.brand, category_id = excluded.category_id,
      category_path = excluded.category_path, images = excluded.images, options = excluded.options,
      is_offered = excluded.is_offered, is_visible = case when listing.block is null then excluded.is_visible else 0 end,
      source_version = excluded.source_version, published_at_ms = excluded.published_at_ms, updated_at_ms = excluded.updated_at_ms
    where listing.vendor_id = excluded.vendor_id and listing.source_version <= excluded.source_version`)
}

const sumAvailable = (db: PlatformDb, listingIds: readonly Id<'product'>[]): Statement =>
  db.run(sql`update listing set available = (select coalesce(sum(o.available), 0) from offer o where o.listing_id = listing.id)
    where id in (select value from json_each(${JSON.stringify(listingIds)}))`)

/** Sets what can be sold of some offers, unless a later movement was there already. Safe to repeat. */
export async function storeAvailable(
  db: PlatformDb,
  vendorId: Id<'vendor'>,
  listingIds: readonly Id<'product'>[],
  levels: readonly { variantId: Id<'variant'>; available: number; seq: number }[],
): Promise<void> {
  await commit(db, [
    db.run(sql`update offer set available = level.value ->> 'available', stock_seq = level.value ->> 'seq'
      from json_each(${JSON.stringify(levels)}) level
      where offer.variant_id = level.value ->> 'variantId' and offer.vendor_id = ${vendorId} and offer.stock_seq < level.value ->> 'seq'`),
    sumAvailable(db, listingIds),
  ])
}

/** Hides listings of a vendor whose product is not among `ids`: what a rebuild did not find is not there any more. */
export async function hideOthers(db: PlatformDb, vendorId: Id<'vendor'>, ids: readonly Id<'product'>[]): Promise<void> {
  await db.run(sql`update listing set is_visible = 0, is_offered = 0 where vendor_id = ${vendorId} and is_offered = 1
    and id not in (select value from json_each(${JSON.stringify(ids)}))`)
}

/** Hides one listing whose product is gone. */
export async function hideListing(db: PlatformDb, vendorId: Id<'vendor'>, id: Id<'product'>): Promise<void> {
  await db.run(sql`update listing set is_visible = 0, is_offered = 0 where id = ${id} and vendor_id = ${vendorId}`)
}
