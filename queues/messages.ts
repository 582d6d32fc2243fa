import * as v from 'valibot'
import { APPROVAL_ACTION_NAMES } from '#worker/pure/approval.ts'
import { CHANNELS } from '#worker/pure/channel.ts'
import { DISPUTE_STATUSES } from '#worker/pure/dispute.ts'
import { type Id, type IdKind, isId } from '#worker/pure/ids.ts'
import { JOURNALS } from '#worker/pure/journal.ts'
import { WAITING_KINDS } from '#worker/pure/message.ts'
import { CURRENCIES } from '#worker/pure/money.ts'

const idOf = <K extends IdKind>(kind: K) => v.custom<Id<K>>((input) => typeof input === 'string' && isId(kind, input), `an id of a ${kind}`)
const instant = v.pipe(v.number(), v.integer(), v.minValue(0))
const units = v.pipe(v.number(), v.integer())

/** What every message carries. `version` rises when a change cannot be read by the code that ran before it. */
const envelope = { id: idOf('message'), version: v.literal(1), occurredAtMs: instant }
const ofVendor = { ...envelope, vendorId: idOf('vendor') }
const ofPlatform = { ...envelope, vendorId: v.null() }

const stockLevel = v.object({
  variantId: idOf('variant'),
  onHand: units,
  reserved: units,
  allocated: units,
  safetyStock: units,
  available: units,
})

/** What a mail about a card dispute says, to a store or to our own people. */
const disputeFacts = {
  disputeId: idOf('dispute'),
  audience: v.picklist(['vendor', 'staff']),
  reason: v.string(),
  status: v.picklist(DISPUTE_STATUSES),
  amountMinor: units,
  currency: v.picklist(CURRENCIES),
  dueAtMs: v.nullable(instant),
  orderNumbers: v.array(units),
  url: v.string(),
}

