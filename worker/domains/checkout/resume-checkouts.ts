import { listAlmostOver, listPaidUnplaced, readGroup } from '#db/platform/queries/checkout.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { recordPaymentState } from '#worker/domains/payments/record-payment-state.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'
import { placeOrderGroup } from './place-order-group.ts'

const PER_RUN = 50
/** A payment that was just recorded has its own message under way; the sweep leaves it alone for so long. */
const GRACE_MS = MINUTE_MS
/** So long before the holds run out, the provider is asked once more: its webhook may have been lost. */
const LAST_LOOK_MS = 2 * MINUTE_MS

/**
 * Goes on with checkouts that were left half-way: paid and not placed (the process died, a store was down), and open ones
 * whose holds are about to run out, in case the news of their payment was lost. Bounded, and safe to repeat.
 * @returns how many were looked after
 */
export async function resumeCheckouts(ctx: Ctx): Promise<number> {
  const nowMs = ctx.now()
  const [paid, open] = await Promise.all([
    listPaidUnplaced(ctx.platform, nowMs - GRACE_MS, PER_RUN),
    listAlmostOver(ctx.platform, nowMs, nowMs + LAST_LOOK_MS, PER_RUN),
  ])
  const results = await Promise.allSettled([
    ...paid.map((orderGroupId) => placeOrderGroup(ctx, orderGroupId)),
    ...open.map(async (orderGroupId) => {
      const stored = await readGroup(ctx.platform, orderGroupId)
      if (!stored?.payment.providerRef) return
      const { status } = await recordPaymentState(ctx, await ctx.payments.fetch(stored.payment.providerRef))
      if (status === 'succeeded') await placeOrderGroup(ctx, orderGroupId)
    }),
  ])
  return results.filter(({ status }) => status === 'fulfilled').length
}
