import { m } from '#messages'
import { parsePrice } from '#web/features/goods/price-entry.ts'
import { isCurrency } from '#worker/pure/money.ts'
import type { ChannelOrderDetail } from './channel-data.ts'

const REASONS = ['customer_return', 'damaged', 'not_received', 'goodwill', 'other'] as const
type Ask = {
  reason: (typeof REASONS)[number]
  lines: { externalId: string; quantity: number; amountMinor: number }[]
  shippingMinor: number
  note: string
}

/**
 * What somebody wants a channel to give back: of each line units, an amount, or both; units without an amount are given back
 * at their price. Empty entries ask for nothing.
 */
export function readRefund(
  form: FormData,
  { lines, total }: Pick<ChannelOrderDetail, 'lines' | 'total'>,
): { ok: true; json: Ask } | { ok: false; error: string } {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const currency = total?.currency ?? ''
  if (!isCurrency(currency)) return { ok: false, error: m.channels_parked_currency() }
  const amountOf = (name: string) => (text(name) === '' ? 0 : parsePrice(text(name), currency))
  const asked = lines.map(({ externalId, unitPrice }) => {
    const quantity = Number.parseInt(text(`quantity.${externalId}`) || '0', 10)
    const amountMinor = amountOf(`amount.${externalId}`)
    return { externalId, quantity, amountMinor: text(`amount.${externalId}`) === '' ? quantity * unitPrice.amountMinor : amountMinor }
  })
  const shippingMinor = amountOf('shipping')
  if (shippingMinor === null || asked.some(({ amountMinor }) => amountMinor === null))
    return { ok: false, error: m.channels_amount_wrong() }
  const given = asked.flatMap(({ amountMinor, ...line }) => (amountMinor === null || amountMinor === 0 ? [] : [{ ...line, amountMinor }]))
  if (given.length === 0 && shippingMinor === 0) return { ok: false, error: m.channels_refund_nothing() }
  const reason = REASONS.find((each) => each === text('reason')) ?? 'other'
  return { ok: true, json: { reason, lines: given, shippingMinor, note: text('note') } }
}
