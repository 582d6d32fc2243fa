import type { InferResponseType } from 'hono/client'
import { m } from '#messages'
import type { Tone } from '#web/ui/badge.tsx'
import type { ApiClient } from '#worker/client.ts'

type Admin = ApiClient['api']['v1']['admin']['disputes']
type Vendor = ApiClient['api']['v1']['vendor']['disputes']
export type DisputeList = InferResponseType<Admin['$get'], 200>
export type ListedDispute = DisputeList['items'][number]
export type DisputeCase = InferResponseType<Admin[':disputeId']['$get'], 200>
export type DisputeRates = InferResponseType<Admin['rates']['$get'], 200>
export type StoreDispute = InferResponseType<Vendor[':disputeId']['$get'], 200>
export type StoreRate = InferResponseType<Vendor['rate']['$get'], 200>
export type DisputeStatus = ListedDispute['status']

const STATUS_TEXTS: Record<DisputeStatus, () => string> = {
  needs_response: m.disputes_status_needs_response,
  under_review: m.disputes_status_under_review,
  won: m.disputes_status_won,
  lost: m.disputes_status_lost,
  accepted: m.disputes_status_accepted,
  warning_needs_response: m.disputes_status_warning_needs_response,
  warning_under_review: m.disputes_status_warning_under_review,
  warning_closed: m.disputes_status_warning_closed,
}
const TONES: Record<DisputeStatus, Tone> = {
  needs_response: 'bad',
  under_review: 'accent',
  won: 'good',
  lost: 'plain',
  accepted: 'plain',
  warning_needs_response: 'warn',
  warning_under_review: 'accent',
  warning_closed: 'good',
}
export const statusText = (status: DisputeStatus): string => STATUS_TEXTS[status]()
export const statusTone = (status: DisputeStatus): Tone => TONES[status]

const REASON_TEXTS: Record<string, () => string> = {
  fraudulent: m.disputes_reason_fraudulent,
  unrecognized: m.disputes_reason_unrecognized,
  product_not_received: m.disputes_reason_product_not_received,
  product_unacceptable: m.disputes_reason_product_unacceptable,
  credit_not_processed: m.disputes_reason_credit_not_processed,
  duplicate: m.disputes_reason_duplicate,
  subscription_canceled: m.disputes_reason_subscription_canceled,
}
const FIELD_TEXTS: Record<string, () => string> = {
  productDescription: m.disputes_field_productDescription,
  customerName: m.disputes_field_customerName,
  customerEmailAddress: m.disputes_field_customerEmailAddress,
  customerPurchaseIp: m.disputes_field_customerPurchaseIp,
  billingAddress: m.disputes_field_billingAddress,
  shippingAddress: m.disputes_field_shippingAddress,
  shippingCarrier: m.disputes_field_shippingCarrier,
  shippingTrackingNumber: m.disputes_field_shippingTrackingNumber,
  shippingDate: m.disputes_field_shippingDate,
  accessActivityLog: m.disputes_field_accessActivityLog,
  refundPolicyDisclosure: m.disputes_field_refundPolicyDisclosure,
  refundRefusalExplanation: m.disputes_field_refundRefusalExplanation,
  cancellationPolicyDisclosure: m.disputes_field_cancellationPolicyDisclosure,
  cancellationRebuttal: m.disputes_field_cancellationRebuttal,
  duplicateChargeId: m.disputes_field_duplicateChargeId,
  duplicateChargeExplanation: m.disputes_field_duplicateChargeExplanation,
  uncategorizedText: m.disputes_field_uncategorizedText,
  receipt: m.disputes_field_receipt,
  customerCommunication: m.disputes_field_customerCommunication,
  shippingDocumentation: m.disputes_field_shippingDocumentation,
  customerSignature: m.disputes_field_customerSignature,
  serviceDocumentation: m.disputes_field_serviceDocumentation,
  refundPolicy: m.disputes_field_refundPolicy,
  cancellationPolicy: m.disputes_field_cancellationPolicy,
  duplicateChargeDocumentation: m.disputes_field_duplicateChargeDocumentation,
  uncategorizedFile: m.disputes_field_uncategorizedFile,
}
const EVENT_TEXTS: Record<string, (detail: never) => string> = {
  opened: m.disputes_event_opened,
  withdrawn: m.disputes_event_withdrawn,
  fee: m.disputes_event_fee,
  reinstated: m.disputes_event_reinstated,
  held: m.disputes_event_held,
  settled: m.disputes_event_settled,
  needs_response: m.disputes_event_needs_response,
  under_review: m.disputes_event_under_review,
  warning_under_review: m.disputes_event_warning_under_review,
  won: m.disputes_event_won,
  written_off: m.disputes_event_written_off,
  lost: m.disputes_event_lost,
  accepted: m.disputes_event_accepted,
  warning_closed: m.disputes_event_warning_closed,
  vendor_answered: m.disputes_event_vendor_answered,
  file_added: m.disputes_event_file_added,
  file_removed: m.disputes_event_file_removed,
  file_left_out: m.disputes_event_file_left_out,
  evidence_edited: m.disputes_event_evidence_edited,
  evidence_sent: m.disputes_event_evidence_sent,
  evidence_refused: m.disputes_event_evidence_refused,
  submit_decided: m.disputes_event_submit_decided,
  accept_decided: m.disputes_event_accept_decided,
  loss_accepted: m.disputes_event_loss_accepted,
  reminded: m.disputes_event_reminded,
  assigned: m.disputes_event_assigned,
  note: m.disputes_event_note,
}

/** The card network's reason in a few words. */
export const reasonText = (reason: string): string => (REASON_TEXTS[reason] ?? m.disputes_reason_other)()
/** What a piece of evidence is called. */
export const fieldText = (field: string): string => FIELD_TEXTS[field]?.() ?? field
/** A line of a timeline. */
export const eventText = (kind: string, detail: Record<string, string | number>): string =>
  EVENT_TEXTS[kind]?.(detail as never) ?? m.disputes_event_other()

export const LEVEL_TEXTS = { fine: m.disputes_level_fine, warning: m.disputes_level_warning, critical: m.disputes_level_critical } as const
export const LEVEL_TONES: Record<keyof typeof LEVEL_TEXTS, Tone> = { fine: 'plain', warning: 'warn', critical: 'bad' }

const DAY_MS = 86_400_000

/** How long is left to answer. */
export function dueText(dueAt: string, nowMs: number): { text: string; tone: Tone } {
  const leftMs = Date.parse(dueAt) - nowMs
  const days = Math.floor(leftMs / DAY_MS)
  if (leftMs <= 0) return { text: m.disputes_overdue(), tone: 'plain' }
  if (days === 0) return { text: m.disputes_due_today(), tone: 'bad' }
  if (days === 1) return { text: m.disputes_due_tomorrow(), tone: 'bad' }
  return { text: m.disputes_due_in_days({ days }), tone: days <= 3 ? 'warn' : 'plain' }
}

export const orderText = (number: number | null): string => (number === null ? m.disputes_order_unnumbered() : m.disputes_order({ number }))
