import { listInvoices } from '#db/platform/queries/plans/subscriptions.ts'
import { listPlans, planOf } from '#db/platform/queries/plans.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { FREE_PLAN, type PlanInterval } from '#worker/pure/plan.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { readUse } from './check-limit.ts'
import { type Choice, findOffer, hasYearly, isLive, needPayer } from './choose-plan.ts'
import { NoSubscription, NothingDue } from './errors.ts'
import { refreshSubscription } from './record-subscription.ts'

const timeOf = (atMs: number | null) => (atMs === null ? null : toRfc3339(atMs))

/** A store's plan, how much of it is used, what else there is, and its bills. */
export async function readVendorPlan(ctx: Ctx, vendorId: Id<'vendor'>) {
  const payer = await needPayer(ctx, vendorId)
  const [plans, inForce, use, invoices, isYearly] = await Promise.all([
    listPlans(ctx.platform),
    planOf(ctx.platform, vendorId),
    readUse(ctx, vendorId),
    listInvoices(ctx.platform, vendorId, 24),
    hasYearly(ctx, payer),
  ])
  const row = payer.subscription
  const currency = isLive(row) ? row.currency : payer.currency
  const intervals: PlanInterval[] = isYearly ? ['month', 'year'] : ['month']
  return {
    planKey: inForce.key,
    planName: inForce.name,
    status: row?.status ?? ('none' as const),
    wantedPlanKey: row?.wantedPlanKey ?? null,
    interval: row && isLive(row) ? row.interval : null,
    amountMinor: row && isLive(row) ? row.amountMinor : 0,
    currency,
    periodEndsAt: timeOf(row?.periodEndsAtMs ?? null),
    endsAt: timeOf(row?.endsAtMs ?? null),
    graceEndsAt: timeOf(row?.graceEndsAtMs ?? null),
    card: row?.cardBrand && row.cardLast4 ? { brand: row.cardBrand, last4: row.cardLast4 } : null,
    use,
    plans: plans
      .filter((plan) => plan.isOffered || plan.key === inForce.key)
      .map((plan) => ({
        key: plan.key,
        name: plan.name,
        summary: plan.summary,
        rank: plan.rank,
        isOffered: plan.isOffered,
        limits: plan.limits,
        prices: intervals.flatMap((interval) => {
          if (plan.key === FREE_PLAN) return [{ interval, amountMinor: 0, currency }]
          const price = plan.prices.find((each) => each.currency === currency && each.interval === interval)
          return price ? [{ interval, amountMinor: price.amountMinor, currency }] : []
        }),
      })),
    invoices: invoices.map((invoice) => ({
      id: invoice.id,
      number: invoice.number,
      planKey: invoice.planKey,
      status: invoice.status,
      amountMinor: invoice.amountMinor,
      currency: invoice.currency,
      periodStartsAt: toRfc3339(invoice.periodStartsAtMs),
      periodEndsAt: toRfc3339(invoice.periodEndsAtMs),
      pageUrl: invoice.pageUrl,
      createdAt: toRfc3339(invoice.createdAtMs),
      paidAt: timeOf(invoice.paidAtMs),
    })),
  }
}

/** What choosing a plan would cost now, and from the next period on. @throws PlanNotOffered 409 */
export async function previewPlan(ctx: Ctx, vendorId: Id<'vendor'>, choice: Choice) {
  const payer = await needPayer(ctx, vendorId)
  const { price, plan, isUpgrade } = await findOffer(ctx, payer, choice)
  const later = { amountMinor: price.amountMinor, currency: price.currency }
  if (!isLive(payer.subscription)) {
    return { planKey: plan.key, dueNowMinor: price.amountMinor, creditMinor: 0, perPeriodMinor: later.amountMinor, currency: later.currency, isUpgrade: true }
  } // biome-ignore format: one answer
  const { priceRef } = await ctx.billing.ensurePrice({ ...price, planName: plan.name })
  const { subscriptionRef } = payer.subscription
  const { dueNow, creditMinor } = await ctx.billing.preview({ subscriptionRef, priceRef, atMs: ctx.now() })
  return {
    planKey: plan.key,
    dueNowMinor: isUpgrade ? dueNow.amountMinor : 0,
    creditMinor,
    perPeriodMinor: later.amountMinor,
    currency: later.currency,
    isUpgrade,
  }
}

/** What the vendor's browser needs to pay what waits. @throws NothingDue 404 */
export async function readPlanPayment(ctx: Ctx, vendorId: Id<'vendor'>) {
  const { subscription } = await needPayer(ctx, vendorId)
  if (!subscription?.subscriptionRef || subscription.status === 'ended') throw new NothingDue()
  const { due } = await ctx.billing.fetch(subscription.subscriptionRef)
  if (!due) throw new NothingDue()
  return { ...due.amount, clientSecret: due.clientSecret, ...browserKeys(ctx) }
}

/** Asks the provider how the subscription stands, for a vendor that has just paid. Safe to repeat. @throws NoSubscription 409 */
export async function refreshPlan(ctx: Ctx, vendorId: Id<'vendor'>): Promise<void> {
  const { subscription } = await needPayer(ctx, vendorId)
  const ref = subscription?.subscriptionRef
  if (!ref) throw new NoSubscription()
  await refreshSubscription(ctx, vendorId, () => ctx.billing.fetch(ref))
}

/** Opens the keeping of another card. @throws NoSubscription 409 */
export async function openCardChange(ctx: Ctx, vendorId: Id<'vendor'>) {
  const { subscription } = await needPayer(ctx, vendorId)
  if (!isLive(subscription) || !subscription.customerRef) throw new NoSubscription()
  const { clientSecret } = await ctx.billing.openCardChange({ vendorId, customerRef: subscription.customerRef })
  return { clientSecret, ...browserKeys(ctx) }
}

/** Pays from the card that was just kept, what waits at once. Safe to repeat. @throws NoSubscription 409; Problem 409 `card_not_kept` */
export async function useCard(ctx: Ctx, vendorId: Id<'vendor'>, setupRef: string): Promise<void> {
  const { subscription } = await needPayer(ctx, vendorId)
  if (!isLive(subscription) || !subscription.customerRef) throw new NoSubscription()
  const { subscriptionRef, customerRef } = subscription
  await ctx.billing.useCard({ subscriptionRef, customerRef, setupRef })
  await refreshSubscription(ctx, vendorId, () => ctx.billing.fetch(subscriptionRef))
}

const browserKeys = ({ settings }: Ctx) => ({ publishableKey: settings.stripePublishableKey, stripeJsUrl: settings.stripeJsUrl })
