import { aliasedTable, and, asc, desc, eq, inArray, isNull, lt, lte, sql } from 'drizzle-orm'
import { commit, guard } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { outboxStatement } from '#db/platform/queries/outbox.ts'
import { approval } from '#db/platform/schema/approvals.ts'
import { account } from '#db/platform/schema/identity.ts'
import type { PlatformDb } from '#db/types.ts'
import type { ApprovalAction, ApprovalStatus } from '#worker/pure/approval.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Outgoing } from '#worker/pure/message.ts'

export type ApprovalRow = typeof approval.$inferSelect
export type NewApproval = Pick<
  ApprovalRow,
  'id' | 'action' | 'subjectId' | 'payload' | 'facts' | 'reason' | 'requestedBy' | 'requestedAtMs' | 'expiresAtMs'
>

/**
 * A request for a second look with its audit, for the commit of whatever waits for it. The same id twice is one request.
 * Refused (`UniqueViolation` of `approval.action, approval.subject_id`) while another one waits for the same subject.
 */
export function approvalStatements(db: PlatformDb, row: NewApproval, audit: AuditRow) {
  return [db.insert(approval).values(row).onConflictDoNothing({ target: approval.id }), auditStatement(db, audit)] as const
}

/** Stores a request by itself. @throws UniqueViolation while another one waits for the same subject */
export async function storeApproval(db: PlatformDb, row: NewApproval, audit: AuditRow): Promise<void> {
  await commit(db, [...approvalStatements(db, row, audit)])
}

const asker = aliasedTable(account, 'asker')
const decider = aliasedTable(account, 'decider')
const withNames = (db: PlatformDb) =>
  db
    .select({ approval, asker: { name: asker.name, email: asker.email }, decider: { name: decider.name, email: decider.email } })
    .from(approval)
    .leftJoin(asker, eq(asker.id, sql`${approval.requestedBy}`))
    .leftJoin(decider, eq(decider.id, sql`${approval.decidedBy}`))
export type NamedApproval = Awaited<ReturnType<typeof listApprovals>>[number]

/** Requests with who asked and who decided: what waits oldest first, what is decided newest first. */
export async function listApprovals(
  db: PlatformDb,
  filter: { actions: ApprovalAction[]; status?: ApprovalStatus | undefined; beyond?: Id<'approval'> | undefined; limit: number },
) {
  const isOldestFirst = filter.status === 'waiting'
  return withNames(db)
    .where(
      and(
        inArray(approval.action, filter.actions),
        filter.status === undefined ? undefined : eq(approval.status, filter.status),
        filter.beyond === undefined ? undefined : isOldestFirst ? sql`${approval.id} > ${filter.beyond}` : lt(approval.id, filter.beyond),
      ),
    )
    .orderBy(isOldestFirst ? asc(approval.id) : desc(approval.id))
    .limit(filter.limit)
}

export async function findNamedApproval(db: PlatformDb, approvalId: Id<'approval'>): Promise<NamedApproval | undefined> {
  return (await withNames(db).where(eq(approval.id, approvalId)))[0]
}

export async function findApproval(db: PlatformDb, approvalId: Id<'approval'>): Promise<ApprovalRow | undefined> {
  return (await db.select().from(approval).where(eq(approval.id, approvalId)))[0]
}

export type Decision = Pick<ApprovalRow, 'decidedBy' | 'decidedAtMs' | 'note'> & { status: Exclude<ApprovalStatus, 'waiting'> }

/**
 * Decides a request, with the audit and the message that has it done (or given up), in one commit.
 * @throws PreconditionFailed if it no longer waits
 */
export async function storeDecision(
  db: PlatformDb,
  approvalId: Id<'approval'>,
  decision: Decision,
  message: Outgoing,
  audit: AuditRow,
): Promise<void> {
  await commit(db, [
    db
      .update(approval)
      .set(decision)
      .where(and(eq(approval.id, approvalId), eq(approval.status, 'waiting'))),
    guard(db),
    auditStatement(db, audit),
    outboxStatement(db, message),
  ])
}

/** Notes that what was approved is done, or why it could not be. Safe to repeat: the first note stays. */
export async function storePerformed(
  db: PlatformDb,
  approvalId: Id<'approval'>,
  performedAtMs: number,
  failure: string | null,
  audit: AuditRow,
): Promise<void> {
  await commit(db, [
    db
      .update(approval)
      .set({ performedAtMs, failure })
      .where(and(eq(approval.id, approvalId), eq(approval.status, 'approved'), isNull(approval.performedAtMs))),
    auditStatement(db, audit),
  ])
}

/** Requests nobody decided in time, the longest overdue first. */
export async function listOverdue(db: PlatformDb, nowMs: number, limit: number): Promise<ApprovalRow[]> {
  return db
    .select()
    .from(approval)
    .where(and(eq(approval.status, 'waiting'), lte(approval.expiresAtMs, nowMs)))
    .orderBy(asc(approval.expiresAtMs))
    .limit(limit)
}

/** Approved requests that nobody has carried out since an instant: their message was lost on the way. */
export async function listUnperformed(db: PlatformDb, decidedBeforeMs: number, limit: number): Promise<ApprovalRow[]> {
  return db
    .select()
    .from(approval)
    .where(and(eq(approval.status, 'approved'), isNull(approval.performedAtMs), lt(approval.decidedAtMs, decidedBeforeMs)))
    .orderBy(asc(approval.decidedAtMs))
    .limit(limit)
}
