import { and, asc, eq, lt, sql } from 'drizzle-orm'
import { commit, guard, readTogether } from '#db/commit.ts'
import type { VendorDb } from '#db/types.ts'
import type { ConnectionNotes } from '#db/vendor/queries/channels/connections.ts'
import { releaseStatement } from '#db/vendor/queries/channels/due-marks.ts'
import { type WholeRun, wholeRun } from '#db/vendor/queries/channels/runs.ts'
import { outboxStatement } from '#db/vendor/queries/outbox.ts'
import { channelConnection, channelOrder } from '#db/vendor/schema/channels.ts'
import type { ChannelOrder } from '#worker/pure/channel-order.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Outgoing } from '#worker/pure/message.ts'
import { HOUR_MS } from '#worker/pure/time.ts'

export type ChannelOrderRow = typeof channelOrder.$inferSelect

/** An import that failed this often waits until somebody asks for it again. */
export const IMPORT_TRIES_MAX = 5
/** Rows of one insert: SQLite binds at most 32,766 values. */
const ROWS_PER_INSERT = 500

const inJson = (values: readonly string[]) => sql`(select value from json_each(${JSON.stringify(values)}))`

/**
 * What is known of these orders of a channel, and which others were received before `beforeMs` and still wait to be worked on.
 * One round trip.
 */
export async function readSeen(db: VendorDb, connectionId: Id<'channelConnection'>, externalIds: readonly string[], beforeMs: number) {
  const [seen, waiting] = await readTogether(db, [
    db
      .select({
        externalId: channelOrder.externalId,
        status: channelOrder.status,
        detail: channelOrder.detail,
        updatedAtMs: channelOrder.externalUpdatedAtMs,
        document: channelOrder.document,
        buyerForgottenAtMs: channelOrder.buyerForgottenAtMs,
      })
      .from(channelOrder)
      .where(and(eq(channelOrder.connectionId, connectionId), sql`${channelOrder.externalId} in ${inJson(externalIds)}`)),
    db
      .select({ id: channelOrder.id })
      .from(channelOrder)
      .where(
        and(
          eq(channelOrder.connectionId, connectionId),
          sql`${channelOrder.doneMark} < ${channelOrder.mark}`,
          lt(channelOrder.tries, IMPORT_TRIES_MAX),
          lt(channelOrder.updatedAtMs, beforeMs),
        ),
      )
      .orderBy(asc(channelOrder.id))
      .limit(100),
  ])
  return { seen: new Map(seen.map((row) => [row.externalId, row])), waiting: waiting.map(({ id }) => id) }
}

type Row = { id: Id<'channelOrder'>; orderId: Id<'order'> }
export type PulledPage = {
  connectionId: Id<'channelConnection'>
  orders: readonly (Row & { document: ChannelOrder })[]
  unreadable: readonly (Row & { externalId: string; reason: string })[]
  /** Where the sweep stood, and what is noted of it now; null for orders that were asked for by their ids. */
  sweep: { page: string | null; sweepAtMs: number | null; notes: ConnectionNotes } | null
  run: WholeRun
  outbox: readonly Outgoing[]
  /** Nothing is left to be seen of the channel's orders, nor to be worked on. */
  isAllSeen: boolean
  nowMs: number
}

/**
 * Stores what one page held, how far the sweep is with it, and the messages that have it worked on, in one commit. An order
 * only replaces an older reading of itself, so pages may come twice and in any order.
 * @returns how many listings waited for orders to be seen, and may be told of now
 * @throws PreconditionFailed if the sweep has gone on meanwhile, or the connection is not active any more
 */
export async function storePage(db: VendorDb, page: PulledPage): Promise<number> {
  const { connectionId, sweep, nowMs } = page
  const released = page.isAllSeen ? [releaseStatement(db, connectionId)] : []
  const results = await commit(db, [
    ...(sweep === null
      ? []
      : [
          db
            .update(channelConnection)
            .set({ ...sweep.notes, updatedAtMs: nowMs })
            .where(
              and(
                eq(channelConnection.id, connectionId),
                eq(channelConnection.status, 'active'),
                sql`${channelConnection.ordersPage} is ${sweep.page}`,
                sql`${channelConnection.ordersSweepAtMs} is ${sweep.sweepAtMs}`,
              ),
            ),
          guard(db),
        ]),
    ...chunks(page.orders).map((orders) =>
      upsertOrders(
        db,
        orders.map((order) => rowOf(order, connectionId, nowMs)),
      ),
    ),
    ...chunks(page.unreadable).map((unreadable) =>
      upsertUnreadable(
        db,
        unreadable.map((each) => unreadableRowOf(each, connectionId, nowMs)),
      ),
    ),
    ...wholeRun(db, page.run, nowMs),
    ...page.outbox.map((message) => outboxStatement(db, message)),
    ...released,
  ])
  return page.isAllSeen ? (results.at(-1) as { id: string }[]).length : 0
}

