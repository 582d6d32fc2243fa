import { sql } from 'drizzle-orm'
import { check, index, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { atMs, bps, count, currency, id, json, minor, notNegative, oneOf, version } from '#db/columns.ts'
import type { Currency } from '#worker/pure/money.ts'
import { HOLD_KINDS, type HoldKind, INTERVALS, type Interval } from '#worker/pure/payout-terms.ts'

/** Amounts by currency, in minor units. */
export type MinorByCurrency = Partial<Record<Currency, number>>

/**
 * When a vendor is paid, and what is kept back until then. The row of `platform` holds for everybody; a vendor's row says
 * what is different for it, NULL what is not.
 */
export const payoutTerms = sqliteTable(
  'payout_terms',
  {
    /** `platform`, or the vendor's id. */
    owner: text('owner').primaryKey(),
    interval: text('interval').$type<Interval>(),
    /** ISO: 1 = Monday … 7 = Sunday. */
    weekday: count('weekday'),
    /** Day of the month; in a shorter month its last day. */
    monthDay: count('month_day'),
    /** What the hold is counted from. */
    holdFrom: text('hold_from').$type<'shipped' | 'delivered'>(),
    holdDays: count('hold_days'),
    /** Days after shipping by which an earning is released though nobody tells of a delivery; only of `delivered`. */
    latestDays: count('latest_days'),
    /** The part of each release that is kept as a reserve, and for how many days. */
    reserveBps: bps('reserve_bps'),
    reserveDays: count('reserve_days'),
    /** Less than this is not paid out but waits for more. */
    minimums: json<MinorByCurrency>('minimums'),
    updatedBy: text('updated_by').notNull(),
    updatedAtMs: atMs('updated_at_ms').notNull(),
    version: version(),
  },
  (t) => [
    check(
      'payout_terms_interval_known',
      sql`${t.interval} is null or ${t.interval} in (${sql.raw(INTERVALS.map((each) => `'${each}'`).join(', '))})`,
    ),
    check('payout_terms_weekday', sql`${t.weekday} is null or ${t.weekday} between 1 and 7`),
    check('payout_terms_month_day', sql`${t.monthDay} is null or ${t.monthDay} between 1 and 31`),
    check('payout_terms_reserve', sql`${t.reserveBps} is null or ${t.reserveBps} between 0 and 10000`),
    notNegative('payout_terms', t.holdDays, t.latestDays, t.reserveDays),
  ],
)

/** What the marketplace's payout runs may do by themselves, and what vendors may choose. One row: `platform`. */
export const payoutPolicy = sqliteTable(
  'payout_policy',
  {
    id: text('id').primaryKey(),
    /** Runs the clock makes for vendors that are due: sent by itself, or left for a person. */
    scheduledRuns: text('scheduled_runs').$type<'send' | 'wait'>().notNull(),
    /** A run that sends more than this in a currency needs a second person; a currency that is not named has no limit. */
    approvalOver: json<MinorByCurrency>('approval_over').notNull(),
    /** What a vendor may choose for itself. */
    vendorIntervals: json<Interval[]>('vendor_intervals').notNull(),
    updatedBy: text('updated_by').notNull(),
    updatedAtMs: atMs('updated_at_ms').notNull(),
    version: version(),
  },
  (t) => [oneOf('payout_policy', t.scheduledRuns, ['send', 'wait'])],
)

/**
 * A vendor's money that was taken aside (`reserve`, `dispute`, `manual`), or a stop of all its payouts (`risk`, which moves
 * nothing and has no currency). INV-HLD-1: what active holds hold is the balance of the vendor's `held` account.
 */
export const payoutHold = sqliteTable(
  'payout_hold',
  {
    id: id('id', 'payoutHold').primaryKey(),
    vendorId: id('vendor_id', 'vendor').notNull(),
    kind: text('kind').$type<HoldKind>().notNull(),
    currency: currency(),
    /** What was asked for. */
    wantedMinor: minor('wanted_minor').notNull(),
    /** What could be taken aside, and how much of it went back since. */
    amountMinor: minor('amount_minor').notNull(),
    releasedMinor: minor('released_minor').notNull().default(0),
    /** The order, dispute or request it is for; a vendor has one hold a kind, cause and currency. */
    causeId: text('cause_id').notNull(),
    reason: text('reason').notNull(),
    releasesAtMs: atMs('releases_at_ms'),
    status: text('status').$type<'active' | 'lifted'>().notNull(),
    placedBy: text('placed_by').notNull(),
    placedAtMs: atMs('placed_at_ms').notNull(),
    liftedBy: text('lifted_by'),
    liftedAtMs: atMs('lifted_at_ms'),
  },
  (t) => [
    uniqueIndex('payout_hold_cause').on(t.vendorId, t.kind, t.causeId, t.currency),
    index('payout_hold_vendor').on(t.vendorId, t.status),
    index('payout_hold_due').on(t.releasesAtMs).where(sql`${t.status} = 'active'`),
    oneOf('payout_hold', t.kind, HOLD_KINDS),
    oneOf('payout_hold', t.status, ['active', 'lifted']),
    check('payout_hold_currency', sql`(${t.kind} = 'risk') = (${t.currency} is null)`),
    check('payout_hold_released', sql`${t.releasedMinor} <= ${t.amountMinor} and ${t.amountMinor} <= ${t.wantedMinor}`),
    notNegative('payout_hold', t.wantedMinor, t.amountMinor, t.releasedMinor),
  ],
)

/** One decision about who is paid what. draft -> approved -> executing -> done, or draft -> discarded. */
export const payoutRun = sqliteTable(
  'payout_run',
  {
    id: id('id', 'payoutRun').primaryKey(),
    kind: text('kind').$type<'manual' | 'scheduled'>().notNull(),
    period: text('period').notNull(),
    /** Only this currency, or all. */
    currency: currency(),
    status: text('status').$type<'drafting' | 'draft' | 'approved' | 'executing' | 'done' | 'discarded'>().notNull(),
    /** The UTC day whose schedule it serves; only of a scheduled run, and one run a day. */
    scheduledFor: text('scheduled_for'),
    needsApproval: count('needs_approval').notNull().default(0),
    /** 1: whoever asked for it wants it sent as soon as it is drafted, if it comes to what `expected` says (if it says anything). */
    isAtOnce: count('is_at_once').notNull().default(0),
    expected: json<MinorByCurrency>('expected'),
    createdBy: text('created_by').notNull(),
    createdAtMs: atMs('created_at_ms').notNull(),
    approvedBy: text('approved_by'),
    approvedAtMs: atMs('approved_at_ms'),
    doneAtMs: atMs('done_at_ms'),
    updatedAtMs: atMs('updated_at_ms').notNull(),
  },
  (t) => [
    uniqueIndex('payout_run_scheduled').on(t.scheduledFor).where(sql`${t.scheduledFor} is not null`),
    index('payout_run_status').on(t.status),
    index('payout_run_created').on(t.createdAtMs),
    oneOf('payout_run', t.kind, ['manual', 'scheduled']),
    oneOf('payout_run', t.status, ['drafting', 'draft', 'approved', 'executing', 'done', 'discarded']),
    check('payout_run_four_eyes', sql`${t.needsApproval} = 0 or ${t.approvedBy} is null or ${t.approvedBy} <> ${t.createdBy}`),
  ],
)

/** What a run means to do about a vendor's money in one currency, frozen at its preview, and what came of it. */
export const payoutRunItem = sqliteTable(
  'payout_run_item',
  {
    runId: id('run_id', 'payoutRun').notNull(),
    vendorId: id('vendor_id', 'vendor').notNull(),
    currency: currency().notNull(),
    /** What was available, and what of it the run means to send. */
    payableMinor: minor('payable_minor').notNull(),
    amountMinor: minor('amount_minor').notNull(),
    /** Why it means to send nothing. */
    skip: text('skip'),
    /** NULL until the run has come to it. `changed`: sent, but not what was previewed. */
    outcome: text('outcome').$type<'sent' | 'changed' | 'skipped'>(),
    sentMinor: minor('sent_minor'),
    /** Why nothing was sent after all. */
    outcomeSkip: text('outcome_skip'),
    payoutId: id('payout_id', 'payout'),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.vendorId, t.currency] }),
    index('payout_run_item_payout').on(t.payoutId),
    check('payout_run_item_outcome_known', sql`${t.outcome} is null or ${t.outcome} in ('sent', 'changed', 'skipped')`),
  ],
)

