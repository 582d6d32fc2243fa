import { index, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { atMs, count, currency, id, json, minor, notNegative, oneOf, version } from '#db/columns.ts'
import type { Address } from '#worker/pure/order-snapshot.ts'

/** One buyer's order at this vendor. INV-ORD-1: total = items + shipping + exclusive tax. INV-ORD-2: numbers have no gaps. */
export const order = sqliteTable(
  'order',
  {
    id: id('id', 'order').primaryKey(),
    number: count('number').notNull(),
    orderGroupId: id('order_group_id', 'orderGroup').notNull(),
    source: text('source').notNull().default('marketplace'),
    status: text('status').$type<'placed' | 'packed' | 'shipped' | 'delivered' | 'cancelled'>().notNull(),
    email: text('email').notNull(),
    shippingAddress: json<Address>('shipping_address').notNull(),
    shippingName: text('shipping_name').notNull(),
    currency: currency().notNull(),
    itemsMinor: minor('items_minor').notNull(),
    shippingMinor: minor('shipping_minor').notNull(),
    taxMinor: minor('tax_minor').notNull(),
    /** The part of the tax that is not already inside the prices. */
    taxAddedMinor: minor('tax_added_minor').notNull(),
    totalMinor: minor('total_minor').notNull(),
    cancelReason: text('cancel_reason'),
    placedAtMs: atMs('placed_at_ms').notNull(),
    updatedAtMs: atMs('updated_at_ms').notNull(),
    version: version(),
  },
  (t) => [
    uniqueIndex('order_number').on(t.number),
    index('order_status').on(t.status, t.placedAtMs),
    index('order_email').on(t.email),
    oneOf('order', t.status, ['placed', 'packed', 'shipped', 'delivered', 'cancelled']),
    notNegative('order', t.itemsMinor, t.shippingMinor, t.taxMinor, t.taxAddedMinor, t.totalMinor),
  ],
)

export const orderLine = sqliteTable(
  'order_line',
  {
    id: id('id', 'orderLine').primaryKey(),
    orderId: id('order_id', 'order').notNull(),
    productId: id('product_id', 'product').notNull(),
    variantId: id('variant_id', 'variant').notNull(),
    sku: text('sku').notNull(),
    title: text('title').notNull(),
    quantity: count('quantity').notNull(),
    unitPriceMinor: minor('unit_price_minor').notNull(),
    totalMinor: minor('total_minor').notNull(),
    taxMinor: minor('tax_minor').notNull(),
    taxRateBps: count('tax_rate_bps').notNull(),
    position: count('position').notNull(),
  },
  (t) => [
    index('order_line_order').on(t.orderId, t.position),
    index('order_line_variant').on(t.variantId),
    notNegative('order_line', t.quantity, t.unitPriceMinor, t.totalMinor, t.taxMinor),
  ],
)

/** The order's timeline; one row a fact. */
export const orderEvent = sqliteTable(
  'order_event',
  {
    id: id('id', 'orderEvent').primaryKey(),
    orderId: id('order_id', 'order').notNull(),
    kind: text('kind').notNull(),
    detail: json<Record<string, unknown>>('detail').notNull(),
    actorId: text('actor_id').notNull(),
    atMs: atMs('at_ms').notNull(),
  },
  (t) => [index('order_event_order').on(t.orderId, t.atMs)],
)

export const shipment = sqliteTable(
  'shipment',
  {
    id: id('id', 'shipment').primaryKey(),
    orderId: id('order_id', 'order').notNull(),
    carrier: text('carrier').notNull(),
    trackingNumber: text('tracking_number').notNull(),
    trackingUrl: text('tracking_url'),
    shippedAtMs: atMs('shipped_at_ms').notNull(),
    deliveredAtMs: atMs('delivered_at_ms'),
  },
  (t) => [uniqueIndex('shipment_order').on(t.orderId)],
)
