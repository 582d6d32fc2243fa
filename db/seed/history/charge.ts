import { deriveId, type Id } from '#worker/pure/ids.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'
import { eachOf } from '../target.ts'
import type { PastGroup, PastOrder } from './plan-trade.ts'
import type { Stripe } from './stripe.ts'

/** What the provider says of a past checkout's payment. */
export type Charged = {
  group: PastGroup
  intentRef: string
  chargeRef: string
  feeMinor: number
  /** The declined attempt, if there was one. */
  declined: { ref: string; detail: string } | null
  refunds: { order: PastOrder; id: Id<'refund'>; ref: string }[]
}

type Intent = {
  id: string
  status: string
  latest_charge: { id: string; balance_transaction: { fee: number } } | null
  error?: { code: string; decline_code?: string; message: string; charge?: string }
}

const AT_ONCE = 6

/**
 * Tells the provider of the past: every payment made and confirmed, with the ids, metadata and keys the marketplace itself
 * would use, and the refund of every cancelled order. Repeated, the keys make it answer what it answered.
 */
export async function chargeTrade(stripe: Stripe, groups: readonly PastGroup[]): Promise<Charged[]> {
  return eachOf(groups, AT_ONCE, async (group) => {
    const made = await stripe.post<Intent>('/v1/payment_intents', paramsOf(group), group.paymentId, group.placedAtMs)
    const confirm = (card: string, key: string) =>
      stripe.post<Intent>(
        `/v1/payment_intents/${made.id}/confirm`,
        { payment_method: card, ...EXPANDED },
        `${group.paymentId}/${key}`,
        group.placedAtMs,
      )
    const refused = group.isDeclinedFirst ? await confirm('pm_card_chargeDeclined', 'first') : null
    const paid = await confirm('pm_card_visa', 'paid')
    if (paid.status !== 'succeeded' || !paid.latest_charge) throw new Error(`The payment of ${group.id} is ${paid.status}`)
    return {
      group,
      intentRef: made.id,
      chargeRef: paid.latest_charge.id,
      feeMinor: paid.latest_charge.balance_transaction.fee,
      declined: declineOf(refused, made.id),
      refunds: await refundCancelled(stripe, made.id, group),
    }
  })
}

const EXPANDED = { 'expand[]': 'latest_charge.balance_transaction' }

const paramsOf = (group: PastGroup): Record<string, string> => ({
  amount: String(group.totalMinor),
  currency: group.currency.toLowerCase(),
  'automatic_payment_methods[enabled]': 'true',
  'automatic_payment_methods[allow_redirects]': 'never',
  capture_method: 'automatic',
  receipt_email: group.buyer.email,
  transfer_group: group.id,
  'metadata[payment_id]': group.paymentId,
  'metadata[order_group_id]': group.id,
})

function declineOf(refused: Intent | null, intentRef: string): Charged['declined'] {
  if (!refused?.error) return null
  const { code, decline_code: declineCode, message, charge } = refused.error
  return { ref: charge ?? intentRef, detail: `${declineCode ?? code}: ${message}` }
}

async function refundCancelled(stripe: Stripe, intentRef: string, group: PastGroup): Promise<Charged['refunds']> {
  const cancelled = group.orders.filter(({ fate }) => fate.status === 'cancelled')
  return eachOf(cancelled, 1, async (order) => {
    const id = await deriveId('refund', order.snapshot.orderId, 'cancelled')
    const params = {
      payment_intent: intentRef,
      amount: String(order.snapshot.totalMinor),
      reason: 'requested_by_customer',
      'metadata[refund_id]': id,
    }
    const atMs = order.fate.status === 'cancelled' ? order.fate.cancelledAtMs + MINUTE_MS : group.placedAtMs
    const { id: ref } = await stripe.post<{ id: string }>('/v1/refunds', params, id, atMs)
    return { order, id, ref }
  })
}
