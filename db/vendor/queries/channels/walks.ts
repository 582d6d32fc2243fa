import { and, eq, sql } from 'drizzle-orm'
import { commit, guard, type Statement } from '#db/commit.ts'
import type { VendorDb } from '#db/types.ts'
import { pruneConflicts } from '#db/vendor/queries/channels/conflicts.ts'
import { connectionStatement } from '#db/vendor/queries/channels/connections.ts'
import { matchStatements } from '#db/vendor/queries/channels/match.ts'
import { addItems, endRun, type ItemRow, pruneRuns, type RunRow } from '#db/vendor/queries/channels/runs.ts'
import { syncRun } from '#db/vendor/schema/channels.ts'
import type { ChannelIssue, ChannelSettings } from '#worker/pure/channel.ts'
import type { Id } from '#worker/pure/ids.ts'

/** A listing as a page of the channel showed it. Ids follow from the connection and the channel's id. */
export type SeenListing = {
  id: Id<'channelListing'>
  conflictIds: { stock: Id<'channelConflict'>; price: Id<'channelConflict'> }
  externalId: string
  externalSku: string | null
  gtin: string | null
  title: string
  url: string | null
  state: string
  quantity: number | null
  isStockOurs: boolean
  priceMinor: number | null
  currency: string | null
  issues: ChannelIssue[]
  refs: Record<string, string>
}

export type ListingsPage = {
  run: Pick<RunRow, 'id' | 'connectionId' | 'kind' | 'cursor' | 'startedAtMs'>
  settings: ChannelSettings
  seen: readonly SeenListing[]
  unreadable: readonly ItemRow[]
  nextCursor: string | null
  total: number | null
  /** When the channel was asked: what it was told later counts for more than what it showed. */
  readAtMs: number
  nowMs: number
}

/**
 * Stores one page of what a channel shows, and how far the run is with it, in one commit without a round trip per row: new
 * listings, changed ones, matches, what differs from what the channel was last told (when comparing), and with the last page
 * what is gone.
 * @throws PreconditionFailed if the run has gone on meanwhile; nothing is stored then
 */
export async function storeListingsPage(db: VendorDb, page: ListingsPage): Promise<void> {
  const { run, seen, nowMs } = page
  const rows = JSON.stringify(
    seen.map(({ issues, refs, ...row }) => ({ ...row, issues: JSON.stringify(issues), refs: JSON.stringify(refs) })),
  )
  const isLast = page.nextCursor === null
  await commit(db, [
    db
      .update(syncRun)
      .set({
        cursor: page.nextCursor,
        done: sql`${syncRun.done} + ${seen.length}`,
        failed: sql`${syncRun.failed} + ${page.unreadable.length}`,
        total: sql`coalesce(${page.total}, ${syncRun.total})`,
        updatedAtMs: nowMs,
      })
      .where(and(eq(syncRun.id, run.id), eq(syncRun.status, 'running'), sql`${syncRun.cursor} is ${run.cursor}`)),
    guard(db),
    ...addItems(db, page.unreadable),
    ...(run.kind === 'reconcile' && seen.length > 0 ? driftStatements(db, page, rows) : []),
    ...(seen.length > 0 ? [upsertSeen(db, page, rows)] : []),
    ...(seen.length > 0 ? matchStatements(db, { connectionId: run.connectionId, ids: seen.map(({ id }) => id) }, nowMs) : []),
    ...(isLast ? endWalk(db, page) : []),
  ])
}

/** In hand, on its way in a batch, or told since the channel was asked: what the page says of it is old. */
const isOld = (readAtMs: number, connectionId: Id<'channelConnection'>) => sql`(channel_listing.held_until_ms is not null
  or coalesce(channel_listing.quantity_at_ms, 0) >= ${readAtMs}
  or channel_listing.external_id in (select k.key from channel_batch b, json_each(b.items) k
    where b.connection_id = ${connectionId} and b.status = 'sent'))`

function upsertSeen(db: VendorDb, { run, settings, readAtMs, nowMs }: ListingsPage, rows: string): Statement {
  const old = isOld(readAtMs, run.connectionId)
  const isTold = sql`channel_listing.variant_id is not null and excluded.is_stock_ours`
  const priceTold = settings.isPricePushed ? sql`1` : sql`channel_listing.overrides ->> 'priceMinor' is not null`
  return db.run(sql`insert into channel_listing (id, connection_id, external_id, external_sku, gtin, title, url, state, refs, is_stock_ours,
      overrides, issues, quantity, quantity_at_ms, price_minor, currency, seen_at_ms, created_at_ms, updated_at_ms)
    select j.value ->> 'id', ${run.connectionId}, j.value ->> 'externalId', j.value ->> 'externalSku', j.value ->> 'gtin', j.value ->> 'title',
      j.value ->> 'url', j.value ->> 'state', j.value ->> 'refs', j.value ->> 'isStockOurs', '{}', j.value ->> 'issues', j.value ->> 'quantity',
      ${readAtMs}, j.value ->> 'priceMinor', j.value ->> 'currency', ${nowMs}, ${nowMs}, ${nowMs}
    from json_each(${rows}) j where true
    on conflict (connection_id, external_id) do update set
      external_sku = excluded.external_sku, gtin = coalesce(excluded.gtin, gtin), title = excluded.title, url = excluded.url, state = excluded.state,
      refs = json_patch(refs, excluded.refs), is_stock_ours = excluded.is_stock_ours,
      issues = (select json_group_array(json(value)) from (select value from json_each(excluded.issues) union all
        select value from json_each(channel_listing.issues) where value ->> 'code' in ('currency_mismatch', 'price_missing'))),
      quantity = case when ${old} then quantity else excluded.quantity end,
      quantity_at_ms = case when ${old} then quantity_at_ms else excluded.quantity_at_ms end,
      price_minor = case when ${old} or price_due_at_ms is not null then price_minor else excluded.price_minor end,
      currency = coalesce(excluded.currency, currency),
      stock_mark = stock_mark + (${isTold}),
      stock_due_at_ms = case when ${isTold} then coalesce(stock_due_at_ms, ${nowMs}) else stock_due_at_ms end,
      price_due_at_ms = case when channel_listing.variant_id is not null and ${priceTold} then coalesce(price_due_at_ms + 1, ${nowMs}) else price_due_at_ms end,
      seen_at_ms = excluded.seen_at_ms, updated_at_ms = excluded.updated_at_ms`)
}

