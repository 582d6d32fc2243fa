import { desc, eq } from 'drizzle-orm'
import { commit, guard, readTogether } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { transferStatements } from '#db/platform/queries/ledger.ts'
import { ledgerAccount } from '#db/platform/schema/money.ts'
import { ledgerAdjustment } from '#db/platform/schema/payouts.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import { accountId, type LedgerTransfer, spendableOf } from '#worker/pure/ledger.ts'
import type { Currency } from '#worker/pure/money.ts'
import { Overdrawn, PreconditionFailed } from '#worker/pure/storage-refusal.ts'

export type AdjustmentRow = typeof ledgerAdjustment.$inferSelect

/** An adjustment, if it was posted, and what can be taken of the vendor now; one round trip. */
export async function readForAdjustment(db: PlatformDb, adjustmentId: Id<'adjustment'>, vendorId: Id<'vendor'>, currency: Currency) {
  const [adjustments, accounts] = await readTogether(db, [
    db.select().from(ledgerAdjustment).where(eq(ledgerAdjustment.id, adjustmentId)),
    db
      .select()
      .from(ledgerAccount)
      .where(eq(ledgerAccount.id, accountId(vendorId, 'available', currency))),
  ])
  const [account] = accounts
  return { adjustment: adjustments[0], availableMinor: account ? Math.max(0, spendableOf(account)) : 0 }
}

/** @returns false if it was posted meanwhile, or less is available than was read; nothing was stored then */
export async function insertAdjustment(db: PlatformDb, row: AdjustmentRow, transfers: LedgerTransfer[], audit: AuditRow): Promise<boolean> {
  try {
    await commit(db, [
      db.insert(ledgerAdjustment).values(row).onConflictDoNothing(),
      guard(db),
      ...transferStatements(db, transfers),
      auditStatement(db, audit),
    ])
    return true
  } catch (error) {
    if (error instanceof PreconditionFailed || error instanceof Overdrawn) return false
    throw error
  }
}

/** What was given to a vendor or taken from it by hand, the last first. */
export async function listAdjustments(db: PlatformDb, vendorId: Id<'vendor'>, limit: number): Promise<AdjustmentRow[]> {
  return db
    .select()
    .from(ledgerAdjustment)
    .where(eq(ledgerAdjustment.vendorId, vendorId))
    .orderBy(desc(ledgerAdjustment.requestedAtMs))
    .limit(limit)
}
