import { and, asc, desc, eq, gt, inArray, isNull, lt, lte, sql } from 'drizzle-orm'
import { commit, readTogether } from '#db/commit.ts'
import type { VendorDb } from '#db/types.ts'
import { product, variant } from '#db/vendor/schema/catalog.ts'
import { setting } from '#db/vendor/schema/messaging.ts'
import { stockLevel, stockMovement } from '#db/vendor/schema/stock.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { StockLevel } from '#worker/pure/stock.ts'

export type MovementRow = typeof stockMovement.$inferSelect
/** What a variant's stock is as of a movement. */
export type LevelRow = StockLevel & { seq: number }

/** Up to where the reconciler has seen this database hold every movement. */
const RECONCILED = 'inventory.reconciled_seq'
/** Where "low" begins unless the store says otherwise. */
const LOW_STOCK_AT = 5
/** Rows of one insert: SQLite binds at most 32,766 values. */
const ROWS_PER_INSERT = 500

/**
 * Stores movements, and levels where they are newer than what is there. Order and repeats do not matter.
 * @param reconciledSeq also note that every movement up to this number is here
 * @returns how many of the movements were new
 */
export async function storeMovements(
  db: VendorDb,
  movements: readonly MovementRow[],
  levels: readonly LevelRow[],
  nowMs: number,
  reconciledSeq?: number,
): Promise<number> {
  const { inserts, upserts } = movementStatements(db, movements, levels, nowMs)
  const mark = { key: RECONCILED, value: reconciledSeq, updatedAtMs: nowMs }
  const marks = reconciledSeq === undefined ? [] : [db.insert(setting).values(mark).onConflictDoUpdate({ target: setting.key, set: mark })]
  const results = await commit(db, [...inserts, ...upserts, ...marks])
  return results.slice(0, inserts.length).reduce<number>((sum, rows) => sum + (Array.isArray(rows) ? rows.length : 0), 0)
}

/** The statements of `storeMovements`, for the commit of whoever moved the stock. */
export function movementStatements(db: VendorDb, movements: readonly MovementRow[], levels: readonly LevelRow[], nowMs: number) {
  const inserts = []
  for (let at = 0; at < movements.length; at += ROWS_PER_INSERT) {
    const rows = movements.slice(at, at + ROWS_PER_INSERT)
    inserts.push(db.insert(stockMovement).values(rows).onConflictDoNothing().returning({ seq: stockMovement.seq }))
  }
  const upserts = levels.map((level) => {
    const row = { ...level, updatedAtMs: nowMs }
    return db
      .insert(stockLevel)
      .values(row)
      .onConflictDoUpdate({ target: stockLevel.variantId, set: row, setWhere: lt(stockLevel.seq, level.seq) })
  })
  return { inserts, upserts }
}

/** Up to which movement this database is known to hold all of them. */
export async function reconciledSeq(db: VendorDb): Promise<number> {
  const [row] = await db.select({ value: setting.value }).from(setting).where(eq(setting.key, RECONCILED))
  return typeof row?.value === 'number' ? row.value : 0
}

/** Every variant a movement was ever stored for. */
export async function movedVariants(db: VendorDb): Promise<Id<'variant'>[]> {
  const rows = await db.selectDistinct({ id: stockMovement.variantId }).from(stockMovement)
  return rows.map(({ id }) => id)
}

/** For each variant: the sum of its movements up to `upToSeq`, and the level as projected. */
export async function readProof(db: VendorDb, variantIds: readonly Id<'variant'>[], upToSeq: number) {
  const [sums, levels] = await readTogether(db, [
    db
      .select({ variantId: stockMovement.variantId, onHand: sql<number>`sum(${stockMovement.onHandDelta})` })
      .from(stockMovement)
      .where(and(inArray(stockMovement.variantId, [...variantIds]), lte(stockMovement.seq, upToSeq)))
      .groupBy(stockMovement.variantId),
    db
      .select()
      .from(stockLevel)
      .where(inArray(stockLevel.variantId, [...variantIds])),
  ])
  return { sums: new Map(sums.map((row) => [row.variantId, row.onHand])), levels: new Map(levels.map((row) => [row.variantId, row])) }
}