/**
 * What the channel shows is not what it was last told, though nothing is on its way: a sale that has not come here yet, or
 * drift. Which of the two is known once its orders were seen; until then the conflict is open.
 */
function driftStatements(db: VendorDb, { run, settings, readAtMs, nowMs }: ListingsPage, rows: string): Statement[] {
  const found = (kind: 'stock' | 'price', ours: string, due: string) => sql`insert or ignore into channel_conflict
      (id, connection_id, kind, listing_id, ours, theirs, resolution, detail, at_ms)
    select j.value -> 'conflictIds' ->> ${kind}, ${run.connectionId}, ${`${kind}_drift`}, channel_listing.id, channel_listing.${sql.raw(ours)},
      j.value ->> ${kind === 'stock' ? 'quantity' : 'priceMinor'}, 'open', 'Found by comparing everything the channel shows.', ${nowMs}
    from json_each(${rows}) j join channel_listing on channel_listing.connection_id = ${run.connectionId}
      and channel_listing.external_id = j.value ->> 'externalId'
    where channel_listing.variant_id is not null and channel_listing.state <> 'ended' and channel_listing.${sql.raw(due)} is null
      and channel_listing.${sql.raw(ours)} is not null
      and channel_listing.${sql.raw(ours)} is not j.value ->> ${kind === 'stock' ? 'quantity' : 'priceMinor'}
      and not ${isOld(readAtMs, run.connectionId)}`
  return [
    ...(settings.isStockPushed ? [db.run(sql`${found('stock', 'quantity', 'stock_due_at_ms')} and channel_listing.is_stock_ours`)] : []),
    ...(settings.isPricePushed ? [db.run(found('price', 'price_minor', 'price_due_at_ms'))] : []),
  ]
}

/** Above this share of what was there, gone listings are taken for the channel's mistake and left as they are. */
const GONE_SHARE_MAX = 0.5

function endWalk(db: VendorDb, { run, nowMs }: ListingsPage): Statement[] {
  const isMissing = sql`connection_id = ${run.connectionId} and state <> 'ended' and created_at_ms < ${run.startedAtMs}
    and coalesce(seen_at_ms, 0) < ${run.startedAtMs} and external_id not like 'draft:%'`
  return [
    db.run(sql`update channel_listing set state = 'ended', stock_due_at_ms = null, price_due_at_ms = null, content_due_at_ms = null,
        updated_at_ms = ${nowMs}
      where ${isMissing} and (select count(*) from channel_listing where ${isMissing}) <= max(5, ${GONE_SHARE_MAX} *
        (select count(*) from channel_listing where connection_id = ${run.connectionId} and state <> 'ended'))`),
    endRun(db, run.id, { status: 'done', atMs: nowMs }),
    connectionStatement(db, run.connectionId, run.kind === 'import' ? { importedAtMs: nowMs } : { reconciledAtMs: nowMs }, nowMs),
  ]
}

/** Ends a run that cannot go on. */
export async function failRun(db: VendorDb, id: Id<'syncRun'>, error: { code: string; detail: string }, nowMs: number): Promise<void> {
  await commit(db, [endRun(db, id, { status: 'failed', error, atMs: nowMs })])
}

/** Notes that a run is still waited for. */
export async function touchRun(
  db: VendorDb,
  id: Id<'syncRun'>,
  cursor: string | null,
  seenCursor: string | null,
  nowMs: number,
): Promise<void> {
  await db
    .update(syncRun)
    .set({ cursor, updatedAtMs: nowMs })
    .where(and(eq(syncRun.id, id), eq(syncRun.status, 'running'), sql`${syncRun.cursor} is ${seenCursor}`))
}

/** How many differences a run found, and among how many listings; the last run of a comparison ended it. */
export async function driftOfRun(db: VendorDb, { connectionId, startedAtMs }: Pick<RunRow, 'connectionId' | 'startedAtMs'>) {
  const [row] = await db.all<{ found: number; compared: number }>(sql`select
    (select count(*) from channel_conflict where connection_id = ${connectionId} and at_ms >= ${startedAtMs}
      and kind in ('stock_drift', 'price_drift')) as found,
    (select count(*) from channel_listing where connection_id = ${connectionId} and variant_id is not null and state <> 'ended') as compared`)
  return { found: Number(row?.found ?? 0), compared: Number(row?.compared ?? 0) }
}

/** Forgets runs and settled conflicts that are old; bounded, so that it goes over some days where there is much. */
export async function tidyHistory(db: VendorDb, { runsBeforeMs, conflictsBeforeMs }: { runsBeforeMs: number; conflictsBeforeMs: number }) {
  await commit(db, [...pruneRuns(db, runsBeforeMs, 2000), pruneConflicts(db, conflictsBeforeMs)])
}
