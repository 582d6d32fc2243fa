import type { InferResponseType } from 'hono/client'
import { m } from '#messages'
import type { Tone } from '#web/ui/badge.tsx'
import type { ApiClient } from '#worker/client.ts'
import type { Purpose, TransferCode } from '#worker/pure/ledger.ts'
import type { VendorStatus } from '#worker/pure/vendor-status.ts'

type Admin = ApiClient['api']['v1']['admin']
export type Summary = InferResponseType<Admin['summary']['$get'], 200>
export type VendorList = InferResponseType<Admin['vendors']['$get'], 200>
export type VendorRow = VendorList['items'][number]
export type VendorCase = InferResponseType<Admin['vendors'][':vendorId']['$get'], 200>
export type OrderList = InferResponseType<Admin['orders']['$get'], 200>
export type OrderRow = OrderList['items'][number]
export type OrderCase = InferResponseType<Admin['orders'][':orderId']['$get'], 200>
export type LedgerCheck = InferResponseType<Admin['ledger']['check']['$get'], 200>
export type LedgerAccount = InferResponseType<Admin['ledger']['accounts']['$get'], 200>['items'][number]
export type TransferList = InferResponseType<Admin['ledger']['transfers']['$get'], 200>
export type LedgerTransfer = TransferList['items'][number]
export type Preview = InferResponseType<Admin['payout-runs']['preview']['$get'], 200>
export type PayoutList = InferResponseType<Admin['payouts']['$get'], 200>
export type PayoutRow = PayoutList['items'][number]
export type LetterList = InferResponseType<Admin['dead-letters']['$get'], 200>
export type Letter = LetterList['items'][number]

const ROLES: Record<string, () => string> = {
  platform_admin: m.admin_role_admin,
  platform_finance: m.admin_role_finance,
  platform_moderator: m.admin_role_moderator,
  support_rep: m.admin_role_support,
  vendor_owner: m.admin_role_owner,
  vendor_manager: m.admin_role_manager,
  vendor_fulfilment: m.admin_role_fulfilment,
  vendor_analyst: m.admin_role_analyst,
  vendor_support: m.admin_role_vendor_support,
}
export const roleText = (role: string): string => ROLES[role]?.() ?? role

const STATUSES: Record<VendorStatus, [text: () => string, tone: Tone]> = {
  provisioning: [m.admin_vendor_provisioning, 'plain'],
  in_review: [m.admin_vendor_in_review, 'warn'],
  declined: [m.admin_vendor_declined, 'bad'],
  active: [m.admin_vendor_active, 'good'],
  suspended: [m.admin_vendor_suspended, 'bad'],
}
export const vendorStatusText = (status: VendorStatus): string => STATUSES[status][0]()
export const vendorStatusTone = (status: VendorStatus): Tone => STATUSES[status][1]

const ORDER_STATUSES: Record<OrderRow['status'], [text: () => string, tone: Tone]> = {
  draft: [m.admin_order_draft, 'plain'],
  placed: [m.admin_order_placed, 'accent'],
  packed: [m.admin_order_packed, 'accent'],
  shipped: [m.admin_order_shipped, 'good'],
  delivered: [m.admin_order_delivered, 'good'],
  cancelled: [m.admin_order_cancelled, 'bad'],
}
export const orderStatusText = (status: OrderRow['status']): string => ORDER_STATUSES[status][0]()
export const orderStatusTone = (status: OrderRow['status']): Tone => ORDER_STATUSES[status][1]

const PAYOUT_STATUSES: Record<PayoutRow['status'], [text: () => string, tone: Tone]> = {
  pending: [m.admin_payout_pending, 'warn'],
  paid: [m.admin_payout_paid, 'good'],
  failed: [m.admin_payout_failed, 'bad'],
}
export const payoutStatusText = (status: PayoutRow['status']): string => PAYOUT_STATUSES[status][0]()
export const payoutStatusTone = (status: PayoutRow['status']): Tone => PAYOUT_STATUSES[status][1]

const DECISIONS: Record<string, () => string> = {
  'vendor.approve': m.admin_decision_approve,
  'vendor.decline': m.admin_decision_decline,
  'vendor.request_review': m.admin_decision_request_review,
  'vendor.suspend': m.admin_decision_suspend,
  'vendor.activate': m.admin_decision_activate,
}
export const decisionText = (action: string): string => DECISIONS[action]?.() ?? action

