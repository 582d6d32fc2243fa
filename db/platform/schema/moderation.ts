import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { atMs, count, id, json, notNegative, oneOf, version } from '#db/columns.ts'
import type { Id } from '#worker/pure/ids.ts'
import {
  APPEAL_STATUSES,
  type AppealStatus,
  DECISIONS,
  type DecisionAction,
  type Finding,
  REPORT_REASONS,
  type ReportReason,
  RULE_EFFECTS,
  RULE_KINDS,
  type RuleEffect,
  type RuleKind,
  SUBJECT_KINDS,
  type SubjectKind,
} from '#worker/pure/moderation.ts'

/** A word or a category the marketplace does not want, and what follows from it. Words are stored folded: lower case, no accents. */
export const moderationRule = sqliteTable(
  'moderation_rule',
  {
    id: id('id', 'moderationRule').primaryKey(),
    kind: text('kind').$type<RuleKind>().notNull(),
    /** The folded word or phrase, or the id of a category, which means everything below it as well. */
    value: text('value').notNull(),
    effect: text('effect').$type<RuleEffect>().notNull(),
    /** What the vendor is told: why it is not wanted, and what to write instead. */
    note: text('note').notNull(),
    createdBy: id('created_by', 'account').notNull(),
    createdAtMs: atMs('created_at_ms').notNull(),
  },
  (t) => [
    uniqueIndex('moderation_rule_value').on(t.kind, t.value),
    oneOf('moderation_rule', t.kind, RULE_KINDS),
    oneOf('moderation_rule', t.effect, RULE_EFFECTS),
  ],
)

/** What somebody told us about a listing or a review. INV-MOD-3: a person has one open report about a thing. */
export const report = sqliteTable(
  'report',
  {
    id: id('id', 'report').primaryKey(),
    itemId: id('item_id', 'moderationItem').notNull(),
    subjectKind: text('subject_kind').$type<SubjectKind>().notNull(),
    subjectId: text('subject_id').notNull(),
    reporterId: id('reporter_id', 'account').notNull(),
    reason: text('reason').$type<ReportReason>().notNull(),
    text: text('text').notNull(),
    status: text('status').$type<'open' | 'upheld' | 'dismissed'>().notNull().default('open'),
    createdAtMs: atMs('created_at_ms').notNull(),
    resolvedAtMs: atMs('resolved_at_ms'),
  },
  (t) => [
    uniqueIndex('report_open').on(t.reporterId, t.subjectId).where(sql`${t.status} = 'open'`),
    index('report_item').on(t.itemId),
    index('report_reporter').on(t.reporterId, t.createdAtMs),
    oneOf('report', t.subjectKind, SUBJECT_KINDS),
    oneOf('report', t.reason, REPORT_REASONS),
    oneOf('report', t.status, ['open', 'upheld', 'dismissed']),
  ],
)

/** One question to be decided about a listing or a review. INV-MOD-2: a thing has one open question at most. */
export const moderationItem = sqliteTable(
  'moderation_item',
  {
    id: id('id', 'moderationItem').primaryKey(),
    subjectKind: text('subject_kind').$type<SubjectKind>().notNull(),
    subjectId: text('subject_id').notNull(),
    vendorId: id('vendor_id', 'vendor').notNull(),
    /** `hold`: kept from buyers until decided; `recheck`: was changed after it had been hidden; `report`: only reported. */
    kind: text('kind').$type<'report' | 'hold' | 'recheck'>().notNull(),
    /** 1 to 3; the worst of what its reports and findings say. */
    severity: count('severity').notNull(),
    reportCount: count('report_count').notNull().default(0),
    findings: json<Finding[]>('findings').notNull(),
    /** The product's version that the findings are about; 0 for a review. */
    sourceVersion: count('source_version').notNull(),
    /** `closed`: what was found is gone, and nobody had to decide. */
    status: text('status').$type<'open' | 'decided' | 'closed'>().notNull().default('open'),
    openedAtMs: atMs('opened_at_ms').notNull(),
    closedAtMs: atMs('closed_at_ms'),
    version: version(),
  },
  (t) => [
    uniqueIndex('moderation_item_open').on(t.subjectId).where(sql`${t.status} = 'open'`),
    index('moderation_item_queue').on(t.status, t.subjectKind, t.severity, t.openedAtMs),
    index('moderation_item_subject').on(t.subjectId),
    oneOf('moderation_item', t.subjectKind, SUBJECT_KINDS),
    oneOf('moderation_item', t.kind, ['report', 'hold', 'recheck']),
    oneOf('moderation_item', t.status, ['open', 'decided', 'closed']),
    notNegative('moderation_item', t.severity, t.reportCount, t.sourceVersion),
  ],
)

