import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { atMs, count, currency, id, minor, notNegative, oneOf } from '#db/columns.ts'
import type { Phase } from '#worker/pure/ledger.ts'

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
    /** Set aside by pending transfers. */
    debitsPendingMinor: minor('debits_pending_minor').notNull().default(0),
    creditsPendingMinor: minor('credits_pending_minor').notNull().default(0),
  },
  (t) => [
    uniqueIndex('ledger_account_purse').on(t.owner, t.purpose, t.currency),
    notNegative('ledger_account', t.debitsMinor, t.creditsMinor, t.debitsPendingMinor, t.creditsPendingMinor),
  ],
)

/**
 * Money moved from one account to another. Immutable: triggers of the migrations refuse every UPDATE and DELETE.
 * INV-LED-1: per currency, debits equal credits. INV-LED-2: a transfer has one currency, that of both its accounts.
 * INV-LED-3: balances are the fold of the transfers. INV-LED-4: a vendor's account is never overdrawn. INV-LED-5: a pending
 * transfer is settled in full and at most once.
 */
export const ledgerTransfer = sqliteTable(
  'ledger_transfer',
  {
    /** The order of storing: times repeat and ids carry the time of their cause, but positions only grow, without reuse. */
    position: integer('position').primaryKey({ autoIncrement: true }),
    id: id('id', 'transfer').notNull().unique('ledger_transfer_id'),
    debitAccountId: text('debit_account_id').notNull(),
    creditAccountId: text('credit_account_id').notNull(),
    amountMinor: minor('amount_minor').notNull(),
    currency: currency().notNull(),
    /** Why: `sale`, `commission`, `tax`, `processing_fee`, `refund`, `release`, `payout` … */
    code: text('code').notNull(),
    /** The order, payment or payout that caused it. */
    causeId: text('cause_id').notNull(),
    /** `posted` moves money; `pending` sets it aside until `post` moves it or `void` lets it go. */
    phase: text('phase').$type<Phase>().notNull().default('posted'),
    /** The pending transfer that this one settles. */
    pendingId: id('pending_id', 'transfer').unique('ledger_transfer_settled_once'),
    atMs: atMs('at_ms').notNull(),
  },
  (t) => [
    index('ledger_transfer_cause').on(t.causeId),
    index('ledger_transfer_debit').on(t.debitAccountId, t.atMs),
    index('ledger_transfer_credit').on(t.creditAccountId, t.atMs),
    oneOf('ledger_transfer', t.phase, ['posted', 'pending', 'post', 'void']),
    check('ledger_transfer_settles', sql`(${t.phase} in ('post', 'void')) = (${t.pendingId} is not null)`),
    check('ledger_transfer_amount', sql`typeof(${t.amountMinor}) = 'integer' and ${t.amountMinor} > 0`),
    check('ledger_transfer_two_accounts', sql`${t.debitAccountId} <> ${t.creditAccountId}`),
  ],
)

/** What moved on an account on one day (UTC), kept by a trigger: a balance of the past is the sum of its days. */
export const ledgerDay = sqliteTable(
  'ledger_day',
  {
    accountId: text('account_id').notNull(),
    /** Days since 1970-01-01. */
    day: count('day').notNull(),
    debitsMinor: minor('debits_minor').notNull(),
    creditsMinor: minor('credits_minor').notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.day] }), notNegative('ledger_day', t.debitsMinor, t.creditsMinor)],
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