const PURPOSES: Record<Purpose, () => string> = {
  stripe_clearing: m.admin_purpose_stripe_clearing,
  processing_fees: m.admin_purpose_processing_fees,
  buyer_funds: m.admin_purpose_buyer_funds,
  commission: m.admin_purpose_commission,
  commission_tax: m.admin_purpose_commission_tax,
  tax_payable: m.admin_purpose_tax_payable,
  plan_fees: m.admin_purpose_plan_fees,
  promotions: m.admin_purpose_promotions,
  refunds: m.admin_purpose_refunds,
  disputes: m.admin_purpose_disputes,
  dispute_losses: m.admin_purpose_dispute_losses,
  adjustments: m.admin_purpose_adjustments,
  bank: m.admin_purpose_bank,
  pending: m.admin_purpose_pending,
  available: m.admin_purpose_available,
  held: m.admin_purpose_held,
  debt: m.admin_purpose_debt,
}
export const purposeText = (purpose: string): string => PURPOSES[purpose as Purpose]?.() ?? purpose

const CODES: Record<TransferCode, () => string> = {
  capture: m.admin_code_capture,
  processing_fee: m.admin_code_processing_fee,
  sale: m.admin_code_sale,
  commission: m.admin_code_commission,
  commission_tax: m.admin_code_commission_tax,
  tax: m.admin_code_tax,
  promotion: m.admin_code_promotion,
  release: m.admin_code_release,
  payout: m.admin_code_payout,
  sale_reversed: m.admin_code_sale_reversed,
  commission_reversed: m.admin_code_commission_reversed,
  commission_tax_reversed: m.admin_code_commission_tax_reversed,
  tax_reversed: m.admin_code_tax_reversed,
  promotion_reversed: m.admin_code_promotion_reversed,
  refund_borne: m.admin_code_refund_borne,
  refund_recovered: m.admin_code_refund_recovered,
  refund: m.admin_code_refund,
  refund_failed: m.admin_code_refund_failed,
  payout_reversed: m.admin_code_payout_reversed,
  hold: m.admin_code_hold,
  hold_released: m.admin_code_hold_released,
  debt_repaid: m.admin_code_debt_repaid,
  adjustment: m.admin_code_adjustment,
  adjustment_debt: m.admin_code_adjustment_debt,
  plan_fee: m.admin_code_plan_fee,
  dispute_withdrawn: m.admin_code_dispute_withdrawn,
  dispute_reinstated: m.admin_code_dispute_reinstated,
  dispute_fee: m.admin_code_dispute_fee,
  dispute_fee_returned: m.admin_code_dispute_fee_returned,
  dispute_lost: m.admin_code_dispute_lost,
  dispute_borne: m.admin_code_dispute_borne,
  dispute_fee_charged: m.admin_code_dispute_fee_charged,
  dispute_loss_returned: m.admin_code_dispute_loss_returned,
  provider_fee: m.admin_code_provider_fee,
  bank_payout: m.admin_code_bank_payout,
  bank_payout_returned: m.admin_code_bank_payout_returned,
  top_up: m.admin_code_top_up,
}
export const codeText = (code: string): string => CODES[code as TransferCode]?.() ?? code

const PHASES: Record<LedgerTransfer['phase'], (() => string) | null> = {
  posted: null,
  pending: m.admin_phase_pending,
  post: m.admin_phase_post,
  void: m.admin_phase_void,
}
/** How far a movement in two phases has come; null for one that moved at once. */
export const phaseText = (phase: LedgerTransfer['phase']): string | null => PHASES[phase]?.() ?? null

const SKIPS: Record<NonNullable<Preview['items'][number]['skip']>, () => string> = {
  already_decided: m.admin_skip_already_decided,
  owes: m.admin_skip_owes,
  nothing_available: m.admin_skip_nothing_available,
  no_account: m.admin_skip_no_account,
  account_incomplete: m.admin_skip_account_incomplete,
  below_smallest: m.admin_skip_below_smallest,
  below_minimum: m.admin_skip_below_minimum,
  stopped: m.admin_skip_stopped,
}
export const skipText = (skip: keyof typeof SKIPS): string => SKIPS[skip]()
