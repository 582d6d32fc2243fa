import { sql } from 'drizzle-orm'
import { index, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { atMs, count, id, json, notNegative, oneOf } from '#db/columns.ts'
import { CHECK_STATUSES, type CheckStatus, JOURNALS, type Journal, type JournalFault } from '#worker/pure/journal.ts'

/**
 * A block of a journal, sealed: its hash is made with a key the database does not have, over the block before and every row.
 * INV-JRN-1: seals are only added, each where the last one ends (triggers of the migrations).
 */
export const journalSeal = sqliteTable(
  'journal_seal',
  {
    journal: text('journal').$type<Journal>().notNull(),
    /** 1, 2, 3 … within the journal. */
    number: count('number').notNull(),
    fromPosition: count('from_position').notNull(),
    toPosition: count('to_position').notNull(),
    rows: count('rows').notNull(),
    /** Which form of a row was sealed (`pure/journal.ts`), and with which of the sealing keys. */
    form: count('form').notNull(),
    keyId: text('key_id').notNull(),
    previousHash: text('previous_hash').notNull(),
    hash: text('hash').notNull(),
    /** A short mark of each row: not what is verified, but what tells which row is the broken one. */
    marks: text('marks').notNull(),
    sealedAtMs: atMs('sealed_at_ms').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.journal, t.number] }),
    uniqueIndex('journal_seal_from').on(t.journal, t.fromPosition),
    oneOf('journal_seal', t.journal, JOURNALS),
    notNegative('journal_seal', t.number, t.fromPosition, t.toPosition, t.rows),
  ],
)

/** One verification of a journal, done in pages: how far it is, or what it found. */
export const journalCheck = sqliteTable(
  'journal_check',
  {
    id: id('id', 'journalCheck').primaryKey(),
    journal: text('journal').$type<Journal>().notNull(),
    status: text('status').$type<CheckStatus>().notNull(),
    /** An account, or `schedule`. */
    startedBy: text('started_by').notNull(),
    startedAtMs: atMs('started_at_ms').notNull(),
    /** Blocks up to this one, the newest when it began, are verified. */
    blocks: count('blocks').notNull(),
    checkedBlocks: count('checked_blocks').notNull().default(0),
    checkedRows: count('checked_rows').notNull().default(0),
    /** The first thing that is wrong. */
    fault: json<JournalFault>('fault'),
    finishedAtMs: atMs('finished_at_ms'),
  },
  (t) => [
    index('journal_check_journal').on(t.journal, t.id),
    uniqueIndex('journal_check_running').on(t.journal).where(sql`${t.status} = 'running'`),
    oneOf('journal_check', t.journal, JOURNALS),
    oneOf('journal_check', t.status, CHECK_STATUSES),
  ],
)

/** Something that is wrong and that nobody has looked at yet. One of a kind and subject is open at a time. */
export const alarm = sqliteTable(
  'alarm',
  {
    id: id('id', 'alarm').primaryKey(),
    /** `journal_broken`, `ledger_drift` … */
    kind: text('kind').notNull(),
    subject: text('subject').notNull(),
    detail: json<Record<string, unknown>>('detail').notNull(),
    raisedAtMs: atMs('raised_at_ms').notNull(),
    /** When it was last found to be so. */
    seenAtMs: atMs('seen_at_ms').notNull(),
    acknowledgedAtMs: atMs('acknowledged_at_ms'),
    acknowledgedBy: text('acknowledged_by'),
    note: text('note').notNull().default(''),
  },
  (t) => [
    uniqueIndex('alarm_open').on(t.kind, t.subject).where(sql`${t.acknowledgedAtMs} is null`),
    index('alarm_raised').on(t.raisedAtMs),
  ],
)
