import type { InferOutput } from 'valibot'
import { parsePrice } from '#web/features/goods/price-entry.ts'
import type { TermsForm } from '#web/features/payouts/forms.ts'
import type { Terms } from '#web/features/payouts/payout-words.ts'
import { type Currency, isCurrency } from '#worker/pure/money.ts'

const number = (text: string | undefined) => (text === undefined || text === '' ? null : Number(text.replace(',', '.')))

/** Terms as they were typed, as the API takes them; minimums of other currencies stay. */
export function readTermsForm(value: InferOutput<typeof TermsForm>, before: Terms, currency: string) {
  const code: Currency = isCurrency(currency) ? currency : 'USD'
  const { [code]: _, ...others } = before.own.minimums ?? {}
  const minimum = value.minimum === undefined ? null : parsePrice(value.minimum, code)
  const minimums = minimum === null ? others : { ...others, [code]: minimum }
  const reserve = number(value.reserve)
  return {
    version: Number(value.version),
    reason: value.reason,
    interval: value.interval ?? null,
    weekday: number(value.weekday),
    monthDay: number(value.monthDay) || null,
    holdFrom: value.holdFrom ?? null,
    holdDays: number(value.holdDays),
    latestDays: number(value.latestDays),
    reserveBps: reserve === null ? null : Math.round(reserve * 100),
    reserveDays: number(value.reserveDays),
    minimums: Object.keys(minimums).length === 0 ? null : minimums,
  }
}

/** A typed amount with a sign, in minor units. */
export function parseSigned(text: string, currency: Currency): number | null {
  const amount = parsePrice(text.replace('-', ''), currency)
  return amount === null ? null : text.trim().startsWith('-') ? -amount : amount
}
