import { countSubscribers, countVendors, listSubscribers } from '#db/platform/queries/plans/subscriptions.ts'
import { listPlans, type PlanChange, updatePlan } from '#db/platform/queries/plans.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import type { Currency } from '#worker/pure/money.ts'
import { FREE_PLAN, monthlyMinor, type PlanPrice } from '#worker/pure/plan.ts'
import { ChangedMeanwhile, InvalidInput, NotFound } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { toRfc3339 } from '#worker/pure/time.ts'

/** Every plan with its prices and how many stores have it, what plans bring in a month, and who has which: the 500 next to pay. */
export async function readPlans(ctx: Ctx) {
  const [plans, counts, subscribers, vendors] = await Promise.all([
    listPlans(ctx.platform),
    countSubscribers(ctx.platform),
    listSubscribers(ctx.platform),
    countVendors(ctx.platform),
  ])
  const paying = counts.filter(({ planKey }) => planKey !== FREE_PLAN)
  const monthly = new Map<Currency, number>()
  for (const each of paying) {
    if (each.status !== 'active' && each.status !== 'past_due') continue
    monthly.set(each.currency, (monthly.get(each.currency) ?? 0) + each.vendors * monthlyMinor(each))
  }
  const number = (some: typeof counts) => some.reduce((sum, each) => sum + each.vendors, 0)
  return {
    plans: plans.map((plan) => ({
      key: plan.key,
      name: plan.name,
      summary: plan.summary,
      rank: plan.rank,
      isOffered: plan.isOffered,
      limits: plan.limits,
      commissionPlanKey: plan.commissionPlanKey,
      prices: plan.prices.map(({ currency, interval, amountMinor }) => ({ currency, interval, amountMinor })),
      vendors: plan.key === FREE_PLAN ? vendors - number(paying) : number(paying.filter(({ planKey }) => planKey === plan.key)),
      version: plan.version,
    })),
    paying: number(paying),
    pastDue: number(counts.filter(({ status }) => status === 'past_due')),
    monthly: [...monthly].map(([currency, amountMinor]) => ({ currency, amountMinor })),
    subscribers: subscribers.map(({ subscription, name }) => ({
      vendorId: subscription.vendorId,
      vendorName: name,
      planKey: subscription.planKey,
      wantedPlanKey: subscription.wantedPlanKey,
      status: subscription.status,
      interval: subscription.interval,
      currency: subscription.currency,
      amountMinor: subscription.amountMinor,
      periodEndsAt: subscription.periodEndsAtMs === null ? null : toRfc3339(subscription.periodEndsAtMs),
      endsAt: subscription.endsAtMs === null ? null : toRfc3339(subscription.endsAtMs),
      graceEndsAt: subscription.graceEndsAtMs === null ? null : toRfc3339(subscription.graceEndsAtMs),
    })),
  }
}

export type PlanInput = PlanChange & { prices: PlanPrice[]; version: number; reason: string }

/**
 * Changes a plan. New limits hold at once for everybody who has it; a new price holds for who subscribes from now on. Audited
 * with before and after.
 * @throws NotFound 404; InvalidInput 422; ChangedMeanwhile 412 if `version` is not the newest
 */
export async function changePlan(ctx: Ctx, key: string, { version, reason, prices, ...change }: PlanInput) {
  const before = (await listPlans(ctx.platform)).find((plan) => plan.key === key)
  if (!before) throw new NotFound('plan')
  checkPrices(key, prices, change.isOffered)
  const audit = auditOf(ctx, {
    action: 'plan.change',
    subjectId: key,
    detail: { reason },
    before: shown({ ...before, prices: before.prices }),
    after: shown({ ...change, prices }),
  })
  try {
    await updatePlan(ctx.platform, key, version, { ...change, updatedAtMs: ctx.now() }, prices, audit)
  } catch (error) {
    if (error instanceof PreconditionFailed) throw new ChangedMeanwhile('plan')
    throw error
  }
  const changed = (await readPlans(ctx)).plans.find((plan) => plan.key === key)
  if (!changed) throw new NotFound('plan')
  return changed
}

function checkPrices(key: string, prices: readonly PlanPrice[], isOffered: boolean): void {
  const wrong = (detail: string) => new InvalidInput([{ pointer: '/prices', detail }])
  const names = prices.map(({ currency, interval }) => `${currency}/${interval}`)
  if (new Set(names).size < names.length) throw wrong('Give each currency and interval one price.')
  if (key === FREE_PLAN && prices.length > 0) throw wrong('The free plan costs nothing.')
  if (key === FREE_PLAN && !isOffered) throw new InvalidInput([{ pointer: '/isOffered', detail: 'The free plan is always there.' }])
}

const shown = ({ name, summary, isOffered, limits, commissionPlanKey, prices }: PlanChange & { prices: readonly PlanPrice[] }) => ({
  name,
  summary,
  isOffered,
  limits,
  commissionPlanKey,
  prices: prices.map(({ currency, interval, amountMinor }) => `${currency}/${interval} ${amountMinor}`).sort(),
})
