import type { Metadata } from './params.ts'
import type { ErrorBody } from './refusal.ts'

/** Ids of other objects are kept as ids; `expand.ts` fills them in on the way out. Amounts are minor units, times are UTC seconds. */
type Base<Name extends string> = { id: string; object: Name; created: number; livemode: false; metadata: Metadata }

export type Address = {
  city: string | null
  country: string | null
  line1: string | null
  line2: string | null
  postal_code: string | null
  state: string | null
}
export type BillingDetails = { address: Address; email: string | null; name: string | null; phone: string | null; tax_id: string | null }
export type Shipping = {
  address: Address
  carrier?: string | null
  name?: string
  phone?: string | null
  tracking_number?: string | null
}

export type CardFacts = {
  brand: string
  country: string
  exp_month: number
  exp_year: number
  fingerprint: string
  funding: 'credit' | 'debit' | 'prepaid'
  last4: string
}

export type PaymentMethod = Base<'payment_method'> & {
  type: 'card'
  allow_redisplay: 'unspecified' | 'always' | 'limited'
  billing_details: BillingDetails
  customer: string | null
  customer_account: null
  card: CardFacts & {
    checks: { address_line1_check: string | null; address_postal_code_check: string | null; cvc_check: string | null }
    display_brand: string
    generated_from: null
    networks: { available: string[]; preferred: null }
    regulated_status: 'unregulated'
    three_d_secure_usage: { supported: boolean }
    wallet: null
  }
}

export type IntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'processing'
  | 'requires_capture'
  | 'succeeded'
  | 'canceled'

export type NextAction =
  | { type: 'redirect_to_url'; redirect_to_url: { return_url: string; url: string } }
  | {
      type: 'use_stripe_sdk'
      use_stripe_sdk: { type: 'three_d_secure_redirect'; stripe_js: string; source: string; known_frame_issues: 'false' }
    }

export type PaymentIntent = Base<'payment_intent'> & {
  amount: number
  amount_capturable: number
  amount_details: { tip: Record<string, never> }
  amount_received: number
  application: null
  application_fee_amount: null
  automatic_payment_methods: { allow_redirects: 'always' | 'never'; enabled: boolean } | null
  canceled_at: number | null
  cancellation_reason: 'abandoned' | 'automatic' | 'duplicate' | 'fraudulent' | 'requested_by_customer' | 'void_invoice' | null
  capture_method: 'automatic' | 'automatic_async' | 'manual'
  client_secret: string
  confirmation_method: 'automatic' | 'manual'
  currency: string
  customer: string | null
  customer_account: null
  description: string | null
  excluded_payment_method_types: null
  last_payment_error: ErrorBody | null
  latest_charge: string | null
  next_action: NextAction | null
  on_behalf_of: null
  payment_method: string | null
  payment_method_configuration_details: null
  payment_method_options: { card: { installments: null; mandate_options: null; network: null; request_three_d_secure: string } }
  payment_method_types: string[]
  processing: null
  receipt_email: string | null
  review: null
  setup_future_usage: 'on_session' | 'off_session' | null
  shipping: Shipping | null
  source: null
  statement_descriptor: string | null
  statement_descriptor_suffix: string | null
  status: IntentStatus
  transfer_data: null
  transfer_group: string | null
}

export type Outcome = {
  advice_code: string | null
  network_advice_code: string | null
  network_decline_code: string | null
  network_status: string
  reason: string | null
  risk_level: string
  risk_score: number
  seller_message: string
  type: string
}

export type Charge = Base<'charge'> & {
  amount: number
  amount_captured: number
  amount_refunded: number
  application: null
  application_fee: null
  application_fee_amount: null
  balance_transaction: string | null
  billing_details: BillingDetails
  calculated_statement_descriptor: string | null
  captured: boolean
  currency: string
  customer: string | null
  description: string | null
  disputed: boolean
  failure_balance_transaction: null
  failure_code: string | null
  failure_message: string | null
  fraud_details: Record<string, never>
  on_behalf_of: null
  outcome: Outcome | null
  paid: boolean
  payment_intent: string | null
  payment_method: string | null
  payment_method_details: Record<string, unknown> | null
  receipt_email: string | null
  receipt_number: null
  receipt_url: string | null
  refunded: boolean
  review: null
  shipping: Shipping | null
  source: null
  source_transfer: string | null
  statement_descriptor: string | null
  statement_descriptor_suffix: string | null
  status: 'succeeded' | 'pending' | 'failed'
  transfer_data: null
  transfer_group: string | null
}

