import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { atMs, count, currency, id, json, minor, notNegative, oneOf, version } from '#db/columns.ts'
import { type Answer, BEARERS, type Bearer, DISPUTE_STATUSES, type DisputeStatus, type RateLevel } from '#worker/pure/dispute.ts'
import type { EvidenceFileField, EvidenceTexts } from '#worker/pure/dispute-evidence.ts'

/**
 * A charge that a card holder's bank took back, or asks about: one row for each dispute at the provider.
 * INV-DSP-1: `withdrawn`, `reinstated` and `fee` are what the provider says, and what the ledger has posted.
 */
export const dispute = sqliteTable(
  'dispute',
  {
    id: id('id', 'dispute').primaryKey(),
    paymentId: id('payment_id', 'payment').notNull(),
    orderGroupId: id('order_group_id', 'orderGroup').notNull(),
    providerRef: text('provider_ref').notNull(),
    currency: currency().notNull(),
    amountMinor: minor('amount_minor').notNull(),
    /** The part that no order has left to give: refunded before, and taken all the same. */
    excessMinor: minor('excess_minor').notNull().default(0),
    /** The card network's reason, in the provider's words. */
    reason: text('reason').notNull(),
    networkCode: text('network_code').notNull().default(''),
    cardBrand: text('card_brand').notNull().default(''),
    /** Began as a question that took nothing. */
    wasInquiry: integer('was_inquiry', { mode: 'boolean' }).notNull(),
    status: text('status').$type<DisputeStatus>().notNull(),
    /** Until when the bank takes an answer. */
    dueAtMs: atMs('due_at_ms'),
    openedAtMs: atMs('opened_at_ms').notNull(),
    closedAtMs: atMs('closed_at_ms'),
    withdrawnMinor: minor('withdrawn_minor').notNull().default(0),
    reinstatedMinor: minor('reinstated_minor').notNull().default(0),
    feeMinor: minor('fee_minor').notNull().default(0),
    /** Whether vendors' money has been taken aside, and whether the end has been posted. */
    isHeld: integer('is_held', { mode: 'boolean' }).notNull().default(false),
    isSettled: integer('is_settled', { mode: 'boolean' }).notNull().default(false),
    /** What of it is taken of orders, or of the platform, as a loss. */
    lostMinor: minor('lost_minor').notNull().default(0),
    /** Who bears the loss and the fee; NULL = as the setting says when it is lost. */
    bearer: text('bearer').$type<Bearer>(),
    /** How it is answered, by whom and since when; the provider has it once `answered_at_ms` is set. */
    answer: text('answer').$type<Answer>(),
    answeredBy: text('answered_by'),
    answerReason: text('answer_reason').notNull().default(''),
    answerDecidedAtMs: atMs('answer_decided_at_ms'),
    answeredAtMs: atMs('answered_at_ms'),
    /** What our people wrote over what was gathered. */
    evidence: json<EvidenceTexts>('evidence').notNull(),
    /** What was sent to the bank, word for word. */
    submitted: json<Record<string, string>>('submitted'),
    assignedTo: id('assigned_to', 'account'),
    /** The last reminder that was sent, in days before the deadline. */
    remindedDays: count('reminded_days'),
    /** When the provider was last asked. */
    syncedAtMs: atMs('synced_at_ms').notNull(),
    createdAtMs: atMs('created_at_ms').notNull(),
    updatedAtMs: atMs('updated_at_ms').notNull(),
    version: version(),
  },
  (t) => [
    uniqueIndex('dispute_provider_ref').on(t.providerRef),
    index('dispute_payment').on(t.paymentId),
    index('dispute_status').on(t.status, t.dueAtMs),
    index('dispute_opened').on(t.openedAtMs),
    oneOf('dispute', t.status, DISPUTE_STATUSES),
    check('dispute_bearer_known', sql`${t.bearer} is null or ${t.bearer} in (${sql.raw(BEARERS.map((each) => `'${each}'`).join(', '))})`),
    check('dispute_answer_known', sql`${t.answer} is null or ${t.answer} in ('submit', 'accept')`),
    check('dispute_answered', sql`(${t.answer} is null) = (${t.answerDecidedAtMs} is null)`),
    check('dispute_amount', sql`typeof(${t.amountMinor}) = 'integer' and ${t.amountMinor} > 0`),
    check('dispute_reinstated', sql`${t.reinstatedMinor} <= ${t.withdrawnMinor} and ${t.excessMinor} <= ${t.amountMinor}`),
    notNegative('dispute', t.amountMinor, t.excessMinor, t.withdrawnMinor, t.reinstatedMinor, t.feeMinor),
  ],
)

