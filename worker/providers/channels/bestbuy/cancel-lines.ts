import type { LineAnswer, OrderAnswer, Tax } from './order-answer.ts'

/** What OR30 takes to cancel all that is left of an order, for a reason. */
export function cancelations(order: OrderAnswer, reasonCode: string) {
  const left = order.order_lines.filter((line) => line.order_line_state !== 'CANCELED' && line.order_line_state !== 'REFUSED')
  return { order_tax_mode: taxModeOf(order), cancelations: left.map((line) => cancelationOf(line, order.currency_iso_code, reasonCode)) }
}

function cancelationOf(line: LineAnswer, currency: string, reasonCode: string) {
  const { cancelations: made } = line
  return {
    order_line_id: line.order_line_id,
    reason_code: reasonCode,
    currency_iso_code: currency,
    quantity: less(line.quantity, ...made.map((one) => one.quantity)),
    amount: less(line.price, ...made.map((one) => one.amount)),
    shipping_amount: less(line.shipping_price, ...made.map((one) => one.shipping_amount)),
    taxes: taxesLeft(line.taxes, ...made.map((one) => one.taxes)),
    shipping_taxes: taxesLeft(line.shipping_taxes, ...made.map((one) => one.shipping_taxes)),
  }
}

export const taxModeOf = (order: OrderAnswer): 'TAX_EXCLUDED' | 'TAX_INCLUDED' =>
  order.order_tax_mode === 'TAX_EXCLUDED' ? 'TAX_EXCLUDED' : 'TAX_INCLUDED'

/** Each tax by its code, less what is gone of it. */
export function taxesLeft(taxes: LineAnswer['taxes'], ...gone: readonly (readonly Tax[])[]): { code: string; amount: number }[] {
  const goneOf = (code: string) => gone.flat().flatMap((tax) => (tax.code === code ? [tax.amount] : []))
  return taxes.flatMap(({ code, amount }) => (code === null ? [] : [{ code, amount: less(amount, ...goneOf(code)) }]))
}

/** Decimals as they came; what subtracting them loses is far below any currency's smallest unit. */
function less(amount: number | null, ...gone: readonly (number | null)[]): number {
  const left = gone.reduce<number>((rest, one) => rest - (one ?? 0), amount ?? 0)
  return Math.max(0, Number(left.toFixed(4)))
}
