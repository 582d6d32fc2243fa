import { parsePrice, priceEntry } from '#web/features/goods/price-entry.ts'
import type { CommissionComponent, PerCurrency } from '#worker/pure/commission-rule.ts'
import { type Currency, isCurrency } from '#worker/pure/money.ts'

/** Amounts by currency as people type them; null if they cannot be read. @example readAmounts('USD 0.30, EUR 0.25') */
export function readAmounts(text: string): PerCurrency | null {
  const amounts: PerCurrency = {}
  for (const part of text
    .split(/[;\n]|,\s*(?=[A-Za-z]{3})/)
    .map((each) => each.trim())
    .filter(Boolean)) {
    const [, code = '', amount = ''] = /^([A-Za-z]{3})\s+([\d.,]+)$/.exec(part) ?? []
    const currency = code.toUpperCase()
    const minor = isCurrency(currency) ? parsePrice(amount, currency) : null
    if (minor === null) return null
    amounts[currency as Currency] = minor
  }
  return amounts
}

/** The text that `readAmounts` reads back. */
export const amountsEntry = (amounts: PerCurrency): string =>
  (Object.entries(amounts) as [Currency, number][]).map(([currency, minor]) => `${currency} ${priceEntry(minor, currency)}`).join(', ')

/** Tiers as people type them, a line each; null if they cannot be read. @example readTiers('8% from USD 10000') */
export function readTiers(text: string): CommissionComponent['tiers'] | null {
  const tiers: CommissionComponent['tiers'] = []
  for (const line of text
    .split('\n')
    .map((each) => each.trim())
    .filter(Boolean)) {
    const [, percent = '', amounts = ''] = /^([\d.,]+)\s*%?\s*from\s+(.+)$/i.exec(line) ?? []
    const rateBps = readPercent(percent)
    const from = readAmounts(amounts)
    if (rateBps === null || from === null || Object.keys(from).length === 0) return null
    tiers.push({ from, rateBps })
  }
  return tiers
}

export const tiersEntry = (tiers: CommissionComponent['tiers']): string =>
  tiers.map(({ rateBps, from }) => `${percentEntry(rateBps)}% from ${amountsEntry(from)}`).join('\n')

/** Per cent as typed in basis points; null if it is none. @example readPercent('12,5') === 1250 */
export function readPercent(text: string): number | null {
  const [, whole, part = ''] = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(text.trim()) ?? []
  if (whole === undefined) return null
  const bps = Number(whole) * 100 + Number(part.padEnd(2, '0'))
  return bps <= 10_000 ? bps : null
}

export const percentEntry = (bps: number): string => String(bps / 100)
