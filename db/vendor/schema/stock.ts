import { index, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { atMs, count, id, notNegative } from '#db/columns.ts'

/**
 * What the store's StockLock holds, as of the movement `seq`: a projection for lists and reports, never asked before a
 * sale. INV-INV-2: on_hand = sum of the movements of the variant.
 */
export const stockLevel = sqliteTable(
  'stock_level',
  {
    variantId: id('variant_id', 'variant').primaryKey(),
    onHand: count('on_hand').notNull(),
    reserved: count('reserved').notNull(),
    allocated: count('allocated').notNull(),
    safetyStock: count('safety_stock').notNull().default(0),
    available: count('available').notNull(),
    seq: count('seq').notNull(),
    updatedAtMs: atMs('updated_at_ms').notNull(),
  },
  (t) => [notNegative('stock_level', t.onHand, t.reserved, t.allocated, t.safetyStock, t.available, t.seq)],
)

/** One change of a variant's stock, numbered by the StockLock without gaps. Immutable. */
export const stockMovement = sqliteTable(
  'stock_movement',
  {
    /** The StockLock's running number: the same movement delivered twice is one row. */
    seq: count('seq').primaryKey(),
    variantId: id('variant_id', 'variant').notNull(),
    kind: text('kind').notNull(),
    /** Change of on-hand units; 0 for a reservation. */
    onHandDelta: count('on_hand_delta').notNull(),
    reservedDelta: count('reserved_delta').notNull(),
    allocatedDelta: count('allocated_delta').notNull(),
    /** The order group, order or adjustment that caused it. */
    causeId: text('cause_id').notNull(),
    operationId: text('operation_id').notNull(),
    reason: text('reason').notNull().default(''),
    actorId: text('actor_id').notNull().default(''),
    atMs: atMs('at_ms').notNull(),
  },
  (t) => [index('stock_movement_variant').on(t.variantId, t.seq)],
)
