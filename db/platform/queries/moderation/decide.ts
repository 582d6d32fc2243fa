import { and, eq, sql } from 'drizzle-orm'
import { commit, guard, type Statement } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { outboxStatement } from '#db/platform/queries/outbox.ts'
import { appeal, moderationDecision, moderationItem, report } from '#db/platform/schema/moderation.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Outgoing } from '#worker/pure/message.ts'
import type { DecisionAction } from '#worker/pure/moderation.ts'
import type { AppealRow, DecisionRow, ItemRow } from './items.ts'

export type NewDecision = DecisionRow

/** What a decision does to its subject, as it is at the moment of the commit. */
function effectStatements(db: PlatformDb, { subjectKind, subjectId, action, fix, decidedAtMs }: NewDecision): Statement[] {
  const isShown = action === 'keep' || action === 'restore'
  if (subjectKind === 'review') {
    return [
      db.run(sql`update review set status = ${isShown ? 'published' : 'hidden'}, hidden_reason = ${isShown ? null : fix},
        updated_at_ms = ${decidedAtMs}, version = version + 1 where id = ${subjectId}`),
    ]
  }
  const block: Record<DecisionAction, string | null> = { keep: null, restore: null, hide: 'hidden', take_down: 'taken_down' }
  return [db.run(sql`update listing set block = ${block[action]}, is_visible = ${isShown ? sql`is_offered` : 0} where id = ${subjectId}`)]
}

/**
 * Stores a decision and all it does: the question is answered, its reports with it, the subject shown or not, the vendor told.
 * @throws PreconditionFailed if the question was decided meanwhile, or what it is about has changed since `version`
 */
export async function storeDecision(
  db: PlatformDb,
  item: { id: Id<'moderationItem'>; version: number },
  decision: NewDecision,
  rest: { mails: readonly Outgoing[]; audit: AuditRow },
): Promise<void> {
  const isBroken = decision.action === 'hide' || decision.action === 'take_down'
  await commit(db, [
    db
      .update(moderationItem)
      .set({ status: 'decided', closedAtMs: decision.decidedAtMs, version: item.version + 1 })
      .where(and(eq(moderationItem.id, item.id), eq(moderationItem.status, 'open'), eq(moderationItem.version, item.version))),
    guard(db),
    db.insert(moderationDecision).values(decision),
    db
      .update(report)
      .set({ status: isBroken ? 'upheld' : 'dismissed', resolvedAtMs: decision.decidedAtMs })
      .where(and(eq(report.itemId, item.id), eq(report.status, 'open'))),
    ...effectStatements(db, decision),
    ...rest.mails.map((mail) => outboxStatement(db, mail)),
    auditStatement(db, rest.audit),
  ])
}

/** Opens a question about something nobody has reported. Safe to repeat: an open one stays as it is. */
export async function openItem(db: PlatformDb, item: ItemRow, audit: AuditRow): Promise<void> {
  await commit(db, [db.insert(moderationItem).values(item).onConflictDoNothing(), auditStatement(db, audit)])
}

/** Stores an appeal, if the decision is still the last about its subject. @throws PreconditionFailed, UniqueViolation if it was appealed before */
export async function storeAppeal(db: PlatformDb, row: typeof appeal.$inferInsert, audit: AuditRow): Promise<void> {
  await commit(db, [
    db.run(sql`insert into appeal (id, decision_id, subject_kind, subject_id, vendor_id, decided_first_by, text, appealed_by, created_at_ms, due_at_ms)
      select ${row.id}, d.id, d.subject_kind, d.subject_id, d.vendor_id, d.decided_by, ${row.text}, ${row.appealedBy}, ${row.createdAtMs}, ${row.dueAtMs}
      from moderation_decision d where d.id = ${row.decisionId} and ${isLatest}`),
    guard(db),
    auditStatement(db, audit),
  ])
}
const isLatest = sql`d.id = (select l.id from moderation_decision l where l.subject_id = d.subject_id order by l.decided_at_ms desc, l.id desc limit 1)`

/**
 * Answers an appeal. An upheld one takes the decision back, unless another followed it meanwhile.
 * @throws PreconditionFailed if it was answered meanwhile, by whoever made the decision, or another decision followed
 */
export async function storeAppealDecision(
  db: PlatformDb,
  row: Pick<AppealRow, 'id' | 'decisionId'> & {
    status: 'upheld' | 'rejected'
    note: string
    decidedBy: Id<'account'>
    decidedAtMs: number
  },
  restore: NewDecision | null,
  rest: { mails: readonly Outgoing[]; audit: AuditRow },
): Promise<void> {
  const { id, decisionId, ...change } = row
  await commit(db, [
    db
      .update(appeal)
      .set(change)
      .where(
        sql`${appeal.id} = ${id} and ${appeal.status} = 'waiting' and ${appeal.decidedFirstBy} <> ${change.decidedBy}
          and (${restore === null ? 1 : 0} or exists (select 1 from moderation_decision d where d.id = ${decisionId} and ${isLatest}))`,
      ),
    guard(db),
    ...(restore === null ? [] : [db.insert(moderationDecision).values(restore), ...effectStatements(db, restore)]),
    ...rest.mails.map((mail) => outboxStatement(db, mail)),
    auditStatement(db, rest.audit),
  ])
}
