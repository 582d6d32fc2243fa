import { and, asc, eq, lte, sql } from 'drizzle-orm'
import { commit, guard, type Statement } from '#db/commit.ts'
import type { VendorDb } from '#db/types.ts'
import { type ItemRow, wholeRun } from '#db/vendor/queries/channels/runs.ts'
import { channelBatch } from '#db/vendor/schema/channels.ts'
import type { ChannelIssue } from '#worker/pure/channel.ts'
import type { Id } from '#worker/pure/ids.ts'

export type BatchRow = typeof channelBatch.$inferSelect
export type NewBatch = Omit<BatchRow, 'status' | 'doneAtMs' | 'detail'>

/** Keeps what a channel takes its time for. The same batch twice is one. */
export function batchStatement(db: VendorDb, batch: NewBatch): Statement {
  return db
    .insert(channelBatch)
    .values({ ...batch, status: 'sent', doneAtMs: null, detail: null })
    .onConflictDoNothing()
}

/** The same as a write of its own. */
export async function storeBatch(db: VendorDb, batch: NewBatch): Promise<void> {
  await commit(db, [batchStatement(db, batch)])
}

/** Batches whose turn it is to be asked for, the longest waiting first. */
export function dueBatches(db: VendorDb, connectionId: Id<'channelConnection'>, nowMs: number, limit: number): Promise<BatchRow[]> {
  return db
    .select()
    .from(channelBatch)
    .where(and(eq(channelBatch.connectionId, connectionId), eq(channelBatch.status, 'sent'), lte(channelBatch.checkAtMs, nowMs)))
    .orderBy(asc(channelBatch.checkAtMs))
    .limit(limit)
}

/** Asks for a batch again later. */
export async function checkLater(db: VendorDb, id: Id<'channelBatch'>, checkAtMs: number): Promise<void> {
  await db
    .update(channelBatch)
    .set({ checkAtMs })
    .where(and(eq(channelBatch.id, id), eq(channelBatch.status, 'sent')))
}

/** What a channel said of an item of a batch; one it says nothing of went well. */
export type BatchOutcome = {
  externalId: string
  kind: 'ok' | 'stale' | 'gone' | 'refused'
  actual?: number | null
  issues?: ChannelIssue[]
}
export type Settled = {
  outcomes: readonly BatchOutcome[]
  /** Why nothing is known of it, if so. */
  detail: string | null
  items: readonly Omit<ItemRow, 'runId'>[]
  runId: Id<'syncRun'>
  nowMs: number
}

/** A refusal is told again after this long, longer with each in a row, at most after the second. */
const AGAIN_MS = 30_000
const AGAIN_MS_MAX = 6 * 3_600_000

/**
 * Ends a batch that is under way and stores what came of its items, in one commit.
 * @throws PreconditionFailed if it was settled meanwhile
 */
export async function storeOutcomes(db: VendorDb, batch: BatchRow, { outcomes, detail, items, runId, nowMs }: Settled): Promise<void> {
  const { id, connectionId, kind } = batch
  const end = db
    .update(channelBatch)
    .set({ status: detail === null ? 'done' : 'failed', detail, doneAtMs: nowMs })
    .where(and(eq(channelBatch.id, id), eq(channelBatch.status, 'sent')))
  const said = new Map(outcomes.map((outcome) => [outcome.externalId, outcome]))
  const rows = Object.entries(batch.items).map(([externalId, { value }]) => {
    const outcome = said.get(externalId)
    const isWell = outcome === undefined || outcome.kind === 'ok'
    return {
      externalId,
      value,
      kind: outcome?.kind ?? 'ok',
      isWell,
      actual: outcome?.actual ?? null,
      issues: JSON.stringify(outcome?.issues ?? []),
    }
  })
  const run = {
    id: runId,
    connectionId,
    kind: kind === 'price' ? 'prices' : kind === 'stock' ? 'stock' : 'listings',
    cause: 'schedule',
    atMs: nowMs,
  } as const
  await commit(db, [
    end,
    guard(db),
    ...(kind === 'listing'
      ? settleContent(db, batch, JSON.stringify(rows), nowMs)
      : [settleItems(db, batch, kind, JSON.stringify(rows), nowMs)]),
    ...wholeRun(db, { ...run, done: 0, failed: items.length, items: items.map((item) => ({ ...item, runId })) }, nowMs),
  ])
}

/** What went well and is still the last word rests; all else is told again. */
function settleItems(db: VendorDb, { connectionId }: BatchRow, kind: 'stock' | 'price', rows: string, nowMs: number): Statement {
  const column = sql.raw(kind === 'stock' ? 'quantity' : 'price_minor')
  const due =
    kind === 'stock'
      ? sql`stock_mark = stock_mark + 1, stock_due_at_ms = case when variant_id is null then null else coalesce(stock_due_at_ms, ${nowMs}) end`
      : sql`price_due_at_ms = case when variant_id is null then null else coalesce(price_due_at_ms + 1, ${nowMs}) end`
  const isRefused = sql`j.value ->> 'kind' = 'refused'`
  return db.run(sql`update channel_listing set ${column} = j.value ->> 'actual', ${due}, updated_at_ms = ${nowMs},
      state = case when j.value ->> 'kind' = 'gone' then 'ended' else state end,
      stock_tries = case when ${isRefused} then stock_tries + 1 else 0 end,
      not_before_ms = case when ${isRefused} then ${nowMs} + min(${AGAIN_MS} * (1 << min(stock_tries, 12)), ${AGAIN_MS_MAX}) else not_before_ms end,
      issues = case when ${isRefused} then (select json_group_array(json(value)) from (
          select value from json_each(channel_listing.issues) where value ->> 'field' is not ${kind === 'stock' ? 'quantity' : 'price'}
          union all select value from json_each(j.value ->> 'issues'))) else issues end
    from json_each(${rows}) j
    where connection_id = ${connectionId} and external_id = j.value ->> 'externalId' and state <> 'ended'
      and not (j.value ->> 'isWell' and (${column} is null or ${column} = j.value ->> 'value'))`)
}

/**
 * Listings the channel took its time for: a new one, named by its SKU until now, carries the channel's id from here on; a refused
 * one says why, and is not over if it was to be ended.
 */
function settleContent(db: VendorDb, { connectionId }: BatchRow, rows: string, nowMs: number): Statement[] {
  const name = sql`j.value ->> 'externalId'`
  const well = sql`select ${name} from json_each(${rows}) j where j.value ->> 'isWell'`
  const isNew = sql`connection_id = ${connectionId} and external_id like 'draft:%' and state <> 'ended'`
  return [
    // Found there by a comparison before this was known: they are one.
    db.run(sql`delete from channel_listing where connection_id = ${connectionId} and external_id in (${well})
      and exists (select 1 from channel_listing d where d.connection_id = ${connectionId} and d.external_id like 'draft:%' and d.state <> 'ended'
        and d.external_sku = channel_listing.external_id)`),
    db.run(sql`update channel_listing set external_id = external_sku, state = 'active', issues = '[]', stock_mark = stock_mark + 1,
        stock_due_at_ms = coalesce(stock_due_at_ms, ${nowMs}), updated_at_ms = ${nowMs}
      where ${isNew} and external_sku in (${well})`),
    db.run(sql`update channel_listing set issues = j.value ->> 'issues', state = case when state = 'ended' then 'active' else state end,
        updated_at_ms = ${nowMs}
      from json_each(${rows}) j where connection_id = ${connectionId} and j.value ->> 'kind' = 'refused'
        and (external_id = ${name} or (external_sku = ${name} and external_id like 'draft:%'))`),
  ]
}
