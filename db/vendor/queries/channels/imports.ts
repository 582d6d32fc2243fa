import { and, asc, eq, inArray, isNull, lt, ne, or, sql } from 'drizzle-orm'
import { commit, guard, readTogether } from '#db/commit.ts'
import type { VendorDb } from '#db/types.ts'
import { actionStatement, cancelledThereStatement, mootStatement, type NewAction } from '#db/vendor/queries/channels/actions.ts'
import type { ChannelOrderRow } from '#db/vendor/queries/channels/pulled.ts'
import { type LevelRow, type MovementRow, movementStatements } from '#db/vendor/queries/inventory.ts'
import { type NewOrder, newOrderStatement } from '#db/vendor/queries/orders/new-order.ts'
import { isNewestReading } from '#db/vendor/queries/orders.ts'
import { outboxStatement } from '#db/vendor/queries/outbox.ts'
import { product, variant } from '#db/vendor/schema/catalog.ts'
import { channelConflict, channelListing, channelOrder } from '#db/vendor/schema/channels.ts'
import { order, orderEvent, orderLine } from '#db/vendor/schema/orders.ts'
import { present } from '#worker/pure/assert.ts'
import type { StatedLine } from '#worker/pure/channel-import.ts'
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
  becomes: Pick<ChannelOrderRow, 'status' | 'parkedReason' | 'detail'> & Partial<Pick<ChannelOrderRow, 'waitsSinceMs'>>
  order?: { row: NewOrder; lines: readonly (typeof orderLine.$inferInsert)[]; event: typeof orderEvent.$inferInsert } | undefined
  stock?: { movements: readonly MovementRow[]; levels: readonly LevelRow[] } | undefined
  /** Listings that stand for a variant by its SKU. */
  found?: readonly { listingId: Id<'channelListing'>; variantId: Id<'variant'> }[] | undefined
  actions?: readonly NewAction[] | undefined
  conflict?: Conflict | undefined
  outbox?: readonly Outgoing[] | undefined
  /** The channel has cancelled it: nothing of its way need be told any more. */
  isCancelledThere: boolean
  /** The order has yet to go where the channel has it: this reading is not done with. */
  isToMove?: boolean
  nowMs: number
}

/**
 * Stores what became of a channel's order, with all that follows from it, in one commit. Safe to repeat: what is there stays
 * as it is, and the second time the guard refuses.
 * @throws PreconditionFailed if somebody else worked on it meanwhile, or it was read again: look again, then decide again
 */
export async function storeOutcome(db: VendorDb, outcome: ImportOutcome): Promise<void> {
  const { row, becomes, order: sale, stock, isToMove = false, nowMs } = outcome
  const { inserts, upserts } = movementStatements(db, stock?.movements ?? [], stock?.levels ?? [], nowMs)
  await commit(db, [
    db
      .update(channelOrder)
      .set({ waitsSinceMs: null, ...becomes, doneMark: isToMove ? row.doneMark : row.mark, tries: 0, updatedAtMs: nowMs })
      .where(and(...(['id', 'status', 'mark', 'doneMark'] as const).map((name) => eq(channelOrder[name], row[name])))),
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
    ...(outcome.conflict === undefined ? [] : [conflictStatement(db, outcome.conflict)]),
    ...(row.doneMark === 0 ? [] : [followedStatement(db, row.id, outcome.conflict?.id, nowMs)]),
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

/** The stock has heeded a newer reading than any here: the database was restored to before it. The next one is newer again. */
export async function readPast(db: VendorDb, id: Id<'channelOrder'>, reading: number): Promise<void> {
  await db
    .update(channelOrder)
    .set({ mark: reading + 1 })
    .where(and(eq(channelOrder.id, id), lt(channelOrder.mark, reading)))
}

/** What our order has now: its lines and its amounts. One round trip. */
export async function readAgreed(db: VendorDb, orderId: Id<'order'>) {
  const { itemsMinor, shippingMinor, taxMinor, taxAddedMinor, totalMinor } = order
  const [lines, [figures]] = await readTogether(db, [
    db.select().from(orderLine).where(eq(orderLine.orderId, orderId)).orderBy(asc(orderLine.position)),
    db.select({ itemsMinor, shippingMinor, taxMinor, taxAddedMinor, totalMinor }).from(order).where(eq(order.id, orderId)),
  ])
  return { lines, figures: present(figures, 'an order that came in') }
}

export type OrderChange = {
  orderId: Id<'order'>
  /** The reading of the channel's order that says so: its mark. */
  reading: number
  lines: readonly StatedLine[]
  added: readonly (typeof orderLine.$inferInsert)[]
  figures: Pick<NewOrder, 'itemsMinor' | 'shippingMinor' | 'taxMinor' | 'taxAddedMinor' | 'totalMinor'>
  /** Null if neither what is wanted nor the total is another. */
  event: Omit<typeof orderEvent.$inferInsert, 'atMs'> | null
  stock: { movements: readonly MovementRow[]; levels: readonly LevelRow[] }
  nowMs: number
}

/**
 * The channel wants more or fewer of an order that has not left, or for another price: its lines and amounts follow, and the
 * timeline says so. Safe to repeat. @throws PreconditionFailed if it has left, was cancelled, or has been read again meanwhile
 */
export async function storeOrderChange(db: VendorDb, change: OrderChange): Promise<void> {
  const { orderId, reading, lines, added, figures, event, stock, nowMs } = change
  const { inserts, upserts } = movementStatements(db, stock.movements, stock.levels, nowMs)
  await commit(db, [
    db
      .update(order)
      .set({ ...figures, updatedAtMs: nowMs, version: sql`${order.version} + 1` })
      .where(and(eq(order.id, orderId), inArray(order.status, ['placed', 'packed']), isNewestReading(orderId, reading))),
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
    ...(event === null
      ? []
      : [
          db
            .insert(orderEvent)
            .values({ ...event, atMs: nowMs })
            .onConflictDoNothing(),
        ]),
    ...inserts,
    ...upserts,
  ])
}

/** What a channel changed and could not be followed is followed, or is something else by now (`noted`). */
const followedStatement = (db: VendorDb, id: Id<'channelOrder'>, noted: Id<'channelConflict'> | undefined, nowMs: number) =>
  db
    .update(channelConflict)
    .set({ resolution: 'healed', resolvedAtMs: nowMs })
    .where(
      and(
        eq(channelConflict.channelOrderId, id),
        eq(channelConflict.kind, 'changed_there'),
        eq(channelConflict.resolution, 'open'),
        noted === undefined ? undefined : ne(channelConflict.id, noted),
      ),
    )

/** Notes a conflict. One that had settled itself is open again; one that was closed by hand stays closed. */
const conflictStatement = (db: VendorDb, conflict: Conflict) =>
  db
    .insert(channelConflict)
    .values(conflict)
    .onConflictDoUpdate({
      target: channelConflict.id,
      set: { resolution: conflict.resolution, resolvedAtMs: null },
      setWhere: sql`${channelConflict.kind} = 'changed_there' and ${channelConflict.resolution} = 'healed'`,
    })
