import { move } from './ledger.ts'
import type { Charge, Dispute } from './objects.ts'
import { conflictingState } from './refusal.ts'
import type { World } from './world.ts'

const DAYS_TO_ANSWER = 9
const NETWORK_CODES: Readonly<Record<string, string>> = { fraudulent: '10.4', product_not_received: '13.1' }
export const EVIDENCE_FIELDS = [
  'access_activity_log', 'billing_address', 'cancellation_policy', 'cancellation_policy_disclosure', 'cancellation_rebuttal',
  'customer_communication', 'customer_email_address', 'customer_name', 'customer_purchase_ip', 'customer_signature',
  'duplicate_charge_documentation', 'duplicate_charge_explanation', 'duplicate_charge_id', 'product_description', 'receipt', 'refund_policy',
  'refund_policy_disclosure', 'refund_refusal_explanation', 'service_date', 'service_documentation', 'shipping_address', 'shipping_carrier',
  'shipping_date', 'shipping_documentation', 'shipping_tracking_number', 'uncategorized_file', 'uncategorized_text',
] as const // biome-ignore format: a list of names

/** The fields that name an uploaded file; the others are text. */
export const EVIDENCE_FILES: ReadonlySet<string> = new Set([
  'cancellation_policy', 'customer_communication', 'customer_signature', 'duplicate_charge_documentation', 'receipt', 'refund_policy',
  'service_documentation', 'shipping_documentation', 'uncategorized_file',
]) // biome-ignore format: a list of names

export type Complaint = { reason: string; inquiry: boolean; amount?: number | undefined; dueInDays?: number | undefined }

/**
 * The card holder's bank opens a dispute over what is left of a charge, or an amount of its own: it may not know of a refund.
 * A chargeback takes the money and a fee at once; an inquiry takes nothing. Nobody answering it until it is due loses it.
 * @throws when more is asked for than was paid
 */
export function openDispute(
  world: World,
  account: string,
  charge: Charge,
  { reason, inquiry, amount: asked, dueInDays = DAYS_TO_ANSWER }: Complaint,
): Dispute {
  const left = charge.amount_captured - refundedAfterCapture(charge)
  const amount = asked ?? left
  const most = asked === undefined ? left : charge.amount_captured
  if (amount < 1 || amount > most) throw conflictingState(`Charge ${charge.id} has ${most} left to dispute, not ${amount}.`)
  const id = world.newId('dp')
  const nowS = world.clock.nowS()
  const dispute: Dispute = {
    id,
    object: 'dispute',
    amount,
    balance_transaction: null,
    balance_transactions: [],
    charge: charge.id,
    created: nowS,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: { ...Object.fromEntries(EVIDENCE_FIELDS.map((name) => [name, null])), enhanced_evidence: {} },
    evidence_details: {
      due_by: nowS + dueInDays * 86_400,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
    },
    is_charge_refundable: inquiry,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method_details: {
      card: {
        brand: brandOf(charge),
        case_type: inquiry ? 'inquiry' : 'chargeback',
        network_reason_code: NETWORK_CODES[reason] ?? '13.0',
        network: brandOf(charge),
      },
      type: 'card',
    },
    reason,
    status: inquiry ? 'warning_needs_response' : 'needs_response',
  }
  world.tables.disputes.insert(account, dispute)
  charge.disputed = true
  world.schedule({ atMs: (dispute.evidence_details.due_by ?? nowS) * 1000, kind: 'dispute', account, id })
  world.emit(account, 'charge.dispute.created', dispute)
  if (!inquiry) withdraw(world, account, dispute)
  return dispute
}

/** The card holder was not content with what the inquiry brought: the money goes now, and the time to answer begins anew. */
export function escalateInquiry(world: World, account: string, dispute: Dispute): Dispute {
  if (!dispute.status.startsWith('warning_') || dispute.status === 'warning_closed') throw conflictingState('This dispute is no inquiry')
  const previous = { status: dispute.status }
  const dueS = world.clock.nowS() + DAYS_TO_ANSWER * 86_400
  dispute.status = 'needs_response'
  dispute.is_charge_refundable = false
  dispute.payment_method_details.card.case_type = 'chargeback'
  dispute.evidence_details.due_by = dueS
  world.schedule({ atMs: dueS * 1000, kind: 'dispute', account, id: dispute.id })
  world.emit(account, 'charge.dispute.updated', dispute, previous)
  withdraw(world, account, dispute)
  return dispute
}

export function withdraw(world: World, account: string, dispute: Dispute): void {
  const transaction = move(world, account, {
    amount: -dispute.amount,
    currency: dispute.currency,
    type: 'adjustment',
    category: 'dispute',
    source: dispute.id,
    fee: world.settings.disputeFeeMinor,
    feeNote: 'Dispute fee',
    description: `Chargeback withdrawal for ${dispute.charge}`,
  })
  dispute.balance_transactions.push(structuredClone(transaction))
  dispute.balance_transaction = transaction.id
  world.emit(account, 'charge.dispute.funds_withdrawn', dispute)
}

/** Refunds made after capture; what a partial capture released is not a refund of captured money. */
export function refundedAfterCapture(charge: Charge): number {
  return charge.captured ? charge.amount_refunded - (charge.amount - charge.amount_captured) : 0
}

function brandOf(charge: Charge): string {
  const details = charge.payment_method_details as { card?: { brand?: string } } | null
  return details?.card?.brand ?? 'visa'
}
