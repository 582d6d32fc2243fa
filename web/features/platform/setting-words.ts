import type { InferResponseType } from 'hono/client'
import { m } from '#messages'
import { countryText, listText, moneyText, numberText, rateText } from '#web/ui/format.ts'
import type { ApiClient } from '#worker/client.ts'
import { type Amounts, REFUNDING_ROLES, type SettingGroup, type SettingKey, type SettingValue } from '#worker/pure/settings.ts'

type Api = ApiClient['api']['v1']['admin']['settings']
export type Setting = InferResponseType<Api['$get'], 200>['items'][number]
export type SettingVersion = InferResponseType<Api[':settingKey']['versions']['$get'], 200>['items'][number]

const NAMES: Record<SettingKey, [name: () => string, text: () => string]> = {
  refundLimitMinor: [m.platform_setting_refundLimitMinor, m.platform_setting_refundLimitMinor_text],
  payoutApprovalLimitMinor: [m.platform_setting_payoutApprovalLimitMinor, m.platform_setting_payoutApprovalLimitMinor_text],
  defaultPayoutHoldDays: [m.platform_setting_defaultPayoutHoldDays, m.platform_setting_defaultPayoutHoldDays_text],
  disputeLossBearer: [m.platform_setting_disputeLossBearer, m.platform_setting_disputeLossBearer_text],
  disputeFeeBearer: [m.platform_setting_disputeFeeBearer, m.platform_setting_disputeFeeBearer_text],
  disputeRateWarningBps: [m.platform_setting_disputeRateWarningBps, m.platform_setting_disputeRateWarningBps_text],
  disputeRateCriticalBps: [m.platform_setting_disputeRateCriticalBps, m.platform_setting_disputeRateCriticalBps_text],
  planGraceDays: [m.platform_setting_planGraceDays, m.platform_setting_planGraceDays_text],
  currencies: [m.platform_setting_currencies, m.platform_setting_currencies_text],
  shippingDefault: [m.platform_setting_shippingDefault, m.platform_setting_shippingDefault_text],
  company: [m.platform_setting_company, m.platform_setting_company_text],
  taxRegistrations: [m.platform_setting_taxRegistrations, m.platform_setting_taxRegistrations_text],
}
export const settingName = (key: SettingKey): string => NAMES[key][0]()
export const settingText = (key: SettingKey): string => NAMES[key][1]()

const GROUPS: Record<SettingGroup, () => string> = {
  refunds: m.platform_settings_group_refunds,
  payouts: m.platform_settings_group_payouts,
  disputes: m.platform_settings_group_disputes,
  plans: m.platform_settings_group_plans,
  currencies: m.platform_settings_group_currencies,
  shipping: m.platform_settings_group_shipping,
  tax: m.platform_settings_group_tax,
}
export const groupName = (group: SettingGroup): string => GROUPS[group]()

export const roleName = (role: (typeof REFUNDING_ROLES)[number]): string =>
  ({
    support_rep: m.platform_role_support_rep,
    platform_finance: m.platform_role_platform_finance,
    platform_admin: m.platform_role_platform_admin,
  })[role]()
export const bearerName = (bearer: 'vendor' | 'platform'): string =>
  bearer === 'vendor' ? m.platform_bearer_vendor() : m.platform_bearer_platform()

/** One amount stands for all: that of dollars. */
const amountText = (amounts: Amounts): string => {
  const amount = amounts.USD
  if (amount === null) return m.platform_setting_unlimited()
  return moneyText({ amountMinor: amount ?? 0, currency: 'USD' })
}
const daysText = (days: number | null): string =>
  days === null ? m.platform_setting_as_configured() : m.platform_setting_days({ count: numberText(days) })

/** A value in a line. */
export function valueText(key: SettingKey, value: unknown): string {
  switch (key) {
    case 'refundLimitMinor': {
      const limits = value as SettingValue<'refundLimitMinor'>
      return REFUNDING_ROLES.map((role) => `${roleName(role)}: ${amountText(limits[role])}`).join(' · ')
    }
    case 'payoutApprovalLimitMinor':
      return amountText(value as Amounts)
    case 'disputeLossBearer':
    case 'disputeFeeBearer':
      return bearerName(value as 'vendor' | 'platform')
    case 'disputeRateWarningBps':
    case 'disputeRateCriticalBps':
      return rateText(value as number)
    case 'defaultPayoutHoldDays':
    case 'planGraceDays':
      return daysText(value as number | null)
    case 'currencies':
      return m.platform_setting_currencies_count({ count: numberText((value as unknown[]).length) })
    case 'shippingDefault': {
      const { name, baseMinor, daysMin, daysMax } = value as SettingValue<'shippingDefault'>
      return `${name} · ${amountText(baseMinor)} · ${daysMin}–${daysMax}`
    }
    case 'company': {
      const { name, country } = value as SettingValue<'company'>
      return `${name} · ${countryText(country)}`
    }
    case 'taxRegistrations': {
      const list = value as SettingValue<'taxRegistrations'>
      return list.length === 0 ? '–' : listText(list.map(({ country, number }) => `${country} ${number}`))
    }
  }
}