/** A payout's money fetched back from a vendor's connected account. */
export const payoutReversal = sqliteTable(
  'payout_reversal',
  {
    id: id('id', 'payoutReversal').primaryKey(),
    payoutId: id('payout_id', 'payout').notNull(),
    vendorId: id('vendor_id', 'vendor').notNull(),
    currency: currency().notNull(),
    amountMinor: minor('amount_minor').notNull(),
    reason: text('reason').notNull(),
    status: text('status').$type<'pending' | 'done' | 'failed'>().notNull(),
    providerRef: text('provider_ref'),
    failure: text('failure'),
    requestedBy: text('requested_by').notNull(),
    createdAtMs: atMs('created_at_ms').notNull(),
    updatedAtMs: atMs('updated_at_ms').notNull(),
  },
  (t) => [
    index('payout_reversal_payout').on(t.payoutId),
    index('payout_reversal_status').on(t.status),
    oneOf('payout_reversal', t.status, ['pending', 'done', 'failed']),
    check('payout_reversal_amount', sql`typeof(${t.amountMinor}) = 'integer' and ${t.amountMinor} > 0`),
  ],
)

/** Money on its way from a vendor's connected account to its bank, as the provider tells. */
export const bankPayout = sqliteTable(
  'bank_payout',
  {
    /** The provider's id. */
    id: text('id').primaryKey(),
    vendorId: id('vendor_id', 'vendor').notNull(),
    accountRef: text('account_ref').notNull(),
    currency: currency().notNull(),
    amountMinor: minor('amount_minor').notNull(),
    status: text('status').$type<'pending' | 'in_transit' | 'paid' | 'failed' | 'canceled'>().notNull(),
    failureCode: text('failure_code'),
    arrivesAtMs: atMs('arrives_at_ms'),
    createdAtMs: atMs('created_at_ms').notNull(),
    updatedAtMs: atMs('updated_at_ms').notNull(),
  },
  (t) => [
    index('bank_payout_vendor').on(t.vendorId, t.createdAtMs),
    index('bank_payout_status').on(t.status),
    oneOf('bank_payout', t.status, ['pending', 'in_transit', 'paid', 'failed', 'canceled']),
  ],
)