/**
 * When an order changed, as its channel says. A date far ahead is no date: what came after it would count as older until then. A
 * clock that is a little ahead is so of every order, and tells as well which came first.
 */
export const changedAt = ({ updatedAtMs }: Pick<ChannelOrder, 'updatedAtMs'>, nowMs: number): number =>
  updatedAtMs > nowMs + AHEAD_MS_MAX ? nowMs : updatedAtMs
const AHEAD_MS_MAX = HOUR_MS

const chunks = <T>(rows: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / ROWS_PER_INSERT) }, (_, n) => rows.slice(n * ROWS_PER_INSERT, (n + 1) * ROWS_PER_INSERT))

type NewRow = typeof channelOrder.$inferInsert

/**
 * Newer than what is there, or as new and other than it: some channels name the second only. What was forgotten of a buyer stays
 * forgotten.
 */
const upsertOrders = (db: VendorDb, rows: NewRow[]) =>
  db
    .insert(channelOrder)
    .values(rows)
    .onConflictDoUpdate({
      target: [channelOrder.connectionId, channelOrder.externalId],
      set: {
        externalNumber: sql`excluded.external_number`,
        status: sql`case when ${channelOrder.status} = 'unreadable' then 'received' else ${channelOrder.status} end`,
        detail: sql`case when ${channelOrder.status} = 'unreadable' then null else ${channelOrder.detail} end`,
        document: sql`case when ${channelOrder.buyerForgottenAtMs} is null then excluded.document
          else json_set(excluded.document, '$.email', json('null'), '$.shipTo', json('null')) end`,
        mark: sql`${channelOrder.mark} + 1`,
        tries: 0,
        placedAtMs: sql`excluded.placed_at_ms`,
        externalUpdatedAtMs: sql`excluded.external_updated_at_ms`,
        updatedAtMs: sql`excluded.updated_at_ms`,
      },
      setWhere: sql`${channelOrder.status} = 'unreadable'
        or ${channelOrder.externalUpdatedAtMs} < excluded.external_updated_at_ms
        or (${channelOrder.externalUpdatedAtMs} = excluded.external_updated_at_ms
          and ${channelOrder.document} is not excluded.document and ${channelOrder.buyerForgottenAtMs} is null)`,
    })

/** An order that could be read before keeps what it is; only what went wrong is noted. */
const upsertUnreadable = (db: VendorDb, rows: NewRow[]) =>
  db
    .insert(channelOrder)
    .values(rows)
    .onConflictDoUpdate({
      target: [channelOrder.connectionId, channelOrder.externalId],
      set: { detail: sql`excluded.detail`, updatedAtMs: sql`excluded.updated_at_ms` },
    })

const rowOf = (
  { id, orderId, document }: Row & { document: ChannelOrder },
  connectionId: Id<'channelConnection'>,
  nowMs: number,
): NewRow => ({
  id,
  connectionId,
  externalId: document.externalId,
  externalNumber: document.externalNumber,
  status: 'received',
  orderId,
  document,
  placedAtMs: document.placedAtMs,
  externalUpdatedAtMs: changedAt(document, nowMs),
  createdAtMs: nowMs,
  updatedAtMs: nowMs,
})

const unreadableRowOf = (
  { id, orderId, externalId, reason }: Row & { externalId: string; reason: string },
  connectionId: Id<'channelConnection'>,
  nowMs: number,
): NewRow => ({
  id,
  connectionId,
  externalId,
  externalNumber: externalId,
  status: 'unreadable',
  detail: reason,
  orderId,
  document: null,
  doneMark: 1,
  placedAtMs: nowMs,
  externalUpdatedAtMs: 0,
  createdAtMs: nowMs,
  updatedAtMs: nowMs,
})
