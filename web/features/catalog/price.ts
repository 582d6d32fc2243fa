import { LOCALE } from '#web/ui/messages.ts'
import { formatMoney, isCurrency } from '#worker/pure/money.ts'

/** The price as the reader writes it. A currency this build does not know shows its code rather than a wrong amount. */
export function priceText(priceMinor: number, currency: string): string {
  return isCurrency(currency) ? formatMoney({ amountMinor: priceMinor, currency }, LOCALE) : currency
}
