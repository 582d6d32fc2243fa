import { type SQL, sql } from 'drizzle-orm'
import { commit, type Statement } from '#db/commit.ts'
import type { VendorDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

/** Which listings are looked at: of one connection, and of these only, if given. */
export type MatchScope = { connectionId: Id<'channelConnection'>; ids?: readonly string[] }
export type Match = { listingId: Id<'channelListing'>; variantId: Id<'variant'>; by: 'sku' | 'gtin' }

/** Where ids are given they lead: with the connection's index first, a page would cost as much as all that was imported before it. */
const within = ({
  connectionId,
  ids,
}: MatchScope): SQL => sql`${ids === undefined ? sql`` : sql`l.id in (select value from json_each(${JSON.stringify(ids)})) and +`}
  l.connection_id = ${connectionId} and l.state <> 'ended' and l.variant_id is null and l.matched_by is null`

/** Others of the same account that carry the same; one that is mapped by hand was told apart already. */
const others = (column: 'external_sku' | 'gtin'): SQL => sql`select o.id from channel_listing o where o.connection_id = l.connection_id
  and o.${sql.raw(column)} = l.${sql.raw(column)} and o.id <> l.id and o.state <> 'ended' and o.matched_by is not 'manual'`

/** One listing and one variant with a SKU: SKUs are unique among a store's variants. */
const bySku = (scope: MatchScope): SQL => sql`select l.id as listing_id, v.id as variant_id
  from channel_listing l join variant v on v.sku = l.external_sku and v.removed_at_ms is null
  where ${within(scope)} and not exists (${others('external_sku')})`

/** One listing and one variant with a GTIN, where the account has nothing else of the variant. */
const byGtin = (scope: MatchScope): SQL => sql`select l.id as listing_id, min(v.id) as variant_id
  from channel_listing l join variant v on v.gtin = l.gtin and v.removed_at_ms is null
  where ${within(scope)} and not exists (${others('gtin')})
    and not exists (select 1 from variant s where s.sku = l.external_sku and s.removed_at_ms is null)
    and not exists (select 1 from channel_listing m where m.connection_id = l.connection_id and m.variant_id = v.id and m.state <> 'ended')
  group by l.id having count(*) = 1`

const apply = (db: VendorDb, by: Match['by'], matches: SQL, nowMs: number): Statement =>
  db.run(sql`update channel_listing set variant_id = m.variant_id, matched_by = ${by}, stock_mark = stock_mark + 1,
      stock_due_at_ms = case when is_stock_ours then coalesce(stock_due_at_ms, ${nowMs}) end,
      price_due_at_ms = coalesce(price_due_at_ms + 1, ${nowMs}), updated_at_ms = ${nowMs}, version = version + 1
    from (${matches}) m where channel_listing.id = m.listing_id`)

/**
 * Matches listings with variants, by SKU first, then by GTIN; only where one of each stands alone. What could be two stays
 * unmatched and says so, naming both. What was decided by hand, to match or not to, is left alone. Safe to repeat.
 */
export function matchStatements(db: VendorDb, scope: MatchScope, nowMs: number): Statement[] {
  return [
    splitTwins(db, scope, nowMs),
    apply(db, 'sku', bySku(scope), nowMs),
    apply(db, 'gtin', byGtin(scope), nowMs),
    ...nameAmbiguous(db, scope),
  ]
}

/** A listing was matched by its SKU, and now a twin of it turns up: neither is it until the vendor says which. */
const splitTwins = (db: VendorDb, { connectionId, ids }: MatchScope, nowMs: number): Statement =>
  db.run(sql`update channel_listing set variant_id = null, matched_by = null, stock_due_at_ms = null, price_due_at_ms = null,
      updated_at_ms = ${nowMs}, version = version + 1
    where connection_id = ${connectionId} and matched_by = 'sku' and stock_done_mark = 0 and state <> 'ended' and id in (
      select s.id from channel_listing o cross join channel_listing s on s.connection_id = o.connection_id and s.external_sku = o.external_sku
      where ${ids === undefined ? sql`` : sql`o.id in (select value from json_each(${JSON.stringify(ids)})) and +`} o.connection_id = ${connectionId}
        and o.matched_by is null and o.state <> 'ended' and s.id <> o.id)`)

/** Says on each listing that could not be told from another what it could be. */
function nameAmbiguous(db: VendorDb, scope: MatchScope): Statement[] {
  const issue = (code: string, field: string, message: SQL) => sql`update channel_listing as l set issues = json_insert(
      (select json_group_array(json(i.value)) from json_each(l.issues) i where i.value ->> 'code' not in ('ambiguous_sku', 'ambiguous_gtin')),
      '$[#]', json_object('code', ${code}, 'severity', 'warning', 'field', ${field}, 'message', ${message}))`
  const { connectionId } = scope
  const touched = scope.ids === undefined ? sql`1` : sql`t.id in (select value from json_each(${JSON.stringify(scope.ids)}))`
  const from = scope.ids === undefined ? sql`t.connection_id` : sql`+t.connection_id`
  const twins = (column: 'external_sku' | 'gtin') => sql`l.connection_id = ${connectionId} and l.state <> 'ended' and l.variant_id is null
    and l.matched_by is null and l.${sql.raw(column)} in (select t.${sql.raw(column)} from channel_listing t where ${from} = ${connectionId}
      and t.${sql.raw(column)} is not null and ${touched})`
  const named = (column: 'external_sku' | 'gtin') =>
    sql`(select group_concat(external_id, ', ') from (select o.external_id from channel_listing o where o.connection_id = l.connection_id
      and o.${sql.raw(column)} = l.${sql.raw(column)} and o.state <> 'ended' order by o.external_id limit 5))`
  return [
    db.run(sql`${issue(
      'ambiguous_gtin',
      'gtin',
      sql`'Several products or listings carry the GTIN ' || l.gtin || ': ' ||
        coalesce((select group_concat(sku, ', ') from (select v.sku from variant v where v.gtin = l.gtin and v.removed_at_ms is null order by v.sku limit 5)), '')
        || ' / ' || ${named('gtin')}`,
    )}
      where ${twins('gtin')} and not exists (select 1 from variant s where s.sku = l.external_sku and s.removed_at_ms is null)
        and exists (select 1 from variant v where v.gtin = l.gtin and v.removed_at_ms is null)
        and (exists (${others('gtin')}) or (select count(*) from variant v where v.gtin = l.gtin and v.removed_at_ms is null) > 1)`),
    db.run(sql`${issue('ambiguous_sku', 'sku', sql`'Several listings carry the SKU ' || l.external_sku || ': ' || ${named('external_sku')}`)}
      where ${twins('external_sku')} and exists (${others('external_sku')})`),
  ]
}

/** Matches what can be matched of a connection, in one commit. Safe to repeat. */
export async function applyMatches(db: VendorDb, scope: MatchScope, nowMs: number): Promise<void> {
  await commit(db, matchStatements(db, scope, nowMs))
}

export type Candidate = Match & { externalId: string; externalSku: string | null; title: string; sku: string; variantTitle: string }

/** What matching a connection would do, at most `limit` of it, and how many listings stay without a match. */
export async function proposeMatches(
  db: VendorDb,
  scope: MatchScope,
  limit: number,
): Promise<{ matches: Candidate[]; found: number; unmatched: number }> {
  const all = sql`with m as (select 'sku' as by, * from (${bySku(scope)}) union all select 'gtin' as by, * from (${byGtin(scope)}))`
  const [matches, [counts]] = await commit(db, [
    db.all<
      Record<string, string>
    >(sql`${all} select m.listing_id, m.variant_id, m.by, l.external_id, l.external_sku, l.title, v.sku, p.title as variant_title
      from m join channel_listing l on l.id = m.listing_id join variant v on v.id = m.variant_id join product p on p.id = v.product_id
      order by m.listing_id limit ${limit}`),
    db.all<{ found: number; unmatched: number }>(sql`${all} select (select count(*) from m) as found,
      (select count(*) from channel_listing l where ${within(scope)}) as unmatched`),
  ])
  const found = Number(counts?.found ?? 0)
  return {
    found,
    unmatched: Number(counts?.unmatched ?? 0) - found,
    matches: matches.map((row) => ({
      listingId: row.listing_id as Id<'channelListing'>,
      variantId: row.variant_id as Id<'variant'>,
      by: row.by === 'sku' ? 'sku' : 'gtin',
      externalId: String(row.external_id),
      externalSku: row.external_sku ?? null,
      title: String(row.title),
      sku: String(row.sku),
      variantTitle: String(row.variant_title),
    })),
  }
}
