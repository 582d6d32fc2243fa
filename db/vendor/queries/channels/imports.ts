import { and, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import { commit, guard, readTogether } from '#db/commit.ts'
import type { VendorDb } from '#db/types.ts'
import { actionStatement, cancelledThereStatement, mootStatement, type NewAction } from '#db/vendor/queries/channels/actions.ts'
import type { ChannelOrderRow } from '#db/vendor/queries/channels/pulled.ts'
import { type LevelRow, type MovementRow, movementStatements } from '#db/vendor/queries/inventory.ts'
import { type NewOrder, newOrderStatement } from '#db/vendor/queries/orders/new-order.ts'
import { outboxStatement } from '#db/vendor/queries/outbox.ts'
import { product, variant } from '#db/vendor/schema/catalog.ts'
import { channelConflict, channelListing, channelOrder } from '#db/vendor/schema/channels.ts'
import { order, orderEvent, orderLine } from '#db/vendor/schema/orders.ts'
import { stockMovement } from '#db/vendor/schema/stock.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Outgoing } from '#worker/pure/message.ts'
import type { OrderStatus } from '#worker/pure/order.ts'

export type ImportRow = ChannelOrderRow & { orderStatus: OrderStatus | null; isCancelledByChannel: boolean }

const inJson = (values: readonly (string | null)[]) => sql`(select value from json_each(${JSON.stringify(values)}))`

/** These orders of a channel, with where the order of ours is that came of each. Unknown ids are left out. */
export async function readImports(db: VendorDb, ids: readonly Id<'channelOrder'>[]): Promise<ImportRow[]> {
  const rows = await db
    .select({ row: channelOrder, orderStatus: order.status, isCancelledByChannel })
    .from(channelOrder)
    .leftJoin(order, eq(order.id, channelOrder.orderId))
    .where(sql`${channelOrder.id} in ${inJson(ids)}`)
    .orderBy(asc(channelOrder.placedAtMs), asc(channelOrder.id))
  return rows.map(({ row, orderStatus, isCancelledByChannel }) => ({
    ...row,
    orderStatus,
    isCancelledByChannel: isCancelledByChannel === 1,
  }))
}

const isCancelledByChannel = sql<number>`exists (select 1 from ${orderEvent} where ${orderEvent.orderId} = ${order.id}
  and ${orderEvent.kind} = 'cancelled' and ${orderEvent.actorId} = ${order.source})`

/** What lines may be of: the connection's listings of these ids and SKUs, and the variants those or our own SKUs name. One round trip. */
export async function readCandidates(
  db: VendorDb,
  connectionId: Id<'channelConnection'>,
  { listingIds, skus }: { listingIds: readonly string[]; skus: readonly string[] },
) {
  const isNamed = and(
    eq(channelListing.connectionId, connectionId),
    or(sql`${channelListing.externalId} in ${inJson(listingIds)}`, sql`${channelListing.externalSku} in ${inJson(skus)}`),
  )
  const [listings, variants] = await readTogether(db, [
    db
      .select({
        id: channelListing.id,
        externalId: channelListing.externalId,
        externalSku: channelListing.externalSku,
        variantId: channelListing.variantId,
      })
      .from(channelListing)
      .where(isNamed),
    db
      .select({ id: variant.id, productId: variant.productId, sku: variant.sku, title: product.title })
      .from(variant)
      .innerJoin(product, eq(product.id, variant.productId))
      .where(
        and(
          isNull(variant.removedAtMs),
          or(
            sql`${variant.sku} in ${inJson(skus)}`,
            sql`${variant.id} in (select ${channelListing.variantId} from ${channelListing} where ${isNamed})`,
          ),
        ),
      ),
  ])
  return { listings, variants }
}

type Conflict = typeof channelConflict.$inferInsert
export type ImportOutcome = {
  /** As it was read: another outcome that was stored meanwhile is not overwritten. */
  row: Pick<ChannelOrderRow, 'id' | 'status' | 'mark' | 'doneMark'>
  becomes: Pick<ChannelOrderRow, 'status' | 'parkedReason' | 'detail'>
  order?: { row: NewOrder; lines: readonly (typeof orderLine.$inferInsert)[]; event: typeof orderEvent.$inferInsert } | undefined
  stock?: { movements: readonly MovementRow[]; levels: readonly LevelRow[] } | undefined
  /** Listings that stand for a variant by its SKU. */
  found?: readonly { listingId: Id<'channelListing'>; variantId: Id<'variant'> }[] | undefined
  actions?: readonly NewAction[] | undefined
  conflict?: Conflict | undefined
  outbox?: readonly Outgoing[] | undefined
  /** The channel has cancelled it: nothing of its way need be told any more. */
  isCancelledThere: boolean
  nowMs: number
}

/**
 * Stores what became of a channel's order, with all that follows from it, in one commit. Safe to repeat: what is there stays
 * as it is, and the second time the guard refuses.
 * @throws PreconditionFailed if somebody else worked on it meanwhile: look again, then decide again
 */
export async function storeOutcome(db: VendorDb, outcome: ImportOutcome): Promise<void> {
  const { row, becomes, order: sale, stock, nowMs } = outcome
  const { inserts, upserts } = movementStatements(db, stock?.movements ?? [], stock?.levels ?? [], nowMs)
  await commit(db, [
    db
      .update(channelOrder)
      .set({ ...becomes, doneMark: row.mark, tries: 0, updatedAtMs: nowMs })
      .where(and(eq(channelOrder.id, row.id), eq(channelOrder.status, row.status), eq(channelOrder.doneMark, row.doneMark))),
    guard(db),
    ...(sale === undefined
      ? []
      : [
          newOrderStatement(db, sale.row),
          db
            .insert(orderLine)
            .values([...sale.lines])
            .onConflictDoNothing(),
          db.insert(orderEvent).values(sale.event).onConflictDoNothing(),
        ]),
    ...inserts,
    ...upserts,
    ...(outcome.found ?? []).map(({ listingId, variantId }) => matchStatement(db, listingId, variantId, nowMs)),
    ...(outcome.isCancelledThere ? [mootStatement(db, row.id, nowMs), cancelledThereStatement(db, row.id, nowMs)] : []),
    ...(outcome.actions ?? []).map((action) => actionStatement(db, action, nowMs)),
    ...(outcome.conflict === undefined ? [] : [db.insert(channelConflict).values(outcome.conflict).onConflictDoNothing()]),
    ...(row.status === 'parked' && becomes.status !== 'parked' ? [settleStatement(db, row.id, nowMs)] : []),
    ...(outcome.outbox ?? []).map((message) => outboxStatement(db, message)),
  ])
}

/** A listing that no variant stands for yet gets one; one that was matched meanwhile keeps its own. Its stock is due then. */
const matchStatement = (db: VendorDb, listingId: Id<'channelListing'>, variantId: Id<'variant'>, nowMs: number) =>
  db
    .update(channelListing)
    .set({
      variantId,
      matchedBy: 'sku',
      stockMark: sql`${channelListing.stockMark} + 1`,
      stockDueAtMs: sql`case when ${channelListing.isStockOurs} = 1 and ${channelListing.state} <> 'ended' then ${nowMs} end`,
      updatedAtMs: nowMs,
      version: sql`${channelListing.version} + 1`,
    })
    .where(and(eq(channelListing.id, listingId), isNull(channelListing.variantId)))

/** What an order waited for is settled. */
const settleStatement = (db: VendorDb, id: Id<'channelOrder'>, nowMs: number) =>
  db
    .update(channelConflict)
    .set({ resolution: 'healed', resolvedAtMs: nowMs })
    .where(and(eq(channelConflict.channelOrderId, id), eq(channelConflict.resolution, 'parked')))

/** Notes that an order could not be worked on, and why; it is tried again as long as its tries last. */
export async function storeFailedImport(db: VendorDb, { id, mark }: ChannelOrderRow, detail: string, nowMs: number): Promise<void> {
  await db
    .update(channelOrder)
    .set({ tries: sql`${channelOrder.tries} + 1`, detail, updatedAtMs: nowMs })
    .where(and(eq(channelOrder.id, id), eq(channelOrder.mark, mark)))
}

/**
 * The lines our order has now, how often it grew since it came in, and what it took of the stock in all, per variant: for itself
 * and for what it grew by. One round trip.
 */
export async function readTaken(db: VendorDb, orderId: Id<'order'>) {
  const [lines, taken, [grown]] = await readTogether(db, [
    db.select().from(orderLine).where(eq(orderLine.orderId, orderId)).orderBy(asc(orderLine.position)),
    db
      .select({ variantId: stockMovement.variantId, quantity: sql<number>`sum(${stockMovement.allocatedDelta})` })
      .from(stockMovement)
      .where(
        and(
          sql`${stockMovement.causeId} in (select ${orderId} union all select ${orderEvent.detail} ->> 'allocation' from ${orderEvent}
            where ${orderEvent.orderId} = ${orderId} and ${orderEvent.kind} = 'enlarged')`,
          eq(stockMovement.kind, 'confirm'),
          sql`${stockMovement.variantId} in (select ${orderLine.variantId} from ${orderLine} where ${orderLine.orderId} = ${orderId})`,
        ),
      )
      .groupBy(stockMovement.variantId),
    db
      .select({ times: sql<number>`count(*)` })
      .from(orderEvent)
      .where(and(eq(orderEvent.orderId, orderId), eq(orderEvent.kind, 'enlarged'))),
  ])
  return { lines, taken, enlarged: grown?.times ?? 0 }
}

export type OrderChange = {
  orderId: Id<'order'>
  /** The channel's order, if nothing is left of it that could not follow. */
  settled: Id<'channelOrder'> | null
  lines: readonly Pick<typeof orderLine.$inferSelect, 'id' | 'quantity' | 'totalMinor' | 'taxMinor'>[]
  added: readonly (typeof orderLine.$inferInsert)[]
  /** Null if they stay. */
  figures: Pick<NewOrder, 'itemsMinor' | 'shippingMinor' | 'taxMinor' | 'taxAddedMinor' | 'totalMinor'> | null
  event: Omit<typeof orderEvent.$inferInsert, 'atMs'>
  stock: { movements: readonly MovementRow[]; levels: readonly LevelRow[] }
  nowMs: number
}

/**
 * The channel wants more or fewer of an order that has not left: its lines and amounts follow, and the timeline says so. Safe to
 * repeat. @throws PreconditionFailed if it has left, or was cancelled
 */
export async function storeOrderChange(db: VendorDb, change: OrderChange): Promise<void> {
  const { orderId, settled, lines, added, figures, event, stock, nowMs } = change
  const { inserts, upserts } = movementStatements(db, stock.movements, stock.levels, nowMs)
  await commit(db, [
    db
      .update(order)
      .set({ ...figures, updatedAtMs: nowMs, version: sql`${order.version} + 1` })
      .where(and(eq(order.id, orderId), inArray(order.status, ['placed', 'packed']))),
    guard(db),
    ...lines.map(({ id, ...line }) => db.update(orderLine).set(line).where(eq(orderLine.id, id))),
    ...(added.length === 0
      ? []
      : [
          db
            .insert(orderLine)
            .values([...added])
            .onConflictDoNothing(),
        ]),
    db
      .insert(orderEvent)
      .values({ ...event, atMs: nowMs })
      .onConflictDoNothing(),
    ...inserts,
    ...upserts,
    ...(settled === null ? [] : [followedStatement(db, settled, nowMs)]),
  ])
}

/** What a channel changed and could not be followed has been followed. */
const followedStatement = (db: VendorDb, id: Id<'channelOrder'>, nowMs: number) =>
  db
    .update(channelConflict)
    .set({ resolution: 'healed', resolvedAtMs: nowMs })
    .where(and(eq(channelConflict.channelOrderId, id), eq(channelConflict.kind, 'changed_there'), eq(channelConflict.resolution, 'open')))
