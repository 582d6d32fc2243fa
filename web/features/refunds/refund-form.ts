import { m } from '#messages'
import { moneyText } from '#web/ui/format.ts'
import type { Currency } from '#worker/pure/money.ts'
import { parsePrice } from '../goods/price-entry.ts'
import { type OrderRefunds, REASONS, type Reason } from './refund-words.ts'

/** What was entered, by field; the names are those of `refund-view.tsx`. */
export type RefundEntry = {
  asks: 'everything' | Ask[]
  bearer: 'vendor' | 'platform'
  reason: Reason
  note: string
  errors: Record<string, string>
}
export type Ask =
  | { part: 'line'; orderLineId: `orl_${string}`; quantity?: number; amountMinor?: number }
  | { part: 'shipping'; amountMinor?: number }
  | { part: 'tax' }
  | { part: 'goodwill'; amountMinor: number }

/**
 * Reads what somebody wants to give back: of each line a quantity, an amount, or both; delivery, tax, an amount on top; or
 * all that is left. Empty entries ask for nothing.
 */
export function readRefundEntry(fields: URLSearchParams | FormData, { parts, currency, leftMinor }: OrderRefunds): RefundEntry {
  const text = (name: string) => String(fields.get(name) ?? '').trim()
  const errors: Record<string, string> = {}
  const amount = (name: string, limitMinor: number): number | undefined => {
    const typed = text(name)
    if (typed === '') return undefined
    const minor = parsePrice(typed, currency as Currency)
    if (minor === null || minor === 0) errors[name] = m.refunds_error_amount()
    else if (minor > limitMinor) errors[name] = m.refunds_error_more({ left: moneyText({ amountMinor: limitMinor, currency }) })
    return minor === null || minor === 0 ? undefined : minor
  }
  const asks: Ask[] = []
  for (const part of parts) {
    const name = part.orderLineId ?? 'shipping'
    const amountMinor = amount(`amount.${name}`, part.leftMinor)
    if (part.orderLineId === null) {
      if (amountMinor !== undefined) asks.push({ part: 'shipping', amountMinor })
      else if (text('quantity.shipping') === 'all') asks.push({ part: 'shipping' })
      continue
    }
    const quantity = Number.parseInt(text(`quantity.${name}`) || '0', 10)
    if (quantity > part.leftQuantity) errors[`quantity.${name}`] = m.refunds_error_quantity({ left: part.leftQuantity })
    if (quantity > 0 || amountMinor !== undefined)
      asks.push({
        part: 'line',
        orderLineId: part.orderLineId,
        ...(quantity > 0 ? { quantity } : {}),
        ...(amountMinor ? { amountMinor } : {}),
      })
  }
  if (text('tax') === 'all') asks.push({ part: 'tax' })
  const goodwillMinor = amount('goodwill', leftMinor)
  if (goodwillMinor !== undefined) asks.push({ part: 'goodwill', amountMinor: goodwillMinor })
  const reason = REASONS.find((each) => each === text('reason')) ?? 'returned'
  return {
    asks: text('everything') === 'on' ? 'everything' : asks,
    bearer: text('bearer') === 'platform' ? 'platform' : 'vendor',
    reason,
    note: text('note').slice(0, 500),
    errors: text('everything') === 'on' ? {} : errors,
  }
}

export const asksNothing = ({ asks }: Pick<RefundEntry, 'asks'>): boolean => asks !== 'everything' && asks.length === 0
