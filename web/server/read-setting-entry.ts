import { m } from '#messages'
import { parsePrice } from '#web/features/goods/price-entry.ts'
import { CURRENCIES, type Currency } from '#worker/pure/money.ts'
import { type Amounts, REFUNDING_ROLES, type SettingKey } from '#worker/pure/settings.ts'
import type { SettingsForm } from './settings-form.ts'

/** The value a setting's form holds, in the setting's shape; notes what is wrong. The API checks it again. */
export function readSettingEntry(key: SettingKey, form: SettingsForm): unknown {
  switch (key) {
    case 'refundLimitMinor':
      return Object.fromEntries(REFUNDING_ROLES.map((role) => [role, readAmounts(form, role)]))
    case 'payoutApprovalLimitMinor':
      return readAmounts(form, 'amount')
    case 'disputeLossBearer':
    case 'disputeFeeBearer':
      return form.text('value')
    case 'disputeRateWarningBps':
    case 'disputeRateCriticalBps':
      return form.share('value')
    case 'defaultPayoutHoldDays':
      return form.whole('value', null)
    case 'planGraceDays':
      return form.whole('value')
    case 'currencies':
      return form.all('currencies')
    case 'shippingDefault':
      return {
        name: form.text('name'),
        baseMinor: readAmounts(form, 'amount'),
        daysMin: form.whole('daysMin'),
        daysMax: form.whole('daysMax'),
      }
    case 'company':
      return { name: form.text('name'), address: form.text('address'), country: form.text('country').toUpperCase() }
    case 'taxRegistrations':
      return form
        .text('value')
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean)
        .map((line) => ({ country: line.slice(0, 2).toUpperCase(), number: line.slice(2).trim() }))
  }
}

/** Amounts per currency out of a form's fields `prefix.CODE`. */
function readAmounts(form: SettingsForm, prefix: string): Amounts {
  const read: Partial<Record<Currency, number | null>> = {}
  for (const currency of CURRENCIES) {
    const name = `${prefix}.${currency}`
    const text = form.text(name).toLowerCase()
    if (text === '') continue
    const isUnlimited = text === m.platform_setting_none_word()
    const amount = isUnlimited ? null : parsePrice(text, currency)
    if (amount === null && !isUnlimited) form.errors[name] = m.platform_amount_error()
    else read[currency] = amount
  }
  return read as Amounts
}
