import type { InferResponseType } from 'hono/client'
import { m } from '#messages'
import type { Tone } from '#web/ui/badge.tsx'
import type { ApiClient } from '#worker/client.ts'

type RefundApi = ApiClient['api']['v1']['admin']['orders'][':orderId']['refunds']
export type OrderRefunds = InferResponseType<RefundApi['$get'], 200>
export type Refund = OrderRefunds['refunds'][number]
export type RefundPart = OrderRefunds['parts'][number]
export type Preview = InferResponseType<RefundApi['preview']['$post'], 200>
export type Shares = Refund['shares']

/** Reasons people can give, in the order they are offered. */
export const REASONS = ['returned', 'damaged', 'not_as_described', 'not_received', 'wrong_price', 'goodwill', 'other'] as const
export type Reason = (typeof REASONS)[number]

const REASON_WORDS: Record<Refund['reason'], () => string> = {
  cancelled: m.refunds_reason_cancelled,
  late_payment: m.refunds_reason_late_payment,
  out_of_stock: m.refunds_reason_out_of_stock,
  returned: m.refunds_reason_returned,
  damaged: m.refunds_reason_damaged,
  not_as_described: m.refunds_reason_not_as_described,
  not_received: m.refunds_reason_not_received,
  wrong_price: m.refunds_reason_wrong_price,
  goodwill: m.refunds_reason_goodwill,
  by_provider: m.refunds_reason_by_provider,
  other: m.refunds_reason_other,
}
export const reasonText = (reason: Refund['reason']): string => REASON_WORDS[reason]()

/** The reason a payment's event names, in words; anything else as it is. */
export const reasonOr = (text: string): string => (Object.hasOwn(REASON_WORDS, text) ? reasonText(text as Refund['reason']) : text)

const STATUS: Record<Refund['status'], { text: () => string; tone: Tone }> = {
  pending: { text: m.refunds_status_pending, tone: 'warn' },
  succeeded: { text: m.refunds_status_succeeded, tone: 'good' },
  failed: { text: m.refunds_status_failed, tone: 'bad' },
  returned: { text: m.refunds_status_returned, tone: 'bad' },
}
export const refundStatus = (status: Refund['status']) => ({ text: STATUS[status].text(), tone: STATUS[status].tone })

/** Who gives what of it, only what is not zero: name, minor units, and whether it is on top of what the buyer gets. */
export function sharesOf(shares: Shares, isStore: boolean): { key: string; name: string; minor: number }[] {
  return [
    { key: 'vendor', name: isStore ? m.refunds_share_store() : m.refunds_share_vendor(), minor: shares.vendorMinor },
    { key: 'platform', name: m.refunds_share_platform(), minor: shares.platformMinor },
    { key: 'commission', name: m.refunds_share_commission(), minor: shares.commissionMinor },
    { key: 'commission_tax', name: m.refunds_share_commission_tax(), minor: shares.commissionTaxMinor },
    { key: 'tax', name: m.refunds_share_tax(), minor: shares.taxMinor },
    { key: 'promotion', name: m.refunds_share_promotion(), minor: 0 - shares.promotionMinor },
  ].filter(({ minor }) => minor !== 0)
}
