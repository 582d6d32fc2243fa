import { findPayer, recordSubscription, type SubscriptionRow } from '#db/platform/queries/plans/subscriptions.ts'
import { listPlans } from '#db/platform/queries/plans.ts'
import type { MailContent, MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { mailRequested } from '#worker/domains/identity/request-mail.ts'
import { readSetting } from '#worker/domains/settings/read-setting.ts'
import type { Id } from '#worker/pure/ids.ts'
import { FREE_PLAN, GRACE_REMINDER_MS } from '#worker/pure/plan.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { DAY_MS, toRfc3339 } from '#worker/pure/time.ts'
import type { ProviderSubscription } from './ports.ts'

type Payer = NonNullable<Awaited<ReturnType<typeof findPayer>>>
const TRIES = 5

/**
 * Writes down a subscription as the provider has it now: what is in force, until when, and what is missing; and tells the store
 * what changed, once. Told again, late or out of order it ends the same way, because the row is read before the provider is
 * asked and written only if nobody has written meanwhile.
 * @param ask what asks the provider for the state; done again if somebody else was quicker
 * @throws NotFound for a subscription that is none of ours; Unavailable 503
 */
export async function refreshSubscription(
  ctx: Ctx,
  vendorId: Id<'vendor'>,
  ask: () => Promise<ProviderSubscription>,
): Promise<SubscriptionRow> {
  for (let attempt = 1; ; attempt++) {
    const payer = await findPayer(ctx.platform, vendorId)
    if (!payer?.subscription) throw new NotFound('subscription')
    const found = await ask()
    if (!isOurs(payer.subscription, found)) return payer.subscription
    const change = await changeOf(ctx, payer.subscription, found)
    if (isSame(payer.subscription, change)) return payer.subscription
    try {
      const messages = await mailsOf(ctx, payer, payer.subscription, change)
      await recordSubscription(ctx.platform, vendorId, payer.subscription.version, change, { messages })
      if (messages.length > 0) ctx.relay('platform')
      return { ...payer.subscription, ...change, version: payer.subscription.version + 1 }
    } catch (error) {
      if (!(error instanceof PreconditionFailed) || attempt === TRIES) throw error
    }
  }
}

/** An event of the provider about a subscription: fetched anew, recorded. @throws NotFound for one of another system */
export async function followSubscription(ctx: Ctx, subscriptionRef: string): Promise<void> {
  const { vendorId } = await ctx.billing.fetch(subscriptionRef)
  // Asked again once the row is read: a state that was read before could overwrite a newer one.
  await refreshSubscription(ctx, vendorId, () => ctx.billing.fetch(subscriptionRef))
}

/** One vendor has one subscription: another one counts only where the known one is over. */
const isOurs = (row: SubscriptionRow, found: ProviderSubscription): boolean =>
  row.subscriptionRef === null ||
  row.subscriptionRef === found.subscriptionRef ||
  (row.status !== 'active' && row.status !== 'past_due' && found.status !== 'ended')

type Change = Omit<SubscriptionRow, 'vendorId' | 'version' | 'createdAtMs'>

async function changeOf(ctx: Ctx, row: SubscriptionRow, found: ProviderSubscription): Promise<Change> {
  const nowMs = ctx.now()
  const graceDays = found.status === 'past_due' && row.graceEndsAtMs === null ? await readSetting(ctx, 'planGraceDays') : 0
  const graceEndsAtMs = found.status === 'past_due' ? (row.graceEndsAtMs ?? nowMs + graceDays * DAY_MS) : null
  const isInForce = found.status === 'active' || (graceEndsAtMs !== null && graceEndsAtMs > nowMs)
  return {
    planKey: isInForce ? found.planKey : FREE_PLAN,
    status: found.status,
    wantedPlanKey: found.status === 'incomplete' ? found.planKey : found.status === 'ended' ? null : found.pendingPlanKey,
    currency: found.price.currency,
    interval: found.interval,
    amountMinor: found.price.amountMinor,
    periodEndsAtMs: found.status === 'ended' ? null : found.periodEndsAtMs,
    endsAtMs: found.status === 'ended' ? null : found.endsAtMs,
    graceEndsAtMs,
    graceRemindedAtMs: remindedAtMs(row, graceEndsAtMs, nowMs),
    customerRef: found.customerRef,
    subscriptionRef: found.subscriptionRef,
    cardBrand: found.card?.brand ?? row.cardBrand,
    cardLast4: found.card?.last4 ?? row.cardLast4,
    updatedAtMs: nowMs,
  }
}

/** Of a grace that is too short to be reminded of, the word that a payment failed is the reminder. */
function remindedAtMs(row: SubscriptionRow, graceEndsAtMs: number | null, nowMs: number): number | null {
  if (graceEndsAtMs === null) return null
  const isNew = row.graceEndsAtMs === null
  return isNew && graceEndsAtMs - nowMs <= GRACE_REMINDER_MS ? nowMs : row.graceRemindedAtMs
}

const isSame = (row: SubscriptionRow, change: Change): boolean =>
  Object.entries(change).every(([name, value]) => name === 'updatedAtMs' || row[name as keyof SubscriptionRow] === value)

/** What the store is told: that its plan began, that a payment failed, that the plan is over. */
async function mailsOf(ctx: Ctx, payer: Payer, before: SubscriptionRow, after: Change): Promise<MessageOf<'mail.requested'>[]> {
  const plans = await listPlans(ctx.platform)
  const nameOf = (key: string) => plans.find((plan) => plan.key === key)?.name ?? key
  const url = planPage(ctx)
  const contents: MailContent[] = []
  if (after.planKey !== before.planKey && after.planKey !== FREE_PLAN) {
    contents.push({ template: 'plan_started', vendorName: payer.name, planName: nameOf(after.planKey), url })
  } else if (before.planKey !== FREE_PLAN && after.planKey === FREE_PLAN) {
    contents.push({ template: 'plan_ended', vendorName: payer.name, planName: nameOf(before.planKey), url })
  }
  if (after.graceEndsAtMs !== null && before.graceEndsAtMs === null) {
    const until = dayOf(after.graceEndsAtMs)
    contents.push({ template: 'plan_payment_failed', vendorName: payer.name, planName: nameOf(after.planKey), until, url })
  }
  return contents.map((content) => mailTo(ctx, payer, content))
}

/** Where a store sees to its plan. */
export const planPage = ({ settings }: Pick<Ctx, 'settings'>) => `${settings.origin}/vendor/settings/plan`

/** A day as mails name it, in UTC. */
export const dayOf = (atMs: number): string => toRfc3339(atMs).slice(0, 10)

/** A mail to a store about its plan. */
export const mailTo = (ctx: Pick<Ctx, 'newId' | 'now'>, payer: Payer, content: MailContent): MessageOf<'mail.requested'> =>
  mailRequested(ctx, payer.supportEmail, content)
