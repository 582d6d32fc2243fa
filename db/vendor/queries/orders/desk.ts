import { and, asc, desc, eq, gt, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import { readTogether } from '#db/commit.ts'
import type { VendorDb } from '#db/types.ts'
import { image } from '#db/vendor/schema/catalog.ts'
import { order, orderEvent, orderLine, shipment } from '#db/vendor/schema/orders.ts'
import type { Id } from '#worker/pure/ids.ts'
import { type OrderStatus, TRANSITIONS } from '#worker/pure/order.ts'
import { channelFacts } from './channel-facts.ts'

export type OrderPage = {
  statuses: readonly OrderStatus[]
  /** Where they were sold: `marketplace`, or a channel. */
  source?: string | undefined
  /** Only orders placed before this instant. */
  placedBeforeMs?: number | undefined
  /** A number, or part of an address or name. */
  words?: string | undefined
  sort: 'newest' | 'oldest'
  /** The number the page before ended with. */
  cursor?: number | undefined
  limit: number
}

const toShip = inArray(order.status, [...TRANSITIONS.ship.from])

/** How many orders wait to be shipped, and how many of them were placed before `dueMs`. */
export const waitingOrders = (db: VendorDb, dueMs: number) =>
  db
    .select({ toShip: sql<number>`count(*)`, late: sql<number>`coalesce(sum(${order.placedAtMs} < ${dueMs}), 0)` })
    .from(order)
    .where(toShip)

/** A page of the store's orders by number, and how many wait; those placed before `dueMs` wait for too long. One round trip, two with a channel's. */
export async function pageOfOrders(db: VendorDb, page: OrderPage, dueMs: number) {
  const units = sql<number>`(select coalesce(sum(quantity), 0) from order_line where order_line.order_id = ${order}.id)`
  const follows = page.sort === 'newest' ? lt : gt
  const [rows, [waiting]] = await readTogether(db, [
    db
      .select({ order, units })
      .from(order)
      .where(
        and(
          inArray(order.status, [...page.statuses]),
          page.source === undefined ? undefined : eq(order.source, page.source),
          page.placedBeforeMs === undefined ? undefined : lt(order.placedAtMs, page.placedBeforeMs),
          page.words === undefined ? undefined : matches(page.words),
          page.cursor === undefined ? undefined : follows(order.number, page.cursor),
        ),
      )
      .orderBy((page.sort === 'newest' ? desc : asc)(order.number))
      .limit(page.limit),
    waitingOrders(db, dueMs),
  ])
  return { rows: await withFacts(db, rows), waiting: waiting ?? { toShip: 0, late: 0 } }
}

/** Rows of a list with what those of channels are there. */
export async function withFacts(db: VendorDb, rows: readonly { order: typeof order.$inferSelect; units: number }[]) {
  const facts = await channelFacts(
    db,
    rows.map((row) => row.order),
  )
  return rows.map((row) => ({ ...row.order, units: row.units, channel: facts.get(row.order.id) ?? null }))
}

function matches(words: string): SQL | undefined {
  const number = /^#?(\d{1,12})$/.exec(words)?.[1]
  const like = `%${words.replaceAll(/[\\%_]/g, (char) => `\\${char}`)}%`
  // What a channel calls an order is in its timeline: a store of the version before has that table too.
  const isCalled = sql`(${order.source} <> 'marketplace' and exists (select 1 from ${orderEvent}
    where ${orderEvent.orderId} = ${order.id} and ${orderEvent.kind} = 'placed' and ${orderEvent.detail} ->> 'externalNumber' = ${words}))`
  return or(
    isCalled,
    number === undefined ? undefined : eq(order.number, Number(number)),
    sql`${order.email} like ${like} escape '\\'`,
    sql`${order.shippingAddress} ->> 'name' like ${like} escape '\\'`,
  )
}

/** Whole orders, in the order of their numbers, each with the first picture of what was bought. One round trip, two with a channel's. */
export async function readWholeOrders(db: VendorDb, ids: readonly Id<'order'>[]) {
  const wanted = sql`(select value from json_each(${JSON.stringify(ids)}))`
  const [orders, lines, events, shipments, pictures] = await readTogether(db, [
    db.select().from(order).where(sql`${order.id} in ${wanted}`).orderBy(asc(order.number)),
    db.select().from(orderLine).where(sql`${orderLine.orderId} in ${wanted}`).orderBy(asc(orderLine.position)),
    db.select().from(orderEvent).where(sql`${orderEvent.orderId} in ${wanted}`).orderBy(asc(orderEvent.atMs), asc(orderEvent.id)),
    db.select().from(shipment).where(sql`${shipment.orderId} in ${wanted}`),
    db
      .select({ productId: image.productId, key: image.key, alt: image.alt, width: image.width, height: image.height })
      .from(image)
      .where(sql`${image.productId} in (select ${orderLine.productId} from ${orderLine} where ${orderLine.orderId} in ${wanted})`)
      .orderBy(desc(image.position), desc(image.id)),
  ])
  const facts = await channelFacts(db, orders)
  const linesOf = Map.groupBy(lines, ({ orderId }) => orderId)
  const eventsOf = Map.groupBy(events, ({ orderId }) => orderId)
  const shipmentOf = new Map(shipments.map((row) => [row.orderId, row]))
  // The cover comes last, and the last one stays.
  const pictureOf = new Map(pictures.map((row) => [row.productId, row]))
  return orders.map((row) => ({
    order: row,
    lines: linesOf.get(row.id) ?? [],
    events: eventsOf.get(row.id) ?? [],
    shipment: shipmentOf.get(row.id) ?? null,
    channel: facts.get(row.id) ?? null,
    pictures: pictureOf,
  }))
}
