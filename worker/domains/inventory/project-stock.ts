import { type ShownAt, showAvailability } from '#db/platform/queries/inventory.ts'
import { type LevelRow, type MovementRow, storeMovements } from '#db/vendor/queries/inventory.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { StockMovement } from '#worker/domains/inventory/ports.ts'
import type { Id } from '#worker/pure/ids.ts'

/**
 * Writes what a store's lock told into the store's database and onto the marketplace's offers: one commit each. Movements may
 * come twice, late and in any order: each is stored once by its number, and a level only replaces an older one. Buyers
 * come first, so that a store whose database is down stops showing what is sold, and so that the note comes last.
 * @param reconciledSeq also note that the store's database holds every movement up to this number
 * @returns how many of the movements were new, and the store's accounts at channels, which are to be told
 */
export async function projectStock(
  ctx: Pick<Ctx, 'platform' | 'vendorDb' | 'now'>,
  vendorId: Id<'vendor'>,
  movements: readonly StockMovement[],
  reconciledSeq?: number,
): Promise<{ stored: number; shownAt: ShownAt[] }> {
  const { levels, movements: rows } = projectionOf(movements)
  const db = await ctx.vendorDb(vendorId)
  const shownAt = await showAvailability(ctx.platform, vendorId, levels)
  return { stored: await storeMovements(db, rows, levels, ctx.now(), reconciledSeq), shownAt }
}

/** What a store's database stores of movements: each as a row, and the newest level of each variant. */
export function projectionOf(movements: readonly StockMovement[]): { movements: MovementRow[]; levels: LevelRow[] } {
  return { movements: movements.map(({ level: _, ...row }) => row), levels: newestLevels(movements) }
}

/** The level after the last movement of each variant, with that movement's number. */
export function newestLevels(movements: readonly StockMovement[]): LevelRow[] {
  const newest = new Map<Id<'variant'>, LevelRow>()
  for (const { variantId, seq, level } of movements) {
    if (seq > (newest.get(variantId)?.seq ?? 0)) newest.set(variantId, { ...level, seq })
  }
  return [...newest.values()]
}
