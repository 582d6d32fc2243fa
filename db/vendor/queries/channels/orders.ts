import { and, asc, desc, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import { commit, guard, readTogether } from '#db/commit.ts'
import type { VendorDb } from '#db/types.ts'
import { type ActionRow, actionStatement, type NewAction, retryStatement } from '#db/vendor/queries/channels/actions.ts'
import { type ChannelOrderRow, IMPORT_TRIES_MAX } from '#db/vendor/queries/channels/pulled.ts'
import { outboxStatement } from '#db/vendor/queries/outbox.ts'
import { channelAction, channelConnection, channelListing, channelOrder } from '#db/vendor/schema/channels.ts'
import { order, orderLine, shipment } from '#db/vendor/schema/orders.ts'
import type { ParkedReason } from '#worker/pure/channel.ts'
import type { ChannelOrderStatus } from '#worker/pure/channel-import.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Outgoing } from '#worker/pure/message.ts'

/**
 * The channel's order that an order of ours is of, with our lines, its parcel and why it was cancelled; undefined for one no channel
 * sold. One round trip.
 */
export async function findByOrder(db: VendorDb, orderId: Id<'order'>) {
  const [[found], lines] = await readTogether(db, [
    db
      .select({ row: channelOrder, cancelReason: order.cancelReason, shipment })
      .from(channelOrder)
      .innerJoin(order, eq(order.id, channelOrder.orderId))
      .leftJoin(shipment, eq(shipment.orderId, order.id))
      .where(eq(channelOrder.orderId, orderId)),
    db.select({ variantId: orderLine.variantId, quantity: orderLine.quantity }).from(orderLine).where(eq(orderLine.orderId, orderId)),
  ])
  return found && { ...found, lines }
}

/** A channel would not hear of it (`told`). A refund that was asked for again later is over: whoever asked has seen it. */
const isUnheard = sql.raw(`told.status = 'failed' and not (told.kind = 'refund' and exists (
    select 1 from channel_action later where later.channel_order_id = told.channel_order_id
      and later.kind = 'refund' and later.created_at_ms > told.created_at_ms))`)
/**
 * The order could not be worked on, or the channel not be told of it, and neither is tried any more by itself. By their indexes: the
 * documents make a row large.
 */
export const isFailing = sql<number>`${channelOrder.id} in (select id from channel_order where done_mark < mark and tries >= ${IMPORT_TRIES_MAX}
  union select told.channel_order_id from channel_action told where ${isUnheard})`
/** What its channel could not be told, a refund only if nothing else; null of one that could not be worked on, which comes before. */
type Failure = { kind: ActionRow['kind']; code: string | null; detail: string | null }
const failure =
  sql`case when ${channelOrder.doneMark} < ${channelOrder.mark} and ${channelOrder.tries} >= ${IMPORT_TRIES_MAX} then null else (
  select json_object('kind', told.kind, 'code', told.error_code, 'detail', told.error_detail) from channel_action told
  where told.channel_order_id = ${channelOrder.id} and ${isUnheard}
  order by told.kind = 'refund', told.created_at_ms desc, told.id desc limit 1) end`.mapWith((raw: string): Failure | null =>
    JSON.parse(raw),
  )
const withOrder = {
  row: channelOrder,
  channel: channelConnection.channel,
  accountName: channelConnection.name,
  connectionStatus: channelConnection.status,
  failure,
  orderNumber: order.number,
  orderStatus: order.status,
  isFailing,
}

/** `failing`: as `isFailing` says, whatever else it is. */
export type ChannelOrdersPage = {
  status?: ChannelOrderStatus | 'failing' | undefined
  reason?: ParkedReason | undefined
  connectionId?: Id<'channelConnection'> | undefined
  /** Part of the channel's number. */
  words?: string | undefined
  /** The order the page before ended with. */
  after?: Id<'channelOrder'> | undefined
  limit: number
}

/** A page of the channels' orders, the last that came first, and how many wait for the store. One round trip. */
export async function pageOfChannelOrders(db: VendorDb, { status, reason, connectionId, words, after, limit }: ChannelOrdersPage) {
  const [rows, [counts]] = await readTogether(db, [
    db
      .select(withOrder)
      .from(channelOrder)
      .innerJoin(channelConnection, eq(channelConnection.id, channelOrder.connectionId))
      .leftJoin(order, eq(order.id, channelOrder.orderId))
      .where(
        and(
          status === undefined ? undefined : status === 'failing' ? isFailing : eq(channelOrder.status, status),
          reason === undefined ? undefined : eq(channelOrder.parkedReason, reason),
          connectionId === undefined ? undefined : eq(channelOrder.connectionId, connectionId),
          words === undefined ? undefined : sql`instr(lower(${channelOrder.externalNumber}), lower(${words})) > 0`,
          after === undefined ? undefined : comesAfter(after),
        ),
      )
      .orderBy(desc(channelOrder.createdAtMs), desc(channelOrder.id))
      .limit(limit),
    db.all<{ parked: number; failing: number }>(sql`
      select (select count(*) from channel_order where status = 'parked') as parked,
        (select count(*) from channel_order where ${isFailing}) as failing`),
  ])
  return { rows, counts: counts ?? { parked: 0, failing: 0 } }
}

const comesAfter = (id: Id<'channelOrder'>): SQL =>
  sql`(${channelOrder.createdAtMs}, ${channelOrder.id}) < (select before.created_at_ms, before.id from channel_order before where before.id = ${id})`

/** One order of a channel, and what the channel was or is to be told of it. One round trip. */
export async function readChannelOrder(db: VendorDb, id: Id<'channelOrder'>) {
  const [[found], actions] = await readTogether(db, [
    db
      .select(withOrder)
      .from(channelOrder)
      .innerJoin(channelConnection, eq(channelConnection.id, channelOrder.connectionId))
      .leftJoin(order, eq(order.id, channelOrder.orderId))
      .where(eq(channelOrder.id, id)),
    db
      .select()
      .from(channelAction)
      .where(eq(channelAction.channelOrderId, id))
      .orderBy(asc(channelAction.createdAtMs), asc(channelAction.id)),
  ])
  return found && { ...found, actions }
}
export type WholeChannelOrder = NonNullable<Awaited<ReturnType<typeof readChannelOrder>>>

type Ids = readonly Id<'channelOrder'>[]

/** Has orders worked on once more, and what failed of telling the channel told once more. Messages in the same commit. */
export async function storeReplay(db: VendorDb, ids: Ids, outbox: readonly Outgoing[], nowMs: number): Promise<void> {
  await commit(db, [...againStatements(db, ids, outbox, nowMs), retryStatement(db, ids, nowMs)])
}

/** Has orders worked on once more. Messages in the same commit. */
export async function storeLookAgain(db: VendorDb, ids: Ids, outbox: readonly Outgoing[], nowMs: number): Promise<void> {
  await commit(db, againStatements(db, ids, outbox, nowMs))
}

const againStatements = (db: VendorDb, ids: Ids, outbox: readonly Outgoing[], nowMs: number) => [
  db
    .update(channelOrder)
    .set({ mark: sql`${channelOrder.mark} + 1`, tries: 0, updatedAtMs: nowMs })
    .where(and(inArray(channelOrder.id, [...ids]), inArray(channelOrder.status, ['received', 'held', 'parked', 'imported']))),
  ...outbox.map((message) => outboxStatement(db, message)),
]

/** Orders of a connection that wait for buyers to pay or go, and are not being worked on. */
export async function waitingForHolds(db: VendorDb, connectionId: Id<'channelConnection'>): Promise<Id<'channelOrder'>[]> {
  const rows = await db
    .select({ id: channelOrder.id })
    .from(channelOrder)
    .where(
      and(
        eq(channelOrder.connectionId, connectionId),
        eq(channelOrder.status, 'parked'),
        eq(channelOrder.parkedReason, 'stock_on_hold'),
        eq(channelOrder.doneMark, channelOrder.mark),
      ),
    )
    .orderBy(asc(channelOrder.placedAtMs), asc(channelOrder.id))
  return rows.map(({ id }) => id)
}

/** Orders of a connection that wait for a SKU to be mapped, oldest first. `sku` may also be the listing's id, where there is no SKU. */
export async function parkedForSku(db: VendorDb, connectionId: Id<'channelConnection'>, sku: string, limit: number) {
  const rows = await db
    .select({ id: channelOrder.id })
    .from(channelOrder)
    .where(
      and(
        eq(channelOrder.connectionId, connectionId),
        eq(channelOrder.status, 'parked'),
        eq(channelOrder.parkedReason, 'unmapped_sku'),
        sql`exists (select 1 from json_each(${channelOrder.document}, '$.lines') line
          where coalesce(line.value ->> 'sku', line.value ->> 'listingExternalId', line.value ->> 'title') = ${sku})`,
      ),
    )
    .orderBy(asc(channelOrder.createdAtMs))
    .limit(limit)
  return rows.map(({ id }) => id)
}

export type NewMapping = {
  id: Id<'channelListing'>
  connectionId: Id<'channelConnection'>
  externalId: string
  externalSku: string | null
  title: string
  variantId: Id<'variant'>
}

/**
 * Maps what a line names to a variant: the listings of that id or SKU, or, where none is known, one made for it that is never
 * written to until the channel shows it. Safe to repeat.
 */
export async function storeMapping(db: VendorDb, mapping: NewMapping, nowMs: number): Promise<void> {
  const { connectionId, externalId, externalSku, variantId } = mapping
  const isNamed = and(
    eq(channelListing.connectionId, connectionId),
    or(eq(channelListing.externalId, externalId), externalSku === null ? undefined : eq(channelListing.externalSku, externalSku)),
  )
  await commit(db, [
    db
      .update(channelListing)
      .set({
        variantId,
        matchedBy: 'manual',
        stockMark: sql`${channelListing.stockMark} + 1`,
        stockDueAtMs: sql`case when ${channelListing.isStockOurs} = 1 and ${channelListing.state} <> 'ended' then ${nowMs} end`,
        updatedAtMs: nowMs,
        version: sql`${channelListing.version} + 1`,
      })
      .where(isNamed),
    db.run(sql`
      insert into ${channelListing} (id, connection_id, external_id, external_sku, title, state, refs, variant_id, matched_by, is_stock_ours,
        overrides, issues, created_at_ms, updated_at_ms)
      select ${mapping.id}, ${connectionId}, ${externalId}, ${externalSku}, ${mapping.title}, 'unknown', '{}', ${variantId}, 'manual', 0,
        '{}', '[]', ${nowMs}, ${nowMs}
      where not exists (select 1 from ${channelListing} where ${isNamed})`),
  ])
}

/** Sets an order aside for good that was not imported, with what the channel is told. @throws PreconditionFailed if it moved meanwhile */
export async function storeRefusal(
  db: VendorDb,
  row: Pick<ChannelOrderRow, 'id' | 'status' | 'mark' | 'doneMark'>,
  { detail, actions }: { detail: string; actions: readonly NewAction[] },
  nowMs: number,
): Promise<void> {
  await commit(db, [
    db
      .update(channelOrder)
      .set({ status: 'refused', parkedReason: null, waitsSinceMs: null, detail, doneMark: row.mark, tries: 0, updatedAtMs: nowMs })
      .where(and(eq(channelOrder.id, row.id), eq(channelOrder.status, row.status), eq(channelOrder.mark, row.mark))),
    guard(db),
    ...actions.map((action) => actionStatement(db, action, nowMs)),
  ])
}

/** A refund, unless others of the order came in between. @throws PreconditionFailed if they did */
export async function storeRefund(db: VendorDb, refund: NewAction, seen: readonly ActionRow[], nowMs: number): Promise<void> {
  const known = sql`(select count(*) from ${channelAction} where ${channelAction.channelOrderId} = ${refund.channelOrderId} and ${channelAction.kind} = 'refund')`
  await commit(db, [
    db
      .update(channelOrder)
      .set({ updatedAtMs: nowMs })
      .where(and(eq(channelOrder.id, refund.channelOrderId), sql`${known} = ${seen.length}`)),
    guard(db),
    actionStatement(db, refund, nowMs),
  ])
}
