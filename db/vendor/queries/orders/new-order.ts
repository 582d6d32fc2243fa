import { sql } from 'drizzle-orm'
import type { VendorDb } from '#db/types.ts'
import { order } from '#db/vendor/schema/orders.ts'

/** The number of a store's first order, unless its settings say otherwise. */
const FIRST_NUMBER = 1001

export type NewOrder = Omit<typeof order.$inferSelect, 'number' | 'status' | 'cancelReason' | 'updatedAtMs' | 'version'>

/**
 * Stores a placed order under the store's next number, wherever it was sold. The number is found inside the insert, so numbers
 * have no gaps (INV-ORD-2). An order that is there keeps everything it has.
 */
export const newOrderStatement = (db: VendorDb, row: NewOrder) =>
  db.run(sql`
    insert into ${order} (id, number, order_group_id, source, status, email, shipping_address, shipping_name, currency,
      items_minor, shipping_minor, tax_minor, tax_added_minor, total_minor, placed_at_ms, updated_at_ms, version)
    select ${row.id},
      coalesce((select max(number) from ${order}), coalesce((select cast(value as integer) from setting where key = 'orders.first_number'), ${FIRST_NUMBER}) - 1) + 1,
      ${row.orderGroupId}, ${row.source}, 'placed', ${row.email}, ${JSON.stringify(row.shippingAddress)}, ${row.shippingName}, ${row.currency},
      ${row.itemsMinor}, ${row.shippingMinor}, ${row.taxMinor}, ${row.taxAddedMinor}, ${row.totalMinor},
      ${row.placedAtMs}, ${row.placedAtMs}, 1
    where not exists (select 1 from ${order} where ${order.id} = ${row.id})`)
