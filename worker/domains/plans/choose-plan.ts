import { findPayer, type SubscriptionRow, storeChoice, storeCustomerRef } from '#db/platform/queries/plans/subscriptions.ts'
import { listPlans, storePriceRef } from '#db/platform/queries/plans.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { isFlagOn } from '#worker/domains/settings/evaluate-flag.ts'
import { auditOf } from '#worker/pure/audit.ts'
import type { Id } from '#worker/pure/ids.ts'
import { FREE_PLAN, type PlanInterval, priceOf } from '#worker/pure/plan.ts'
import { ChangedMeanwhile, NotFound } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { NoSubscription, PlanNotOffered } from './errors.ts'
import { refreshSubscription } from './record-subscription.ts'

export type Choice = { planKey: string; interval: PlanInterval }
export type Payer = NonNullable<Awaited<ReturnType<typeof findPayer>>>

/** True while a subscription is there that can be changed rather than begun. */
export const isLive = (row: SubscriptionRow | null): row is SubscriptionRow & { subscriptionRef: string } =>
  row !== null && row.subscriptionRef !== null && (row.status === 'active' || row.status === 'past_due')

/**
 * Chooses a plan for a store. The free one lets the subscription run out with its period; a first one begins a subscription
 * that waits for its payment; another one changes it: an upgrade is billed by the day now and holds once it is paid, a
 * downgrade counts at once and what was paid too much comes off the next bills. What was chosen is stored before the provider
 * is asked, and names the call, so that a repeat of the same choice is the same choice. Audited.
 * @throws PlanNotOffered 409; NoSubscription 409 for the free plan without one; ChangedMeanwhile 412; Unavailable 503
 */
export async function choosePlan(ctx: Ctx, vendorId: Id<'vendor'>, choice: Choice): Promise<SubscriptionRow> {
  const payer = await needPayer(ctx, vendorId)
  if (choice.planKey === FREE_PLAN) return setEnding(ctx, vendorId, true)
  const { plan, price, isUpgrade } = await findOffer(ctx, payer, choice)
  const chosen = await noteChoice(ctx, payer, choice, price)
  if (price.providerRef === null) {
    const made = await ctx.billing.ensurePrice({ ...price, planName: plan.name })
    price.providerRef = made.priceRef
    await storePriceRef(ctx.platform, price, made.priceRef)
  }
  const priceRef = price.providerRef
  const attemptKey = `plan/${vendorId}/${chosen.version}`
  if (isLive(payer.subscription)) {
    const { subscriptionRef } = payer.subscription
    const kind = isUpgrade ? 'upgrade' : 'downgrade'
    await ctx.billing.change({ subscriptionRef, priceRef, kind, atMs: chosen.updatedAtMs, attemptKey })
    return refreshSubscription(ctx, vendorId, () => ctx.billing.fetch(subscriptionRef))
  }
  const customerRef = chosen.customerRef ?? (await openCustomer(ctx, payer))
  // A repeat is answered what the first try was: how it stands now is asked anew.
  const { subscriptionRef } = await ctx.billing.subscribe({ vendorId, customerRef, priceRef, attemptKey })
  return refreshSubscription(ctx, vendorId, () => ctx.billing.fetch(subscriptionRef))
}

/**
 * Lets the subscription run out with its period, or takes that back. Audited. Safe to repeat.
 * @throws NoSubscription 409
 */
export async function setEnding(ctx: Ctx, vendorId: Id<'vendor'>, isEnding: boolean): Promise<SubscriptionRow> {
  const { subscription } = await needPayer(ctx, vendorId)
  if (!isLive(subscription)) throw new NoSubscription()
  if ((subscription.endsAtMs !== null) === isEnding) return subscription
  await storeStep(ctx, subscription, {}, isEnding ? 'plan.end' : 'plan.resume')
  await ctx.billing.setEnding(subscription.subscriptionRef, isEnding)
  return refreshSubscription(ctx, vendorId, () => ctx.billing.fetch(subscription.subscriptionRef))
}

