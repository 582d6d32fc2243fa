import { sql } from 'drizzle-orm'
import { check, index, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { atMs, id, json, oneOf } from '#db/columns.ts'
import {
  APPROVAL_ACTION_NAMES,
  APPROVAL_STATUSES,
  type ApprovalAction,
  type ApprovalFact,
  type ApprovalStatus,
} from '#worker/pure/approval.ts'

/**
 * Something one person asked for that a second one has to let happen.
 * INV-APV-1: nobody decides their own request. INV-APV-2: a decision stays (a trigger of the migrations).
 * INV-APV-3: of one subject and action, one request waits at a time.
 */
export const approval = sqliteTable(
  'approval',
  {
    id: id('id', 'approval').primaryKey(),
    action: text('action').$type<ApprovalAction>().notNull(),
    /** What it is about: the run, the refund, the account. */
    subjectId: text('subject_id').notNull(),
    /** What the action is done with, as the domain that asked wrote it. */
    payload: json<Record<string, unknown>>('payload').notNull(),
    /** What will happen, as whoever decides is shown it. */
    facts: json<ApprovalFact[]>('facts').notNull(),
    /** Why, in the words of whoever asks. */
    reason: text('reason').notNull(),
    /** An account, or `schedule`. */
    requestedBy: text('requested_by').notNull(),
    requestedAtMs: atMs('requested_at_ms').notNull(),
    expiresAtMs: atMs('expires_at_ms').notNull(),
    status: text('status').$type<ApprovalStatus>().notNull().default('waiting'),
    decidedBy: text('decided_by'),
    decidedAtMs: atMs('decided_at_ms'),
    /** What whoever decided had to say. */
    note: text('note').notNull().default(''),
    /** When what was approved had been done; `failure` says why it could not be. */
    performedAtMs: atMs('performed_at_ms'),
    failure: text('failure'),
  },
  (t) => [
    index('approval_status').on(t.status, t.id),
    index('approval_subject').on(t.subjectId),
    uniqueIndex('approval_waiting').on(t.action, t.subjectId).where(sql`${t.status} = 'waiting'`),
    oneOf('approval', t.action, APPROVAL_ACTION_NAMES),
    oneOf('approval', t.status, APPROVAL_STATUSES),
    check(
      'approval_four_eyes',
      sql`${t.status} not in ('approved', 'declined') or (${t.decidedBy} is not null and ${t.decidedBy} <> ${t.requestedBy})`,
    ),
    check('approval_decided_at', sql`(${t.status} = 'waiting') = (${t.decidedAtMs} is null)`),
  ],
)
