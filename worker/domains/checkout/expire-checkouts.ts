import { listOverdue, readGroup } from '#db/platform/queries/checkout.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { endCheckout } from './end-checkout.ts'
import { placeOrderGroup } from './place-order-group.ts'

const PER_RUN = 50

/**
 * Ends checkouts whose holds ran out without a payment: cancels the payment first, and places the orders if the money had
 * come in after all; then gives the stock back. Bounded, and safe to repeat; one that fails is tried again next time.
 * @returns how many were looked after
 */
export async function expireCheckouts(ctx: Ctx): Promise<number> {
  const overdue = await listOverdue(ctx.platform, ctx.now(), PER_RUN)
  const results = await Promise.allSettled(
    overdue.map(async (orderGroupId) => {
      const stored = await readGroup(ctx.platform, orderGroupId)
      if (!stored) return
      if (stored.payment.status === 'succeeded') await placeOrderGroup(ctx, orderGroupId)
      else await endCheckout(ctx, stored, 'expired')
    }),
  )
  return results.filter(({ status }) => status === 'fulfilled').length
}