/** Mails we send; each names exactly the facts its template needs. */
export const MailTemplate = v.variant('template', [
  v.object({ template: v.literal('verify_email'), name: v.string(), url: v.string() }),
  v.object({ template: v.literal('reset_password'), name: v.string(), url: v.string() }),
  v.object({ template: v.literal('change_email'), name: v.string(), url: v.string() }),
  /** To the old address: somebody who knows the password asked to move the account to another one. */
  v.object({ template: v.literal('email_change_notice'), name: v.string(), newEmail: v.string(), url: v.string() }),
  v.object({ template: v.literal('vendor_invitation'), vendorName: v.string(), role: v.string(), url: v.string() }),
  v.object({ template: v.literal('journal_broken'), journal: v.picklist(JOURNALS), fault: v.string(), url: v.string() }),
  /** To finance: the provider holds another amount than the ledger says, twice after one another. */
  v.object({ template: v.literal('ledger_drift'), differences: v.string(), url: v.string() }),
  /** To our admins: messages wait for so long that they would be lost in the end, or that nobody seems to look. `since`: RFC 3339. */
  v.object({
    template: v.literal('messages_waiting'),
    kind: v.picklist(WAITING_KINDS),
    subject: v.string(),
    waiting: units,
    since: v.string(),
    url: v.string(),
  }),
  v.object({ template: v.literal('email_in_use'), name: v.string(), url: v.string() }),
  v.object({ template: v.literal('password_changed'), name: v.string() }),
  v.object({ template: v.literal('vendor_ready'), vendorName: v.string(), url: v.string() }),
  v.object({ template: v.literal('vendor_approved'), vendorName: v.string(), url: v.string() }),
  v.object({ template: v.literal('vendor_declined'), vendorName: v.string(), reason: v.string(), url: v.string() }),
  /** The marketplace keeps a listing from buyers: until it is changed, or for good (`isFinal`). */
  v.object({
    template: v.literal('listing_blocked'),
    vendorName: v.string(),
    title: v.string(),
    isFinal: v.boolean(),
    rule: v.string(),
    field: v.string(),
    fix: v.string(),
    url: v.string(),
  }),
  v.object({ template: v.literal('listing_cleared'), vendorName: v.string(), title: v.string(), url: v.string() }),
  v.object({
    template: v.literal('review_hidden'),
    name: v.string(),
    title: v.string(),
    rule: v.string(),
    fix: v.string(),
    url: v.string(),
  }),
  v.object({
    template: v.literal('appeal_answered'),
    vendorName: v.string(),
    title: v.string(),
    isUpheld: v.boolean(),
    note: v.string(),
    url: v.string(),
  }),
  v.object({
    template: v.literal('payout_failed'),
    vendorName: v.string(),
    amountMinor: units,
    currency: v.string(),
    reason: v.string(),
    url: v.string(),
  }),
  /** For our own people: the first transfer of a period that failed; the page has the others. */
  v.object({
    template: v.literal('payouts_failing'),
    vendorName: v.string(),
    period: v.string(),
    amountMinor: units,
    currency: v.string(),
    reason: v.string(),
    url: v.string(),
  }),
  /** The vendor's own bank sent its money back. `failure`: the provider's code for why. */
  v.object({
    template: v.literal('bank_payout_failed'),
    vendorName: v.string(),
    amountMinor: units,
    currency: v.string(),
    failure: v.string(),
    url: v.string(),
  }),
  v.object({ template: v.literal('vendor_suspended'), vendorName: v.string(), reason: v.string(), url: v.string() }),
  v.object({ template: v.literal('vendor_reopened'), vendorName: v.string(), url: v.string() }),
  v.object({ template: v.literal('plan_started'), vendorName: v.string(), planName: v.string(), url: v.string() }),
  /** `until`: the last day with the plan, YYYY-MM-DD. */
  v.object({
    template: v.picklist(['plan_payment_failed', 'plan_grace_ending']),
    vendorName: v.string(),
    planName: v.string(),
    until: v.string(),
    url: v.string(),
  }),
  v.object({ template: v.literal('plan_ended'), vendorName: v.string(), planName: v.string(), url: v.string() }),
  v.object({ template: v.literal('order_placed'), orderGroupId: idOf('orderGroup'), url: v.string() }),
  v.object({ template: v.literal('order_update'), orderId: idOf('order'), status: v.string(), url: v.string() }),
  v.object({ template: v.literal('order_for_vendor'), orderId: idOf('order'), url: v.string() }),
  /** To the buyer: money is on its way back, or their bank sent it back to us. */
  v.object({
    template: v.picklist(['refund_sent', 'refund_returned']),
    vendorName: v.string(),
    orderNumber: units,
    amountMinor: units,
    currency: v.picklist(CURRENCIES),
    isGoodwill: v.boolean(),
    url: v.string(),
  }),
  /** To the store: the marketplace gave money of one of its orders back. */
  v.object({
    template: v.literal('refund_for_vendor'),
    orderNumber: units,
    amountMinor: units,
    vendorMinor: units,
    currency: v.picklist(CURRENCIES),
    reason: v.string(),
    note: v.string(),
    url: v.string(),
  }),
  v.object({ template: v.literal('late_payment_refunded'), orderGroupId: idOf('orderGroup'), url: v.string() }),
  /** To the store: a channel sold what was not there any more; `isCancelled`: it is cancelled there, else it waits for the store. */
  v.object({
    template: v.literal('channel_oversold'),
    vendorName: v.string(),
    channel: v.picklist(CHANNELS),
    externalNumber: v.string(),
    skus: v.array(v.string()),
    isCancelled: v.boolean(),
    url: v.string(),
  }),
  /**
   * To the store: a channel changed an order that had come in, and nothing could follow. `out_of_stock`: it wants more than there
   * is; `unmapped`: what nobody knows here; `left`: more of what has left; `again`: it goes on with one that is cancelled here.
   */
  v.object({
    template: v.literal('channel_order_changed'),
    vendorName: v.string(),
    channel: v.picklist(CHANNELS),
    externalNumber: v.string(),
    why: v.picklist(['out_of_stock', 'unmapped', 'left', 'again']),
    skus: v.array(v.string()),
    url: v.string(),
  }),
  /** To the store: a channel does not take its connection any more. */
  v.object({
    template: v.literal('channel_broken'),
    vendorName: v.string(),
    channel: v.picklist(CHANNELS),
    reason: v.string(),
    url: v.string(),
  }),
  v.object({ template: v.literal('dispute_opened'), ...disputeFacts }),
  v.object({ template: v.literal('dispute_due'), ...disputeFacts }),
  v.object({ template: v.literal('dispute_closed'), ...disputeFacts }),
])

/** What every message about a connected account carries. */
const ofConnection = { ...ofVendor, connectionId: idOf('channelConnection') }
const cause = v.picklist(['schedule', 'webhook', 'manual', 'replay'])

