import { sumMinor } from '#worker/pure/money.ts'
import { toMinor } from './amount.ts'
import { taxesLeft } from './cancel-lines.ts'
import type { LineAnswer, OrderAnswer, Tax } from './order-answer.ts'

/** What is left to give back of a price, and of the taxes on it or in it. */
type Pot = { netMinor: number; taxes: { code: string; minor: number }[]; isTaxAdded: boolean }
export type Pots = { goods: Pot; shipping: Pot }
type Made = LineAnswer['refunds'][number]

/** What is left of a line after all cancellations and those refunds that `counts` says yes to, by when they were made. */
export function potsOf(order: OrderAnswer, line: LineAnswer, counts: (madeAtMs: number | null) => boolean): Pots {
  const gone = [...line.cancelations, ...line.refunds.filter((made) => counts(made.created_date))]
  const minor = (amount: number | null) => toMinor(amount, order.currency_iso_code)
  const isTaxAdded = order.order_tax_mode === 'TAX_EXCLUDED'
  const pot = (price: number | null, lost: (number | null)[], taxes: LineAnswer['taxes'], taxesLost: (readonly Tax[])[]): Pot => ({
    netMinor: Math.max(0, minor(price) - sumMinor(lost.map(minor))),
    taxes: taxesLeft(taxes, ...taxesLost).map(({ code, amount }) => ({ code, minor: minor(amount) })),
    isTaxAdded,
  })
  const { price, shipping_price, taxes, shipping_taxes } = line
  return {
    goods: pot(
      price,
      gone.map((one) => one.amount),
      taxes,
      gone.map((one) => one.taxes),
    ),
    shipping: pot(
      shipping_price,
      gone.map((one) => one.shipping_amount),
      shipping_taxes,
      gone.map((one) => one.shipping_taxes),
    ),
  }
}

/** As the buyer paid it. */
export const grossOf = ({ netMinor, taxes, isTaxAdded }: Pot): number =>
  netMinor + (isTaxAdded ? sumMinor(taxes.map((tax) => tax.minor)) : 0)

/** True if a refund the channel shows gave the buyer these very amounts. */
export function isSame(order: OrderAnswer, made: Made, wanted: { goodsMinor: number; shippingMinor: number }): boolean {
  const gross = (amount: number | null, taxes: readonly Tax[]) => {
    const parts = [amount, ...(order.order_tax_mode === 'TAX_EXCLUDED' ? taxes.map((tax) => tax.amount) : [])]
    return sumMinor(parts.map((part) => toMinor(part, order.currency_iso_code)))
  }
  return gross(made.amount, made.taxes) === wanted.goodsMinor && gross(made.shipping_amount, made.shipping_taxes) === wanted.shippingMinor
}