/** Money given to a vendor, or taken from it, by hand: asked for by one person, decided by another. */
export const ledgerAdjustment = sqliteTable(
  'ledger_adjustment',
  {
    id: id('id', 'adjustment').primaryKey(),
    vendorId: id('vendor_id', 'vendor').notNull(),
    currency: currency().notNull(),
    /** More than 0: given to the vendor; less: taken from it. */
    amountMinor: minor('amount_minor').notNull(),
    reason: text('reason').notNull(),
    status: text('status').$type<'waiting' | 'posted' | 'declined'>().notNull(),
    requestedBy: text('requested_by').notNull(),
    requestedAtMs: atMs('requested_at_ms').notNull(),
    decidedBy: text('decided_by'),
    decidedAtMs: atMs('decided_at_ms'),
  },
  (t) => [
    index('ledger_adjustment_vendor').on(t.vendorId, t.requestedAtMs),
    index('ledger_adjustment_status').on(t.status),
    oneOf('ledger_adjustment', t.status, ['waiting', 'posted', 'declined']),
    check('ledger_adjustment_amount', sql`typeof(${t.amountMinor}) = 'integer' and ${t.amountMinor} <> 0`),
    check('ledger_adjustment_four_eyes', sql`${t.decidedBy} is null or ${t.decidedBy} <> ${t.requestedBy}`),
  ],
)
