import { m } from '#messages'
import { parsePrice, priceEntry } from '#web/features/goods/price-entry.ts'
import { CURRENCIES, type Currency } from '#worker/pure/money.ts'
import type { Amounts } from '#worker/pure/settings.ts'
import type { SettingsForm } from './settings-form.ts'

/** What is typed for an amount per currency: empty = nothing, the word for none = no limit. */
export const amountEntries = (amounts: Amounts): Record<string, string> =>
  Object.fromEntries(
    CURRENCIES.map((currency) => {
      const amount = amounts[currency]
      return [currency, amount === undefined ? '' : amount === null ? m.platform_setting_none_word() : priceEntry(amount, currency)]
    }),
  )

/** Amounts per currency out of a form's fields `prefix.CODE`; notes what is wrong. */
export function readAmounts(form: SettingsForm, prefix: string): Amounts {
  const read: Partial<Record<Currency, number | null>> = {}
  for (const currency of CURRENCIES) {
    const name = `${prefix}.${currency}`
    const text = form.text(name)
    if (text === '') continue
    const amount = text.toLowerCase() === m.platform_setting_none_word() ? null : parsePrice(text, currency)
    if (amount === null && text.toLowerCase() !== m.platform_setting_none_word()) form.errors[name] = m.platform_amount_error()
    else read[currency] = amount
  }
  return read as Amounts
}