/** Every message that any queue carries. What does not match is poison: it goes to the dead letters with the reason. */
export const Message = v.variant('type', [
  v.object({ type: v.literal('vendor.registered'), ...ofVendor }),
  v.object({ type: v.literal('vendor.migrate'), ...ofVendor, toVersion: units }),
  v.object({ type: v.literal('product.changed'), ...ofVendor, productId: idOf('product') }),
  v.object({
    type: v.literal('stock.moved'),
    ...ofVendor,
    movements: v.pipe(
      v.array(
        v.object({
          seq: units,
          variantId: idOf('variant'),
          kind: v.string(),
          onHandDelta: units,
          reservedDelta: units,
          allocatedDelta: units,
          causeId: v.string(),
          operationId: idOf('operation'),
          reason: v.string(),
          actorId: v.string(),
          atMs: instant,
          level: stockLevel,
        }),
      ),
      v.maxLength(200),
    ),
  }),
  v.object({ type: v.literal('webhook.received'), ...ofPlatform, provider: v.picklist(['stripe', 'stripe_connect']), eventId: v.string() }),
  /** A payment succeeded: finish the checkout. Also sent again by the sweep for one that stopped half-way. */
  v.object({ type: v.literal('checkout.paid'), ...ofPlatform, orderGroupId: idOf('orderGroup') }),
  v.object({ type: v.literal('refund.requested'), ...ofPlatform, refundId: idOf('refund') }),
  /** What became of a refund: the store and the buyer are told. */
  v.object({
    type: v.literal('refund.settled'),
    ...ofPlatform,
    refundId: idOf('refund'),
    status: v.picklist(['succeeded', 'failed', 'returned']),
  }),
  /** How a dispute is answered was decided: the provider is to be told. */
  v.object({ type: v.literal('dispute.answered'), ...ofPlatform, disputeId: idOf('dispute') }),
  v.object({ type: v.literal('payout.requested'), ...ofPlatform, payoutId: idOf('payout') }),
  /** A payout run is to be drafted, or its draft to go on after a vendor. */
  v.object({ type: v.literal('payout_run.requested'), ...ofPlatform, runId: idOf('payoutRun'), after: v.string() }),
  /** A payout run may be executed, or go on. */
  v.object({ type: v.literal('payout_run.approved'), ...ofPlatform, runId: idOf('payoutRun') }),
  v.object({ type: v.literal('payout_reversal.requested'), ...ofPlatform, reversalId: idOf('payoutReversal') }),
  /** `orderIds`: those that stand; messages from before it was added leave it out. */
  v.object({
    type: v.literal('order_group.placed'),
    ...ofPlatform,
    orderGroupId: idOf('orderGroup'),
    orderIds: v.optional(v.array(idOf('order'))),
  }),
  /** From the vendor's database: its order moved on. */
  v.object({
    type: v.literal('order.moved'),
    ...ofVendor,
    orderId: idOf('order'),
    status: v.picklist(['packed', 'shipped', 'delivered', 'cancelled']),
  }),
  /** Orders of a channel are to be fetched: what changed, or these very ones. */
  v.object({
    type: v.literal('channel.orders_due'),
    ...ofConnection,
    cause,
    externalIds: v.optional(v.pipe(v.array(v.string()), v.maxLength(100))),
  }),
  /** Orders were fetched and stored; they are to become orders of ours, each for itself. */
  v.object({
    type: v.literal('channel.orders_received'),
    ...ofConnection,
    channelOrderIds: v.pipe(v.array(idOf('channelOrder')), v.maxLength(100)),
  }),
  /** From the vendor's database: an order of a channel moved on here. `origin`: who moved it; what the channel did it need not be told. */
  v.object({
    type: v.literal('channel.order_moved'),
    ...ofVendor,
    orderId: idOf('order'),
    status: v.picklist(['packed', 'shipped', 'delivered', 'cancelled']),
    origin: v.picklist(['store', 'channel']),
  }),
  /** A channel is to be told of orders (accepted, shipped, cancelled, refunded). */
  v.object({ type: v.literal('channel.actions_due'), ...ofConnection }),
  /** A channel is to be told of stock and prices, as they are when the message is taken. */
  v.object({
    type: v.literal('channel.stock_due'),
    ...ofConnection,
    cause,
    /** The channel says it has so many of something: if that is not what it was told, it is told again. */
    seen: v.optional(v.object({ externalId: v.string(), quantity: v.number() })),
  }),
  /** Listings: an import goes on, content is sent, batches are asked for, everything is compared. */
  v.object({ type: v.literal('channel.listings_due'), ...ofConnection, task: v.picklist(['listings', 'batches', 'reconcile']), cause }),
  /** A second person agreed: what was asked for is to be done. */
  v.object({ type: v.literal('approval.granted'), ...ofPlatform, approvalId: idOf('approval'), action: v.picklist(APPROVAL_ACTION_NAMES) }),
  v.object({
    type: v.literal('approval.refused'),
    ...ofPlatform,
    approvalId: idOf('approval'),
    action: v.picklist(APPROVAL_ACTION_NAMES),
    status: v.picklist(['declined', 'expired', 'withdrawn']),
  }),
  v.object({ type: v.literal('reconciliation.continue'), ...ofPlatform, reconciliationId: idOf('reconciliation') }),
  v.object({ type: v.literal('mail.requested'), ...ofPlatform, mailId: idOf('mail'), to: v.string(), content: MailTemplate }),
])
export type Message = v.InferOutput<typeof Message>
export type MessageType = Message['type']
export type MessageOf<T extends MessageType> = Extract<Message, { type: T }>
export type MailContent = v.InferOutput<typeof MailTemplate>
