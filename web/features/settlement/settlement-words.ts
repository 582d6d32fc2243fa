import type { InferResponseType } from 'hono/client'
import { m } from '#messages'
import type { ApiClient } from '#worker/client.ts'
import type { Flow, Reason, Stage } from '#worker/pure/reconcile.ts'
import type { Figure } from '#worker/pure/statement.ts'

type V1 = ApiClient['api']['v1']
export type Statement = InferResponseType<V1['vendor']['statements'][':statementId']['$get'], 200>
export type StatementList = InferResponseType<V1['vendor']['statements']['$get'], 200>
export type ListedStatement = StatementList['items'][number]
export type Moves = InferResponseType<V1['vendor']['statements'][':statementId']['transfers']['$get'], 200>
export type InvoiceList = InferResponseType<V1['vendor']['invoices']['$get'], 200>
export type Invoice = InvoiceList['items'][number]
export type Standing = InferResponseType<V1['admin']['reconciliation']['$get'], 200>
export type ExceptionList = InferResponseType<V1['admin']['reconciliation']['exceptions']['$get'], 200>
export type ExceptionRow = ExceptionList['items'][number]
export type MoneyReport = InferResponseType<V1['admin']['reports']['money']['$get'], 200>
export type TaxReport = InferResponseType<V1['admin']['reports']['taxes']['$get'], 200>

const FIGURES: Record<Figure, () => string> = {
  sales: m.settlement_figure_sales,
  promotions: m.settlement_figure_promotions,
  refunds: m.settlement_figure_refunds,
  commission: m.settlement_figure_commission,
  commission_tax: m.settlement_figure_commission_tax,
  tax: m.settlement_figure_tax,
  disputes: m.settlement_figure_disputes,
  adjustments: m.settlement_figure_adjustments,
  payouts: m.settlement_figure_payouts,
}
export const figureText = (figure: Figure): string => FIGURES[figure]()

const PARTS: Record<string, () => string> = {
  goods: m.settlement_part_goods,
  shipping: m.settlement_part_shipping,
  tax_added: m.settlement_part_tax_added,
  to_buyers: m.settlement_part_to_buyers,
  commission_returned: m.settlement_part_commission_returned,
  tax_returned: m.settlement_part_tax_returned,
  borne_by_platform: m.settlement_part_borne_by_platform,
  promotion_returned: m.settlement_part_promotion_returned,
  taken_by_banks: m.settlement_part_taken_by_banks,
  dispute_fee: m.settlement_part_dispute_fee,
  dispute_returned: m.settlement_part_dispute_returned,
  other: m.settlement_part_other,
  sales: m.settlement_part_sales,
}
/** A part by its name; a component of the commission is named by its rule. */
export const partText = (name: string): string => PARTS[name]?.() ?? name

const REASONS: Record<Reason, () => string> = {
  unknown_source: m.settlement_rec_reason_unknown_source,
  not_in_ledger: m.settlement_rec_reason_not_in_ledger,
  not_at_provider: m.settlement_rec_reason_not_at_provider,
  amount_differs: m.settlement_rec_reason_amount_differs,
  fee_differs: m.settlement_rec_reason_fee_differs,
  currency_differs: m.settlement_rec_reason_currency_differs,
}
export const reasonText = (reason: Reason): string => REASONS[reason]()

const FLOWS: Record<Flow, () => string> = {
  charge: m.settlement_rec_flow_charge,
  refund: m.settlement_rec_flow_refund,
  refund_failure: m.settlement_rec_flow_refund_failure,
  transfer: m.settlement_rec_flow_transfer,
  transfer_reversal: m.settlement_rec_flow_transfer_reversal,
  dispute: m.settlement_rec_flow_dispute,
  bank_payout: m.settlement_rec_flow_bank_payout,
  bank_payout_returned: m.settlement_rec_flow_bank_payout_returned,
  top_up: m.settlement_rec_flow_top_up,
  provider_fee: m.settlement_rec_flow_provider_fee,
  unknown: m.settlement_rec_flow_unknown,
}
export const flowText = (flow: Flow): string => FLOWS[flow]()

const STAGES: Record<Stage, () => string> = {
  provider: m.settlement_rec_stage_provider,
  match: m.settlement_rec_stage_match,
  ledger: m.settlement_rec_stage_ledger,
  exceptions: m.settlement_rec_stage_exceptions,
  balances: m.settlement_rec_stage_balances,
  done: m.settlement_rec_stage_done,
}
export const stageText = (stage: Stage): string => STAGES[stage]()
