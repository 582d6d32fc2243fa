import { auditEvent } from '#db/platform/schema/identity.ts'
import type { PlatformDb } from '#db/types.ts'

/** One privileged action: who did what to what, from where. */
export type AuditRow = typeof auditEvent.$inferInsert

/** Stores an audit event in the transaction of the action itself. */
export function auditStatement(db: PlatformDb, row: AuditRow) {
  return db.insert(auditEvent).values(row).onConflictDoNothing()
}