/** What was decided, by whom and why. Never changed: another decision follows it. */
export const moderationDecision = sqliteTable(
  'moderation_decision',
  {
    id: id('id', 'moderationDecision').primaryKey(),
    /** NULL for a decision nobody had asked for, and for one that an appeal took back. */
    itemId: id('item_id', 'moderationItem'),
    subjectKind: text('subject_kind').$type<SubjectKind>().notNull(),
    subjectId: text('subject_id').notNull(),
    vendorId: id('vendor_id', 'vendor').notNull(),
    action: text('action').$type<DecisionAction>().notNull(),
    /** The rule of the marketplace that was broken, in its words. */
    rule: text('rule').notNull(),
    evidence: text('evidence').notNull(),
    /** JSON pointer into the product: `/title`, `/attributes/Material`; empty for the whole of it. */
    field: text('field').notNull(),
    /** What has to change. */
    fix: text('fix').notNull(),
    /** What the findings were when it was decided to keep it, so that the same ones hold it no more. */
    findingsKey: text('findings_key').notNull().default(''),
    sourceVersion: count('source_version').notNull(),
    decidedBy: id('decided_by', 'account').notNull(),
    decidedAtMs: atMs('decided_at_ms').notNull(),
  },
  (t) => [
    index('moderation_decision_subject').on(t.subjectId, t.decidedAtMs),
    oneOf('moderation_decision', t.subjectKind, SUBJECT_KINDS),
    oneOf('moderation_decision', t.action, DECISIONS),
  ],
)

/**
 * Somebody says that a decision was wrong. INV-MOD-4: a decision is appealed once, and who made it does not decide about it.
 */
export const appeal = sqliteTable(
  'appeal',
  {
    id: id('id', 'appeal').primaryKey(),
    decisionId: id('decision_id', 'moderationDecision').notNull(),
    subjectKind: text('subject_kind').$type<SubjectKind>().notNull(),
    subjectId: text('subject_id').notNull(),
    vendorId: id('vendor_id', 'vendor').notNull(),
    decidedFirstBy: id('decided_first_by', 'account').notNull(),
    text: text('text').notNull(),
    appealedBy: id('appealed_by', 'account').notNull(),
    status: text('status').$type<AppealStatus>().notNull().default('waiting'),
    createdAtMs: atMs('created_at_ms').notNull(),
    /** When it has to be answered. */
    dueAtMs: atMs('due_at_ms').notNull(),
    note: text('note').notNull().default(''),
    decidedBy: text('decided_by').$type<Id<'account'>>(),
    decidedAtMs: atMs('decided_at_ms'),
  },
  (t) => [
    uniqueIndex('appeal_decision').on(t.decisionId),
    index('appeal_queue').on(t.status, t.dueAtMs),
    index('appeal_subject').on(t.subjectId),
    oneOf('appeal', t.subjectKind, SUBJECT_KINDS),
    oneOf('appeal', t.status, APPEAL_STATUSES),
    check('appeal_four_eyes', sql`${t.decidedBy} is null or ${t.decidedBy} <> ${t.decidedFirstBy}`),
  ],
)

/** What one of the marketplace's people should know about a store or a buyer. INV-SUP-1: never changed; only pinned. */
export const internalNote = sqliteTable(
  'internal_note',
  {
    id: id('id', 'note').primaryKey(),
    subjectId: text('subject_id').notNull(),
    authorId: id('author_id', 'account').notNull(),
    text: text('text').notNull(),
    isPinned: integer('is_pinned', { mode: 'boolean' }).notNull().default(false),
    createdAtMs: atMs('created_at_ms').notNull(),
  },
  (t) => [index('internal_note_subject').on(t.subjectId, t.createdAtMs)],
)