export async function needPayer(ctx: Pick<Ctx, 'platform'>, vendorId: Id<'vendor'>): Promise<Payer> {
  const payer = await findPayer(ctx.platform, vendorId)
  if (!payer) throw new NotFound('vendor')
  return payer
}

/** The plan and price a choice means for this store. A subscription keeps the currency it began with. @throws PlanNotOffered 409 */
export async function findOffer(ctx: Ctx, payer: Payer, { planKey, interval }: Choice) {
  const plans = await listPlans(ctx.platform)
  const plan = plans.find(({ key }) => key === planKey)
  const live = isLive(payer.subscription) ? payer.subscription : null
  const currency = live?.currency ?? payer.currency
  const price = plan?.prices.find((each) => each.currency === currency && each.interval === interval)
  if (!plan?.isOffered || !price || !priceOf(plan, currency, interval)) throw new PlanNotOffered()
  if (interval === 'year' && !(await hasYearly(ctx, payer))) throw new PlanNotOffered()
  const before = plans.find(({ key }) => key === live?.planKey)
  const isUpgrade = before === undefined || plan.rank > before.rank || (plan.rank === before.rank && interval === 'year')
  return { plan, price, isUpgrade }
}

/** Whether a store is offered plans by the year. */
export const hasYearly = (ctx: Ctx, { vendorId, subscription }: Payer) =>
  isFlagOn(ctx, 'yearly_plans', { id: vendorId, vendorId, planKey: subscription?.planKey ?? FREE_PLAN })

/** Stores the choice under a version of its own; the same choice again keeps the version it has. */
async function noteChoice(
  ctx: Ctx,
  { vendorId, subscription }: Payer,
  { planKey, interval }: Choice,
  { currency, amountMinor }: { currency: SubscriptionRow['currency']; amountMinor: number },
): Promise<SubscriptionRow> {
  if (subscription?.wantedPlanKey === planKey && subscription.interval === interval && !isLive(subscription)) return subscription
  if (subscription) {
    const change = isLive(subscription)
      ? { wantedPlanKey: planKey }
      : { wantedPlanKey: planKey, status: 'incomplete' as const, interval, currency, amountMinor }
    return storeStep(ctx, subscription, change, 'plan.choose')
  }
  const nowMs = ctx.now()
  const row: SubscriptionRow = {
    vendorId,
    planKey: FREE_PLAN,
    status: 'incomplete',
    wantedPlanKey: planKey,
    currency,
    interval,
    amountMinor,
    periodEndsAtMs: null,
    endsAtMs: null,
    graceEndsAtMs: null,
    graceRemindedAtMs: null,
    customerRef: null,
    subscriptionRef: null,
    cardBrand: null,
    cardLast4: null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    version: 1,
  }
  await store(ctx, row, 0, auditOf(ctx, { action: 'plan.choose', subjectId: vendorId, vendorId, after: { planKey, interval } }))
  return row
}

async function storeStep(ctx: Ctx, before: SubscriptionRow, change: Partial<SubscriptionRow>, action: string): Promise<SubscriptionRow> {
  const { vendorId } = before
  const row = { ...before, ...change, updatedAtMs: ctx.now(), version: before.version + 1 }
  const shown = ({ planKey, wantedPlanKey, interval, endsAtMs }: SubscriptionRow) => ({ planKey, wantedPlanKey, interval, endsAtMs })
  await store(ctx, row, before.version, auditOf(ctx, { action, subjectId: vendorId, vendorId, before: shown(before), after: shown(row) }))
  return row
}

async function store(ctx: Ctx, row: SubscriptionRow, version: number, audit: Parameters<typeof storeChoice>[3]): Promise<void> {
  try {
    await storeChoice(ctx.platform, row, version, audit)
  } catch (error) {
    if (error instanceof PreconditionFailed) throw new ChangedMeanwhile('plan')
    throw error
  }
}

async function openCustomer(ctx: Ctx, { vendorId, name, ownerEmail }: Payer): Promise<string> {
  const { customerRef } = await ctx.billing.createCustomer({ vendorId, name, email: ownerEmail })
  await storeCustomerRef(ctx.platform, vendorId, customerRef)
  return customerRef
}
