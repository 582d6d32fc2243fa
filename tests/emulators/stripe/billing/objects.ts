import type { Metadata } from '../params.ts'
import type { ErrorBody } from '../refusal.ts'

/** Billing's objects in the shapes of the current API version. Ids of other objects are kept as ids; `expand.ts` fills them in. */
type Base<Name extends string> = { id: string; object: Name; created: number; livemode: false; metadata: Metadata }

export type Product = Base<'product'> & {
  active: boolean
  default_price: null
  description: string | null
  images: string[]
  marketing_features: { name: string }[]
  name: string
  package_dimensions: null
  shippable: null
  statement_descriptor: null
  tax_code: null
  tax_details: null
  type: 'service'
  unit_label: string | null
  updated: number
  url: null
}

export type Interval = 'month' | 'year'
export type Price = Base<'price'> & {
  active: boolean
  billing_scheme: 'per_unit'
  currency: string
  custom_unit_amount: null
  lookup_key: string | null
  nickname: string | null
  product: string
  recurring: { interval: Interval; interval_count: 1; meter: null; trial_period_days: null; usage_type: 'licensed' }
  tax_behavior: 'unspecified' | 'inclusive' | 'exclusive'
  tiers_mode: null
  transform_quantity: null
  type: 'recurring'
  unit_amount: number
  unit_amount_decimal: string
}

export type SubscriptionItem = Omit<Base<'subscription_item'>, 'livemode'> & {
  billing_thresholds: null
  current_period_end: number
  current_period_start: number
  current_trial: null
  discounts: []
  plan: object
  price: Price
  quantity: 1
  subscription: string
  tax_rates: []
}
export type SubscriptionStatus = 'incomplete' | 'incomplete_expired' | 'active' | 'past_due' | 'unpaid' | 'canceled'
export type Subscription = Base<'subscription'> & {
  application: null
  application_fee_percent: null
  automatic_tax: { disabled_reason: null; enabled: false; liability: null }
  billing_cycle_anchor: number
  billing_cycle_anchor_config: null
  billing_mode: { type: 'classic'; flexible: null }
  billing_schedules: []
  billing_thresholds: null
  cancel_at: number | null
  cancel_at_period_end: boolean
  canceled_at: number | null
  cancellation_details: { comment: null; feedback: null; reason: string | null }
  collection_method: 'charge_automatically'
  currency: string
  customer: string
  customer_account: null
  days_until_due: null
  default_payment_method: string | null
  default_source: null
  default_tax_rates: []
  description: null
  discounts: []
  ended_at: number | null
  invoice_settings: { account_tax_ids: null; custom_fields: null; description: null; footer: null; issuer: { type: 'self' } }
  items: { object: 'list'; data: SubscriptionItem[]; has_more: false; url: string }
  latest_invoice: string | null
  managed_payments: null
  next_pending_invoice_item_invoice: null
  on_behalf_of: null
  pause_collection: null
  payment_settings: {
    payment_method_options: null
    payment_method_types: null
    save_default_payment_method: 'off' | 'on_subscription'
  }
  pending_invoice_item_interval: null
  pending_setup_intent: null
  pending_update: PendingUpdate | null
  schedule: null
  start_date: number
  status: SubscriptionStatus
  test_clock: null
  transfer_data: null
  trial_end: null
  trial_settings: { end_behavior: { missing_payment_method: 'create_invoice' } }
  trial_start: null
}
export type PendingUpdate = {
  billing_cycle_anchor: null
  discounts: []
  expires_at: number
  metadata: null
  subscription_items: SubscriptionItem[]
  trial_end: null
  trial_from_plan: null
}

export type InvoiceLine = Omit<Base<'line_item'>, 'created'> & {
  amount: number
  currency: string
  description: string
  discount_amounts: []
  discountable: boolean
  discounts: []
  invoice: string
  parent: {
    invoice_item_details: null
    subscription_item_details: {
      invoice_item: null
      proration: boolean
      proration_details: { credited_items: null } | null
      subscription: string
      subscription_item: string
    }
    type: 'subscription_item_details'
  }
  period: { start: number; end: number }
  pretax_credit_amounts: []
  pricing: { price_details: { price: string; product: string }; type: 'price_details'; unit_amount_decimal: string }
  quantity: 1
  quantity_decimal: '1'
  subscription: string
  subtotal: number
  taxes: []
}
/** A prorated amount that waits for the next invoice. */
export type InvoiceItem = { id: string; subscription: string; line: InvoiceLine }

