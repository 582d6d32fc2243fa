import { findPayer, listGraceEnding, recordSubscription } from '#db/platform/queries/plans/subscriptions.ts'
import { listPlans } from '#db/platform/queries/plans.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { GRACE_REMINDER_MS } from '#worker/pure/plan.ts'
import { dayOf, mailTo, planPage, refreshSubscription } from './record-subscription.ts'

const PER_RUN = 20

/**
 * Tells stores whose payment is still missing that their plan is taken from them in two days, once for each grace. How it stands
 * is asked of the provider first: who has paid meanwhile is not told. One that fails does not keep the others. Safe to repeat.
 * @returns how many were told
 */
export async function remindGrace(ctx: Ctx): Promise<number> {
  const nowMs = ctx.now()
  const due = await listGraceEnding(ctx.platform, nowMs, nowMs + GRACE_REMINDER_MS, PER_RUN)
  const results = await Promise.allSettled(due.map((vendorId) => remind(ctx, vendorId)))
  const told = results.filter((result) => result.status === 'fulfilled' && result.value).length
  if (told > 0) ctx.relay('platform')
  return told
}

async function remind(ctx: Ctx, vendorId: Id<'vendor'>): Promise<boolean> {
  const [payer, plans] = await Promise.all([findPayer(ctx.platform, vendorId), listPlans(ctx.platform)])
  const ref = payer?.subscription?.subscriptionRef
  if (!payer || !ref) return false
  const { graceEndsAtMs, planKey, version } = await refreshSubscription(ctx, vendorId, () => ctx.billing.fetch(ref))
  if (graceEndsAtMs === null) return false
  const planName = plans.find(({ key }) => key === planKey)?.name ?? planKey
  const until = dayOf(graceEndsAtMs)
  const mail = mailTo(ctx, payer, { template: 'plan_grace_ending', vendorName: payer.name, planName, until, url: planPage(ctx) })
  await recordSubscription(ctx.platform, vendorId, version, { graceRemindedAtMs: ctx.now() }, { messages: [mail] })
  return true
}
