import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { atMs, count, currency, id, json, minor, notNegative, oneOf, wholeNumbers } from '#db/columns.ts'
import type { InvoiceLine, Party } from '#worker/pure/commission-invoice.ts'
import { type Flow, type Reason, STAGES, type Stage } from '#worker/pure/reconcile.ts'
import type { StatementFigure } from '#worker/pure/statement.ts'

/**
 * What moved a vendor's money in one calendar month (UTC) and currency, closed after the month has ended; it never changes
 * (triggers of the migrations). It covers the transfers before `to_ms` that were stored up to `through_position`, less those
 * its predecessor covers: one that is stored late belongs to the next statement, and none to two or to none.
 * INV-SST-1: opening is the predecessor's closing. INV-SST-2: closing = opening + the sum of the figures.
 * INV-SST-3: a vendor's statements are numbered 1, 2, 3 … without a gap.
 */
export const settlementStatement = sqliteTable(
  'settlement_statement',
  {
    id: id('id', 'statement').primaryKey(),
    vendorId: id('vendor_id', 'vendor').notNull(),
    currency: currency().notNull(),
    number: count('number').notNull(),
    /** `2026-10`. */
    period: text('period').notNull(),
    fromMs: atMs('from_ms').notNull(),
    toMs: atMs('to_ms').notNull(),
    /** Where the predecessor ended: its `to_ms` and `through_position`, 0 of the first. */
    afterMs: atMs('after_ms').notNull(),
    afterPosition: count('after_position').notNull(),
    throughPosition: count('through_position').notNull(),
    /** Pending, available and held, less debt. */
    openingMinor: minor('opening_minor').notNull(),
    closingMinor: minor('closing_minor').notNull(),
    figures: json<StatementFigure[]>('figures').notNull(),
    closedAtMs: atMs('closed_at_ms').notNull(),
  },
  (t) => [
    uniqueIndex('settlement_statement_number').on(t.vendorId, t.number),
    uniqueIndex('settlement_statement_period').on(t.vendorId, t.currency, t.period),
    index('settlement_statement_listed').on(t.period, t.vendorId),
    wholeNumbers('settlement_statement', t.openingMinor, t.closingMinor),
    notNegative('settlement_statement', t.number, t.fromMs, t.toMs, t.afterMs, t.afterPosition, t.throughPosition),
  ],
)

/** Up to which month a vendor's statements are closed, months in which nothing happened and nothing was owed included. */
export const settlementProgress = sqliteTable(
  'settlement_progress',
  {
    vendorId: id('vendor_id', 'vendor').notNull(),
    currency: currency().notNull(),
    throughPeriod: text('through_period').notNull(),
    updatedAtMs: atMs('updated_at_ms').notNull(),
  },
  (t) => [primaryKey({ columns: [t.vendorId, t.currency] })],
)

/**
 * What the marketplace bills a vendor for a month's commission and plan, or gives back of it. It never changes (triggers of
 * the migrations). INV-INV-1: numbers of a year run 1, 2, 3 … over the whole marketplace without a gap.
 */
export const commissionInvoice = sqliteTable(
  'commission_invoice',
  {
    id: id('id', 'invoice').primaryKey(),
    kind: text('kind').$type<'invoice' | 'credit_note'>().notNull(),
    year: count('year').notNull(),
    number: count('number').notNull(),
    vendorId: id('vendor_id', 'vendor').notNull(),
    currency: currency().notNull(),
    period: text('period').notNull(),
    statementId: id('statement_id', 'statement').notNull(),
    lines: json<InvoiceLine[]>('lines').notNull(),
    netMinor: minor('net_minor').notNull(),
    taxMinor: minor('tax_minor').notNull(),
    totalMinor: minor('total_minor').notNull(),
    /** The vendor owes the tax where it is, because it is a business in another country. */
    isReverseCharge: integer('is_reverse_charge', { mode: 'boolean' }).notNull(),
    issuer: json<Party>('issuer').notNull(),
    recipient: json<Party>('recipient').notNull(),
    /** Of a credit note: the invoices whose commission it gives back. */
    refersTo: json<string[]>('refers_to').notNull(),
    issuedAtMs: atMs('issued_at_ms').notNull(),
  },
  (t) => [
    uniqueIndex('commission_invoice_number').on(t.year, t.number),
    uniqueIndex('commission_invoice_statement').on(t.statementId, t.kind),
    index('commission_invoice_vendor').on(t.vendorId, t.issuedAtMs),
    oneOf('commission_invoice', t.kind, ['invoice', 'credit_note']),
    check('commission_invoice_total', sql`${t.totalMinor} = ${t.netMinor} + ${t.taxMinor}`),
    notNegative('commission_invoice', t.number, t.netMinor, t.taxMinor, t.totalMinor),
  ],
)

