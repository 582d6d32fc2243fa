import { decodeTime } from 'ulidx'
import { ChannelRefused } from '#worker/domains/channels/errors.ts'
import type { ChannelRefund, ChannelSession } from '#worker/domains/channels/ports.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'
import type { Mirakl } from './call-mirakl.ts'
import { taxesLeft, taxModeOf } from './cancel-lines.ts'
import { readNow } from './change-orders.ts'
import { decimalOf } from './full-offer.ts'
import { toMinor } from './lenient.ts'
import type { LineAnswer, OrderAnswer } from './order-answer.ts'
import { reasonFor } from './reasons.ts'

type Part = { line: LineAnswer; quantity: number; amountMinor: number; shippingMinor: number }

/**
 * Refunds parts of an order (OR28). There is no idempotency key: a part for which the channel shows a refund of the same amounts,
 * made since this refund came to be, is done; only the rest is sent.
 */
export function refundOrderOf(mirakl: Mirakl): ChannelSession['refundOrder'] {
  return async (order, refund) => {
    const now = await readNow(mirakl, order)
    const due = partsOf(now, refund).filter((part) => !isDone(part, now, bornAtMs(refund.refundId)))
    if (due.length === 0) return
    const reasonCode = await reasonFor(mirakl, 'REFUND', refund.reason)
    if (reasonCode === null) throw new ChannelRefused('bestbuy', 'no_reason', 'The channel has no reason for refunds.')
    const refunds = due.map((part) => refundOf(part, now, reasonCode))
    await mirakl({ operation: 'OR28', method: 'PUT', path: '/orders/refund', json: { order_tax_mode: taxModeOf(now), refunds } })
  }
}

/** What each line gets back; shipping is given back by the lines that paid for it, the first ones first. */
function partsOf(now: OrderAnswer, refund: ChannelRefund): Part[] {
  const minor = (amount: number | null) => toMinor(amount, now.currency_iso_code)
  const parts = refund.lines.map(({ externalId, quantity, amountMinor }): Part => {
    const line = now.order_lines.find((one) => one.order_line_id === externalId)
    if (!line) throw new ChannelRefused('bestbuy', 'ORDER_LINE_NOT_FOUND', `Order ${now.order_id} has no line ${externalId}.`)
    return { line, quantity, amountMinor, shippingMinor: 0 }
  })
  let leftMinor = refund.shippingMinor
  const others = now.order_lines.filter((line) => !parts.some((part) => part.line === line))
  const candidates = [...parts, ...others.map((line): Part => ({ line, quantity: 0, amountMinor: 0, shippingMinor: 0 }))]
  for (const part of candidates) {
    part.shippingMinor = Math.min(leftMinor, minor(part.line.shipping_price))
    leftMinor -= part.shippingMinor
  }
  if (leftMinor > 0) throw new ChannelRefused('bestbuy', 'shipping_too_much', 'More shipping than the order was charged.')
  return candidates.filter((part) => part.amountMinor > 0 || part.shippingMinor > 0)
}

function isDone(part: Part, now: OrderAnswer, sinceMs: number): boolean {
  const minor = (amount: number | null) => toMinor(amount, now.currency_iso_code)
  return part.line.refunds.some(
    (made) =>
      (made.created_date ?? sinceMs) >= sinceMs &&
      minor(made.amount) === part.amountMinor &&
      minor(made.shipping_amount) === part.shippingMinor,
  )
}

/** When a refund's id was made, less what clocks may differ by; the beginning of time for an id that does not say. */
function bornAtMs(refundId: string): number {
  try {
    return decodeTime(refundId.slice(refundId.indexOf('_') + 1)) - MINUTE_MS
  } catch {
    return 0
  }
}

function refundOf({ line, quantity, amountMinor, shippingMinor }: Part, now: OrderAnswer, reasonCode: string) {
  const currency = now.currency_iso_code
  const share = (taxes: LineAnswer['taxes'], gone: LineAnswer['taxes'][], partMinor: number, wholeMinor: number) =>
    taxesLeft(taxes, ...gone).map(({ code, amount }) => {
      const whole = taxes.filter((tax) => tax.code === code).reduce((sum, tax) => sum + tax.amount, 0)
      const dueMinor = wholeMinor === 0 ? 0 : Math.round((toMinor(whole, currency) * partMinor) / wholeMinor)
      return { code, amount: decimalOf(Math.min(dueMinor, toMinor(amount, currency)), currency) }
    })
  const taxesGone = line.refunds.map((made) => made.taxes)
  const shippingTaxesGone = line.refunds.map((made) => made.shipping_taxes)
  return {
    order_line_id: line.order_line_id,
    reason_code: reasonCode,
    currency_iso_code: currency,
    quantity,
    amount: decimalOf(amountMinor, currency),
    shipping_amount: decimalOf(shippingMinor, currency),
    taxes: share(line.taxes, taxesGone, amountMinor, toMinor(line.price, currency)),
    shipping_taxes: share(line.shipping_taxes, shippingTaxesGone, shippingMinor, toMinor(line.shipping_price, currency)),
  }
}
