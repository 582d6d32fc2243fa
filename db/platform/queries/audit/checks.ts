import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { commit, guard, readTogether } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { outboxStatement } from '#db/platform/queries/outbox.ts'
import { account } from '#db/platform/schema/identity.ts'
import { alarm, journalCheck } from '#db/platform/schema/journal.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Journal, JournalFault } from '#worker/pure/journal.ts'
import type { Outgoing } from '#worker/pure/message.ts'
import { PreconditionFailed, UniqueViolation } from '#worker/pure/storage-refusal.ts'

export type CheckRow = typeof journalCheck.$inferSelect
export type AlarmRow = typeof alarm.$inferSelect

/** The verification of a journal that is under way; else the last one. */
export async function findCheck(db: PlatformDb, journal: Journal): Promise<CheckRow | undefined> {
  const rows = await db.select().from(journalCheck).where(eq(journalCheck.journal, journal)).orderBy(desc(journalCheck.id)).limit(1)
  return rows[0]
}

/** The last verifications of both journals, newest first. */
export async function listChecks(db: PlatformDb, limit: number): Promise<CheckRow[]> {
  const of = (journal: Journal) =>
    db.select().from(journalCheck).where(eq(journalCheck.journal, journal)).orderBy(desc(journalCheck.id)).limit(limit)
  return (await readTogether(db, [of('ledger'), of('audit')])).flat()
}

/** Begins a verification. @returns false if one is under way already */
export async function storeCheck(
  db: PlatformDb,
  row: Pick<CheckRow, 'id' | 'journal' | 'status' | 'startedBy' | 'startedAtMs' | 'blocks'>,
): Promise<boolean> {
  try {
    await commit(db, [db.insert(journalCheck).values(row)])
    return true
  } catch (error) {
    if (error instanceof UniqueViolation) return false
    throw error
  }
}

export type CheckStep = Pick<CheckRow, 'checkedBlocks' | 'checkedRows'>

/** Notes how far a verification is. @returns false if somebody else went on meanwhile */
export async function storeProgress(db: PlatformDb, check: CheckRow, step: CheckStep): Promise<boolean> {
  return moved(db, check, [stepStatement(db, check, step), guard(db)])
}

/**
 * Ends a verification, with its audit, and (if something is wrong) the alarm and the mails about it, in one commit.
 * @returns false if somebody else went on meanwhile; nothing was stored then
 */
export async function storeResult(
  db: PlatformDb,
  check: CheckRow,
  step: CheckStep & { fault: JournalFault | null; finishedAtMs: number },
  audit: AuditRow,
  raised: { alarm: Pick<AlarmRow, 'id' | 'kind' | 'subject' | 'detail' | 'raisedAtMs'>; mails: Outgoing[] } | null,
): Promise<boolean> {
  return moved(db, check, [
    stepStatement(db, check, { ...step, status: step.fault === null ? 'passed' : 'failed' }),
    guard(db),
    auditStatement(db, audit),
    ...(raised ? [alarmStatement(db, raised.alarm), ...raised.mails.map((mail) => outboxStatement(db, mail))] : []),
  ])
}

const stepStatement = (db: PlatformDb, check: CheckRow, step: Partial<CheckRow>) =>
  db
    .update(journalCheck)
    .set(step)
    .where(and(eq(journalCheck.id, check.id), eq(journalCheck.status, 'running'), eq(journalCheck.checkedBlocks, check.checkedBlocks)))

async function moved(db: PlatformDb, _check: CheckRow, statements: PromiseLike<unknown>[]): Promise<boolean> {
  try {
    await commit(db, statements)
    return true
  } catch (error) {
    if (error instanceof PreconditionFailed) return false
    throw error
  }
}

/** Raises an alarm, in the commit of whatever found it; one that is open already is found again. */
export function alarmStatement(db: PlatformDb, row: Pick<AlarmRow, 'id' | 'kind' | 'subject' | 'detail' | 'raisedAtMs'>) {
  return db
    .insert(alarm)
    .values({ ...row, seenAtMs: row.raisedAtMs })
    .onConflictDoUpdate({
      target: [alarm.kind, alarm.subject],
      targetWhere: isNull(alarm.acknowledgedAtMs),
      set: { seenAtMs: row.raisedAtMs, detail: row.detail },
    })
}

/** Alarms nobody has answered, oldest first. */
export async function listOpenAlarms(db: PlatformDb, limit: number): Promise<AlarmRow[]> {
  return db.select().from(alarm).where(isNull(alarm.acknowledgedAtMs)).orderBy(alarm.raisedAtMs).limit(limit)
}

/** Answers an alarm. @throws PreconditionFailed if there is none, or it was answered before */
export async function storeAcknowledged(
  db: PlatformDb,
  alarmId: Id<'alarm'>,
  by: Pick<AlarmRow, 'acknowledgedAtMs' | 'acknowledgedBy' | 'note'>,
  audit: AuditRow,
): Promise<void> {
  await commit(db, [
    db
      .update(alarm)
      .set(by)
      .where(and(eq(alarm.id, alarmId), isNull(alarm.acknowledgedAtMs))),
    guard(db),
    auditStatement(db, audit),
  ])
}

/** Where alarms are sent: those who may do everything. */
export async function findAlarmed(db: PlatformDb): Promise<{ id: Id<'account'>; email: string; name: string }[]> {
  return db
    .select({ id: account.id, email: account.email, name: account.name })
    .from(account)
    .where(
      and(inArray(account.platformRole, ['platform_admin']), isNull(account.disabledAtMs), sql`${account.emailVerifiedAtMs} is not null`),
    )
    .limit(50)
}