/** One movement of our balance at the payment provider, as it told us, and what of ours it is. */
export const providerTransaction = sqliteTable(
  'provider_transaction',
  {
    /** The provider's id. */
    id: text('id').primaryKey(),
    type: text('type').notNull(),
    /** The provider's id of what it belongs to: a charge, a refund, a transfer. */
    sourceRef: text('source_ref').notNull(),
    currency: currency().notNull(),
    amountMinor: minor('amount_minor').notNull(),
    feeMinor: minor('fee_minor').notNull(),
    netMinor: minor('net_minor').notNull(),
    /** What kind of movement, in our words, and the id at the provider that a record of ours has: of an intent, a refund, a transfer. */
    flow: text('flow').$type<Flow>().notNull(),
    matchKey: text('match_key').notNull().default(''),
    /** What of ours it is, where the row itself says so: of a movement that only the provider tells of. */
    causeId: text('cause_id'),
    description: text('description').notNull().default(''),
    createdAtMs: atMs('created_at_ms').notNull(),
    availableAtMs: atMs('available_at_ms').notNull(),
    readAtMs: atMs('read_at_ms').notNull(),
  },
  (t) => [
    index('provider_transaction_match').on(t.matchKey, t.flow),
    index('provider_transaction_created').on(t.createdAtMs),
    check('provider_transaction_net', sql`${t.netMinor} = ${t.amountMinor} - ${t.feeMinor}`),
    wholeNumbers('provider_transaction', t.amountMinor, t.feeMinor, t.netMinor),
  ],
)

/** One look at the provider's books: how far it is, and what it found. One at a time. */
export const reconciliationRun = sqliteTable(
  'reconciliation_run',
  {
    id: id('id', 'reconciliation').primaryKey(),
    status: text('status').$type<'running' | 'done'>().notNull(),
    stage: text('stage').$type<Stage>().notNull(),
    /** The provider's rows of this time; it overlaps with the run before. */
    fromMs: atMs('from_ms').notNull(),
    toMs: atMs('to_ms').notNull(),
    /** Where the next page of the stage begins; '' at its beginning. */
    cursor: text('cursor').notNull().default(''),
    /** Up to which position our own rows have been looked at. */
    ledgerPosition: count('ledger_position').notNull(),
    steps: count('steps').notNull().default(0),
    rowsRead: count('rows_read').notNull().default(0),
    rowsNew: count('rows_new').notNull().default(0),
    ledgerRows: count('ledger_rows').notNull().default(0),
    found: count('found').notNull().default(0),
    cleared: count('cleared').notNull().default(0),
    requestedBy: text('requested_by').notNull(),
    startedAtMs: atMs('started_at_ms').notNull(),
    updatedAtMs: atMs('updated_at_ms').notNull(),
    doneAtMs: atMs('done_at_ms'),
  },
  (t) => [
    uniqueIndex('reconciliation_run_one').on(t.status).where(sql`${t.status} = 'running'`),
    index('reconciliation_run_started').on(t.startedAtMs),
    oneOf('reconciliation_run', t.status, ['running', 'done']),
    oneOf('reconciliation_run', t.stage, STAGES),
  ],
)

/** Something the provider's books and ours do not agree on. It is cleared by itself once they do, or resolved by a person. */
export const reconciliationException = sqliteTable(
  'reconciliation_exception',
  {
    id: id('id', 'reconciliationException').primaryKey(),
    /** `flow/key`: one exception each; the key is the provider's id of a thing, or ours of one that the provider has no id for. */
    subject: text('subject').notNull(),
    reason: text('reason').$type<Reason>().notNull(),
    flow: text('flow').$type<Flow>().notNull(),
    matchKey: text('match_key').notNull().default(''),
    causeId: text('cause_id'),
    /** The provider's row, if there is one. */
    transactionId: text('transaction_id'),
    currency: currency().notNull(),
    /** What our balance at the provider should have moved by, and what it did. */
    ledgerMinor: minor('ledger_minor').notNull(),
    providerMinor: minor('provider_minor').notNull(),
    /** When the money moved, as far as known, and when we noticed. */
    happenedAtMs: atMs('happened_at_ms').notNull(),
    firstSeenAtMs: atMs('first_seen_at_ms').notNull(),
    lastSeenAtMs: atMs('last_seen_at_ms').notNull(),
    status: text('status').$type<'open' | 'cleared' | 'resolved'>().notNull(),
    endedAtMs: atMs('ended_at_ms'),
    resolvedBy: text('resolved_by'),
    note: text('note').notNull().default(''),
  },
  (t) => [
    uniqueIndex('reconciliation_exception_subject').on(t.subject),
    index('reconciliation_exception_age').on(t.status, t.happenedAtMs),
    oneOf('reconciliation_exception', t.status, ['open', 'cleared', 'resolved']),
    check('reconciliation_exception_resolved', sql`${t.status} <> 'resolved' or (${t.resolvedBy} is not null and ${t.note} <> '')`),
  ],
)

/** What the ledger says the provider holds for us, and what the provider says, as of one run. */
export const reconciliationBalance = sqliteTable(
  'reconciliation_balance',
  {
    runId: id('run_id', 'reconciliation').notNull(),
    currency: currency().notNull(),
    ledgerMinor: minor('ledger_minor').notNull(),
    availableMinor: minor('available_minor').notNull(),
    pendingMinor: minor('pending_minor').notNull(),
    /** Provider - ledger. */
    differenceMinor: minor('difference_minor').notNull(),
    /** What of it people have judged: exceptions they resolved. */
    explainedMinor: minor('explained_minor').notNull().default(0),
    /** It differed, beyond what is explained, in the run before as well. */
    isDrifting: integer('is_drifting', { mode: 'boolean' }).notNull(),
    atMs: atMs('at_ms').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.currency] }),
    index('reconciliation_balance_currency').on(t.currency, t.atMs),
    check('reconciliation_balance_difference', sql`${t.differenceMinor} = ${t.availableMinor} + ${t.pendingMinor} - ${t.ledgerMinor}`),
  ],
)
