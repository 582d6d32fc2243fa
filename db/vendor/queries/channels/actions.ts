import { and, asc, eq, inArray, isNull, lte, ne, sql } from 'drizzle-orm'
import { commit } from '#db/commit.ts'
import type { VendorDb } from '#db/types.ts'
import { type WholeRun, wholeRun } from '#db/vendor/queries/channels/runs.ts'
import { channelAction, channelConflict, channelOrder } from '#db/vendor/schema/channels.ts'
import type { Id } from '#worker/pure/ids.ts'

export type ActionRow = typeof channelAction.$inferSelect
export type NewAction = Pick<ActionRow, 'id' | 'connectionId' | 'channelOrderId' | 'kind' | 'detail'>

/** Something a channel is to be told of an order. The same id twice is one action, also once it is done. */
export const actionStatement = (db: VendorDb, action: NewAction, nowMs: number) =>
  db
    .insert(channelAction)
    .values({ ...action, status: 'due', dueAtMs: nowMs, createdAtMs: nowMs, updatedAtMs: nowMs })
    .onConflictDoNothing()

/** The same as a write of its own. */
export async function storeAction(db: VendorDb, action: NewAction, nowMs: number): Promise<void> {
  await actionStatement(db, action, nowMs)
}

/**
 * What is due to be told to a channel, oldest first, with the order it is about. One thing at a time of an order: what was
 * decided later waits for what was decided before.
 */
export function dueActions(db: VendorDb, connectionId: Id<'channelConnection'>, nowMs: number, limit: number) {
  const isNext = sql`not exists (select 1 from channel_action earlier
    where earlier.channel_order_id = ${channelAction.channelOrderId} and earlier.status = 'due'
      and (earlier.created_at_ms, earlier.id) < (${channelAction.createdAtMs}, ${channelAction.id}))`
  return db
    .select({ action: channelAction, order: channelOrder })
    .from(channelAction)
    .innerJoin(channelOrder, eq(channelOrder.id, channelAction.channelOrderId))
    .where(and(eq(channelAction.connectionId, connectionId), eq(channelAction.status, 'due'), lte(channelAction.dueAtMs, nowMs), isNext))
    .orderBy(asc(channelAction.dueAtMs), asc(channelAction.id))
    .limit(limit)
}

/** When the next of a channel's actions is due; null if there is none. */
export async function nextActionAtMs(db: VendorDb, connectionId: Id<'channelConnection'>): Promise<number | null> {
  const [row] = await db
    .select({ atMs: sql<number | null>`min(${channelAction.dueAtMs})` })
    .from(channelAction)
    .where(and(eq(channelAction.connectionId, connectionId), eq(channelAction.status, 'due')))
  return row?.atMs ?? null
}

/** Notes that a channel was told. What stood between the channel and the pool is settled with a cancellation. Safe to repeat. */
export async function storeDone(db: VendorDb, { id, kind, channelOrderId }: ActionRow, nowMs: number): Promise<void> {
  await commit(db, [
    db
      .update(channelAction)
      .set({ status: 'done', errorCode: null, errorDetail: null, updatedAtMs: nowMs })
      .where(and(eq(channelAction.id, id), eq(channelAction.status, 'due'))),
    ...(kind === 'cancel' ? [cancelledThereStatement(db, channelOrderId, nowMs)] : []),
  ])
}

/** How an action is marked that must not be told twice, from before the call until its answer is stored. */
export const ASKING = 'asking'
/** How one is marked whose answer nobody heard: it is not told again. */
export const UNCERTAIN = 'uncertain'

/**
 * Takes an action in hand that must not be told twice: until `untilMs` nobody else does, and whoever finds it marked after that
 * knows that an answer was lost. @returns false if somebody else has it
 */
export async function takeInHand(db: VendorDb, { id, dueAtMs }: ActionRow, untilMs: number, nowMs: number): Promise<boolean> {
  const rows = await db
    .update(channelAction)
    .set({ errorCode: ASKING, dueAtMs: untilMs, updatedAtMs: nowMs })
    .where(and(eq(channelAction.id, id), eq(channelAction.status, 'due'), eq(channelAction.dueAtMs, dueAtMs)))
    .returning({ id: channelAction.id })
  return rows.length > 0
}

/** Gives it back: nothing was told. */
export async function letGo(db: VendorDb, id: Id<'channelAction'>, nowMs: number): Promise<void> {
  await db
    .update(channelAction)
    .set({ errorCode: null, dueAtMs: nowMs, updatedAtMs: nowMs })
    .where(and(eq(channelAction.id, id), eq(channelAction.status, 'due')))
}

/** What stood between a channel and the pool is settled once the order is cancelled there, whoever did it. */
export const cancelledThereStatement = (db: VendorDb, channelOrderId: Id<'channelOrder'>, nowMs: number) =>
  db
    .update(channelConflict)
    .set({ resolvedAtMs: nowMs })
    .where(
      and(
        eq(channelConflict.channelOrderId, channelOrderId),
        eq(channelConflict.resolution, 'cancelled_there'),
        isNull(channelConflict.resolvedAtMs),
      ),
    )

/** Notes that telling a channel failed, or (no code) that it works on it: it is tried again at `dueAtMs`, or (null) no more. */
export async function storeFailedTry(
  db: VendorDb,
  id: Id<'channelAction'>,
  failure: { code: string | null; detail: string | null; dueAtMs: number | null },
  nowMs: number,
): Promise<void> {
  await db
    .update(channelAction)
    .set({
      tries: sql`${channelAction.tries} + 1`,
      errorCode: failure.code,
      errorDetail: failure.detail,
      updatedAtMs: nowMs,
      ...(failure.dueAtMs === null ? { status: 'failed' as const } : { dueAtMs: failure.dueAtMs }),
    })
    .where(and(eq(channelAction.id, id), eq(channelAction.status, 'due')))
}

/** The channel cancelled an order: what it was to be told of its way need not be told any more. */
export const mootStatement = (db: VendorDb, channelOrderId: Id<'channelOrder'>, nowMs: number) =>
  db
    .update(channelAction)
    .set({ status: 'done', errorCode: 'moot', errorDetail: null, updatedAtMs: nowMs })
    .where(
      and(
        eq(channelAction.channelOrderId, channelOrderId),
        inArray(channelAction.kind, ['acknowledge', 'ship', 'cancel']),
        inArray(channelAction.status, ['due', 'failed']),
      ),
    )

/** Has what failed of these orders told once more, if there is an account to tell; refunds are asked for anew. */
export const retryStatement = (db: VendorDb, orderIds: readonly Id<'channelOrder'>[], nowMs: number) =>
  db
    .update(channelAction)
    .set({ status: 'due', tries: 0, dueAtMs: nowMs, updatedAtMs: nowMs })
    .where(
      and(
        inArray(channelAction.channelOrderId, [...orderIds]),
        eq(channelAction.status, 'failed'),
        ne(channelAction.kind, 'refund'),
        sql`${channelAction.connectionId} in (select id from channel_connection where status <> 'disconnected')`,
      ),
    )

/** The history of a run of actions; nothing if it is not worth one. */
export async function storeActionsRun(db: VendorDb, run: WholeRun, nowMs: number): Promise<void> {
  const statements = wholeRun(db, run, nowMs)
  if (statements.length > 0) await commit(db, statements)
}
