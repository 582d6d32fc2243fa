import { showAvailability } from '#db/platform/queries/inventory.ts'
import { type LevelRow, movedVariants, readProof, reconciledSeq, repairLevels } from '#db/vendor/queries/inventory.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { callLock } from '#worker/domains/inventory/call-lock.ts'
import type { StockLevel, StockMovement } from '#worker/domains/inventory/ports.ts'
import type { Id } from '#worker/pure/ids.ts'
import { newestLevels, projectStock } from './project-stock.ts'

/** Movements asked for at a time, and times in one run: a store that is further behind catches up over several runs. */
const PAGE = 1000
const PAGES_MAX = 20
/** Variants proved in one query. */
const PROVED_AT_ONCE = 500

/** One variant on which the lock, the movements and the projection did not agree, as found, before any repair. */
export type StockDifference = { variantId: Id<'variant'>; locked: StockLevel; movedOnHand: number; projected: StockLevel | null }
export type Reconciliation = { vendorId: Id<'vendor'>; checked: number; repaired: number; differences: StockDifference[] }

/**
 * Brings a store's database level with its StockLock and proves that they agree: fetches every movement the database lacks, then
 * holds for each variant the sum of its movements (INV-INV-2) and its projected level against the lock's own figures.
 * Variants that move during the check are left for the next run. A projection that is wrong is set right; a sum
 * that is wrong is reported, for nothing may invent movements. Safe to repeat and to run twice at once.
 * @param scope `moved`: variants that moved since the last run (every minute); `all`: every variant that ever did
 */
export async function reconcileStock(
  ctx: Pick<Ctx, 'stockLocks' | 'vendorDb' | 'platform' | 'now'>,
  vendorId: Id<'vendor'>,
  scope: 'moved' | 'all' = 'moved',
): Promise<Reconciliation> {
  const db = await ctx.vendorDb(vendorId)
  const caughtUp = await catchUp(ctx, vendorId, await reconciledSeq(db))
  const variantIds = scope === 'all' ? await movedVariants(db) : [...caughtUp.variantIds]
  const found: { difference: StockDifference; repair: LevelRow | null }[] = []
  let checked = 0
  for (let at = 0; at < variantIds.length; at += PROVED_AT_ONCE) {
    const some = variantIds.slice(at, at + PROVED_AT_ONCE)
    const locked = await callLock(ctx.stockLocks, vendorId, (lock) => lock.levels(some))
    const proof = await readProof(db, some, caughtUp.seq)
    const later = await movementsAfter(ctx, vendorId, caughtUp.seq)
    // So far behind that what moves cannot be told from what rests: the next run goes on.
    if (later.length === PAGE) break
    const moving = new Set(later.map(({ variantId }) => variantId))
    for (const level of locked.filter(({ variantId }) => !moving.has(variantId))) {
      checked++
      const projected = proof.levels.get(level.variantId) ?? null
      const movedOnHand = proof.sums.get(level.variantId) ?? 0
      const isProjectionRight = projected !== null && isSame(projected, level)
      if (isProjectionRight && movedOnHand === level.onHand) continue
      const difference = { variantId: level.variantId, locked: level, movedOnHand, projected: projected && levelIn(projected) }
      found.push({ difference, repair: isProjectionRight ? null : { ...level, seq: caughtUp.seq } })
    }
  }
  const repairs = found.flatMap(({ repair }) => repair ?? [])
  if (repairs.length > 0) {
    await repairLevels(db, repairs, ctx.now())
    await showAvailability(ctx.platform, vendorId, repairs)
  }
  const differences = found.map(({ difference }) => difference)
  if (differences.length > 0) console.warn(JSON.stringify({ level: 'warn', event: 'stock_differs', vendorId, differences }))
  return { vendorId, checked, repaired: caughtUp.repaired + repairs.length, differences }
}

type Seen = { seq: number; repaired: number; variantIds: Set<Id<'variant'>> }

/** Stores what the database lacks since it was last known to lack nothing. */
async function catchUp(ctx: Parameters<typeof reconcileStock>[0], vendorId: Id<'vendor'>, fromSeq: number): Promise<Seen> {
  const seen: Seen = { seq: fromSeq, repaired: 0, variantIds: new Set() }
  for (let page = 0; page < PAGES_MAX; page++) {
    const movements = await movementsAfter(ctx, vendorId, seen.seq)
    if (movements.length === 0) break
    seen.seq = movements.at(-1)?.seq ?? seen.seq
    seen.repaired += (await projectStock(ctx, vendorId, movements, seen.seq)).stored
    for (const { variantId } of newestLevels(movements)) seen.variantIds.add(variantId)
    if (movements.length < PAGE) break
  }
  return seen
}

const movementsAfter = (ctx: Pick<Ctx, 'stockLocks'>, vendorId: Id<'vendor'>, afterSeq: number): Promise<StockMovement[]> =>
  callLock(ctx.stockLocks, vendorId, (lock) => lock.movements({ afterSeq, limit: PAGE }))

const levelIn = ({ variantId, onHand, reserved, allocated, safetyStock, available }: StockLevel): StockLevel => ({
  variantId,
  onHand,
  reserved,
  allocated,
  safetyStock,
  available,
})

const isSame = (a: StockLevel, b: StockLevel): boolean => JSON.stringify(levelIn(a)) === JSON.stringify(levelIn(b))
