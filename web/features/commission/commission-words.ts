import type { InferResponseType } from 'hono/client'
import { m } from '#messages'
import type { Tone } from '#web/ui/badge.tsx'
import { countryText, dayText, eitherText, moneyText, rateText } from '#web/ui/format.ts'
import type { ApiClient } from '#worker/client.ts'
import type { CommissionComponent, PerCurrency, Verdict } from '#worker/pure/commission-rule.ts'

type Admin = ApiClient['api']['v1']['admin']
export type Rule = InferResponseType<Admin['commission-rules'][':ruleId']['$get'], 200>
export type PlainRule = Omit<Rule, 'reason' | 'replacesId' | 'createdBy' | 'createdByName' | 'createdAt'>
export type Explanation = InferResponseType<Admin['commission-rules']['explain']['$get'], 200>
export type Simulation = InferResponseType<Admin['commission-simulations'][':simulationId']['$get'], 200>
export type CommissionTax = InferResponseType<Admin['commission-taxes']['$get'], 200>['items'][number]
export type VendorCommission = InferResponseType<ApiClient['api']['v1']['vendor']['commission']['$get'], 200>

/** What ids of a rule are called. */
export type Names = {
  vendors: { id: string; name: string }[]
  categories: { value: string; label: string }[]
  plans: { value: string; label: string }[]
}

export const ruleName = ({ name, isBuiltIn }: Pick<PlainRule, 'name' | 'isBuiltIn'>): string =>
  isBuiltIn ? m.commission_built_in_name() : name

export const statusText = (status: Rule['status']): string =>
  ({ in_force: m.commission_in_force, planned: m.commission_planned, ended: m.commission_ended })[status]()
export const statusTone = (status: Rule['status']): Tone => ({ in_force: 'good', planned: 'accent', ended: 'plain' })[status] as Tone

/** What a rule is narrowed by, in words, what counts most first; empty: nothing. */
export function scopeTexts({ scope }: Pick<PlainRule, 'scope'>, names: Names): string[] {
  const { productId, vendorId, categoryId, categoryPath, planId, country, currency } = scope
  return [
    ...(productId === null ? [] : [`${m.commission_scope_product()} …${productId.slice(-6)}`]),
    ...(vendorId === null ? [] : [names.vendors.find(({ id }) => id === vendorId)?.name ?? `…${vendorId.slice(-6)}`]),
    ...(categoryId === null
      ? []
      : [
          m.commission_scope_category({
            name: names.categories.find(({ value }) => value === categoryId)?.label ?? categoryPath ?? categoryId,
          }),
        ]),
    ...(planId === null ? [] : [m.commission_scope_plan({ name: names.plans.find(({ value }) => value === planId)?.label ?? planId })]),
    ...(country === null ? [] : [m.commission_scope_country({ name: countryText(country) })]),
    ...(currency === null ? [] : [m.commission_scope_currency({ name: currency })]),
  ]
}

/** When a rule holds. */
export function whenText({ startsAt, endsAt }: Pick<PlainRule, 'startsAt' | 'endsAt'>): string {
  const isOld = Date.parse(startsAt) === 0
  if (endsAt === null) return isOld ? m.commission_always() : m.commission_from({ day: dayText(startsAt) })
  return isOld ? m.commission_until({ day: dayText(endsAt) }) : m.commission_from_to({ from: dayText(startsAt), to: dayText(endsAt) })
}

export const amountsText = (amounts: PerCurrency): string =>
  eitherText(Object.entries(amounts).map(([currency, amountMinor = 0]) => moneyText({ amountMinor, currency })))

export function componentName(name: string): string {
  const known: Record<string, () => string> = {
    sales: m.commission_name_sales,
    payment_processing: m.commission_name_payment_processing,
    per_item: m.commission_name_per_item,
  }
  return known[name]?.() ?? name.replaceAll('_', ' ')
}

const isGiven = (amounts: PerCurrency) => Object.keys(amounts).length > 0

/** What a component charges, in words, e.g. `12.5% of goods`, `at least $0.50`. */
export function componentTexts({ base, rateBps, fixed, fixedPer, floor, cap, tiers }: CommissionComponent): string[] {
  const rate = rateText(rateBps)
  const share = { items: m.commission_part_goods, shipping: m.commission_part_shipping, both: m.commission_part_both }[base]({ rate })
  const per =
    base === 'shipping'
      ? m.commission_part_fixed_delivery
      : fixedPer === 'item'
        ? m.commission_part_fixed_item
        : m.commission_part_fixed_line
  return [
    ...(rateBps > 0 || !isGiven(fixed) ? [share] : []),
    ...(isGiven(fixed) ? [per({ amounts: amountsText(fixed) })] : []),
    ...(isGiven(floor) ? [m.commission_part_floor({ amounts: amountsText(floor) })] : []),
    ...(isGiven(cap) ? [m.commission_part_cap({ amounts: amountsText(cap) })] : []),
    ...tiers.map((tier) => m.commission_part_tier({ rate: rateText(tier.rateBps), amounts: amountsText(tier.from) })),
  ]
}

export const verdictText = (verdict: Verdict): string =>
  ({
    wins: m.commission_verdict_wins,
    not_started: m.commission_verdict_not_started,
    ended: m.commission_verdict_ended,
    other_product: m.commission_verdict_other_product,
    other_vendor: m.commission_verdict_other_vendor,
    other_category: m.commission_verdict_other_category,
    other_plan: m.commission_verdict_other_plan,
    other_country: m.commission_verdict_other_country,
    other_currency: m.commission_verdict_other_currency,
    less_specific: m.commission_verdict_less_specific,
    lower_priority: m.commission_verdict_lower_priority,
    older: m.commission_verdict_older,
  })[verdict]()

export const heldText = (by: 'floor' | 'cap' | 'earning'): string =>
  ({ floor: m.commission_held_floor, cap: m.commission_held_cap, earning: m.commission_held_earning })[by]()