/** One order's part of a dispute, and what its vendor has to say. INV-DSP-2: the shares sum to the amount less the excess. */
export const disputeShare = sqliteTable(
  'dispute_share',
  {
    /** Follows from the dispute and the order: what moves money for it has it for a cause. */
    id: id('id', 'disputeShare').primaryKey(),
    disputeId: id('dispute_id', 'dispute').notNull(),
    orderId: id('order_id', 'order').notNull(),
    vendorId: id('vendor_id', 'vendor').notNull(),
    amountMinor: minor('amount_minor').notNull(),
    feeMinor: minor('fee_minor').notNull().default(0),
    /** Taken aside of what was available; 0 where the earning was not released and is blocked instead. */
    heldMinor: minor('held_minor').notNull().default(0),
    /** What the loss took of the vendor, fee included, and how much of that is owed because there was no more. */
    vendorMinor: minor('vendor_minor').notNull().default(0),
    debtMinor: minor('debt_minor').notNull().default(0),
    /** The vendor's own words and proof of delivery, for the pack. */
    vendorText: text('vendor_text').notNull().default(''),
    vendorCarrier: text('vendor_carrier').notNull().default(''),
    vendorTracking: text('vendor_tracking').notNull().default(''),
    vendorAnsweredAtMs: atMs('vendor_answered_at_ms'),
  },
  (t) => [
    uniqueIndex('dispute_share_order').on(t.disputeId, t.orderId),
    index('dispute_share_of_order').on(t.orderId),
    index('dispute_share_vendor').on(t.vendorId),
    check('dispute_share_amount', sql`typeof(${t.amountMinor}) = 'integer' and ${t.amountMinor} > 0`),
    notNegative('dispute_share', t.feeMinor, t.heldMinor, t.vendorMinor, t.debtMinor),
  ],
)

/** A file of the evidence pack: its bytes are in object storage. */
export const disputeFile = sqliteTable(
  'dispute_file',
  {
    id: id('id', 'disputeFile').primaryKey(),
    disputeId: id('dispute_id', 'dispute').notNull(),
    /** Of the vendor that added it; NULL for our own people's. */
    vendorId: id('vendor_id', 'vendor'),
    field: text('field').$type<EvidenceFileField>().notNull(),
    name: text('name').notNull(),
    contentType: text('content_type').notNull(),
    bytes: count('bytes').notNull(),
    key: text('key').notNull(),
    /** The provider's id, once it has it. */
    providerRef: text('provider_ref'),
    addedBy: text('added_by').notNull(),
    addedAtMs: atMs('added_at_ms').notNull(),
    removedAtMs: atMs('removed_at_ms'),
  },
  (t) => [index('dispute_file_dispute').on(t.disputeId), notNegative('dispute_file', t.bytes)],
)

/** What happened to a dispute, one row a fact; notes are for our own people. */
export const disputeEvent = sqliteTable(
  'dispute_event',
  {
    id: id('id', 'disputeEvent').primaryKey(),
    disputeId: id('dispute_id', 'dispute').notNull(),
    kind: text('kind').notNull(),
    detail: json<Record<string, unknown>>('detail').notNull(),
    /** An account, `provider` or `schedule`. */
    actorId: text('actor_id').notNull(),
    atMs: atMs('at_ms').notNull(),
  },
  (t) => [index('dispute_event_dispute').on(t.disputeId, t.atMs)],
)

/** How often a vendor's sales end in disputes, as it was last counted. */
export const disputeRate = sqliteTable(
  'dispute_rate',
  {
    vendorId: id('vendor_id', 'vendor').primaryKey(),
    disputes: count('disputes').notNull(),
    orders: count('orders').notNull(),
    rateBps: count('rate_bps').notNull(),
    /** By money, in the currency where it is worst. */
    amountBps: count('amount_bps').notNull(),
    level: text('level').$type<RateLevel>().notNull(),
    countedAtMs: atMs('counted_at_ms').notNull(),
  },
  (t) => [
    index('dispute_rate_level').on(t.level),
    oneOf('dispute_rate', t.level, ['fine', 'warning', 'critical']),
    notNegative('dispute_rate', t.disputes, t.orders, t.rateBps, t.amountBps),
  ],
)