/** Overwrites projected levels that are wrong though they carry the newest number; one that moved on meanwhile is left alone. */
export async function repairLevels(db: VendorDb, levels: readonly LevelRow[], nowMs: number): Promise<void> {
  await commit(
    db,
    levels.map((level) => {
      const row = { ...level, updatedAtMs: nowMs }
      return db
        .insert(stockLevel)
        .values(row)
        .onConflictDoUpdate({ target: stockLevel.variantId, set: row, setWhere: lte(stockLevel.seq, level.seq) })
    }),
  )
}

export type InventoryQuery = {
  filter?: 'low' | 'out' | undefined
  /** Part of the product's title, or the beginning of a SKU. */
  q?: string | undefined
  variantId?: Id<'variant'> | undefined
  cursor?: Id<'variant'> | undefined
  limit: number
}

const available = sql<number>`coalesce(${stockLevel.available}, 0)`
const lowAt = sql<number>`coalesce((select cast(value as integer) from setting where key = 'inventory.low_stock_at'), ${LOW_STOCK_AT})`

/**
 * The stock of the store's variants, one page, in the order of their ids, and how many are low or out in all. "low" ends
 * where the store's setting says. One round trip.
 */
export async function pageOfLevels(db: VendorDb, query: InventoryQuery) {
  const [rows, [counts]] = await readTogether(db, [
    levelsOf(db, query),
    db
      .select({
        variants: sql<number>`count(*)`,
        low: sql<number>`coalesce(sum(${available} between 1 and ${lowAt}), 0)`,
        out: sql<number>`coalesce(sum(${available} = 0), 0)`,
        lowAt,
      })
      .from(variant)
      .leftJoin(stockLevel, eq(stockLevel.variantId, variant.id))
      .where(isNull(variant.removedAtMs)),
  ])
  return { rows, counts: counts ?? { variants: 0, low: 0, out: 0, lowAt: LOW_STOCK_AT } }
}

function levelsOf(db: VendorDb, { filter, q, variantId, cursor, limit }: InventoryQuery) {
  const words = q?.replaceAll(/[\\%_]/g, (char) => `\\${char}`)
  return db
    .select({
      variantId: variant.id,
      productId: variant.productId,
      sku: variant.sku,
      title: product.title,
      status: product.status,
      optionValues: variant.optionValues,
      onHand: sql<number>`coalesce(${stockLevel.onHand}, 0)`,
      reserved: sql<number>`coalesce(${stockLevel.reserved}, 0)`,
      allocated: sql<number>`coalesce(${stockLevel.allocated}, 0)`,
      safetyStock: sql<number>`coalesce(${stockLevel.safetyStock}, 0)`,
      available,
      updatedAtMs: stockLevel.updatedAtMs,
    })
    .from(variant)
    .innerJoin(product, eq(product.id, variant.productId))
    .leftJoin(stockLevel, eq(stockLevel.variantId, variant.id))
    .where(
      and(
        isNull(variant.removedAtMs),
        variantId === undefined ? undefined : eq(variant.id, variantId),
        words === undefined
          ? undefined
          : sql`(${product.title} like ${`%${words}%`} escape '\\' or ${variant.sku} like ${`${words}%`} escape '\\')`,
        cursor === undefined ? undefined : gt(variant.id, cursor),
        filter === 'out' ? sql`${available} = 0` : undefined,
        filter === 'low' ? sql`${available} between 1 and ${lowAt}` : undefined,
      ),
    )
    .orderBy(asc(variant.id))
    .limit(limit)
}

/** The movements of a variant, newest first. */
export function pageOfMovements(db: VendorDb, variantId: Id<'variant'>, beforeSeq: number | undefined, limit: number) {
  return db
    .select()
    .from(stockMovement)
    .where(and(eq(stockMovement.variantId, variantId), beforeSeq === undefined ? undefined : lt(stockMovement.seq, beforeSeq)))
    .orderBy(desc(stockMovement.seq))
    .limit(limit)
}

/** Which of these variants the store has, removed ones included: what was returned may be of a variant no longer sold. */
export async function knownVariants(db: VendorDb, variantIds: readonly Id<'variant'>[]): Promise<Set<Id<'variant'>>> {
  const rows = await db
    .select({ id: variant.id })
    .from(variant)
    .where(inArray(variant.id, [...variantIds]))
  return new Set(rows.map(({ id }) => id))
}
