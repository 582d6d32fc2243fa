import type { InferResponseType } from 'hono/client'
import { m } from '#messages'
import type { Tone } from '#web/ui/badge.tsx'
import { moneyText, numberText } from '#web/ui/format.ts'
import type { ApiClient } from '#worker/client.ts'
import { PLAN_LIMITS, type PlanLimit } from '#worker/pure/plan.ts'

type Api = ApiClient['api']['v1']
export type VendorPlan = InferResponseType<Api['vendor']['plan']['$get'], 200>
export type OfferedPlan = VendorPlan['plans'][number]
export type PlanPreview = InferResponseType<Api['vendor']['plan']['preview']['$post'], 200>
export type Plans = InferResponseType<Api['admin']['plans']['$get'], 200>
export type Plan = Plans['plans'][number]

export const limitName = (limit: PlanLimit): string =>
  ({
    products: m.platform_limit_products,
    customDomains: m.platform_limit_customDomains,
    teamMembers: m.platform_limit_teamMembers,
    channels: m.platform_limit_channels,
  })[limit]()

export const limitText = (allowed: number | null): string => (allowed === null ? m.platform_no_limit() : numberText(allowed))
export const limitsOf = (plan: Pick<OfferedPlan, 'limits'>) =>
  PLAN_LIMITS.map((limit) => ({ limit, name: limitName(limit), allowed: plan.limits[limit] }))

export const STATUS: Readonly<Record<VendorPlan['status'], { tone: Tone; text: () => string }>> = {
  none: { tone: 'plain', text: m.platform_status_none },
  incomplete: { tone: 'warn', text: m.platform_status_incomplete },
  active: { tone: 'good', text: m.platform_status_active },
  past_due: { tone: 'bad', text: m.platform_status_past_due },
  ended: { tone: 'plain', text: m.platform_status_ended },
}

export const perPeriod = (price: { amountMinor: number; currency: string; interval: 'month' | 'year' }): string =>
  price.amountMinor === 0
    ? m.platform_free()
    : `${moneyText(price)} ${price.interval === 'month' ? m.platform_per_month() : m.platform_per_year()}`