export type Refund = Omit<Base<'refund'>, 'livemode'> & {
  amount: number
  balance_transaction: string | null
  charge: string
  currency: string
  destination_details: {
    card: { type: 'refund' | 'reversal' | 'pending'; reference_status?: string; reference_type?: string }
    type: 'card'
  } | null
  failure_balance_transaction?: string
  failure_reason?: string
  payment_intent: string | null
  reason: string | null
  receipt_number: null
  source_transfer_reversal: string | null
  status: 'succeeded' | 'pending' | 'failed' | 'canceled'
  transfer_reversal: string | null
}

export type Transfer = Base<'transfer'> & {
  amount: number
  amount_reversed: number
  balance_transaction: string
  currency: string
  description: string | null
  destination: string
  destination_payment: string
  reversed: boolean
  source_transaction: string | null
  source_type: 'card'
  transfer_group: string | null
}

export type TransferReversal = Omit<Base<'transfer_reversal'>, 'livemode'> & {
  amount: number
  balance_transaction: string
  currency: string
  destination_payment_refund: string
  source_refund: null
  transfer: string
}

export type Payout = Base<'payout'> & {
  amount: number
  application_fee: null
  application_fee_amount: null
  arrival_date: number
  automatic: boolean
  balance_transaction: string
  currency: string
  description: string | null
  destination: string
  failure_balance_transaction: string | null
  failure_code: string | null
  failure_message: string | null
  method: 'standard' | 'instant'
  original_payout: null
  payout_method: null
  reconciliation_status: 'not_applicable'
  reversed_by: null
  source_type: 'card'
  statement_descriptor: string | null
  status: 'pending' | 'in_transit' | 'paid' | 'failed' | 'canceled'
  trace_id: { status: 'pending' | 'supported' | 'unsupported'; value: string | null } | null
  type: 'bank_account'
}

export type DisputeStatus =
  | 'needs_response'
  | 'under_review'
  | 'won'
  | 'lost'
  | 'warning_needs_response'
  | 'warning_under_review'
  | 'warning_closed'

export type Dispute = Base<'dispute'> & {
  amount: number
  balance_transaction: string | null
  balance_transactions: unknown[]
  charge: string
  currency: string
  enhanced_eligibility_types: string[]
  evidence: Record<string, unknown>
  evidence_details: {
    due_by: number | null
    enhanced_eligibility: Record<string, never>
    has_evidence: boolean
    past_due: boolean
    submission_count: number
  }
  is_charge_refundable: boolean
  payment_intent: string | null
  payment_method_details: {
    card: { brand: string; case_type: 'chargeback' | 'inquiry'; network_reason_code: string; network: string }
    type: 'card'
  }
  reason: string
  status: DisputeStatus
}

export type StripeFile = Omit<Base<'file'>, 'livemode' | 'metadata'> & {
  expires_at: number | null
  filename: string
  links: { object: 'list'; data: never[]; has_more: false; url: string }
  purpose: string
  size: number
  title: string | null
  type: string
  url: string
}

export type BalanceTransaction = Omit<Base<'balance_transaction'>, 'livemode' | 'metadata'> & {
  amount: number
  available_on: number
  balance_type: 'payments'
  currency: string
  description: string | null
  exchange_rate: null
  fee: number
  fee_details: { amount: number; application: null; currency: string; description: string; type: 'stripe_fee' }[]
  net: number
  reporting_category: string
  source: string
  status: 'available' | 'pending'
  type:
    | 'charge'
    | 'refund'
    | 'refund_failure'
    | 'transfer'
    | 'transfer_refund'
    | 'payment'
    | 'payment_refund'
    | 'payout'
    | 'payout_failure'
    | 'payout_cancel'
    | 'adjustment'
    | 'topup'
}

export type StripeEvent = Omit<Base<'event'>, 'metadata'> & {
  account?: string
  api_version: string
  data: { object: unknown; previous_attributes?: Record<string, unknown> }
  pending_webhooks: number
  request: { id: string | null; idempotency_key: string | null }
  type: string
}

export type WebhookEndpoint = Base<'webhook_endpoint'> & {
  api_version: string | null
  application: string | null
  description: string | null
  enabled_events: string[]
  secret?: string
  status: 'enabled' | 'disabled'
  url: string
}
