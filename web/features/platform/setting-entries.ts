import { m } from '#messages'
import { priceEntry } from '#web/features/goods/price-entry.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import type { Amounts } from '#worker/pure/settings.ts'

/** What is typed for an amount per currency: empty = nothing, the word for none = no limit. */
export const amountEntries = (amounts: Amounts): Record<string, string> =>
  Object.fromEntries(
    CURRENCIES.map((currency) => {
      const amount = amounts[currency]
      return [currency, amount === undefined ? '' : amount === null ? m.platform_setting_none_word() : priceEntry(amount, currency)]
    }),
  )
