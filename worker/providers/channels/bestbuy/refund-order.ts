import { decodeTime } from 'ulidx'
import { ChannelRefused } from '#worker/domains/channels/errors.ts'
import type { ChannelRefund, ChannelSession } from '#worker/domains/channels/ports.ts'
import { allocate } from '#worker/pure/allocate.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'
import type { Mirakl } from './call-mirakl.ts'
import { taxModeOf } from './cancel-lines.ts'
import { readNow } from './change-orders.ts'
import { decimalOf } from './full-offer.ts'
import type { LineAnswer, OrderAnswer } from './order-answer.ts'
import { reasonFor } from './reasons.ts'
import { grossOf, isSame, type Pots, potsOf } from './refund-pots.ts'

/** What a line gets back, as the buyer sees it: with the tax, also where that is on top of the price. */
type Part = { line: LineAnswer; pots: Pots; quantity: number; goodsMinor: number; shippingMinor: number }

/**
 * Refunds parts of an order (OR28). There is no idempotency key: a part for which the channel shows a refund of the same amounts,
 * made since this refund came to be, is done; only the rest is sent.
 */
export function refundOrderOf(mirakl: Mirakl): ChannelSession['refundOrder'] {
  return async (order, refund) => {
    const now = await readNow(mirakl, order)
    const bornMs = bornAtMs(refund.refundId)
    const due = partsOf(now, refund, bornMs).filter((part) => !isDone(part, now, bornMs))
    if (due.length === 0) return
    const reasonCode = await reasonFor(mirakl, 'REFUND', refund.reason)
    if (reasonCode === null) throw new ChannelRefused('bestbuy', 'no_reason', 'The channel has no reason for refunds.')
    const refunds = due.map((part) => refundOf(part, now, reasonCode))
    await mirakl({ operation: 'OR28', method: 'PUT', path: '/orders/refund', json: { order_tax_mode: taxModeOf(now), refunds } })
  }
}

/** What each line gets back; shipping is given back by the lines that paid for it, those of the refund first. */
function partsOf(now: OrderAnswer, refund: ChannelRefund, bornMs: number): Part[] {
  const unknown = refund.lines.find(({ externalId }) => !now.order_lines.some((line) => line.order_line_id === externalId))
  if (unknown) throw new ChannelRefused('bestbuy', 'ORDER_LINE_NOT_FOUND', `Order ${now.order_id} has no line ${unknown.externalId}.`)
  const parts = now.order_lines.map((line): Part => {
    const asked = refund.lines.find(({ externalId }) => externalId === line.order_line_id)
    // Later refunds may be this one, its answer lost: they must not change how it is divided.
    const pots = potsOf(now, line, (madeAtMs) => madeAtMs !== null && madeAtMs < bornMs)
    return { line, pots, quantity: asked?.quantity ?? 0, goodsMinor: asked?.amountMinor ?? 0, shippingMinor: 0 }
  })
  let leftMinor = refund.shippingMinor
  for (const part of parts.toSorted((a, b) => Number(b.goodsMinor > 0) - Number(a.goodsMinor > 0))) {
    part.shippingMinor = Math.min(leftMinor, grossOf(part.pots.shipping))
    leftMinor -= part.shippingMinor
  }
  if (leftMinor > 0) throw new ChannelRefused('bestbuy', 'shipping_too_much', 'More shipping than is left of what the order was charged.')
  return parts.filter((part) => part.goodsMinor > 0 || part.shippingMinor > 0)
}

const isDone = ({ line, goodsMinor, shippingMinor }: Part, now: OrderAnswer, bornMs: number): boolean =>
  line.refunds.some((made) => (made.created_date ?? bornMs) >= bornMs && isSame(now, made, { goodsMinor, shippingMinor }))

/** When a refund's id was made, less what clocks may differ by; the beginning of time for an id that does not say. */
function bornAtMs(refundId: string): number {
  try {
    return decodeTime(refundId.slice(refundId.indexOf('_') + 1)) - MINUTE_MS
  } catch {
    return 0
  }
}

function refundOf({ line, pots, quantity, goodsMinor, shippingMinor }: Part, now: OrderAnswer, reasonCode: string) {
  const currency = now.currency_iso_code
  const goods = divide(goodsMinor, pots.goods)
  const shipping = divide(shippingMinor, pots.shipping)
  const told = (taxes: { code: string; minor: number }[]) => taxes.map(({ code, minor }) => ({ code, amount: decimalOf(minor, currency) }))
  return {
    order_line_id: line.order_line_id,
    reason_code: reasonCode,
    currency_iso_code: currency,
    quantity,
    amount: decimalOf(goods.netMinor, currency),
    shipping_amount: decimalOf(shipping.netMinor, currency),
    taxes: told(goods.taxes),
    shipping_taxes: told(shipping.taxes),
  }
}

/** An amount as Mirakl wants it: price and each tax apart, in proportion to what is left of them. */
function divide(
  minor: number,
  { netMinor, taxes, isTaxAdded }: Pots['goods'],
): { netMinor: number; taxes: { code: string; minor: number }[] } {
  const shareOf = (taxMinor: number) => (netMinor === 0 ? 0 : Math.min(taxMinor, Math.round((taxMinor * minor) / netMinor)))
  if (!isTaxAdded || taxes.length === 0 || minor === 0)
    return { netMinor: minor, taxes: taxes.map((tax) => ({ code: tax.code, minor: shareOf(tax.minor) })) }
  const [net = 0, ...shares] = allocate(minor, [Math.max(1, netMinor), ...taxes.map((tax) => tax.minor)])
  return { netMinor: net, taxes: taxes.map((tax, at) => ({ code: tax.code, minor: shares[at] ?? 0 })) }
}
