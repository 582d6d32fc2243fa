import { assert } from '#worker/pure/assert.ts'
import type { Currency } from '#worker/pure/money.ts'
import { DAY_MS } from '#worker/pure/time.ts'

/**
 * What a vendor pays the platform for, apart from commission.
 * INV-PLN-1: `vendor_subscription.plan_key` is the plan in force: a plan that was chosen and not paid yet is `wanted_plan_key`.
 * INV-PLN-2: a vendor without a subscription has the free plan; so has one whose grace is over.
 * INV-PLN-3: an invoice is in the ledger at most once, with what the provider kept of it.
 */
export const FREE_PLAN = 'free'

export const PLAN_INTERVALS = ['month', 'year'] as const
export type PlanInterval = (typeof PLAN_INTERVALS)[number]

/** What a plan counts. NULL = no limit, 0 = not part of the plan. Everything a plan gives apart from its commission is one of these. */
export const PLAN_LIMITS = ['products', 'customDomains', 'teamMembers', 'channels'] as const
export type PlanLimit = (typeof PLAN_LIMITS)[number]
export type PlanLimits = Readonly<Record<PlanLimit, number | null>>

export const SUBSCRIPTION_STATUSES = ['none', 'incomplete', 'active', 'past_due', 'ended'] as const
export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number]

/** How long before its plan is taken a vendor whose payment is missing is told again. */
export const GRACE_REMINDER_MS = 2 * DAY_MS

export type PlanPrice = { currency: Currency; interval: PlanInterval; amountMinor: number }

/** A plan as rules and pages need it. `rank` orders plans: a step to a higher one is an upgrade. */
export type Plan = { key: string; name: string; rank: number; isOffered: boolean; limits: PlanLimits; prices: readonly PlanPrice[] }

/** The price of a plan; null where it is not sold in the currency. The free plan costs nothing in every currency. */
export function priceOf(plan: Pick<Plan, 'key' | 'prices'>, currency: Currency, interval: PlanInterval): PlanPrice | null {
  if (plan.key === FREE_PLAN) return { currency, interval, amountMinor: 0 }
  return plan.prices.find((price) => price.currency === currency && price.interval === interval) ?? null
}

/** The cheapest step up that allows `needed` of something; null if no plan that is offered does. */
export function planThatLifts(plans: readonly Plan[], limit: PlanLimit, needed: number): Plan | null {
  assert(Number.isSafeInteger(needed) && needed > 0, 'a number of things')
  const able = plans.filter((plan) => plan.isOffered && (plan.limits[limit] === null || plan.limits[limit] >= needed))
  return able.toSorted((a, b) => a.rank - b.rank)[0] ?? null
}

/** What a subscription brings in a month, in minor units, rounded down: a year's price is a twelfth of it. */
export const monthlyMinor = ({ amountMinor, interval }: Pick<PlanPrice, 'amountMinor' | 'interval'>): number =>
  interval === 'month' ? amountMinor : Math.floor(amountMinor / 12)
