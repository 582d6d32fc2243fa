import { and, eq, inArray } from 'drizzle-orm'
import { commit, guard, readTogether } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { payoutPolicy, payoutTerms } from '#db/platform/schema/payouts.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'

export type TermsRow = typeof payoutTerms.$inferSelect
export type PolicyRow = typeof payoutPolicy.$inferSelect
export type TermsOwner = 'platform' | Id<'vendor'>

/** The terms of everybody and of these vendors, and the policy; one round trip. */
export async function readTerms(db: PlatformDb, vendorIds: readonly Id<'vendor'>[]) {
  const [rows, policies] = await readTogether(db, [
    db
      .select()
      .from(payoutTerms)
      .where(inArray(payoutTerms.owner, ['platform', ...new Set(vendorIds)])),
    db.select().from(payoutPolicy).where(eq(payoutPolicy.id, 'platform')),
  ])
  return { rows: new Map(rows.map((row) => [row.owner, row])), policy: policies[0] }
}

/** Every row of terms: the platform's and those of vendors that have some of their own. */
export async function listTerms(db: PlatformDb): Promise<TermsRow[]> {
  return db.select().from(payoutTerms)
}

/** @returns false if somebody changed them meanwhile (`seenVersion`, 0 = there were none); nothing was stored then */
export async function storeTerms(db: PlatformDb, row: TermsRow, seenVersion: number, audit: AuditRow): Promise<boolean> {
  const write =
    seenVersion === 0
      ? db.insert(payoutTerms).values(row).onConflictDoNothing()
      : db
          .update(payoutTerms)
          .set(row)
          .where(and(eq(payoutTerms.owner, row.owner), eq(payoutTerms.version, seenVersion)))
  return stored(() => commit(db, [write, guard(db), auditStatement(db, audit)]))
}

/** @returns false if somebody changed it meanwhile; nothing was stored then */
export async function storePolicy(db: PlatformDb, row: PolicyRow, seenVersion: number, audit: AuditRow): Promise<boolean> {
  const write =
    seenVersion === 0
      ? db.insert(payoutPolicy).values(row).onConflictDoNothing()
      : db
          .update(payoutPolicy)
          .set(row)
          .where(and(eq(payoutPolicy.id, row.id), eq(payoutPolicy.version, seenVersion)))
  return stored(() => commit(db, [write, guard(db), auditStatement(db, audit)]))
}

async function stored(run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run()
    return true
  } catch (error) {
    if (error instanceof PreconditionFailed) return false
    throw error
  }
}