export type BillingReason = 'subscription_create' | 'subscription_cycle' | 'subscription_update'
export type Invoice = Base<'invoice'> & {
  account_country: 'US'
  account_name: string
  account_tax_ids: null
  amount_due: number
  amount_overpaid: 0
  amount_paid: number
  amount_remaining: number
  amount_shipping: 0
  application: null
  attempt_count: number
  attempted: boolean
  auto_advance: boolean
  automatic_tax: { disabled_reason: null; enabled: false; liability: null; provider: null; status: null }
  automatically_finalizes_at: null
  billing_reason: BillingReason
  collection_method: 'charge_automatically'
  currency: string
  custom_fields: null
  customer: string
  customer_account: null
  customer_address: null
  customer_email: string | null
  customer_name: string | null
  customer_phone: null
  customer_shipping: null
  customer_tax_exempt: 'none'
  customer_tax_ids: []
  default_payment_method: null
  default_source: null
  default_tax_rates: []
  description: null
  discounts: []
  due_date: null
  effective_at: number
  ending_balance: number
  footer: null
  from_invoice: null
  hosted_invoice_url: string
  invoice_pdf: string
  issuer: { type: 'self' }
  last_finalization_error: null
  latest_revision: null
  lines: { object: 'list'; data: InvoiceLine[]; has_more: false; url: string }
  next_payment_attempt: number | null
  number: string
  on_behalf_of: null
  parent: { quote_details: null; subscription_details: { metadata: Metadata; subscription: string }; type: 'subscription_details' }
  payment_settings: { default_mandate: null; payment_method_options: null; payment_method_types: null }
  period_end: number
  period_start: number
  post_payment_credit_notes_amount: 0
  pre_payment_credit_notes_amount: 0
  receipt_number: null
  rendering: null
  shipping_cost: null
  shipping_details: null
  starting_balance: number
  statement_descriptor: null
  status: 'open' | 'paid' | 'void' | 'uncollectible'
  status_transitions: {
    finalized_at: number
    marked_uncollectible_at: null
    paid_at: number | null
    voided_at: number | null
  }
  subtotal: number
  subtotal_excluding_tax: number
  test_clock: null
  total: number
  total_discount_amounts: []
  total_excluding_tax: number
  total_pretax_credit_amounts: []
  total_taxes: []
  webhooks_delivered_at: number | null
}

export type InvoicePayment = Omit<Base<'invoice_payment'>, 'metadata'> & {
  amount_paid: number | null
  amount_requested: number
  currency: string
  invoice: string
  is_default: true
  payment: { payment_intent: string; type: 'payment_intent' }
  status: 'open' | 'paid' | 'canceled'
  status_transitions: { canceled_at: number | null; paid_at: number | null }
}

export type SetupIntent = Base<'setup_intent'> & {
  allowed_payment_method_types: null
  application: null
  automatic_payment_methods: { allow_redirects: 'always' | 'never'; enabled: true } | null
  cancellation_reason: 'abandoned' | 'duplicate' | 'requested_by_customer' | null
  client_secret: string
  customer: string | null
  customer_account: null
  description: string | null
  excluded_payment_method_types: null
  flow_directions: null
  last_setup_error: (ErrorBody & { payment_method?: unknown }) | null
  latest_attempt: null
  mandate: null
  next_action: null
  on_behalf_of: null
  payment_method: string | null
  payment_method_configuration_details: null
  payment_method_options: { card: { mandate_options: null; network: null; request_three_d_secure: 'automatic' } }
  payment_method_types: ['card']
  single_use_mandate: null
  status: 'requires_payment_method' | 'requires_confirmation' | 'succeeded' | 'canceled'
  usage: 'off_session' | 'on_session'
}
