import { sql } from 'drizzle-orm'
import { check, index, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { atMs, bps, count, currency, id, minor, notNegative, oneOf } from '#db/columns.ts'

/** What the platform keeps of a sale, by vendor or (vendor NULL) by default; the newest row in force wins. */
export const commissionRate = sqliteTable(
  'commission_rate',
  {
    id: id('id', 'commissionRate').primaryKey(),
    vendorId: id('vendor_id', 'vendor'),
    rateBps: bps('rate_bps').notNull(),
    startsAtMs: atMs('starts_at_ms').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    index('commission_rate_vendor').on(t.vendorId, t.startsAtMs),
    check('commission_rate_range', sql`${t.rateBps} between 0 and 10000`),
  ],
)

/** The commission of one order line, frozen at placement; a reversal is a row of its own, never a change. */
export const commissionLine = sqliteTable(
  'commission_line',
  {
    id: id('id', 'commissionLine').primaryKey(),
    orderId: id('order_id', 'order').notNull(),
    orderLineId: id('order_line_id', 'orderLine').notNull(),
    vendorId: id('vendor_id', 'vendor').notNull(),
    kind: text('kind').$type<'charge' | 'reversal'>().notNull(),
    rateId: id('rate_id', 'commissionRate').notNull(),
    rateBps: bps('rate_bps').notNull(),
    baseMinor: minor('base_minor').notNull(),
    amountMinor: minor('amount_minor').notNull(),
    currency: currency().notNull(),
    atMs: atMs('at_ms').notNull(),
  },
  (t) => [
    uniqueIndex('commission_line_once').on(t.orderLineId, t.kind),
    index('commission_line_order').on(t.orderId),
    oneOf('commission_line', t.kind, ['charge', 'reversal']),
    notNegative('commission_line', t.baseMinor, t.amountMinor),
  ],
)

/**
 * A purse of one owner, purpose and currency: id = `owner/purpose/currency`. Balances are kept by a trigger of the
 * migrations, never by code.
 */
export const ledgerAccount = sqliteTable(
  'ledger_account',
  {
    id: text('id').primaryKey(),
    /** `platform`, or the vendor's id. */
    owner: text('owner').notNull(),
    purpose: text('purpose').notNull(),
    currency: currency().notNull(),
    debitsMinor: minor('debits_minor').notNull().default(0),
    creditsMinor: minor('credits_minor').notNull().default(0),
  },
  (t) => [
    uniqueIndex('ledger_account_purse').on(t.owner, t.purpose, t.currency),
    notNegative('ledger_account', t.debitsMinor, t.creditsMinor),
  ],
)

/**
 * Money moved from one account to another. Immutable: triggers of the migrations refuse every UPDATE and DELETE.
 * INV-LED-1: per currency, debits equal credits. INV-LED-2: a transfer has one currency, that of both its accounts.
 */
export const ledgerTransfer = sqliteTable(
  'ledger_transfer',
  {
    id: id('id', 'transfer').primaryKey(),
    debitAccountId: text('debit_account_id').notNull(),
    creditAccountId: text('credit_account_id').notNull(),
    amountMinor: minor('amount_minor').notNull(),
    currency: currency().notNull(),
    /** Why: `sale`, `commission`, `tax`, `processing_fee`, `refund`, `release`, `payout` … */
    code: text('code').notNull(),
    /** The order, payment or payout that caused it. */
    causeId: text('cause_id').notNull(),
    atMs: atMs('at_ms').notNull(),
  },
  (t) => [
    index('ledger_transfer_cause').on(t.causeId),
    index('ledger_transfer_debit').on(t.debitAccountId, t.atMs),
    index('ledger_transfer_credit').on(t.creditAccountId, t.atMs),
    check('ledger_transfer_amount', sql`typeof(${t.amountMinor}) = 'integer' and ${t.amountMinor} > 0`),
    check('ledger_transfer_two_accounts', sql`${t.debitAccountId} <> ${t.creditAccountId}`),
  ],
)

/** Money sent to a vendor's connected account. INV-PYT-1: one per vendor, currency and period. */
export const payout = sqliteTable(
  'payout',
  {
    id: id('id', 'payout').primaryKey(),
    vendorId: id('vendor_id', 'vendor').notNull(),
    currency: currency().notNull(),
    /** The period it settles, e.g. `2026-11-21`. */
    period: text('period').notNull(),
    amountMinor: minor('amount_minor').notNull(),
    status: text('status').$type<'pending' | 'paid' | 'failed'>().notNull(),
    /** The provider's id of the transfer. */
    providerRef: text('provider_ref'),
    destination: text('destination').notNull(),
    failure: text('failure'),
    attempts: count('attempts').notNull().default(0),
    createdAtMs: atMs('created_at_ms').notNull(),
    updatedAtMs: atMs('updated_at_ms').notNull(),
  },
  (t) => [
    uniqueIndex('payout_period').on(t.vendorId, t.currency, t.period),
    index('payout_status').on(t.status),
    oneOf('payout', t.status, ['pending', 'paid', 'failed']),
    check('payout_amount', sql`typeof(${t.amountMinor}) = 'integer' and ${t.amountMinor} > 0`),
  ],
)
