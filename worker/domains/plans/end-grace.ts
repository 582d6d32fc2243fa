import { findPayer, listGraceOver } from '#db/platform/queries/plans/subscriptions.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { refreshSubscription } from './record-subscription.ts'

const PER_RUN = 20

/**
 * Takes the plan from stores whose payment is missing and whose grace is over: the subscription ends at the provider, what was
 * billed and not paid is let go, and the store has the free plan. One that fails does not keep the others. Safe to repeat.
 * @returns how many ended
 */
export async function endGrace(ctx: Ctx): Promise<number> {
  const over = await listGraceOver(ctx.platform, ctx.now(), PER_RUN)
  const results = await Promise.allSettled(over.map((vendorId) => end(ctx, vendorId)))
  return results.filter(({ status }) => status === 'fulfilled').length
}

async function end(ctx: Ctx, vendorId: Id<'vendor'>): Promise<void> {
  const payer = await findPayer(ctx.platform, vendorId)
  const ref = payer?.subscription?.subscriptionRef
  if (!ref) return
  await refreshSubscription(ctx, vendorId, async () => {
    const found = await ctx.billing.fetch(ref)
    // Paid in the last minute: then nothing ends.
    return found.status === 'past_due' ? ctx.billing.endNow(ref) : found
  })
}
